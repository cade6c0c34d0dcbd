"""`limber import`: read back what `limber export` wrote."""

import argparse
from pathlib import Path

from assistant.commands.remembering import opened
from assistant.commands.showing import counted
from assistant.history.exchange import import_from
from assistant.settings import Settings
from assistant.words.errors import LimberError

NAME = "import"
HELP = "read such files back, and add them to what is remembered here"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the files are."""
    parser.add_argument("folder", type=Path, metavar="DIR")


def run(asked: argparse.Namespace, _settings: Settings) -> int:
    """Read them."""
    with opened() as store:
        try:
            result = import_from(store, asked.folder)
        except LimberError as error:
            raise LimberError(f"{error}\nNothing was imported, and nothing was changed.") from error
        locked = bool(store.person().lock)
    said = [f"Read back: {counted(result.added, 'session')}."]
    if result.known or result.grown:
        before = result.known + len(result.grown)
        were = "was" if before == 1 else "were"
        said.append(f"{counted(before, 'session')} of these files {were} here before.")
    print(" ".join([*said, *(["Sessions are locked, as they were there."] if locked else [])]))
    return 0
