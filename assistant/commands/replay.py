"""`limber replay`: a journal played again, which gives the same transcript."""

import argparse
import json
import sys
from dataclasses import replace as changed
from pathlib import Path

from assistant import __version__
from assistant.app import App
from assistant.commands.showing import sentence
from assistant.content.model import Library, Routine
from assistant.running.entries import JournalRead, LeftOut, read_journal
from assistant.running.journal import Header
from assistant.running.journals import journals_folder, last_journal
from assistant.running.performance import Notes, Parts
from assistant.running.readable import printable
from assistant.running.replay import Replayed, replay
from assistant.running.versions import content_digest
from assistant.settings import Settings
from assistant.words.errors import LimberError
from assistant.words.wire import from_plain


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which journal."""
    parser.add_argument("journal", nargs="?", type=Path, help="default: the last session's")


def run(asked: argparse.Namespace, _settings: Settings) -> int:
    """Print the transcript; 1 when the coach answers otherwise than it did, or the journal is not whole."""
    written = read_journal(asked.journal or last_journal(journals_folder()))
    header = _header(written)
    if header.limber != __version__:
        _say(f"this journal was written by Limber {header.limber}; this is {__version__}")
    if header.content != content_digest(printable(header.settings.language)):
        _say("exercises, rules or words have changed since this journal was written; the coach may answer otherwise")
    replayed = replay_journal(written, header)
    for entry in replayed.transcript.entries:
        print(printable(json.dumps(entry, ensure_ascii=False)))
    if written.trouble:
        _say(written.trouble)
    if replayed.difference:
        _say(f"it went otherwise: {replayed.difference}")
    else:
        _say(f"{replayed.effects} answers of the coach, up to {replayed.until:.0f} s, are the same as in the journal")
    return 1 if written.trouble or replayed.difference else 0


def replay_journal(written: JournalRead, header: Header) -> Replayed:
    """Play a journal again with this version's coach and content. Raises `LimberError`."""
    app = App.open(Settings(language=printable(header.settings.language)))
    library = app.library()
    unknown = [name for name in header.routine.items if name not in library.exercises]
    if unknown:
        raise LimberError(
            f"{written.path}: there is no exercise '{printable(unknown[0])}' any more; this cannot be played again"
        )
    if not header.routine.items:
        raise LimberError(f"{written.path}:1: the first line names no exercises; this cannot be played again")
    cut_off = header.today.cut_off
    if cut_off and not 0 <= cut_off.at < len(cut_off.items):
        raise LimberError(f"{written.path}:1: the first line tells of an exercise that was not in the last session")
    library = _with(library, header.routine)

    def parts(notes: Notes) -> Parts:
        try:
            return app.parts(library, header.routine, header.person, today=header.today, notes=notes)
        except (LookupError, TypeError, ValueError) as error:
            raise LimberError(f"{written.path}:1: no session can begin with what the first line says") from error

    return replay(written.entries, parts)


def _header(written: JournalRead) -> Header:
    if "left_out" in written.header or any(isinstance(entry, LeftOut) for entry in written.entries):
        raise LimberError(
            f"{written.path}: what was said about health was taken out of this journal, so it cannot be played again; "
            "'limber log' shows it"
        )
    try:
        return from_plain(dict(written.header), Header)
    except LimberError as error:
        version = written.header.get("limber")
        if version in (None, __version__):
            raise LimberError(
                f"{written.path}:1: the first line of this journal is damaged, so that it cannot be played again"
            ) from error
        raise LimberError(
            f"{written.path}: this journal was written by Limber {printable(str(version))} and cannot be played again "
            f"by {__version__}"
        ) from error


def _with(library: Library, routine: Routine) -> Library:
    return changed(library, routines={**library.routines, routine.id: routine})


def _say(words: str) -> None:
    print(printable(sentence(words)), file=sys.stderr, flush=True)
