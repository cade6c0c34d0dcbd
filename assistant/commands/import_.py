"""`limber import`: read back what `limber export` wrote."""

import argparse
from pathlib import Path

from assistant.commands.showing import counted
from assistant.history.exchange import import_from
from assistant.history.store import Store
from assistant.settings import Settings

NAME = "import"
HELP = "read such files back into an empty history"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the files are."""
    parser.add_argument("folder", type=Path, metavar="DIR")


def run(asked: argparse.Namespace, _settings: Settings) -> int:
    """Read them."""
    with Store() as store:
        import_from(store, asked.folder)
        print(f"Read back: {counted(len(store.past().sessions), 'session')}.")
    return 0
