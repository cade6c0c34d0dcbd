"""`limber type`: the same session, with a keyboard instead of a microphone."""

import argparse
import threading
from functools import partial

from assistant.app import FIRST_WORDS, App, words_ahead
from assistant.audio.speaker import SilentSpeaker
from assistant.commands.keyboard import Keyboard
from assistant.commands.options import add_page, add_wishes
from assistant.commands.paging import Pages, page_in_use, pressed_on, watching
from assistant.commands.remembering import Prepared, remembered
from assistant.commands.screen import Screen, at_terminal
from assistant.commands.showing import sentence, warn
from assistant.hearing.enrolling.voice_file import own_voice_anyhow
from assistant.running.links import Links
from assistant.running.live import Live
from assistant.settings import Settings
from assistant.words.errors import DeviceError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which session, and whether it is spoken and shown."""
    parser.add_argument("routine", nargs="?", default="", help="a routine's id or a YAML file; default: the one set")
    add_wishes(parser)
    add_page(parser)
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--quiet", action="store_true", help="show everything and speak nothing")
    ways.add_argument("--no-print", action="store_true", help="speak everything and show nothing but trouble")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """One session; each line that is typed is taken as if it had been said."""
    with page_in_use(asked, settings) as pages:
        _type(asked, settings, pages)
    return 0


def _type(asked: argparse.Namespace, settings: Settings, pages: Pages | None) -> None:
    app, links = App.open(settings, own_voice=own_voice_anyhow()), Links(watchers=watching(pages))
    screen = Screen(app.language, silent=asked.no_print)
    with pressed_on(pages, links), remembered(asked, app, links, "typed", screen) as prepared:
        prepared.parts.voice.clip(FIRST_WORDS)
        if trouble := prepared.parts.voice.trouble():
            warn(trouble)
        live = _live(asked, app, prepared, links, screen)
        say = app.language.reader("terminal")
        screen.tell(say("typing"))
        with screen.typing():
            quits = partial(setattr, screen, "quits")
            warns = links.troubles.put
            keyboard = Keyboard(app.grammar, say, links.inbox, ends=at_terminal(), quits=quits, warns=warns)
            lines = screen.typed()
            threading.Thread(target=keyboard.read, args=(lines,), name="keyboard", daemon=True).start()
            live.run()


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
