"""What `limber hub` does. Only who has SQLAlchemy may import this."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from assistant.app import PLANS, library_with
from assistant.commands.paging import certificate_of, guard_of
from assistant.commands.planning import Planning
from assistant.commands.showing import visible, warn
from assistant.content.load import load_language
from assistant.files import absent, write_whole
from assistant.hub.collected import Collected
from assistant.hub.desk import HERE, HubDesk
from assistant.hub.hub import Hub
from assistant.interrupts import StoppedError
from assistant.page.entrance import Entrance
from assistant.page.pairing import Pairing
from assistant.page.server import Page
from assistant.page.shelf import Shelf
from assistant.page.shell import Shell, static_doors
from assistant.places import clinic_file, plans_folder
from assistant.settings import Settings
from assistant.words.errors import LimberError

STATIC = ("page.css", "desk.css", "desk.js", "plans.js", "speakers.js", "pair.js")
LOOKS_S = 1.0
"""Seconds between two looks whether something is wrong. Raised, it is told later."""


@contextmanager
def collected_by(settings: Settings) -> Iterator[Collected]:
    """The database that is set, or the hub's own file. Raises `LimberError`."""
    url = settings.hub.database or URL.create("sqlite", database=str(clinic_file()))
    found = Collected(url, lambda: datetime.now().astimezone())
    try:
        yield found
    finally:
        found.close()


def export(collected: Collected, settings: Settings, patient: str, name: str) -> None:
    """Write down all that there is of somebody, as JSON that only this user can read. Raises `LimberError`."""
    path = Path(name)
    if not absent(path):
        raise LimberError(f"{path}: this file is there already; name a new one")
    found = collected.export(patient)
    write_whole(path, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    say = load_language(settings.language).reader("terminal")
    print(visible(say("hub_exported", file=path, sessions=len(found["sessions"]))))


def delete(collected: Collected, settings: Settings, patient: str) -> None:
    """Delete all that there is of somebody. Raises `LimberError`."""
    number = collected.delete(patient)
    print(load_language(settings.language).text("terminal", "hub_deleted", sessions=number))


def serve(collected: Collected, settings: Settings, port: int) -> None:
    """Show the speakers and collect their sessions, until Ctrl-C. Raises `LimberError`."""
    if not settings.house.host:
        raise LimberError(
            "the hub needs a broker: write 'house' with its 'host' into settings.yaml, as docs/hub.md says"
        )
    language = load_language(settings.language)
    hub = Hub(settings.house, collected)
    page = _page(hub, collected, settings, port)
    hub.start()
    try:
        page.start()
        try:
            told = language.text("terminal", "hub_at", address=page.address, database=collected.shown)
            print(visible(told), flush=True)
            with suppress(StoppedError):
                _watch(hub)
        finally:
            page.close()
    finally:
        hub.close()


def _page(hub: Hub, collected: Collected, settings: Settings, port: int) -> Page:
    language = load_language(settings.language)
    shell, shelf = Shell(language.reader("desk"), (HERE, "/plans")), Shelf(plans_folder(), PLANS)

    def check(text: str) -> None:
        library_with(str(shelf.folder / f"sent{PLANS[0]}"), settings.language, unsaved=text)

    desk = HubDesk(hub, collected, shelf, shell, check)
    doors = [*static_doors(STATIC), *desk.doors(), *Planning(shelf, settings, shell).doors()]
    if settings.page.network:

        def show(code: str) -> None:
            print(language.text("terminal", "page_code", code=code), flush=True)

        doors += Entrance(Pairing(time.monotonic), show, shell, aloud=False).doors()
    return Page(doors, guard_of(settings, port), certificate_of(settings))


def _watch(hub: Hub) -> None:
    """Tell what is wrong whenever that changes. Raises `LimberError` where the hub has to end."""
    told, waits = "", threading.Event()
    while not waits.wait(LOOKS_S):
        if hub.gone:
            raise LimberError(hub.gone)
        if hub.trouble != told:
            told = hub.trouble
            if told:
                warn(told)
