"""`limber routines`: list them."""

import argparse

from assistant.coach.length import minutes, session_s
from assistant.content.load import load_library
from assistant.settings import Settings


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_asked: argparse.Namespace, settings: Settings) -> int:
    """One line for each."""
    library = load_library(language=settings.language)
    say = library.language.reader("terminal")
    for routine in library.routines.values():
        length = minutes(session_s(library, routine))
        print(say("routine", id=routine.id, name=routine.name, minutes=length, purpose=routine.purpose))
    return 0
