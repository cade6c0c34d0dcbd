"""`limber service`: Limber as a service, which begins when the machine is switched on and stands by for ever."""

import argparse
import getpass
import os
from collections import deque
from collections.abc import Iterable
from datetime import datetime

from assistant.commands.showing import visible
from assistant.files import absent, make_folder, read_text, told
from assistant.logs import log_file
from assistant.running.systemd import ServiceError, ask, in_words, known, manage, unit_folder
from assistant.running.unit import UNIT, this_installation, unit_text
from assistant.settings import Settings

NAME = "service"
HELP = "begin when the machine is switched on: install, remove, status or logs"
ACTIONS = ("install", "remove", "status", "logs")
LINES = 40
"""Lines of the log that are shown, unless another number is asked for."""
LINES_MOST = 100_000
"""More than the log holds."""
LINGERS = "It begins whenever the machine is switched on."
NO_LINGER = (
    "It begins when you log in, and ends when you log out: systemd did not allow more ({why}). "
    "To let it begin when the machine is switched on, type: sudo loginctl enable-linger {user}"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the service."""
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="status", help="what to do with it")
    parser.add_argument("--lines", type=int, help=f"of the log; otherwise {LINES}")


def run(asked: argparse.Namespace, _settings: Settings) -> int:
    """Do it. Raises `LimberError` where systemd cannot."""
    if asked.lines is not None and asked.action != "logs":
        raise ServiceError(f"'limber service {asked.action}' shows no log; leave out --lines")
    if asked.action == "logs":
        lines = LINES if asked.lines is None else asked.lines
        if not 1 <= lines <= LINES_MOST:
            raise ServiceError(f"--lines must be from 1 to {LINES_MOST}, not {lines}")
        return _logs(lines)
    {"install": _install, "remove": _remove, "status": _status}[asked.action]()
    return 0


def _install() -> None:
    if not os.geteuid() and os.environ.get("SUDO_USER"):
        raise ServiceError(
            "the sound belongs to the user, so a service of root would be deaf; try again without 'sudo'"
        )
    path, (words, folder) = unit_folder() / UNIT, this_installation()
    make_folder(path.parent)
    with told(path, "the service cannot be written down"):
        path.write_text(unit_text(words, folder=folder), encoding="utf-8")
    manage("daemon-reload")
    manage("enable", UNIT)
    print(f"Limber is a service now: {path}", flush=True)
    user = getpass.getuser()
    linger = _lingering(user)
    print(NO_LINGER.format(why=linger.rstrip("."), user=user) if linger else LINGERS, flush=True)
    manage("restart", "--no-block", UNIT)
    print("It begins now. 'limber service status' says how it is.")


def _lingering(user: str) -> str:
    """Let services of this user begin without anybody logging in; returns why that is not possible."""
    try:
        answer = ask("loginctl", "enable-linger", user)
    except ServiceError as error:
        return str(error)
    return answer.trouble or "it gives no reason" if answer.code else ""


def _remove() -> None:
    if known().get("LoadState") != "loaded":
        print("There is no service to remove.")
        return
    path = unit_folder() / UNIT
    manage("disable", "--now", UNIT)
    with told(path, "the service cannot be removed"):
        path.unlink(missing_ok=True)
    manage("daemon-reload")
    print("The service is removed. Limber begins only when you type 'limber'. What it knows of you is kept.")


def _status() -> None:
    for sentence in in_words(known(), datetime.now().astimezone()):
        print(visible(sentence))


def _logs(lines: int) -> int:
    """The last lines that the service wrote; of the program's own log, where systemd kept none."""
    for line in _written(lines):
        print(visible(line))
    return 0


def _written(lines: int) -> Iterable[str]:
    try:
        answer = ask("journalctl", f"--user-unit={UNIT}", f"--lines={lines}", "--no-pager", "--quiet", "--output=short")
    except ServiceError:
        answer = None
    if answer and not answer.code and answer.text.strip():
        return answer.text.splitlines()
    if absent(log_file()):
        return ["Nothing has been written yet."]
    return [f"systemd has kept nothing; this is from {log_file()}:", *deque(read_text(log_file()).splitlines(), lines)]
