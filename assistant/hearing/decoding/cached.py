"""Folders that are made once and kept in the cache: whole or not at all, and in memory where the cache takes nothing.

A power cut can leave files of no length behind. The recogniser's library may end the process when it reads such a file,
so a folder is used only while every file in it has the size it was written with.
"""

import atexit
import errno
import json
import logging
import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from assistant.files import opened, passing_folder, reason, scratch, there
from assistant.paths import in_utf_8

WHOLE = "whole.json"
"""The file in each folder that says how large all its others are."""

log = logging.getLogger(__name__)


def made(folder: Path, write: Callable[[Path], None]) -> Path:
    """The folder, or one of the same name in memory; `write` fills an empty one. Raises OSError when neither works.

    The recogniser's library opens nothing whose name is not written in UTF-8, so such a folder is not used.
    """
    spare = _spare() / folder.name
    for found in (folder, spare) if in_utf_8(folder) else (spare,):
        if _is_whole(found):
            return found
    try:
        return _make(folder, write)
    except OSError as error:
        log.warning("%s: this cannot be kept: %s; it is made in memory", folder, reason(error, folder))
    return _make(spare, write)


def _make(folder: Path, write: Callable[[Path], None]) -> Path:
    if not in_utf_8(folder):
        raise OSError(errno.EILSEQ, "its name is not written in UTF-8")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = passing_folder(folder.parent)
    try:
        write(draft)
        (draft / WHOLE).write_text(json.dumps(_sizes(draft)), encoding="utf-8")
        if there(folder) and not _is_whole(folder):
            shutil.rmtree(folder)
        if not there(folder):  # another program may have been faster
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _is_whole(folder: Path) -> bool:
    try:
        with opened(folder / WHOLE) as file:
            written = json.load(file)
        return bool(written == _sizes(folder))
    except (OSError, ValueError):
        return False


def _sizes(folder: Path) -> dict[str, int]:
    """How large each file is; of a link, what it leads to. Raises OSError, also where one may not be read."""
    sizes = {}
    for path in folder.rglob("*"):
        if path.name != WHOLE and not path.is_dir():
            with opened(path) as file:
                sizes[str(path.relative_to(folder))] = file.seek(0, os.SEEK_END)
    return sizes


@cache
def _spare() -> Path:
    """A folder of this process, deleted at its end."""
    folder = passing_folder(scratch())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
