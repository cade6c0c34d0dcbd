"""One session at a time, and one listener: two would speak over each other, hear each other, and write one history.

Each right is a lock of the kernel's on a file in the state folder. It ends with the process, however that ends, so a
file that is left behind locks nothing. In the file is who has it: the number of the process, since when, and for what.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path

from assistant.places import state_folder
from assistant.words.errors import LimberError

LOCK = "session.lock"
"""The right to have a session."""
MICROPHONE = "microphone.lock"
"""The right to listen. Who stays has it all the time, and lends it."""

DIGITS_MOST = 9
"""Of the number of a process; the kernel's go to four million."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a right."""

    process: int | None = None
    """None: not known."""
    since: datetime | None = None
    purpose: str = ""
    """The command of the terminal, such as "stay"; empty for a session, or where it is not known."""


class BusyError(LimberError):
    """Another process has a session under way, or listens."""

    def __init__(self, message: str, holder: Holder) -> None:
        super().__init__(message)
        self.holder = holder


class Claim:
    """A right that one process has at a time. Where no file can be kept, everybody has it."""

    def __init__(self, name: str, purpose: str = "", folder: Path | None = None) -> None:
        self._name, self._purpose, self._folder = name, purpose, folder
        self._file: FileIO | None = None
        self._complained = False

    @property
    def held(self) -> bool:
        """Whether we have it."""
        return self._file is not None

    def take(self) -> bool:
        """Take it if nobody else has it; returns whether it may be used."""
        if self._file:
            return True
        try:
            self._file = self._opened()
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.give()
            return False
        except OSError as error:  # a card that is full or read-only, or a file system that knows no locks
            self._let_in(error)
            return True
        self._sign()
        return True

    def give(self) -> None:
        """Let others have it."""
        file, self._file = self._file, None
        if file:
            file.close()

    def holder(self) -> Holder:
        """Who has it, or had it last."""
        with suppress(OSError), self._opened() as file:
            file.seek(0)
            return _read(file.read(1000).decode(errors="replace"))
        return Holder()

    def _opened(self) -> FileIO:
        """Nothing is buffered: what a full card did not take would otherwise be written when the file is closed."""
        folder = self._folder or state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / self._name).open("a+b", buffering=0)

    def _sign(self) -> None:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        try:
            if self._file:
                self._file.truncate(0)
                self._file.write(f"{os.getpid()}\n{since}\n{self._purpose}\n".encode())
        except OSError as error:
            log.warning("it cannot be written down who has %s: %s", self._name, error)

    def _let_in(self, error: OSError) -> None:
        self.give()
        if not self._complained:
            self._complained = True
            log.warning("there is no lock that keeps others out: %s", error)


@contextmanager
def alone(folder: Path | None = None) -> Iterator[None]:
    """The only session of this person while the block runs. Raises `BusyError` where there is one already.

    Where no file can be kept, such as on a full or read-only card, the session goes on without the lock.
    """
    claim = Claim(LOCK, folder=folder)
    if not claim.take():
        raise busy(claim.holder())
    try:
        yield
    finally:
        claim.give()


def busy(holder: Holder) -> BusyError:
    """There is a session under way already."""
    process = f" (process {holder.process})" if holder.process else ""
    return BusyError(f"another session is under way{process}; end that one first", holder)


def _read(text: str) -> Holder:
    number, since, purpose, *_ = [*text.splitlines(), "", "", ""]
    moment = None
    with suppress(ValueError):
        moment = datetime.fromisoformat(since)
    process = int(number) if number.isascii() and number.isdecimal() and len(number) <= DIGITS_MOST else 0
    known = process > 1 or process == os.getpid()  # else 0 and 1 are no Limber to be asked; in a container, we may be 1
    return Holder(process if known else None, moment, purpose.strip())
