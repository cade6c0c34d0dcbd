"""`limber rehearse`: a whole session without devices, faster than real time, written down as files."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from assistant.app import FIRST_WORDS, App
from assistant.coach.person import Person, cleared
from assistant.coach.today import Today
from assistant.commands.journalling import header, rehearsed
from assistant.commands.showing import visible
from assistant.commands.wishes import add_wishes, chosen
from assistant.content.model import Library, Routine
from assistant.files import make_folder, told
from assistant.running.performance import Notes
from assistant.running.rehearsal import (
    READY,
    RehearsedPerson,
    SpokenLine,
    microphone_track,
    parse_line,
    read_lines,
    rehearse,
)
from assistant.running.transcript import Transcript
from assistant.settings import Settings
from assistant.words.units import seconds

NAME = "rehearse"
HELP = "run a whole session without devices and write down what happened"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which session, what the user says in it, and where it is written to."""
    parser.add_argument("routine", nargs="?", default="", help="a routine's id or a YAML file")
    add_wishes(parser)
    parser.add_argument("--first-run", action="store_true", help="as somebody it has never met")
    parser.add_argument(
        "--say", action="append", default=[], metavar='"42.5 that hurts"', help="what the user says when"
    )
    parser.add_argument("--script", type=Path, metavar="FILE.yaml", help="the same from a file")
    parser.add_argument("--out", type=Path, default=Path("rehearsal"), metavar="DIR", help="default: rehearsal")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Rehearse what was asked for."""
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
    library, routine = session
    make_folder(folder)
    user = app.user_voice()
    try:
        rehearsed_person = RehearsedPerson(microphone_track(lines, user), user.clip(READY))
    finally:
        user.close()
    known = header(app, "rehearsal", routine, person, Today())
    with (
        told(folder, "the rehearsal cannot be written"),
        (folder / "transcript.jsonl").open("w", encoding="utf-8") as file,
        rehearsed(known, folder / "journal.jsonl") as journal,
    ):
        transcript = Transcript(file)
        parts = app.parts(library, routine, person, notes=Notes(transcript, observers=(journal,)))
        try:
            parts.voice.clip(FIRST_WORDS)
            mixer = parts.mixer
            listener = app.plain_listener(lambda verdict: journal.verdict(seconds(mixer.frame, mixer.rate), verdict))
            length = rehearse(parts, listener, rehearsed_person, folder)
        except KeyboardInterrupt:
            print(app.language.text("terminal", "rehearsal_stopped", folder=folder), flush=True)
            raise
        finally:
            parts.voice.close()
    heard = sum(entry["kind"] == "heard" for entry in transcript.entries)
    say = app.language.reader("terminal")
    minutes = f"{length / 60:.1f}"
    print(visible(say("rehearsed", routine=routine.name, minutes=minutes, heard=heard, folder=folder)))
    return 0
