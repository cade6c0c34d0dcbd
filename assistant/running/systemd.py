"""What systemd is asked and told about the service: by its own programs, as a person would."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
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
