"""Runs inside the room: starts Limber on the virtual sound card, talks to it, and pulls its plugs.

Arguments: a folder for the recording, and the steps as JSON. A step without `until` is done before Limber starts; with
`beside`, another program hears this device meanwhile, and writes it into beside.raw. Each other one waits `until` a text is printed, then for `wait`
seconds, and then plays a WAV (`play`; again, as anybody would, while `heard` is not shown), pulls a device out or plugs it in (`out`, `in`: its name), mutes the microphone or
not (`mute`: "1", "0"), presses Ctrl-C (`interrupt`), or lets the sound card `stall` for seconds. What follows are Limber's own arguments. Prints what Limber printed, and ends with its exit
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

from tests.support.patience import PATIENCE_S

WAITS_S = PATIENCE_S / 4
"""Within which what is waited for is shown, also by an ear that is far behind on a busy machine."""
ANSWER_S = 3.5
"""After which somebody who was not heard says it again."""
AGAIN_MOST = 3
"""How often they do."""
HERE = Path(__file__).parent


def speak(path: str) -> None:
    """Somebody in the room says this."""
    subprocess.run(["paplay", "-d", "mouth", path], check=True)


def comes(text: str, lines: list[str], since: int, within_s: float) -> bool:
    """Whether a text is shown in time, in the lines from `since` on."""
    end = time.monotonic() + within_s
    while not (shown := any(text in line for line in lines[since:])) and time.monotonic() < end:
        time.sleep(0.05)
    return shown


def stall(seconds: float) -> None:
    """The sound card stands still: it takes nothing and gives nothing."""
    card = int(os.environ["SOUND_CARD"])
    os.kill(card, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(card, signal.SIGCONT)


def plug(step: dict[str, str]) -> None:
    """Pull a device out, or plug it in."""
    if "out" in step:
        subprocess.run([HERE / "plug.sh", step["out"], "out"], check=True)
    if "in" in step:
        subprocess.run([HERE / "plug.sh", step["in"]], check=True)


def record(device: str, path: Path) -> "subprocess.Popen[bytes]":
    """A program that writes what a device gives into a file, at 48 kHz."""
    words = ["parec", "-d", device, "--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=10"]
    return subprocess.Popen(words, stdout=path.open("wb"))


def main() -> int:
    folder, given, *words = sys.argv[1:]
    steps = json.loads(given)
    recorders = [record("speaker.monitor", Path(folder) / "heard.raw")]
    while steps and "until" not in steps[0]:
        step = steps.pop(0)
        plug(step)
        if "beside" in step:
            recorders.append(record(step["beside"], Path(folder) / "beside.raw"))
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
    for step in steps:
        if not comes(step["until"], seen, begun, WAITS_S):
            print(f"never said: {step['until']}")
            limber.kill()
            return 3
        begun = len(seen)
        time.sleep(step.get("wait", 0.3))
        if "play" in step:
            speak(step["play"])
            for _ in range(AGAIN_MOST if "heard" in step else 0):
                if comes(f"    > {step['heard']}\n", seen, begun, ANSWER_S):
                    break
                print(f"again: {step['heard']}", flush=True)
                speak(step["play"])
        plug(step)
        if "interrupt" in step:
            limber.send_signal(signal.SIGINT)
        if "mute" in step:
            subprocess.run(["pactl", "set-source-mute", "microphone", step["mute"]], check=True)
        if "stall" in step:
            stall(step["stall"])
    try:
        return limber.wait(timeout=WAITS_S)
    finally:
        limber.kill()
        for recorder in recorders:
            recorder.terminate()


if __name__ == "__main__":
    sys.exit(main())
