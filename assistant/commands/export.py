"""`limber export`: all that is remembered, as CSV files."""

import argparse
from pathlib import Path

from assistant.history.exchange import PERSON, export
from assistant.history.store import TABLES, Store
from assistant.settings import Settings

NAME = "export"
HELP = "write down all that is remembered, as CSV files"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where they are written to."""
    parser.add_argument("--csv", type=Path, required=True, metavar="DIR", help="an empty folder, or a new one")


def run(asked: argparse.Namespace, _settings: Settings) -> int:
    """Write one file for each table."""
    with Store() as store:
        export(store, asked.csv)
    print(f"Written to {asked.csv}/: {', '.join(f'{table}.csv' for table in (*TABLES, PERSON))}.")
    return 0
