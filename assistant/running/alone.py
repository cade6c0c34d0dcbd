"""One session at a time: two would speak over each other, hear each other, and both write the history.

The lock is the kernel's, on a file in the state folder. It ends with the process, however that ends, so a file that is
left behind locks nothing.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from assistant.places import state_folder
from assistant.words.errors import LimberError

LOCK = "session.lock"
"""The file's name; it holds the number of the process that has a session."""

log = logging.getLogger(__name__)


class BusyError(LimberError):
    """Another process has a session under way."""


@contextmanager
def alone(folder: Path | None = None) -> Iterator[None]:
    """The only session of this person while the block runs. Raises `BusyError` where there is one already.

    Where no file can be kept, such as on a full or read-only card, the session goes on without the lock.
    """
    try:
        file = _opened(folder or state_folder())
    except OSError as error:
        log.warning("there is no lock that keeps a second session out: %s", error)
        yield
        return
    with file:
        _lock(file)
        yield


def _opened(folder: Path) -> FileIO:
    """Nothing is buffered: what a full card did not take would otherwise be written again when the file is closed."""
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / LOCK).open("a+b", buffering=0)


def _lock(file: FileIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        number = file.read().decode(errors="replace").strip()
        process = f" (process {number})" if number.isdecimal() else ""
        raise BusyError(f"another session is under way{process}; end that one first") from error
    except OSError as error:  # some network file systems know no locks
        log.warning("there is no lock that keeps a second session out: %s", error)
        return
    try:
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
    except OSError as error:
        log.warning("the number of this process cannot be written down: %s", error)
