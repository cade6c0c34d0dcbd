"""`limber report`: how the person is doing, as one page for a physiotherapist."""

import argparse
from datetime import datetime
from pathlib import Path

from assistant.commands.progress import in_sentences
from assistant.commands.remembering import opened
from assistant.content.load import load_library
from assistant.files import read_bytes, there, write_whole
from assistant.history.report import MADE_BY, as_page
from assistant.settings import Settings
from assistant.words.errors import LimberError

NAME = "report"
HELP = "the same as one page for a physiotherapist"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where it is written to."""
    parser.add_argument("--html", type=Path, required=True, metavar="FILE", help="where to write it")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Write the page."""
    library = load_library(language=settings.language)
    with opened("read") as store:
        past = store.past()
    day = past.day_at(datetime.now().astimezone())
    page = as_page(library, past, in_sentences(library, past, day), day)
    _check_out(asked.html)
    write_whole(asked.html, page, "the report cannot be written")
    print(library.language.text("terminal", "report_written", file=asked.html, sessions=len(past.practised)))
    return 0


def _check_out(path: Path) -> None:
    """Raises `LimberError` where something else than an earlier report would be written over."""
    if there(path) and path.is_file() and (text := read_bytes(path)) and MADE_BY.encode() not in text:
        raise LimberError(f"{path}: this file is there already and is no report; name another one with --html")
