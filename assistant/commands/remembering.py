"""A session that goes by what is remembered, and is remembered itself."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal

from assistant.app import App
from assistant.clock import clock_state
from assistant.coach.person import Person
from assistant.coach.today import Today
from assistant.commands.journalling import header, journalled
from assistant.commands.screen import Screen
from assistant.commands.showing import sentence, visible
from assistant.commands.taking_over import ours
from assistant.commands.wishes import chosen
from assistant.content.model import Library, Routine
from assistant.files import clear_left
from assistant.history.progress import today
from assistant.history.recorder import Recorder
from assistant.history.store import Store
from assistant.history.unkept import Unkept
from assistant.places import activities_folder, data_folder
from assistant.running.journal import Journal
from assistant.running.journals import delete_all, journals_folder
from assistant.running.lamps import shining
from assistant.running.links import Links
from assistant.running.performance import Notes, Parts
from assistant.running.transcript import Transcript
from assistant.running.voices import forget_speech, keep_voice, to_choose_from
from assistant.words.errors import LimberError
from assistant.words.events import NotDeleted, NotKept, NotSet


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a session needs that is to be remembered."""

    library: Library
    routine: Routine
    person: Person
    parts: Parts
    journal: Journal


LIVE = "live"
"""How a session is called in its journal that is spoken."""
Purpose = Literal["read", "write", "go on"]
"""What the history is opened for. "read": it does for that if it cannot be written. "write": it must be written. "go
on": a session goes on whatever is wrong with it, with what can be read, and is not kept."""


@contextmanager
def opened(to: Purpose = "write") -> Iterator[Store]:
    """The history; what was wrong with it is said. `to`: what for, see `Purpose`. Raises `LimberError`."""
    with _store(to) as store:
        repair(store)
        store.person()
        store.past()
        for trouble in (store.trouble, store.mended):
            if trouble:
                print(visible(sentence(trouble)), file=sys.stderr, flush=True)
        yield store


def repair(store: Store) -> None:
    """Mend the times of sessions that were begun before the clock was set; what cannot be written stays as it is."""
    with suppress(LimberError):
        store.repair()


def _store(to: Purpose) -> Store:
    for folder in (data_folder(), activities_folder()):
        clear_left(folder)
    try:
        return Store(clock=clock_state, begins_anew=to == "go on")
    except LimberError as error:
        store = Unkept(clock=clock_state)
        if to == "write" or (to == "read" and store.unread):
            store.close()
            raise
        follows = "Nothing of this session is kept" if to == "go on" else "It is only read"
        store.trouble = f"{str(error).rstrip('.')}. {follows}"
        return store


def _known(app: App, library: Library, store: Store, how: str) -> Today:
    """What earlier sessions mean for this one, and which voices there are."""
    now = datetime.now().astimezone()
    known = today(library, store.past(), now, damaged=store.kept and bool(store.trouble), mended=bool(store.mended))
    voices = to_choose_from(library, app.settings.voice, app.cache) if how == LIVE else {}
    voice_unread = bool(app.own_voice.unread)
    return replace(known, unread=store.unread, unkept=not store.kept, voice_unread=voice_unread, voices=voices)


def _delete_beside(cache: Path) -> None:
    """Delete the journals, and the sentences that were said. Raises `FileError` where one cannot be."""
    try:
        delete_all(journals_folder())
    finally:
        forget_speech(cache)


def _keep_voice(failed: Callable[[str], None], name: str) -> None:
    try:
        keep_voice(name)
    except LimberError as error:
        failed(str(error))


@contextmanager
def remembered(
    asked: argparse.Namespace, app: App, links: Links, how: str = LIVE, screen: Screen | None = None
) -> Iterator[Prepared]:
    """A session by what is remembered, also where that cannot be read or nothing can be kept: the coach says so.

    `how` is what its journal calls it: "live" or "typed". It is shown on `screen`, or on one of its own.
    Raises `LimberError`, also where another session is under way and goes on.
    """
    screen = screen or Screen(app.language)
    with ours(app.language.reader("terminal")), opened("go on") as store:
        person = store.person()
        library, routine = chosen(asked, app.settings, person)
        known = replace(_known(app, library, store, how), calls_help=links.calls_help)
        if app.own_voice.unread:
            screen.warn(app.own_voice.unread)

        def failed(why: str) -> None:
            screen.warn(why)
            links.inbox.put(NotKept())

        def undeleted(why: str) -> None:
            screen.warn(why)
            links.inbox.put(NotDeleted())

        def unset(why: str) -> None:
            screen.warn(why)
            links.inbox.put(NotSet())

        recorder = Recorder(store, failed, undeleted, partial(_delete_beside, app.cache))
        record = bool(vars(asked).get("record"))
        with (
            journalled(header(app, how, routine, person, known), screen.warn, record=record) as journal,
            nullcontext((links.light,)) if links.light else shining(app.settings.light, screen.warn) as lights,
        ):
            observers = (journal, *lights, *links.watchers)
            notes = Notes(Transcript(show=screen), recorder, observers, partial(_keep_voice, unset))
            parts = app.parts(library, routine, person, today=known, notes=notes)
            for watcher in links.watchers:
                watcher.watch(parts.coach)
            recorder.start()
            try:
                yield Prepared(library, routine, person, parts, journal)
            finally:
                recorder.close()
                repair(store)
