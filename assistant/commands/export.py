"""`limber export`: all that is remembered, as CSV files."""

import argparse
from pathlib import Path

from assistant.commands.remembering import opened
from assistant.commands.showing import counted, visible
from assistant.history.exchange import export
from assistant.history.importing import EVERYTHING
from assistant.settings import Settings

NAME = "export"
HELP = "write down all that is remembered, as CSV files"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where they are written to."""
    parser.add_argument("--csv", type=Path, required=True, metavar="DIR", help="an empty folder, or a new one")


def run(asked: argparse.Namespace, _settings: Settings) -> int:
    """Write one file for each table."""
    with opened("read") as store:
        export(store, asked.csv)
        sessions = counted(len(store.past().sessions), "session")
    files = ", ".join(f"{table}.csv" for table in EVERYTHING)
    print(visible(f"Written to {asked.csv}: {sessions}, and what I know of you, as {files}."))
    print("They hold your answers about health, your reminders and a lock, if there is one. Keep them safe.")
    return 0
