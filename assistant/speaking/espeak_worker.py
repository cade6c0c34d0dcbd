"""espeak-ng, in a process of its own, for one phrase: pyttsx3 as a renderer and nothing else.

A line of JSON in ({"text", "voice", "rate", "pitch", "file"}), one out ({"ok": true} or {"error": "..."}), after a
first one that says whether the synthesiser is there. pyttsx3 prints, and can hang or die; whoever started this
process sees neither. A process serves once: when one was used again, one phrase in fifteen came out cut short or at
the rate of the phrase before (240 phrases compared with espeak-ng's own program; none with a process each).

espeak-ng changes its voice at once but its rate in a thread of its own. Each property is set and waited for by itself:
left to the engine's queue, one phrase in twenty came out at the engine's own 200 words a minute on a busy machine.
"""

import json
import os
import sys
import threading
from typing import Any

LIMIT_S = 8.0
"""Seconds one phrase may take; less than the parent waits, so that the parent hears why."""
TRIES = 20
"""How often a property is set until espeak-ng has it."""


def _set(name: str, value: object) -> None:
    """Set a property and wait until espeak-ng has it; the engine's own queue would let them overtake each other."""
    from pyttsx3.drivers import _espeak
    from pyttsx3.drivers.espeak import EspeakDriver

    for _ in range(TRIES):
        EspeakDriver.setProperty(name, value)
        _espeak.Synchronize()
        if name == "voice" or EspeakDriver.getProperty(name) == value:
            return
    raise RuntimeError(f"the {name} cannot be set to {value}")


def _render(engine: Any, line: str) -> dict[str, object]:
    asked = json.loads(line)
    finished = threading.Event()
    engine.connect("finished-utterance", lambda **_: finished.set())
    for name in ("voice", "rate", "pitch"):
        _set(name, asked[name])
    engine.save_to_file(asked["text"], asked["file"])
    engine.runAndWait()  # returns before the file is written
    return {"ok": True} if finished.wait(LIMIT_S) else {"error": "it did not finish"}


def main() -> None:
    """Serve one line."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(words: dict[str, object]) -> None:
        print(json.dumps(words), file=answers, flush=True)

    try:
        import pyttsx3
        from pyttsx3.drivers import _espeak

        engine = pyttsx3.init("espeak")
        _espeak.Synchronize()
        answer({"ok": True})
        answer(_render(engine, sys.stdin.readline()))
    except Exception as error:  # noqa: BLE001  whatever it is, the parent must hear of it
        answer({"error": f"{type(error).__name__}: {error}"})
    os._exit(0)  # espeak's thread may outlive its work


if __name__ == "__main__":
    main()
