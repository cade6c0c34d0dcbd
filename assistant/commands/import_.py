"""`limber import`: read back what `limber export` wrote."""

import argparse
from pathlib import Path

from assistant.commands.remembering import opened
from assistant.content.load import load_language
from assistant.history.exchange import import_from
from assistant.running.alone import alone
from assistant.settings import Settings
from assistant.words.errors import LimberError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the files are."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that 'limber export' wrote")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Read them. A session that is under way would write over what comes in, so there must be none."""
    with alone(), opened() as store:
        try:
            result = import_from(store, asked.folder)
        except LimberError as error:
            raise LimberError(f"{error}\nNothing was imported, and nothing was changed.") from error
        locked = bool(store.person().lock)
    say = load_language(settings.language).reader("terminal")
    before = result.known + len(result.grown)
    said = [say("imported", sessions=result.added)]
    said += [say("imported_before", sessions=before)] * bool(before) + [say("imported_lock")] * locked
    print(" ".join(said))
    return 0
