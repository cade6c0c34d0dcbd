"""Runs inside the room: starts Limber on the virtual sound card and talks to it.

Arguments: a folder for the recording, then pairs of a line to wait for and a WAV to play into the microphone. Prints
what Limber printed, and ends with its exit code.
"""

import subprocess
import sys
import threading
import time
from pathlib import Path

PATIENCE_S = 40.0


def main() -> int:
    folder, *pairs = sys.argv[1:]
    recorder = subprocess.Popen(
        ["parec", "-d", "speaker.monitor", "--rate=48000", "--channels=1", "--format=s16le"],
        stdout=(Path(folder) / "heard.raw").open("wb"),
    )
    limber = subprocess.Popen([sys.executable, "-m", "assistant"], stdout=subprocess.PIPE, text=True)
    seen: list[str] = []

    def read() -> None:
        for line in limber.stdout or ():
            seen.append(line)
            print(line, end="", flush=True)

    threading.Thread(target=read, daemon=True).start()
    begun = 0
    for wanted, wav in zip(pairs[::2], pairs[1::2], strict=True):
        end = time.monotonic() + PATIENCE_S
        while not any(wanted in line for line in seen[begun:]):
            if time.monotonic() > end or limber.poll() is not None:
                print(f"never said: {wanted}")
                limber.kill()
                return 3
            time.sleep(0.05)
        begun = len(seen)
        time.sleep(0.3)
        subprocess.run(["paplay", "-d", "mouth", wav], check=True)
    try:
        return limber.wait(timeout=PATIENCE_S)
    finally:
        limber.kill()
        recorder.terminate()


if __name__ == "__main__":
    sys.exit(main())
