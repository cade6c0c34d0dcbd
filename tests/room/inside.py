"""Runs inside the room: starts Limber on the virtual sound card, talks to it, and pulls its plugs.

Arguments: a folder for the recording, the echo's gain (0: none), and the steps as JSON: each waits `until` a text is
printed, then for `wait` seconds, and then plays a WAV (`play`) or changes the sound card (`unload`, `load`: a sink's
name). What follows are Limber's own arguments. Prints what Limber printed, and ends with its exit code.
"""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

PATIENCE_S = 40.0
HERE = Path(__file__).parent


def unload(sink: str) -> None:
    """Take a sink away."""
    listed = subprocess.run(["pactl", "list", "short", "modules"], check=True, capture_output=True, text=True).stdout
    number = next(line.split()[0] for line in listed.splitlines() if f"sink_name={sink} " in line)
    subprocess.run(["pactl", "unload-module", number], check=True)


def load(sink: str) -> None:
    """Put a sink back, as the default it was."""
    subprocess.run(["pactl", "load-module", "module-null-sink", f"sink_name={sink}", "rate=48000"], check=True)
    what = ["set-default-sink", sink] if sink == "speaker" else ["set-default-source", f"{sink}.monitor"]
    for _ in range(30):
        if subprocess.run(["pactl", *what], check=False, capture_output=True).returncode == 0:
            return
        time.sleep(0.05)


def main() -> int:
    folder, gain, steps, *words = sys.argv[1:]
    recorder = subprocess.Popen(
        ["parec", "-d", "speaker.monitor", "--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=10"],
        stdout=(Path(folder) / "heard.raw").open("wb"),
    )
    echo = subprocess.Popen([sys.executable, str(HERE / "echo.py"), gain]) if float(gain) else None
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
        if "unload" in step:
            unload(step["unload"])
        if "load" in step:
            load(step["load"])
    try:
        return limber.wait(timeout=PATIENCE_S)
    finally:
        limber.kill()
        recorder.terminate()
        if echo:
            echo.terminate()


if __name__ == "__main__":
    sys.exit(main())
