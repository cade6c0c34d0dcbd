"""`limber report`: how the person is doing, as one page for a physiotherapist."""

import argparse
from datetime import datetime
from pathlib import Path

from assistant.commands.arguments import spare_others
from assistant.commands.progress import in_sentences
from assistant.commands.remembering import opened
from assistant.content.load import load_library
from assistant.files import read_bytes, write_whole
from assistant.history.report import MADE_BY, as_page
from assistant.settings import Settings


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
    spare_others(asked.html, _is_report, "--html")
    write_whole(asked.html, page, "the report cannot be written")
    print(library.language.text("terminal", "report_written", file=asked.html, sessions=len(past.practised)))
    return 0


def _is_report(path: Path) -> bool:
    return MADE_BY.encode() in read_bytes(path)
