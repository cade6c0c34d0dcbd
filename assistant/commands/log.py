"""`limber log`: the last session's journal, as a person reads it."""

import argparse
from pathlib import Path

from assistant.app import App
from assistant.running.entries import read_journal
from assistant.running.journals import journals_folder, last_journal
from assistant.running.readable import readable
from assistant.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which journal."""
    parser.add_argument("journal", nargs="?", type=Path, help="default: the last session's")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Print it as far as it can be read; 1 when it is not whole, as `limber replay` does."""
    written = read_journal(asked.journal or last_journal(journals_folder()))
    names = {exercise.id: exercise.name for exercise in App.open(settings).library().exercises.values()}
    for line in readable(written, names):
        print(line)
    return 1 if written.trouble else 0
