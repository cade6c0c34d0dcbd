"""Runs inside the room: starts Limber on the virtual sound card, talks to it, and pulls its plugs.

Arguments: a folder for the recording, and the steps as JSON: each waits `until` a text is printed, then for `wait`
seconds, and then plays a WAV (`play`), pulls a device out or plugs it in (`out`, `in`: its name), or lets the sound
card `stall` for seconds. What follows are Limber's own arguments. Prints what Limber printed, and ends with its exit
code.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

PATIENCE_S = 40.0
HERE = Path(__file__).parent


def stall(seconds: float) -> None:
    """The sound card stands still: it takes nothing and gives nothing."""
    card = int(os.environ["SOUND_CARD"])
    os.kill(card, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(card, signal.SIGCONT)


def main() -> int:
    folder, steps, *words = sys.argv[1:]
    recorder = subprocess.Popen(
        ["parec", "-d", "speaker.monitor", "--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=10"],
        stdout=(Path(folder) / "heard.raw").open("wb"),
    )
    limber = subprocess.Popen(
        [sys.executable, "-m", "assistant", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    seen: list[str] = []

    def read() -> None:
        for line in limber.stdout or ():
            seen.append(line)
            print(line, end="", flush=True)

    threading.Thread(target=read, daemon=True).start()
    begun = 0
    for step in json.loads(steps):
        end = time.monotonic() + PATIENCE_S
        while not any(step["until"] in line for line in seen[begun:]):
            if time.monotonic() > end or limber.poll() is not None:
                print(f"never said: {step['until']}")
                limber.kill()
                return 3
            time.sleep(0.05)
        begun = len(seen)
        time.sleep(step.get("wait", 0.3))
        if "play" in step:
            subprocess.run(["paplay", "-d", "mouth", step["play"]], check=True)
        if "out" in step:
            subprocess.run([HERE / "plug.sh", step["out"], "out"], check=True)
        if "in" in step:
            subprocess.run([HERE / "plug.sh", step["in"]], check=True)
        if "stall" in step:
            stall(step["stall"])
    try:
        return limber.wait(timeout=PATIENCE_S)
    finally:
        limber.kill()
        recorder.terminate()


if __name__ == "__main__":
    sys.exit(main())
