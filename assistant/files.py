"""The one place where what goes wrong with a file becomes a sentence.

Whoever reads or writes a file of the person's does so within `told`, or through the functions here. Each fault is a
`FileError`: the file, what could not be done, and why, in words for somebody who has never heard of errno.
"""

import errno
import os
import re
import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from io import BufferedReader
from pathlib import Path

from assistant.paths import real
from assistant.words.errors import LimberError

TEXT_MOST = 20_000_000
"""Bytes of a text that is read. Raising it lets a file that is none of ours take more memory."""
ROOM_BYTES = 1_000_000
"""Bytes that a disk has room for, or it is called full: about ten sessions. Raising it warns earlier."""
MEMORY = Path("/dev/shm")  # noqa: S108 (as a folder; whoever uses it makes a folder or file with a name of its own)
"""A folder whose files are in memory."""
PASSING = "limber-passing-"
"""Stands in the names of passing folders and files; the number of the process follows."""
LEFT_S = 3600.0
"""Seconds after which a passing folder or file without a process is one that a killed process left. It may also belong
to a process that cannot be seen from here, as in a container; raised, what is left takes up memory for longer."""
PRIVATE = 0o600
"""Only the person's own user may read what is kept of them."""
FULL = "the disk is full"
GONE = "there is no such file"
FORBIDDEN = "its permissions do not allow it"
READ_ONLY = "the disk can only be read"
NO_FILE = "it is a folder, and not a file"
NO_ORDINARY = "it is a pipe, a device or a socket, and not a file"
NOBODY_READS = "it is a pipe that nobody reads, or a device that is not there"
NO_FOLDER = "a file is where a folder should be"
REASONS: Mapping[int, str] = {
    errno.ENOENT: GONE,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EROFS: READ_ONLY,
    errno.ENOSPC: FULL,
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "it would be larger than a file may be here",
    errno.EISDIR: NO_FILE,
    errno.ENXIO: NOBODY_READS,
    errno.ENOTDIR: NO_FOLDER,
    errno.EEXIST: NO_FOLDER,
    errno.ELOOP: "its links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EIO: "the disk has a fault",
    errno.EBUSY: "another program uses it",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOMEM: "there is too little memory",
    errno.EADDRINUSE: "another program has it already",
    errno.EADDRNOTAVAIL: "this machine has no such address",
    errno.ECONNREFUSED: "nobody listens there",
    errno.EHOSTUNREACH: "no way leads there",
    errno.ENETUNREACH: "no way leads there",
    errno.ETIMEDOUT: "no answer came in time",
    socket.EAI_NONAME: "the network knows no machine of that name",
    socket.EAI_AGAIN: "nobody can be asked where that machine is",
}
"""errno -> why, in plain words; the system's own words serve for all others."""
DATABASE_REASONS: Mapping[str, str] = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": "it can only be read",
    "SQLITE_IOERR": "the disk is full or has a fault",
    "SQLITE_BUSY": "another program is writing to it",
    "SQLITE_LOCKED": "another program is writing to it",
    "SQLITE_CORRUPT": "it is damaged",
    "SQLITE_NOTADB": "it is damaged",
    "SQLITE_PERM": FORBIDDEN,
    "SQLITE_NOMEM": "there is too little memory",
}
"""The beginning of SQLite's name of an error -> why."""


class FileError(LimberError):
    """A file could not be read or written; what is known otherwise still holds."""


@contextmanager
def told(path: Path, what: str) -> Iterator[None]:
    """Turn what the system says about a file into a sentence. `what`: what could not be done, as a clause.

    Raises `FileError`.
    """
    try:
        yield
    except OSError as error:
        why = reason(error, path)
        raise FileError(f"{path}: {why}" if why == GONE else f"{path}: {what}: {why}") from error


def reason(error: OSError, path: Path) -> str:
    """Why something could not be done with a file."""
    if error.errno in (errno.ENOENT, errno.EEXIST):
        if link := _broken_link(path):
            return f"{'it' if link == path else link} is a link to {link.readlink()}, which is not there"
        if error.errno == errno.ENOENT and not there(path.parent):
            return f"there is no folder {path.parent}"
    return system_reason(error)


def system_reason(error: OSError) -> str:
    """Why the system refused something, whatever it was: a port, a socket or a file."""
    return REASONS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def without_number(error: Exception) -> str:
    """The first line of what another library says, without the number of an error of the system in it."""
    return re.sub(r"\[Errno -?\d+\] ", "", (str(error).strip().splitlines() or [type(error).__name__])[0])


def database_reason(error: Exception, path: Path) -> str:
    """Why SQLite could not do something with a file. `error` is one of sqlite3's."""
    name = str(getattr(error, "sqlite_errorname", ""))
    if name.startswith("SQLITE_CANTOPEN"):
        try:
            os.close(os.open(path, os.O_RDWR))
        except OSError as why:
            return reason(why, path)
        return f"nothing can be written beside it in {path.parent}"
    return next((words for known, words in DATABASE_REASONS.items() if name.startswith(known)), str(error))


def there(path: Path) -> bool:
    """Whether something is at a path; false where that cannot be known."""
    return os.path.exists(path)  # noqa: PTH110 (Path.exists raises an error in a folder that may not be read)


def matching(folder: Path, pattern: str) -> list[Path]:
    """What is in a folder and fits a pattern, in order; nothing where the folder cannot be looked into."""
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def absent(path: Path) -> bool:
    """Whether there is surely nothing at a path; a link that leads nowhere is something."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return _broken_link(path) is None
    except OSError:
        pass
    return False


def read_text(path: Path, *, piped: bool = False) -> str:
    """A text file in UTF-8, with or without a byte order mark; `piped`: as of `read_bytes`. Raises `FileError`."""
    try:
        return read_bytes(path, piped=piped).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: this is not a text file in UTF-8") from error


def read_bytes(path: Path, *, piped: bool = False) -> bytes:
    """A file of a sensible size; `piped`: it may be a pipe, which is waited for. Raises `FileError`."""
    with told(path, "this cannot be read"), opened(path, piped=piped) as file:
        data = file.read(TEXT_MOST + 1)
    if len(data) > TEXT_MOST:
        raise FileError(f"{path}: this is too large; at most {TEXT_MOST // 1_000_000} MB are read")
    return data


def opened(path: Path, *, piped: bool = False) -> BufferedReader:
    """An ordinary file, to be read; `piped`: or a pipe. Raises OSError, also for what `require_ordinary` refuses."""
    if not piped:
        require_ordinary(path)
    return path.open("rb")


def require_ordinary(path: Path) -> None:
    """Raises OSError where a pipe, a device or a socket is: opening or reading it may take for ever.

    The null device is allowed: it is an empty file for whoever wants one.
    """
    try:
        found = path.stat()
    except OSError:
        return  # whoever opens it is told why
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode) or path.samefile(os.devnull)):
        raise OSError(errno.ESPIPE, NO_ORDINARY)


def scratch() -> Path:
    """A folder for what is needed only now: in memory where that can be had, so that a full disk does not matter."""
    return MEMORY if os.access(MEMORY, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())


def passing_folder(parent: Path) -> Path:
    """A new folder in another one, for as long as this process needs it; what killed ones left there is deleted.

    Raises OSError.
    """
    clear_left(parent)
    return Path(tempfile.mkdtemp(prefix=f"{PASSING}{os.getpid()}-", dir=parent))


def passing_file(parent: Path, before: str = "", suffix: str = "") -> Path:
    """A new, empty file in a folder, which only this user may read, for as long as this process needs it.

    What killed ones left there is deleted. `before` begins its name. Raises OSError.
    """
    clear_left(parent)
    handle, name = tempfile.mkstemp(dir=parent, prefix=f"{before}{PASSING}{os.getpid()}-", suffix=suffix)
    os.close(handle)
    return Path(name)


@cache
def clear_left(parent: Path) -> None:
    """Delete the passing folders and files that killed processes left in a folder; a process does so once."""
    with suppress(OSError):
        for old in parent.glob(f"*{PASSING}*"):
            number = old.name.partition(PASSING)[2].partition("-")[0]
            with suppress(OSError):
                if there(Path("/proc", number)) or time.time() - old.lstat().st_mtime <= LEFT_S:
                    continue
                if old.is_dir() and not old.is_symlink():
                    shutil.rmtree(old, ignore_errors=True)
                else:
                    old.unlink()


def set_aside(path: Path, day: date) -> Path:
    """Give a damaged file another name in its folder, which is returned. Raises OSError."""
    number, aside = 1, path.with_name(f"{path.stem}-damaged-{day.isoformat()}{path.suffix}")
    while there(aside):
        number += 1
        aside = path.with_name(f"{path.stem}-damaged-{day.isoformat()}-{number}{path.suffix}")
    return path.replace(aside)


def make_folder(path: Path, mode: int = 0o777) -> None:
    """A folder, if it is not there yet. Raises `FileError`."""
    with told(path, "this folder cannot be made"):
        path.mkdir(parents=True, exist_ok=True, mode=mode)


def require_room(folder: Path) -> None:
    """Whether a folder can be written, and its disk has some room. Raises `FileError`."""
    make_folder(folder)
    with told(folder, "nothing can be written here"), tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(ROOM_BYTES))


def write_whole(path: Path, data: str | bytes, what: str = "this cannot be written") -> None:
    """A file, whole or not at all: what was there before stays until the new one is safe. Raises `FileError`.

    It can be read by this user only. What `path` is a link to is written, and the link stays. A device such as
    /dev/stdout is written as it is, and so is a pipe that somebody reads.
    """
    content = data.encode() if isinstance(data, str) else data
    with told(path, what):
        target = real(path)
        if target.is_symlink():
            raise OSError(errno.ELOOP, REASONS[errno.ELOOP])
        if there(target) and not target.is_file():
            _pour(target, content)
            return
        draft = passing_file(target.parent, f".{target.name[:40]}-", ".tmp")
        try:
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _pour(path: Path, content: bytes) -> None:
    """Write onto what is no ordinary file. Raises OSError, also for a pipe that nobody reads."""
    number = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    os.set_blocking(number, True)
    with os.fdopen(number, "wb") as file:
        file.write(content)


def _broken_link(path: Path) -> Path | None:
    """The link on the way to a path that leads nowhere; None where there is none."""
    return next((part for part in (path, *path.parents) if part.is_symlink() and not there(part)), None)
