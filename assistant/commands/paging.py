"""The page while a command runs: put together, and taken away again."""

import argparse
import queue
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.app import PLANS, App
from assistant.commands.keyboard import Keyboard
from assistant.commands.looking_back import LookingBack
from assistant.commands.planning import Planning, plan_names
from assistant.commands.setting import Setting
from assistant.commands.voicing import Voicing
from assistant.files import read_bytes
from assistant.hearing.enrolling.voice_file import own_voice_anyhow
from assistant.narration.phrasing import Phrasing
from assistant.page.board import Board, Entry
from assistant.page.entrance import Entrance
from assistant.page.guard import Guard
from assistant.page.live import Showing
from assistant.page.pairing import Pairing
from assistant.page.pressed import pressed
from assistant.page.scene import Painter
from assistant.page.server import Page
from assistant.page.shelf import Shelf
from assistant.page.shell import Shell, static_doors
from assistant.page.watching import Watching
from assistant.paths import at_home
from assistant.places import plans_folder
from assistant.running.links import Links
from assistant.running.reminders import Call
from assistant.settings import Settings
from assistant.words.arrivals import Arrival, VoiceWanted, Wanted
from assistant.words.events import Event, Heard, PairingAsked

STATIC = ("page.css", "page.js", "desk.css", "desk.js", "plans.js", "settings.js", "voices.js", "pair.js")


class Pages:
    """The page, and where its presses go."""

    def __init__(self, app: App, port: int) -> None:
        """Raises `LimberError` where its packages are missing."""
        self._app = app
        self._inbox: queue.SimpleQueue[Event] | None = None
        """Where it goes what is pressed in a session or a call."""
        self._links: Links | None = None
        self._note = ""
        """What whoever comes to the page later is to know."""
        self.resting: Callable[[Arrival], None] = lambda _arrival: None
        """Where it goes what is pressed while no session is under way."""
        self.speaks: Callable[[], bool] = lambda: False
        """Whether something could be said at the loudspeaker then."""
        library, words = app.library(), app.language.reader("page")
        shell = Shell(app.language.reader("desk"))
        helps = app.commands.helps
        self._board, self._painter = Board(), Painter(library, Phrasing(library, helps), words)
        self.watching = Watching(self._board, self._painter, helps)
        self._plans = Shelf(plans_folder(), PLANS)
        planning = Planning(self._plans, app.settings, shell)
        planning.saved = self._saved
        showing = Showing(self._board, words, self._take)
        doors = [
            *static_doors(STATIC),
            *showing.doors(shell),
            *planning.doors(),
            *LookingBack(app.settings, shell, lambda: self._links is not None).doors(),
            *Setting(app.settings, shell).doors(),
            *Voicing(app.settings, shell, lambda: self._inbox is not None, self._use_voice).doors(),
        ]
        if app.settings.page.network:
            doors += Entrance(Pairing(time.monotonic), self._announce, shell).doors()
        self._page = Page(doors, guard_of(app.settings, port), certificate_of(app.settings))
        self._rest()

    def start(self) -> None:
        """Show it. Raises `LimberError` where the port is taken, or the server does not begin."""
        self._page.start()
        say = self._app.language.reader("terminal")
        print(say("page_at", address=self._page.address), flush=True)

    def close(self) -> None:
        """Show it no longer."""
        self._page.close()

    @contextmanager
    def pressing_into(self, links: Links) -> Iterator[None]:
        """While this lasts, what is pressed goes into the inbox of a session."""
        self._links, self._note = links, ""
        self._board.show(self._painter.begins())
        try:
            with self._into(links.inbox):
                yield
        finally:
            self._links = None
            self._rest()

    @contextmanager
    def calling(self, kind: Call, answers: "queue.SimpleQueue[Event]") -> Iterator[None]:
        """While this lasts, somebody is called, and what is pressed is an answer."""
        self._board.begin()
        self._board.show(self._painter.call(kind))
        try:
            with self._into(answers):
                yield
        finally:
            self._rest()

    def says(self, text: str) -> None:
        """Show what is said while somebody is called; nothing: it has been said."""
        if text:
            self._board.add(Entry("limber", text))
        self._board.says(text)

    def reminded(self, kind: Call, now: datetime) -> None:
        """Tell whoever looks at the page later that they were called."""
        words = self._app.language.reader("page")
        self.tell(words(f"called_{kind}", time=f"{now:%H:%M}"))

    def tell(self, note: str) -> None:
        """Show this until the next session begins."""
        self._note = note
        self._rest()

    def _saved(self) -> None:
        """A plan was saved, which can be begun from now on."""
        if self._inbox is None:
            self._rest()

    def _rest(self) -> None:
        self._board.show(self._painter.idle(self._note, plan_names(self._plans)))

    @contextmanager
    def _into(self, inbox: "queue.SimpleQueue[Event]") -> Iterator[None]:
        self._inbox = inbox
        try:
            yield
        finally:
            self._inbox = None

    def _announce(self, code: str) -> None:
        """Show and say the code that lets in a browser elsewhere in the network."""
        print(self._app.language.text("terminal", "page_code", code=code), flush=True)
        said, links = PairingAsked(", ".join(code)), self._links
        if links is None:
            self.resting(said)
        else:
            links.inbox.put(said)

    def _use_voice(self, wanted: VoiceWanted) -> bool:
        """Have a voice be heard, or speak from now on; returns whether it can be heard now."""
        speaks = self.speaks()
        if wanted.kept or speaks:
            self.resting(wanted)
        return speaks

    def _take(self, data: Any) -> None:
        found, inbox = pressed(data, self._app.commands, self._board.scene), self._inbox
        if inbox is None:
            if isinstance(found, Heard):
                self.resting(Wanted(found))
        elif isinstance(found, Heard):
            inbox.put(found)
        else:
            Keyboard(self._app.grammar, self._app.language.reader("terminal"), inbox).take(found)


def guard_of(settings: Settings, port: int) -> Guard:
    """Who may talk to a page at a port, as it is set."""
    host = socket.gethostname()
    names = (host, f"{host}.local") if settings.page.network else ()
    return Guard(port, settings.page.network, bool(settings.page.certificate), names)


def certificate_of(settings: Settings) -> tuple[Path, Path] | None:
    """The files of the certificate and its key; None where there are none. Raises `LimberError`."""
    if not settings.page.certificate:
        return None
    files = at_home(settings.page.certificate), at_home(settings.page.key)
    for file in files:
        read_bytes(file)
    return files


@contextmanager
def page_in_use(asked: argparse.Namespace, settings: Settings) -> Iterator[Pages | None]:
    """The page while this lasts; None where none is asked for. Raises `LimberError`."""
    if not vars(asked).get("page"):
        yield None
        return
    pages = Pages(App.open(settings, own_voice=own_voice_anyhow()), asked.port)
    pages.start()
    try:
        yield pages
    finally:
        pages.close()


def watching(pages: Pages | None) -> tuple[Watching, ...]:
    """What shows a session on the page; nothing where there is no page."""
    return (pages.watching,) if pages else ()


@contextmanager
def pressed_on(pages: Pages | None, links: Links) -> Iterator[None]:
    """While this lasts, what is pressed on the page goes into the inbox of a session."""
    if pages is None:
        yield
        return
    with pages.pressing_into(links):
        yield
