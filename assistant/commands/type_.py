"""`limber type`: the same session, with a keyboard instead of a microphone."""

import argparse
import io
import queue
import sys
import threading
from collections.abc import Iterable
from typing import TextIO

from assistant.app import FIRST_WORDS, App, words_ahead
from assistant.audio.speaker import SilentSpeaker
from assistant.commands.remembering import remembered
from assistant.commands.showing import sentence
from assistant.commands.wishes import add_wishes
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.enrolling.voice_file import read_own_voice
from assistant.running.links import Links
from assistant.settings import Settings
from assistant.words.errors import DeviceError
from assistant.words.events import Event, Heard, Unclear

NAME = "type"
HELP = "the same session from the keyboard"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which session."""
    parser.add_argument("routine", nargs="?", default="")
    add_wishes(parser)


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """One session; each line that is typed is taken as if it had been said."""
    app, links = App.open(settings, own_voice=read_own_voice()), Links()
    with remembered(asked, app, links, "typed") as prepared:
        prepared.parts.voice.clip(FIRST_WORDS)
        ahead = words_ahead(prepared.library, prepared.routine)
        try:
            live = app.live(prepared.parts, links, ahead=ahead)
        except DeviceError as error:
            print(app.language.text("terminal", "read_along", trouble=sentence(error)), flush=True)
            live = app.live(prepared.parts, links, ahead=ahead, open_player=SilentSpeaker)
        keys = (Grammar(app.commands), links.inbox)
        threading.Thread(target=_read_keys, args=keys, name="keyboard", daemon=True).start()
        live.run()
    return 0


def typed(keyboard: TextIO | None) -> Iterable[str]:
    """The lines of the standard input; none where it is closed. What is no text is only not understood."""
    if isinstance(keyboard, io.TextIOWrapper):
        keyboard.reconfigure(errors="replace")
    return keyboard or ()


def _read_keys(grammar: Grammar, inbox: queue.SimpleQueue[Event]) -> None:
    for text in typed(sys.stdin):
        words = text.strip().lower()
        meanings = grammar.meanings(words)
        for meaning in meanings:
            inbox.put(Heard(meaning.intent, meaning.slots, words))
        if words and not meanings:
            inbox.put(Unclear(words))
