"""`limber type`: the same session, with a keyboard instead of a microphone."""

import argparse
import queue
import threading
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.app import FIRST_WORDS, App, words_ahead
from assistant.audio.speaker import SilentSpeaker
from assistant.commands.remembering import Prepared, remembered
from assistant.commands.screen import Screen, at_terminal
from assistant.commands.showing import sentence, warn
from assistant.commands.wishes import add_wishes
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.enrolling.voice_file import own_voice_anyhow
from assistant.languages.language import Reader
from assistant.languages.typed import as_said
from assistant.running.links import Links
from assistant.running.live import Live
from assistant.settings import Settings
from assistant.words.errors import DeviceError
from assistant.words.events import AT_KEYBOARD, Event, Heard, Unclear

NAME = "type"
HELP = "the same session from the keyboard"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which session, and whether it is spoken and shown."""
    parser.add_argument("routine", nargs="?", default="")
    add_wishes(parser)
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--quiet", action="store_true", help="show everything and speak nothing")
    ways.add_argument("--no-print", action="store_true", help="speak everything and show nothing but trouble")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """One session; each line that is typed is taken as if it had been said."""
    app, links = App.open(settings, own_voice=own_voice_anyhow()), Links()
    screen = Screen(app.language, silent=asked.no_print)
    with remembered(asked, app, links, "typed", screen) as prepared:
        prepared.parts.voice.clip(FIRST_WORDS)
        if trouble := prepared.parts.voice.trouble():
            warn(trouble)
        live = _live(asked, app, prepared, links, screen)
        say = app.language.reader("terminal")
        screen.tell(say("typing"))
        with screen.typing():
            keyboard = Keyboard(Grammar(app.commands), say, links.inbox, ends=at_terminal())
            lines = screen.typed()
            threading.Thread(target=keyboard.read, args=(lines,), name="keyboard", daemon=True).start()
            live.run()
    return 0


def _live(asked: argparse.Namespace, app: App, prepared: Prepared, links: Links, screen: Screen) -> Live:
    """The session, on the loudspeaker, or where there is none or none is wanted, to be read. Raises `DeviceError`."""
    ahead = words_ahead(prepared.library, prepared.routine)
    if not asked.quiet:
        try:
            return app.live(prepared.parts, links, ahead=ahead)
        except DeviceError as error:
            if asked.no_print:
                raise
            screen.tell(app.language.text("terminal", "read_along", trouble=sentence(error)))
    screen.counts = True
    return app.live(prepared.parts, links, ahead=ahead, open_player=SilentSpeaker)


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Lines of text as what a person says."""

    grammar: Grammar
    say: Reader
    inbox: queue.SimpleQueue[Event]
    ends: bool = False
    """Whether the session ends with the last line, as it does where somebody sits at a terminal."""

    def read(self, lines: Iterable[str]) -> None:
        """Put every line into the inbox."""
        for line in lines:
            self.take(line)
        if self.ends:
            self._quit()

    def take(self, line: str) -> None:
        """Put what one line means into the inbox."""
        words = ""
        for words in as_said(line, self.say):
            if words in self.say("typed_quit").split():
                self._quit()
                return
            if meanings := self.grammar.meanings(words):
                for meaning in meanings:
                    self.inbox.put(Heard(meaning.intent, meaning.slots, words))
                return
        if words:
            self.inbox.put(Unclear(words))

    def _quit(self) -> None:
        """End it with the farewell, as Ctrl-C does."""
        for intent in ("stop", "finish"):
            self.inbox.put(Heard(intent, (), AT_KEYBOARD))
