"""`limber progress`: how the person is doing, in sentences and tables."""

import argparse
from datetime import date, datetime

from assistant.commands.remembering import opened
from assistant.commands.showing import visible
from assistant.content.load import load_library
from assistant.content.model import Library
from assistant.history.past import Past
from assistant.history.progress import doing
from assistant.history.report import as_text
from assistant.narration.phrasing import FULL, Phrasing
from assistant.settings import Settings
from assistant.words.effects import line


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_asked: argparse.Namespace, settings: Settings) -> int:
    """Print it."""
    library = load_library(language=settings.language)
    with opened("read") as store:
        past = store.past()
    day = past.day_at(datetime.now().astimezone())
    print(visible(as_text(library, past, in_sentences(library, past, day), day)))
    return 0


def in_sentences(library: Library, past: Past, day: date) -> list[str]:
    """How the person is doing on a day, in the sentences the coach would say."""
    phrasing = Phrasing(library, {})
    lines = doing(library, past, day) or (line("doing_nothing"),)
    doubt = library.language.text("report", "days_unsure", sessions=past.doubted)
    return [*(sentence for told in lines for sentence in phrasing.say(told, FULL)), *[doubt] * bool(past.doubted)]
