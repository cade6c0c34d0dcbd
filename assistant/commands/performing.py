"""One rehearsal into a folder: its sounds, its transcript and its journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.app import FIRST_WORDS, App
from assistant.coach.person import Person
from assistant.coach.today import Today
from assistant.commands.advancing import advancing
from assistant.commands.journalling import header, rehearsed
from assistant.commands.showing import warn
from assistant.content.model import Library, Routine
from assistant.files import make_folder, told
from assistant.running.performance import Notes
from assistant.running.rehearsal import RehearsedPerson, rehearse
from assistant.running.transcript import Entry, Transcript
from assistant.words.units import seconds


@dataclass(frozen=True, slots=True)
class Cast:
    """What is rehearsed, and by whom."""

    library: Library
    routine: Routine
    known: Person
    """What is known of the person."""
    person: RehearsedPerson


def performed(
    app: App, cast: Cast, folder: Path, show: Callable[[Entry], None] | None = None
) -> tuple[float, Sequence[Entry]]:
    """Rehearse a session into a folder; returns its seconds, and what happened in it. Raises `LimberError`.

    `show` is shown each entry of the transcript. How far it has got is shown in any case.
    """
    make_folder(folder)
    first = header(app, "rehearsal", cast.routine, cast.known, Today())
    with (
        told(folder, "the rehearsal cannot be written"),
        (folder / "transcript.jsonl").open("w", encoding="utf-8") as file,
        rehearsed(first, folder / "journal.jsonl") as journal,
        advancing(cast.library, cast.routine) as advance,
    ):
        transcript = Transcript(file, advance.above(show) if show else None)
        parts = app.parts(cast.library, cast.routine, cast.known, notes=Notes(transcript, observers=(journal, advance)))
        try:
            parts.voice.clip(FIRST_WORDS)
            if trouble := parts.voice.trouble():
                warn(trouble)
            mixer = parts.mixer
            listener = app.rehearsing_listener(
                lambda verdict: journal.verdict(seconds(mixer.frame, mixer.rate), verdict)
            )
            length = rehearse(parts, listener, cast.person, folder)
        except KeyboardInterrupt:
            print(app.language.text("terminal", "rehearsal_stopped", folder=folder), flush=True)
            raise
        finally:
            parts.voice.close()
    return length, transcript.entries
