"""All that is remembered, as CSV files, one for each table, with recorded activities beside them; and back again."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from assistant.files import make_folder, read_bytes, there, told, write_whole
from assistant.history.importing import EVERYTHING, VERSION_FILE, read_export
from assistant.history.merging import Merged
from assistant.history.migrations import MIGRATIONS, Rows
from assistant.history.store import Store
from assistant.places import activities_folder
from assistant.words.clinical_records import Activity
from assistant.words.errors import LimberError

_VERSION: Rows = (["version"], [(len(MIGRATIONS),)])


def export(store: Store, folder: Path) -> list[str]:
    """Write everything into a new or empty folder, readable by this user only; returns the names of the files.

    Raises `LimberError`.
    """
    make_folder(folder, 0o700)
    with told(folder, "the files cannot be written"):
        full = any(folder.iterdir())
    if full:
        raise LimberError(f"{folder}: this folder is not empty; name a new one")
    tables: Mapping[str, Rows] = {**{name: store.rows(name) for name in EVERYTHING}, VERSION_FILE: _VERSION}
    for name, (columns, rows) in tables.items():
        sheet = io.StringIO(newline="")
        csv.writer(sheet).writerows([columns, *rows])
        write_whole(folder / f"{name}.csv", sheet.getvalue())
    copied = _copy_recordings(
        store.person().activities, activities_folder(store.path.parent), activities_folder(folder)
    )
    return [*(f"{name}.csv" for name in tables), *(str(path.relative_to(folder)) for path in copied)]


def import_from(store: Store, folder: Path) -> Merged:
    """Merge an export into what is remembered. Raises `LimberError`; then nothing was imported."""
    read = read_export(folder)
    copied = _copy_recordings(read.person.activities, activities_folder(folder), activities_folder(store.path.parent))
    try:
        result = store.take_in(read)
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
        if activity.recording and path.is_file() and not there(copy):
            copied.append(copy)
            try:
                make_folder(end, 0o700)
                write_whole(copy, read_bytes(path))
            except LimberError:
                _delete(copied)
                raise
    return copied


def _delete(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
