"""Which sessions a clinic's hub is still to have. The history itself is the outbox, so that nothing is lost with power.

A small file says since when the hub may have sessions, and which ones it has confirmed. What was before that moment is
never sent. Where the file is gone or damaged, it begins anew, under another name: what was sent before is not repeated.
"""

import json
import logging
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from assistant.files import absent, read_text, told, write_whole
from assistant.history.past import Past, PastSession
from assistant.history.store import Store
from assistant.house.watching import TOLD_AS
from assistant.hub.messages import SESSION, FinishedSession
from assistant.words.clinical_records import FlagTakenBack
from assistant.words.errors import LimberError
from assistant.words.records import Locked
from assistant.words.wire import from_plain, to_plain

SETS_MOST = 400
"""Sets of a session that are told: five times as many as the longest routine has."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What stands in the file."""

    device: str
    """A random name, under which the hub knows what is remembered here."""
    since: str
    """The moment from which on the hub may have sessions, as ISO 8601."""
    after: int
    """The number of the last session before that."""
    stored: tuple[int, ...] = ()
    """The numbers of the sessions that the hub has confirmed."""


class Unconfirmed:
    """The sessions of one history that the hub has not confirmed. The thread that has the store uses it."""

    def __init__(self, store: Store, file: Path, now: Callable[[], datetime], *, health: bool) -> None:
        """`now` is the time of the world, with its zone. `health`: whether pain and red flags are told."""
        self._store, self._file, self._now, self._health = store, file, now, health

    @property
    def device(self) -> str:
        """The name under which the hub knows what is remembered here. Raises `LimberError`."""
        return self._confirmed().device

    def sessions(self, most: int) -> Sequence[FinishedSession]:
        """The first of those that wait. Raises `LimberError`."""
        kept, past = self._confirmed(), self._store.past()
        begun = datetime.fromisoformat(kept.since)
        found = [
            session
            for session in past.sessions
            if session.id > kept.after
            and session.id not in kept.stored
            and _zoned(session.begun) >= begun
            and session.clock != "unset"
            and (session.ended or session is not past.sessions[-1])
        ]
        return [
            finished(session, kept.device, flags_of(past, session), health=self._health) for session in found[:most]
        ]

    def confirm(self, names: Iterable[str]) -> None:
        """The hub has the sessions of these names. Raises `LimberError`."""
        kept = self._confirmed()
        ours = (name.partition("-") for name in names if SESSION.fullmatch(name))
        numbers = {int(number) for device, _, number in ours if device == kept.device}
        if new := numbers - set(kept.stored):
            self._keep(replace(kept, stored=tuple(sorted({*kept.stored, *new}))))

    def _confirmed(self) -> Confirmed:
        if not absent(self._file):
            with suppress(LimberError, ValueError, RecursionError):
                found = from_plain(json.loads(read_text(self._file)), Confirmed)
                if datetime.fromisoformat(found.since).tzinfo:
                    return found
            log.warning("%s: this cannot be read; the clinic's hub takes this for another speaker now", self._file)
        numbers = [session.id for session in self._store.past().sessions]
        return self._keep(
            Confirmed(secrets.token_hex(8), self._now().isoformat(timespec="seconds"), max(numbers, default=0))
        )

    def _keep(self, confirmed: Confirmed) -> Confirmed:
        write_whole(self._file, json.dumps(to_plain(confirmed)))
        return confirmed


def forget_confirmed(file: Path) -> None:
    """Send nothing any more, and nothing of what comes until the hub is allowed again. Raises `LimberError`."""
    with told(file, "this cannot be deleted"):
        file.unlink(missing_ok=True)


def finished(session: PastSession, device: str, flags: Collection[str], *, health: bool) -> FinishedSession:
    """A session as the hub is told it."""
    ended = session.ended if health else TOLD_AS.get(session.ended, "left" if session.ended else "")
    sets = session.practices[:SETS_MOST]
    return FinishedSession(
        id=f"{device}-{session.id}",
        begun=_zoned(session.begun).isoformat(timespec="seconds"),
        seconds=session.seconds,
        routine=session.routine,
        ended=ended,
        effort=session.effort,
        sets=sets if health else tuple(replace(each, how=_WITHOUT_HEALTH.get(each.how, each.how)) for each in sets),
        pains=session.pains if health else (),
        flags=tuple(flags) if health else (),
    )


_WITHOUT_HEALTH: Mapping[str, str] = {"hurt": "skipped"}
"""How a set ended -> how that is told where nothing of health is."""


def _zoned(moment: datetime) -> datetime:
    """A moment with its zone; the machine's, where it says none."""
    return moment if moment.tzinfo else moment.astimezone()


def flags_of(past: Past, session: PastSession) -> Sequence[str]:
    """The red flags that locked in a session, and were not misheard."""
    found: list[str] = []
    for note in past.dated_notes:
        if note.session == session.id and isinstance(note.record, Locked):
            found.append(note.record.flag)
        elif note.session == session.id and isinstance(note.record, FlagTakenBack):
            found = [flag for flag in found if flag != note.record.flag]
    return found
