"""A session that goes by what is remembered, and is remembered itself."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.app import App
from assistant.clock import clock_state
from assistant.coach.person import Person
from assistant.commands.journalling import header, journalled
from assistant.commands.screen import Screen
from assistant.commands.showing import sentence, visible
from assistant.commands.wishes import chosen
from assistant.content.model import Library, Routine
from assistant.history.progress import today
from assistant.history.recorder import Recorder
from assistant.history.store import Store
from assistant.history.unkept import Unkept
from assistant.running.alone import alone
from assistant.running.journal import Journal
from assistant.running.links import Links
from assistant.running.performance import Notes, Parts
from assistant.running.transcript import Transcript
from assistant.words.errors import LimberError
from assistant.words.events import NotKept


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a session needs that is to be remembered."""

    library: Library
    routine: Routine
    person: Person
    parts: Parts
    journal: Journal


@contextmanager
def opened(*, anyhow: bool = False) -> Iterator[Store]:
    """The history; what was wrong with it is said.

    `anyhow`: where it cannot be opened, there is one in memory instead, which nothing is kept of. Otherwise that raises
    `LimberError`.
    """
    with _store(anyhow=anyhow) as store:
        _repair(store)
        store.person()
        store.past()
        for trouble in (store.trouble, store.mended):
            if trouble:
                print(visible(sentence(trouble)), file=sys.stderr, flush=True)
        yield store


def _repair(store: Store) -> None:
    """Mend the times of sessions that were begun before the clock was set; what cannot be written stays as it is."""
    with suppress(LimberError):
        store.repair()


def _store(*, anyhow: bool) -> Store:
    try:
        return Store(clock=clock_state)
    except LimberError as error:
        if not anyhow:
            raise
        store = Unkept(clock=clock_state)
        store.trouble = f"{error}. Nothing of this session is kept"
        return store


@contextmanager
def remembered(
    asked: argparse.Namespace, app: App, links: Links, how: str = "live", screen: Screen | None = None
) -> Iterator[Prepared]:
    """A session by what is remembered, also where that cannot be read or nothing can be kept: the coach says so.

    `how` is what its journal calls it: "live" or "typed". It is shown on `screen`, or on one of its own.
    Raises `LimberError`, also where another session is under way.
    """
    screen = screen or Screen(app.language)
    with alone(), opened(anyhow=True) as store:
        person = store.person()
        library, routine = chosen(asked, app.settings, person)
        now = datetime.now().astimezone()
        known = today(library, store.past(), now, damaged=store.kept and bool(store.trouble), mended=bool(store.mended))
        known = replace(known, unread=store.unread, unkept=not store.kept, voice_unread=bool(app.own_voice.unread))
        if app.own_voice.unread:
            screen.warn(app.own_voice.unread)

        def failed(why: str) -> None:
            screen.warn(why)
            links.inbox.put(NotKept())

        recorder = Recorder(store, failed)
        record = bool(vars(asked).get("record"))
        with journalled(header(app, how, routine, person, known), screen.warn, record=record) as journal:
            notes = Notes(Transcript(show=screen), recorder, (journal,))
            parts = app.parts(library, routine, person, today=known, notes=notes)
            recorder.start()
            try:
                yield Prepared(library, routine, person, parts, journal)
            finally:
                recorder.close()
                _repair(store)
