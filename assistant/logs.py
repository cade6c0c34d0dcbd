"""The log of the program, and what a person is told when something unexpected happens.

Every file logs through `logging.getLogger(__name__)`. What is logged goes to a small file in the person's state folder
and, when they ask for it, to the terminal. An unexpected error leaves its trace in the log and one sentence for the
person; no trace is ever printed unasked.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from assistant.files import PRIVATE, require_ordinary
from assistant.places import state_folder
from assistant.words.errors import LimberError

VARIABLE = "LIMBER_LOG"
"""The environment variable that names a level of `LEVELS`."""
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
FILE_BYTES = 500_000
"""Size of one log file in bytes, about a hundred sessions. A larger one remembers longer and fills the disk more."""
OLDER_KEPT = 2
"""How many full log files are kept beside the present one."""
LINE = "%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s"
_ROOM = "assistant"
"""The logger above all of ours."""
WARNINGS = "py.warnings"
"""The logger of Python's warnings."""


def log_file() -> Path:
    """Where the log is written."""
    return state_folder() / "limber.log"


def shown_level(verbose: int) -> int | None:
    """From which level on the log is shown on the terminal; None: not at all.

    `verbose` counts the flags `-v`; the variable `LIMBER_LOG` names a level. Where both are given, the one that shows
    more counts. Raises `LimberError` when the variable names none.
    """
    named = os.environ.get(VARIABLE, "").strip().lower()
    if named and named not in LEVELS:
        raise LimberError(f"{VARIABLE} is '{named}'; it must be one of: {', '.join(LEVELS)}")
    asked = [LEVELS[named]] if named else []
    if verbose:
        asked.append(logging.INFO if verbose == 1 else logging.DEBUG)
    return min(asked, default=None)


@contextmanager
def logging_on(shown: int | None, tell: Callable[[str], None], file: Path | None = None) -> Iterator[None]:
    """Write the log to a file, and from the level `shown` on to the terminal, while the block runs.

    `tell` is given a sentence when a thread ends with an error that nobody expected. Where the file cannot be written,
    the program runs without it, and says so only together with an error that should have been written there.
    """
    logger = logging.getLogger(_ROOM)
    handlers = [_to_file(file or log_file()), *_to_terminal(shown)]
    level, hook, loud = logger.level, threading.excepthook, logging.raiseExceptions
    logging.raiseExceptions = False  # a line of the log that cannot be shown is no reason to print a trace
    logger.setLevel(min(logging.INFO, shown or logging.INFO))
    logging.captureWarnings(True)  # else a library's warning shows its source lines on the terminal
    for each in (logger, logging.getLogger(WARNINGS)):
        for handler in handlers:
            each.addHandler(handler)

    def ended(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            name = args.thread.name if args.thread else "?"
            tell(noted(logger, f"a part of the program, '{name}', has ended", args.exc_value))

    threading.excepthook = ended
    try:
        yield
    finally:
        threading.excepthook, logging.raiseExceptions = hook, loud
        logger.setLevel(level)
        logging.captureWarnings(False)
        for handler in handlers:
            for each in (logger, logging.getLogger(WARNINGS)):
                each.removeHandler(handler)
            handler.close()


def noted(logger: logging.Logger, what: str, error: BaseException) -> str:
    """Write an unexpected error and its trace into the log; returns one sentence about it for the person.

    `what` says what does not work any more, as a clause without a full stop.
    """
    logger.error(what, exc_info=error)
    handlers = logging.getLogger(_ROOM).handlers
    again = "run it again with -v to see more"
    where = next((handler.where(again) for handler in handlers if isinstance(handler, (_LogFile, _NoFile))), again)
    reason = next(iter(str(error).splitlines()), "")
    return f"{what} ({type(error).__name__}{': ' if reason else ''}{reason}); {where}"


class WarnedOnce:
    """Writes warnings into a log; one that is the same as the last is passed over."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger, self._last = logger, ""

    def __call__(self, trouble: str) -> None:
        """Warn of a trouble, in a sentence."""
        if trouble != self._last:
            self._last = trouble
            self._logger.warning("%s", trouble)

    def forget(self) -> None:
        """The trouble is over: what comes next is written, also where it is the same."""
        self._last = ""


class _LogFile(RotatingFileHandler):
    """A log file that keeps quiet when it cannot be written any more, as on a full disk."""

    full = False
    """Whether something could not be written."""

    def _open(self) -> TextIOWrapper:
        """The file, which only this user can read."""
        stream = super()._open()
        with suppress(OSError):
            os.fchmod(stream.fileno(), PRIVATE)
        return stream

    def where(self, otherwise: str) -> str:
        """Where the last error can be read."""
        return _unwritten(self.baseFilename, otherwise) if self.full else f"it is written down in {self.baseFilename}"

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 (named by logging)
        """Let the record go."""
        self.full = True

    def close(self) -> None:
        """Close the file; what cannot be written is let go."""
        with suppress(OSError):
            super().close()


class _NoFile(logging.NullHandler):
    """Stands for a log file that cannot be opened. Without it, `logging` would print errors on the terminal."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file

    def where(self, otherwise: str) -> str:
        """Where the last error can be read."""
        return _unwritten(str(self._file), otherwise)


def _unwritten(file: str, otherwise: str) -> str:
    return f"the log {file} cannot be written; {otherwise}"


def _to_file(file: Path) -> logging.Handler:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        require_ordinary(file)
        handler = _LogFile(
            file, maxBytes=FILE_BYTES, backupCount=OLDER_KEPT, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        return _NoFile(file)
    handler.setFormatter(logging.Formatter(LINE))
    return handler


def _to_terminal(shown: int | None) -> list[logging.Handler]:
    if shown is None:
        return []
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(shown)
    handler.setFormatter(logging.Formatter(LINE))
    return [handler]
