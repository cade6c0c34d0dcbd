"""A folder of a test run in the system's place for temporary files, which is deleted even where the run was killed.

Whoever runs holds a lock of the kernel's on their folder, and it ends with the process, however that ends. So a later run
can tell a folder that was left behind from one that is in use.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

PREFIX = "limber-test-run-"
YOUNG_S = 60.0
"""Seconds in which a folder is never taken to be left: it may be locked in a moment."""


def folder_of_this_run() -> str:
    """A new folder, which is deleted at the end. What killed runs left is deleted first."""
    clear()
    made = tempfile.mkdtemp(prefix=PREFIX)
    _lock(made)
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def clear() -> None:
    """Delete the folders of runs that were killed."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if left.is_dir() and time.time() - left.stat().st_mtime > YOUNG_S:
                os.close(_lock(left))
                shutil.rmtree(left, ignore_errors=True)
        except OSError:  # it is in use, or belongs to somebody else
            continue


def _lock(folder: str | Path) -> int:
    """Hold a folder until the file that is returned is closed. Raises OSError where somebody else holds it."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held
