"""The command line: it finds the command that was asked for, and runs it."""

import argparse
import importlib
import logging
import signal
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext, suppress
from typing import Protocol, cast

from assistant import __version__
from assistant.commands.arguments import Arguments, listed, read
from assistant.commands.known import COMMANDS, KNOWN, STAY, TYPE
from assistant.commands.options import add_session
from assistant.commands.showing import lasting, prepare_streams, unwritten, visible
from assistant.interrupts import BY_SIGNAL, Interrupts, StoppedError
from assistant.logs import logging_on, noted, shown_level
from assistant.settings import Settings, load_settings
from assistant.words.errors import ContentError, LimberError

UNEXPECTED = 1
BAD_INPUT = 2
STOPPED = StoppedError().code
"""After Ctrl-C, as shells have it."""

ALWAYS = frozenset(
    {"doctor", "service", "log", "report-bug", "replay", "export", "import", "fetch-model", "update", "privacy"}
)
"""Commands that work whatever the settings are: they look for a fault, save what is kept, or need no settings."""

SPOKEN = frozenset({"", STAY, TYPE})
"""Commands with which somebody does exercises: they go on when nobody can see what they show."""

log = logging.getLogger(__name__)


Runs = Callable[[argparse.Namespace, Settings], int]


class Command(Protocol):
    """What the file of each command has."""

    def arguments(self, parser: argparse.ArgumentParser, /) -> None:
        """Add the command's own arguments."""

    def run(self, asked: argparse.Namespace, settings: Settings, /) -> int:
        """Do it; returns the exit code."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 2 for what the user can put right, 1 for what nobody expected.

    Wherever Ctrl-C interrupts it, what was begun is closed on the way here, and a word is all that is shown.
    """
    prepare_streams()
    with Interrupts():
        try:
            return _written(_ended(arguments))
        except SystemExit as shown:  # help, or the version
            raise SystemExit(_written(int(shown.code or 0))) from None


def _written(code: int) -> int:
    """The exit code, when what is shown was written; a failing one, and why, where that is not possible."""
    if why := unwritten():
        _tell(f"what is shown cannot be written: {why}")
        return BAD_INPUT
    return code


def _ended(arguments: Sequence[str] | None) -> int:
    """Run it; whatever ends it is said in a sentence."""
    try:
        asked = read(front_parser(), KNOWN, parser_of, arguments, _routines)
        with logging_on(shown_level(asked.verbose), _tell):
            return _run(asked)
    except LimberError as error:
        _tell(str(error))
        words = sys.argv[1:] if arguments is None else arguments
        if next((word for word in words if word in KNOWN), "") == STAY:
            _say_refused()
        return BAD_INPUT
    except BrokenPipeError:
        return 0
    except StoppedError as stopped:
        _tell("stopped")
        return stopped.code


def _run(asked: argparse.Namespace) -> int:
    log.info("limber %s: %s", __version__, asked.command or "session")
    settings = Settings()
    try:
        run: Runs = asked.run
        with lasting() if asked.command in SPOKEN else nullcontext():
            settings = _settings(asked)
            return run(asked, settings)
    except LimberError as error:
        log.info("ended: %s", error)
        if settings != Settings() and not isinstance(error, ContentError):
            from assistant.commands.usable import set_so

            raise LimberError(f"{error}{set_so(error, settings)}") from error
        raise
    except BrokenPipeError:
        raise
    except StoppedError as stopped:
        log.info("stopped by a signal: %s", signal.Signals(stopped.code - BY_SIGNAL).name)
        raise
    except Exception as error:
        if isinstance(error, OSError) and (why := unwritten()):
            raise LimberError(f"what is shown cannot be written: {why}") from error
        _tell(noted(log, "something unexpected has happened", error))
        if asked.command == STAY:
            _say_refused()
        return UNEXPECTED


def _settings(asked: argparse.Namespace) -> Settings:
    """What is set. Where that makes no sense, what must always work goes by the defaults, and says so."""
    if asked.command == STAY:
        return _usable(asked)
    always = asked.command in ALWAYS or bool(vars(asked).get("forget"))
    try:
        settings = load_settings()
        if always:
            from assistant.content.load import load_language

            load_language(settings.language)
    except LimberError as error:
        if not always:
            raise
        _tell(f"{error}\nUntil the settings are mended, this goes by the defaults.")
        return Settings()
    return settings


def _usable(asked: argparse.Namespace) -> Settings:
    """For who stays: whatever is wrong is shown here, and said as soon as something can be said."""
    from assistant.commands.usable import usable

    found = usable()
    for shown in found.shows:
        log.warning("%s", shown)
        _tell(shown)
    asked.faults = found.says
    return found.settings


def _routines() -> Collection[str]:
    from assistant.content.load import load_library

    return load_library().routines


def _say_refused() -> None:
    from assistant.commands.stay import say_refused

    say_refused()


def _tell(words: str) -> None:
    with suppress(OSError):  # whoever sends this to a full disk cannot be told
        print(f"limber: {visible(words)}", file=sys.stderr, flush=True)


def front_parser() -> Arguments:
    """Reads what stands before the command."""
    helps = [(command.name, command.help) for command in COMMANDS] + [("help [COMMAND]", "what can be given to it")]
    parser = Arguments(
        prog="limber",
        usage="limber [OPTIONS]  or  limber COMMAND [OPTIONS]",
        description="An offline, voice-guided mobility coach. Without a command it begins a session.",
        epilog=listed(helps),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    _add_verbose(parser)
    add_session(parser)
    parser.add_argument("words", nargs=argparse.REMAINDER, default=[], help=argparse.SUPPRESS)
    return parser


def parser_of(name: str) -> Arguments:
    """What reads the options of a command; of a session under the empty name. Only this command is read in."""
    known = KNOWN[name]
    command = cast("Command", importlib.import_module(f"assistant.commands.{known.file}"))
    parser = Arguments(prog=f"limber {name}".strip(), description=known.help)
    _add_verbose(parser)
    command.arguments(parser)
    parser.set_defaults(run=command.run)
    return parser


def _add_verbose(parser: Arguments) -> None:
    """`-v`, before or after the command."""
    parser.add_argument("-v", "--verbose", action="count", default=0, help="show what is going on; twice: everything")
