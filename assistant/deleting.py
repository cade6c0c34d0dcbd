"""Deleting what is kept, so that nothing is overlooked and what can be deleted is gone."""

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from assistant.files import FileError, absent, told
from assistant.paths import real


def found_in(folder: Path, pattern: str) -> list[Path]:
    """What is in a folder and fits a pattern, to be deleted; nothing where there is no folder.

    Raises `FileError` where the folder cannot be looked into: what is not found would not be deleted.
    """
    if absent(folder):
        return []
    with told(folder, "this folder cannot be looked into"):
        return sorted(path for path in folder.iterdir() if fnmatch(path.name, pattern))


def delete_each(paths: Iterable[Path]) -> None:
    """Delete files and links, and what links lead to. Raises `FileError` where one cannot be; the others are deleted.

    A link that leads nowhere stays: what is to be deleted may be on a disk that is not plugged in.
    """
    wrong = None
    for path in paths:
        try:
            with told(path, "this cannot be deleted"):
                target = real(path)
                if path.is_symlink() and not target.is_symlink():
                    target.unlink()
                path.unlink(missing_ok=True)
        except FileError as error:
            wrong = wrong or error
    if wrong:
        raise wrong
