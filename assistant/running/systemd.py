"""What systemd is asked and told about the service: by its own programs, as a person would."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.running.unit import UNIT
from assistant.words.errors import LimberError

ASKED_S = 30.0
"""Seconds that a program of systemd may take. Raised, a manager that hangs holds us up for longer."""
PROPERTIES = (
    "LoadState",
    "UnitFileState",
    "ActiveState",
    "SubState",
    "ActiveEnterTimestamp",
    "StatusText",
    "NRestarts",
)
NO_SYSTEMD = "this machine has no systemd, which would start Limber; 'limber stay' in a terminal does the same work"
NO_MANAGER = (
    "systemd does not answer for this user ({why}); "
    "log in as whoever uses Limber, without 'sudo' or 'su', and try again"
)


class ServiceError(LimberError):
    """Systemd is not there, or refuses."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program of systemd said."""

    code: int
    text: str
    trouble: str
    """What it complained of, in one line."""


def ask(*words: str) -> Answer:
    """Run a program of systemd. Raises `ServiceError` where there is none, or it does not answer."""
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, errors="replace", timeout=ASKED_S, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError as error:
        raise ServiceError(NO_SYSTEMD) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise ServiceError(f"'{' '.join(words)}' does not answer: {error}") from error
    return Answer(done.returncode, done.stdout, " ".join(done.stderr.split()))


def manage(*words: str) -> Answer:
    """`systemctl --user`. Raises `ServiceError` where it refuses."""
    answer = ask("systemctl", "--user", *words)
    if not answer.code:
        return answer
    if "bus" in answer.trouble or "not been booted" in answer.trouble:
        raise ServiceError(NO_MANAGER.format(why=answer.trouble.rstrip(".")))
    raise ServiceError(f"'systemctl --user {' '.join(words)}' fails: {answer.trouble}")


def known() -> Mapping[str, str]:
    """What systemd knows of the service, by the names of `PROPERTIES`. Raises `ServiceError`."""
    shown = manage("show", UNIT, f"--property={','.join(PROPERTIES)}", "--timestamp=unix").text
    return dict(line.partition("=")[::2] for line in shown.splitlines())


def unit_folder() -> Path:
    """The folder in which systemd looks for a user's own services. Raises `ServiceError`."""
    paths = manage("show", "--property=UnitPath", "--value").text.split()
    own = [Path(path) for path in paths if path.endswith("/systemd/user")]
    if not own:
        raise ServiceError("systemd names no folder for a user's own services")
    return own[0]


def in_words(properties: Mapping[str, str], now: datetime) -> Sequence[str]:
    """What a person wants to know of the service, in one or two sentences."""
    told = properties.get
    if told("LoadState") != "loaded":
        return ["The service is not installed: 'limber service install' does that."]
    state = told("ActiveState", "")
    if state in ("active", "reloading"):
        doing = told("StatusText") or "It is at work."
        again = int(told("NRestarts") or 0)
        times = (
            ""
            if not again
            else f" It was begun anew {again} {'time' if again == 1 else 'times'} since it was switched on."
        )
        return [f"Limber has been running since {_since(told('ActiveEnterTimestamp', ''), now)}.", doing + times]
    if told("SubState") == "auto-restart":
        return ["Limber has ended, and begins anew in a moment. 'limber service logs' shows why."]
    if state == "activating":
        return ["Limber is about to begin.", told("StatusText") or "'limber service logs' shows how far it has got."]
    if told("UnitFileState") == "enabled":
        return ["Limber is installed and not running. 'systemctl --user start limber' starts it."]
    return ["Limber is installed and turned off. 'limber service install' turns it on."]


def _since(stamp: str, now: datetime) -> str:
    """A moment as systemd writes it, "@" and seconds, as a person says it."""
    if not stamp.removeprefix("@").isdecimal():
        return "some time"
    moment = datetime.fromtimestamp(int(stamp.removeprefix("@")), now.tzinfo)
    return f"{moment:%H:%M}" if moment.date() == now.date() else f"{moment:%Y-%m-%d %H:%M}"
