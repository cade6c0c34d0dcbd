"""`limber rehearse`: a whole session without devices, faster than real time, written down as files."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from assistant.app import App
from assistant.coach.person import Person, cleared
from assistant.commands.options import add_wishes
from assistant.commands.performing import Cast, performed
from assistant.commands.sample import write_sample
from assistant.commands.showing import visible
from assistant.commands.wishes import chosen, wish_of
from assistant.content.model import Library, Routine
from assistant.content.wish import Wish
from assistant.running.rehearsal import (
    READY,
    RehearsedPerson,
    SpokenLine,
    microphone_track,
    parse_line,
    read_lines,
)
from assistant.settings import Settings
from assistant.words.errors import LimberError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which session, what the user says in it, and where it is written to."""
    parser.add_argument("routine", nargs="?", default="", help="a routine's id or a YAML file; default: the one set")
    add_wishes(parser)
    parser.add_argument("--first-run", action="store_true", help="as somebody it has never met")
    parser.add_argument(
        "--say", action="append", default=[], metavar='"42.5 that hurts"', help="what the user says when"
    )
    parser.add_argument("--script", type=Path, metavar="FILE.yaml", help="the same from a file")
    parser.add_argument("--sample", action="store_true", help="three minutes with somebody who answers")
    parser.add_argument("--out", type=Path, default=Path("rehearsal"), metavar="DIR", help="default: rehearsal")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Rehearse what was asked for."""
    if asked.sample:
        if asked.routine or asked.say or asked.script or asked.first_run or wish_of(asked) != Wish():
            raise LimberError("--sample is a session of its own; leave out what else there is")
        write_sample(App.open(settings), asked.out)
        return 0
    lines = [parse_line(text) for text in asked.say]
    if asked.script:
        lines += read_lines(asked.script)
    app = App.open(settings)
    person = Person() if asked.first_run else cleared(app.library().screening)
    return write_rehearsal(app, chosen(asked, settings, person), person, lines, asked.out)


def write_rehearsal(
    app: App, session: tuple[Library, Routine], person: Person, lines: Sequence[SpokenLine], folder: Path
) -> int:
    """Rehearse a session into a folder, with these lines of the user; returns the exit code. Raises `LimberError`."""
    user = app.user_voice()
    try:
        rehearsed_person = RehearsedPerson(microphone_track(lines, user), user.clip(READY))
    finally:
        user.close()
    length, entries = performed(app, Cast(*session, person, rehearsed_person), folder)
    heard = sum(entry["kind"] == "heard" for entry in entries)
    say = app.language.reader("terminal")
    minutes = f"{length / 60:.1f}"
    print(visible(say("rehearsed", routine=session[1].name, minutes=minutes, heard=heard, folder=folder)))
    if unsaid := sum(line.at >= length for line in lines):
        print(say("rehearsed_unsaid", lines=unsaid))
    return 0
