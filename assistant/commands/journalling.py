"""The journal of a session that a command begins."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from assistant import __version__
from assistant.app import App
from assistant.audio.devices import Kind, find_device, sound_library
from assistant.coach.person import Person
from assistant.coach.today import Today
from assistant.content.model import Routine
from assistant.running.journal import Header, Journal
from assistant.running.journals import journals_folder, new_journal
from assistant.running.versions import content_digest, versions
from assistant.settings import Settings, model_folder
from assistant.words.errors import DeviceError


def header(app: App, how: str, routine: Routine, person: Person, today: Today) -> Header:
    """What a session goes by. `how`: "live", "typed" or "rehearsal"."""
    return Header(
        limber=__version__,
        begun=datetime.now().astimezone().isoformat(timespec="seconds"),
        how=how,
        content=content_digest(app.settings.language),
        routine=routine,
        person=person,
        today=today,
        settings=app.settings,
        model=model_folder(app.settings).name,
        versions=versions(),
        devices={} if how == "rehearsal" else _devices(app.settings),
    )


@contextmanager
def journalled(known: Header, failed: Callable[[str], None], *, record: bool = False) -> Iterator[Journal]:
    """A journal in the folder of journals, written while the block runs; `failed` is told when that fails."""
    folder = journals_folder()
    path = new_journal(folder, datetime.fromisoformat(known.begun))
    with _running(Journal(path, known, kept_in=folder, record=record, failed=failed)) as journal:
        yield journal


@contextmanager
def rehearsed(known: Header, path: Path) -> Iterator[Journal]:
    """The journal of a rehearsal, which stands for itself."""
    with _running(Journal(path, known)) as journal:
        yield journal


@contextmanager
def _running(journal: Journal) -> Iterator[Journal]:
    journal.start()
    try:
        yield journal
    finally:
        journal.close()


def _devices(settings: Settings) -> dict[str, str]:
    return {"microphone": _named("input", settings.microphone), "speaker": _named("output", settings.speaker)}


def _named(kind: Kind, wanted: str) -> str:
    """What the machine calls a device; empty when there is none."""
    try:
        index = find_device(kind, wanted)
        return str(sound_library().query_devices(index, kind)["name"])
    except DeviceError:
        return ""
    except Exception:  # noqa: BLE001 (PortAudio's own errors; opening the device says more about them)
        return ""
