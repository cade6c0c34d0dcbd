"""Runs inside the room: starts Limber on the virtual sound card, talks to it, and pulls its plugs.

Arguments: a folder for the recording, and the steps as JSON. What follows are Limber's own arguments. Prints what Limber
printed, and ends with its exit code.

A step without `until` is done before Limber starts. Each other one waits `until` a text is printed, and then for `wait`
seconds. What is done then:

* `play`: a WAV is played. While what was `heard` is not shown, or the `answer` to it, it is played again, as anybody
  would say it again.
* `out`, `in`: the device of this name is pulled out or plugged in.
* `mute`: the microphone is muted ("1") or not ("0").
* `interrupt`: Ctrl-C is pressed.
* `stall`: the sound card stands still for so many seconds.
* `beside`: another program hears this device, and writes it into beside.raw.
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

BEGINS_S = PATIENCE_S / 4
"""Within which the first line is shown, also on a machine ten times slower that has to render everything first."""
WAITS_S = PATIENCE_S / 12
"""Within which each later one is shown, also by an ear that is far behind.

If it is not, then Limber heard something else, and the session has gone elsewhere.
"""
ANSWER_S = 3.5
"""After which somebody who was not heard says it again."""
AGAIN_MOST = 3
"""How often they do."""
LOOK_S = 0.05
HERE = Path(__file__).parent


class Printed:
    """A Limber, and what it prints, which is printed again."""

    def __init__(self, words: list[str]) -> None:
        self.limber = subprocess.Popen(
            [sys.executable, "-m", "assistant", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._lines: list[str] = []
        self._since = 0
        """The number of lines up to the one that was waited for last."""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.limber.stdout or ():
            self._lines.append(line)
            print(line, end="", flush=True)

    def comes(self, text: str, within_s: float) -> int:
        """The number of the line that shows a text after what was waited for last; 0 where none does in time."""
        end = time.monotonic() + within_s
        over = False
        while True:
            for number, line in enumerate(self._lines[self._since :], start=self._since + 1):
                if text in line:
                    return number
            if over:
                return 0
            time.sleep(LOOK_S)
            over = time.monotonic() > end or not self._reader.is_alive()

    def wait_for(self, text: str) -> bool:
        """Wait for a text; returns whether it came."""
        number = self.comes(text, WAITS_S if self._lines else BEGINS_S)
        self._since = max(number, self._since)
        return bool(number)


def speak(path: str) -> None:
    """Somebody in the room says this."""
    subprocess.run(["paplay", "-d", "mouth", path], check=True)


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


def say(step: dict[str, str], printed: Printed) -> None:
    """Say it, and say it again while it is not heard."""
    shown = step.get("answer", f"    > {step.get('heard', '')}\n")
    speak(step["play"])
    for _ in range(AGAIN_MOST if "heard" in step or "answer" in step else 0):
        if printed.comes(shown, ANSWER_S):
            break
        print(f"again: {step.get('heard', '')}", flush=True)
        speak(step["play"])


def main() -> int:
    folder, given, *words = sys.argv[1:]
    steps = json.loads(given)
    recorders = [record("speaker.monitor", Path(folder) / "heard.raw")]
    while steps and "until" not in steps[0]:
        step = steps.pop(0)
        plug(step)
        if "beside" in step:
            recorders.append(record(step["beside"], Path(folder) / "beside.raw"))
    printed = Printed(words)
    limber = printed.limber
    for step in steps:
        if not printed.wait_for(step["until"]):
            print(f"never said: {step['until']}")
            limber.kill()
            return 3
        time.sleep(step.get("wait", 0.3))
        if "play" in step:
            say(step, printed)
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
