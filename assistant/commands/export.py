"""`limber export`: all that is remembered, as CSV files."""

import argparse
from pathlib import Path

from assistant.commands.remembering import opened
from assistant.commands.showing import visible
from assistant.content.load import load_language
from assistant.history.exchange import export
from assistant.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where they are written to."""
    parser.add_argument("--csv", type=Path, required=True, metavar="DIR", help="an empty folder, or a new one")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Write one file for each table."""
    with opened("read") as store:
        files = ", ".join(export(store, asked.csv))
        sessions = len(store.past().sessions)
    say = load_language(settings.language).reader("terminal")
    print(visible(say("exported", folder=asked.csv, sessions=sessions, files=files)))
    print(say("exported_is_private"))
    return 0
