"""Who has the microphone hands it over to whoever begins at the terminal: at once in standby, and after a "yes" else.

The one that stays is asked with a signal. It closes its devices, and opens them again when nobody has the right to
listen any more. A session that is asked with that signal ends with its goodbye, as with Ctrl-C.
"""

import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assistant.commands.screen import at_terminal, wrapped
from assistant.files import reason
from assistant.interrupts import LEND
from assistant.languages.language import Reader
from assistant.running.alone import LOCK, MICROPHONE, BusyError, Claim, Holder, busy
from assistant.words.errors import LimberError

STAYS = "stay"
"""What a Limber that stays has the microphone for."""
HANDS_OVER_S = 6.0
"""Seconds that a goodbye may take, and closing the devices. Raised, one that hangs delays us for longer."""
LOOK_S = 0.05
"""Seconds between two looks at whether it was handed over."""

log = logging.getLogger(__name__)


@contextmanager
def ours(say: Reader) -> Iterator[None]:
    """The only session, with the microphone, while the block runs. Raises `BusyError` where another one keeps it."""
    with _session(say), listening():
        yield


@contextmanager
def listening() -> Iterator[None]:
    """The right to listen while the block runs; one that stays by hands it over. Raises `BusyError`."""
    claim = Claim(MICROPHONE)
    if not claim.take() and claim.holder().process != os.getpid():  # else it is lent by ourselves
        holder = claim.holder()
        if holder.purpose == STAYS:
            _ask(holder, LEND)
        if not _taken(claim):
            raise BusyError(f"{_named(holder)} has the microphone; end that one first", holder)
    try:
        yield
    finally:
        claim.give()


def stays_instead(claim: Claim, say: Reader) -> bool:
    """Whether we may stay: nobody else does, or the other one ends for it. Asked is who sits at a terminal."""
    if claim.take():
        return True
    holder = claim.holder()
    if holder.purpose != STAYS or not at_terminal():
        return True  # it is waited for
    if not _agreed(say, "stays_already", holder):
        return False
    _ask(holder, signal.SIGTERM)
    return _taken(claim)


@contextmanager
def _session(say: Reader) -> Iterator[None]:
    claim = Claim(LOCK)
    if not claim.take():
        holder = claim.holder()
        if at_terminal() and holder.process != os.getpid() and _agreed(say, "session_elsewhere", holder):
            _ask(holder, LEND)
        elif not claim.take():
            raise busy(holder)
        if not _taken(claim):
            raise busy(holder)
    try:
        yield
    finally:
        claim.give()


def _agreed(say: Reader, key: str, holder: Holder) -> bool:
    """Ask at the terminal whether the other one is to hand over."""
    since = f"{holder.since:%H:%M}" if holder.since else "?"
    print(wrapped(say(key, since=since, process=holder.process or "?")), flush=True)
    with suppress(EOFError):
        return input("> ").strip().lower() in say("typed_yes").split()
    return False


def _ask(holder: Holder, number: signal.Signals) -> None:
    if holder.process is None:
        return
    try:
        os.kill(holder.process, number)
    except ProcessLookupError:
        log.info("the one that had the microphone has ended by itself")
    except OSError as error:
        raise LimberError(
            f"{_named(holder)} cannot be asked to hand over: {reason(error, Path('/proc', str(holder.process)))}"
        ) from error


def _taken(claim: Claim) -> bool:
    """Wait until it was handed over; returns whether it was."""
    end = time.monotonic() + HANDS_OVER_S
    while not (taken := claim.take()) and time.monotonic() < end:
        time.sleep(LOOK_S)
    return taken


def _named(holder: Holder) -> str:
    return f"another Limber (process {holder.process})" if holder.process else "another Limber"
