"""The speech synthesiser, in a process of its own, for one phrase: pyttsx3 as a renderer and nothing else.

A line of JSON in ({"text", "voice", "rate", "pitch", "file"}), one out ({"ok": true} or {"error": "..."}), after a
first one that says whether the synthesiser is there. pyttsx3 prints, and can hang or die; whoever started this
process sees neither. A process serves once: when one was used again, one phrase in fifteen came out cut short or at
the rate of the phrase before (240 phrases compared with espeak-ng's own program; none with a process each).
"""

import json
import os
import sys
import threading

LIMIT_S = 8.0


def _render(line: str) -> dict[str, object]:
    import pyttsx3

    asked = json.loads(line)
    finished = threading.Event()
    engine = pyttsx3.init("espeak")
    engine.connect("finished-utterance", lambda **_: finished.set())
    for name in ("voice", "rate", "pitch"):
        engine.setProperty(name, asked[name])
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

        pyttsx3.init("espeak")
        answer({"ok": True})
        answer(_render(sys.stdin.readline()))
    except Exception as error:  # noqa: BLE001  whatever it is, the parent must hear of it
        answer({"error": f"{type(error).__name__}: {error}"})
    os._exit(0)  # espeak's thread may outlive its work


if __name__ == "__main__":
    main()
