"""`limber hear`: recognise commands in sound files."""

import argparse
import json
from pathlib import Path

from assistant.app import App
from assistant.audio.wav import read_wav
from assistant.hearing.enrolling.voice_file import read_own_voice
from assistant.hearing.listener import Listener
from assistant.settings import Settings
from assistant.words.events import Guess, Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

NAME = "hear"
HELP = "recognise commands in sound files, one line of JSON each"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, and by which vocabulary."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.wav")
    parser.add_argument("--commands", type=Path, metavar="FILE.yaml", help="another vocabulary")
    parser.add_argument("--json", action="store_true", help="JSON lines; the default, accepted for scripts")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """One line of JSON for each file; all files are read before the first is heard."""
    app = App.open(settings, asked.commands, read_own_voice())
    sounds = [(path, read_wav(path, INPUT_RATE)) for path in asked.files]
    listener = app.plain_listener()
    for path, sound in sounds:
        print(json.dumps(hear(listener, path, sound), ensure_ascii=False), flush=True)
    return 0


def hear(listener: Listener, path: Path, sound: Samples) -> dict[str, object]:
    """What one recording says: the phrase in it with most evidence, and when it was decided, in seconds into the file.

    A click beside a sentence is easily heard as a short phrase, and noise as a doubtful one; of phrases with as much
    evidence, the last counts.
    """
    found = listener.hear(sound)
    decided = [(at, heard) for at, heard in found if isinstance(heard, Heard)]
    answer: dict[str, object] = {"file": str(path), "intent": None, "slots": {}, "words": "", "decided_at": None}
    if decided:
        at, best = max(decided, key=lambda each: (each[1].evidence, each[0]))
        answer |= {"intent": best.intent, "slots": dict(best.slots), "words": best.words, "decided_at": round(at, 3)}
    elif found:
        last = found[-1][1]
        answer["words"] = last.heard.words if isinstance(last, Guess) else last.words
    return answer
