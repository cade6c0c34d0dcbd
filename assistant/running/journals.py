"""The folder of journals: the newest sessions, and no more than fits."""

import logging
from datetime import datetime
from pathlib import Path

from assistant.files import FileError, absent, reason, there, told
from assistant.places import state_folder
from assistant.words.errors import LimberError

KEPT_MOST = 20
"""Sessions whose journals are kept, about four weeks of practice. Raising it shows what has changed over a longer
time, and takes more room."""
BYTES_MOST = 50_000_000
"""Bytes of all journals together, without recordings: about a hundred hours of sessions. Raising it takes more room."""
RECORDINGS_MOST = 3
"""Sessions whose recordings are kept, enough to find the one in which something went wrong. Raising it takes up to
230 MB more for each hour of session."""

log = logging.getLogger(__name__)


def journals_folder() -> Path:
    """Where the journals of sessions are kept."""
    return state_folder() / "journals"


def new_journal(folder: Path, now: datetime) -> Path:
    """The name of a new journal, by the day and the time."""
    stem = f"{now:%Y-%m-%d-%H%M%S}"
    path, number = folder / f"{stem}.jsonl", 1
    while there(path):
        number += 1
        path = folder / f"{stem}-{number}.jsonl"
    return path


def journals(folder: Path) -> list[Path]:
    """Every journal, the newest first; a link that leads nowhere is one as well."""
    try:
        return sorted(folder.glob("*.jsonl"), key=lambda path: (path.lstat().st_mtime, path.name), reverse=True)
    except OSError:
        return []


def last_journal(folder: Path) -> Path:
    """The journal of the last session. Raises `LimberError` when there is none, or the folder cannot be read."""
    found = journals(folder)
    if not found:
        if not absent(folder):
            with told(folder, "the journals in it cannot be read"):
                [*folder.iterdir()]
        raise LimberError(f"{folder}: there is no journal yet; one is written in every session")
    return found[0]


def prune(folder: Path, room_for: int = 1) -> None:
    """Delete the oldest journals, so that `room_for` more may come. What cannot be deleted is only logged."""
    size = 0
    for number, path in enumerate(journals(folder)):
        try:
            size += path.stat().st_size
            if number >= KEPT_MOST - room_for or (number and size > BYTES_MOST):
                delete(path)
            elif number >= RECORDINGS_MOST - room_for:
                delete_recordings(path)
        except OSError as error:
            log.warning("%s: this old journal cannot be deleted: %s", path, reason(error, path))


def recordings(path: Path) -> tuple[Path, Path]:
    """The files beside a journal: what the microphone gave, and what was played; there need not be any."""
    return path.with_name(f"{path.stem}-microphone.wav"), path.with_name(f"{path.stem}-played.wav")


def delete_all(folder: Path) -> None:
    """Delete every journal and its recordings. Raises `FileError` where one cannot be; the others are deleted."""
    if absent(folder):
        return
    with told(folder, "the journals in it cannot be deleted"):
        found = [path for path in folder.iterdir() if path.suffix == ".jsonl"]
    wrong = None
    for path in found:
        try:
            with told(path, "this journal cannot be deleted"):
                delete(path)
        except FileError as error:
            wrong = wrong or error
    if wrong:
        raise wrong


def delete(path: Path) -> None:
    """Delete a journal and its recordings. Raises OSError."""
    delete_recordings(path)
    path.unlink(missing_ok=True)


def delete_recordings(path: Path) -> None:
    """Delete the recordings beside a journal. Raises OSError."""
    for file in recordings(path):
        file.unlink(missing_ok=True)
