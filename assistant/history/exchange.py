"""All that is remembered, as CSV files, one for each table, with recorded activities beside them; and back again."""

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path

from assistant.history.importing import EVERYTHING, VERSION_FILE, read_export
from assistant.history.merging import Merged
from assistant.history.migrations import MIGRATIONS, Rows
from assistant.history.store import Store
from assistant.words.clinical_records import Activity
from assistant.words.errors import LimberError

RECORDED = "activities"
"""The folder of recorded activities, beside a history and in an export."""
_VERSION: Rows = (["version"], [(len(MIGRATIONS),)])


def export(store: Store, folder: Path) -> None:
    """Write everything into a new or empty folder, readable by this user only. Raises `LimberError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        full = any(folder.iterdir())
    except OSError as error:
        raise LimberError(f"{folder}: the files cannot be written: {error.strerror}") from error
    if full:
        raise LimberError(f"{folder}: this folder is not empty; name a new one")
    tables: Mapping[str, Rows] = {**{name: store.rows(name) for name in EVERYTHING}, VERSION_FILE: _VERSION}
    for name, (columns, rows) in tables.items():
        path = folder / f"{name}.csv"
        try:
            path.touch(mode=0o600)
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([columns, *rows])
        except OSError as error:
            raise LimberError(f"{path}: this cannot be written: {error.strerror}") from error
    _copy_recordings(store.person().activities, store.path.with_name(RECORDED), folder / RECORDED)


def import_from(store: Store, folder: Path) -> Merged:
    """Merge an export into what is remembered. Raises `LimberError`; then nothing was imported."""
    told = read_export(folder)
    copied = _copy_recordings(told.person.activities, folder / RECORDED, store.path.with_name(RECORDED))
    try:
        result = store.take_in(told)
    except LimberError:
        _delete(copied)
        raise
    kept = {activity.recording for activity in store.person().activities}
    _delete([path for path in copied if path.name not in kept])
    return result


def _copy_recordings(activities: tuple[Activity, ...], start: Path, end: Path) -> list[Path]:
    """Copy the recordings of activities that are there and not copied yet; of one that is not, the words are left."""
    copied = []
    for activity in activities:
        path = start / Path(activity.recording).name
        copy = end / path.name
        if activity.recording and path.is_file() and not copy.exists():
            try:
                end.mkdir(parents=True, exist_ok=True, mode=0o700)
                copy.touch(mode=0o600)
                copied.append(copy)
                shutil.copyfile(path, copy)
            except OSError as error:
                _delete(copied)
                raise LimberError(f"{copy}: this cannot be written: {error.strerror}") from error
    return copied


def _delete(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
