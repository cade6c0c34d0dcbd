"""`limber service`: Limber as a service, which begins when the machine is switched on and stands by for ever."""

import argparse
import getpass
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from assistant.commands.options import whole_number
from assistant.commands.showing import visible
from assistant.content.load import load_language
from assistant.files import absent, make_folder, read_text, told
from assistant.languages.language import Reader
from assistant.logs import log_file
from assistant.running.systemd import ServiceError, ask, known, manage, unit_folder
from assistant.running.unit import UNIT, this_installation, unit_text
from assistant.settings import Settings

ACTIONS = ("install", "remove", "status", "logs")
LINES = 40
"""Lines of the log that are shown, unless another number is asked for."""
LINES_MOST = 100_000
"""More than the log holds."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the service."""
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="status", help="what to do with it")
    parser.add_argument(
        "--lines", type=whole_number("--lines", 1, LINES_MOST), metavar="N",
        help=f"with logs: how many lines; otherwise {LINES}",
    )  # fmt: skip


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Do it. Raises `LimberError` where systemd cannot."""
    if asked.lines is not None and asked.action != "logs":
        raise ServiceError(f"'limber service {asked.action}' shows no log; leave out --lines")
    say = load_language(settings.language).reader("terminal")
    if asked.action == "logs":
        return _logs(say, asked.lines or LINES)
    {"install": _install, "remove": _remove, "status": _status}[asked.action](say)
    return 0


def _install(say: Reader) -> None:
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
    print(visible(say("service_installed", file=path)), flush=True)
    user = getpass.getuser()
    why = _lingering(user).rstrip(".")
    print(visible(say("service_no_linger", why=why, user=user) if why else say("service_lingers")), flush=True)
    manage("restart", "--no-block", UNIT)
    print(say("service_begins"))


def _lingering(user: str) -> str:
    """Let services of this user begin without anybody logging in; returns why that is not possible."""
    try:
        answer = ask("loginctl", "enable-linger", user)
    except ServiceError as error:
        return str(error)
    return answer.trouble or "it gives no reason" if answer.code else ""


def _remove(say: Reader) -> None:
    if known().get("LoadState") != "loaded":
        print(say("service_none"))
        return
    path = unit_folder() / UNIT
    manage("disable", "--now", UNIT)
    with told(path, "the service cannot be removed"):
        path.unlink(missing_ok=True)
    manage("daemon-reload")
    print(say("service_removed"))


def _status(say: Reader) -> None:
    for sentence in in_words(say, known(), datetime.now().astimezone()):
        print(visible(sentence))


def in_words(say: Reader, properties: Mapping[str, str], now: datetime) -> Iterator[str]:
    """What a person wants to know of the service, in one or two sentences."""
    told = properties.get
    state = told("ActiveState", "")
    if told("LoadState") != "loaded":
        yield say("service_absent")
    elif state in ("active", "reloading"):
        since, again = _since(told("ActiveEnterTimestamp", ""), now), int(told("NRestarts") or 0)
        yield say("service_runs_since", since=since) if since else say("service_runs")
        anew = [say("service_anew", count=again)] * bool(again)
        yield " ".join([told("StatusText") or say("service_at_work"), *anew])
    elif told("SubState") == "auto-restart":
        yield say("service_ended")
    elif state == "activating":
        yield say("service_about_to_begin")
        yield told("StatusText") or say("service_how_far")
    elif told("UnitFileState") == "enabled":
        yield say("service_not_running")
    else:
        yield say("service_turned_off")


def _since(stamp: str, now: datetime) -> str:
    """A moment as systemd writes it, "@" and seconds, as a person says it; empty where it says none."""
    if not stamp.removeprefix("@").isdecimal():
        return ""
    moment = datetime.fromtimestamp(int(stamp.removeprefix("@")), now.tzinfo)
    return f"{moment:%H:%M}" if moment.date() == now.date() else f"{moment:%Y-%m-%d %H:%M}"


def _logs(say: Reader, lines: int) -> int:
    """The last lines that the service wrote; of the program's own log, where systemd kept none."""
    for line in _written(say, lines):
        print(visible(line))
    return 0


def _written(say: Reader, lines: int) -> Iterable[str]:
    try:
        answer = ask("journalctl", f"--user-unit={UNIT}", f"--lines={lines}", "--no-pager", "--quiet", "--output=short")
    except ServiceError:
        answer = None
    if answer and not answer.code and answer.text.strip():
        return answer.text.splitlines()
    if absent(log_file()):
        return [say("service_log_empty")]
    return [say("service_log_ours", file=log_file()), *deque(read_text(log_file()).splitlines(), lines)]
