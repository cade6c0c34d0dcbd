"""`limber hear`: recognise commands in sound files."""

import argparse
import json
import sys
from functools import cache
from pathlib import Path

from assistant.app import App
from assistant.audio.wav import read_wav
from assistant.commands.showing import visible, warn
from assistant.hearing.enrolling.voice_file import own_voice_anyhow
from assistant.hearing.listener import Listener
from assistant.settings import Settings
from assistant.words.errors import LimberError
from assistant.words.events import Guess, Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, and by which vocabulary."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.wav", help="the sound files")
    parser.add_argument("--commands", type=Path, metavar="FILE.yaml", help="another vocabulary")
    parser.add_argument("--json", action="store_true", help="JSON lines; the default, accepted for scripts")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """One line of JSON for each file; of one that cannot be read a sentence, and 2 at the end."""
    app = App.open(settings, asked.commands, own_voice_anyhow())
    if app.own_voice.unread:
        warn(app.own_voice.unread)
    listener, unread = cache(app.plain_listener), False  # the model takes seconds, and what is read may be wrong
    for path in asked.files:
        try:
            sound = read_wav(path, INPUT_RATE, piped=True)
        except LimberError as error:
            unread = True
            print(f"limber: {visible(str(error))}", file=sys.stderr, flush=True)
            continue
        line = json.dumps(hear(listener(), path, sound), ensure_ascii=False)
        print(line.encode(errors="backslashreplace").decode(), flush=True)  # a name that is no text, as JSON has it
    return 2 if unread else 0


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
