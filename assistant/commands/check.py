"""`limber check`: read content strictly, and report every mistake."""

import argparse
import stat
from pathlib import Path

from assistant.app import library_with, load_commands
from assistant.coach.length import minutes, session_s
from assistant.commands.showing import counted, visible
from assistant.commands.vocabulary import check_commands
from assistant.content.language import language_folder, vocabulary
from assistant.content.load import COMMANDS, load_library
from assistant.content.model import Library
from assistant.files import absent, read_text, there, told
from assistant.narration.aloud import hard_to_follow
from assistant.paths import is_folder
from assistant.places import VOICES
from assistant.settings import Settings, model_folder, voice_file
from assistant.speaking.profile import load_profile
from assistant.words.errors import LimberError

STDIN, DESCRIPTORS = Path("/dev/stdin"), (Path("/dev/fd"), Path("/proc/self/fd"))
"""Where what this process was given open stands. A pipe of another name may have nobody who ever writes into it."""
LANGUAGE_FILES = ("words.yaml", "phrases.yaml", COMMANDS.name, "terminal.yaml")
"""Files that a language's folder has, and a content folder has not."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is checked."""
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        help="a content folder, a language's folder or a routine file; default: the library",
    )


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Check the library and what is set, another content folder, a vocabulary or a routine.

    Raises `ContentError`; `LimberError` where something that is set is not there.
    """
    path: Path | None = asked.path
    if path is not None and absent(path):
        raise LimberError(f"{path}: there is no such file or folder")
    if path is None:
        library = _all_that_is_set(settings)
        _show_hard_to_follow(library, vocabulary(settings.language))
    elif is_folder(path):
        library, words = _folder(path, settings)
        _show_hard_to_follow(library, words)
    elif path.name == COMMANDS.name:
        library = load_library(language=settings.language)
        check_commands(load_commands(path), library, model_folder(settings))
    else:
        library, routine = library_with(str(path), settings.language, _piped(path))
        length = counted(minutes(session_s(library, routine)), "minute")
        print(f"{visible(routine.name)}: {counted(len(routine.items), 'exercise')}, about {length}.")
    known = counted(len(library.exercises), "exercise"), counted(len(library.routines), "routine")
    print(f"No mistakes: {', '.join(known)}.")
    return 0


def _piped(path: Path) -> str | None:
    """The text that comes to this process by a pipe, as of `<(cat plan.yaml)`; None for any other path.

    Whoever writes it is waited for. Raises `FileError`.
    """
    if path != STDIN and path.parent not in DESCRIPTORS:
        return None
    with told(path, "this cannot be read"):
        mode = path.stat().st_mode
    return read_text(path, piped=True) if stat.S_ISFIFO(mode) or stat.S_ISREG(mode) else None


def _all_that_is_set(settings: Settings) -> Library:
    library = load_library(language=settings.language)
    for voice in sorted(VOICES.glob("*.yaml")):
        load_profile(voice)
    load_profile(voice_file(settings.voice))
    library_with(settings.routine, settings.language)
    check_commands(load_commands(vocabulary(settings.language)), library, model_folder(settings))
    return library


def _folder(path: Path, settings: Settings) -> tuple[Library, Path]:
    """A folder of content or of a language: the library with it, and the vocabulary that belongs to it."""
    if there(path / "rules.yaml"):
        own = path.resolve()
        library, words = load_library(language=own), vocabulary(own)
        heard = own == language_folder(settings.language).resolve()
        check_commands(load_commands(words), library, model_folder(settings) if heard else None)
        return library, words
    if found := [name for name in LANGUAGE_FILES if there(path / name)]:
        raise LimberError(
            f"{path}: this seems to be a language's folder, because {found[0]} is in it, but rules.yaml is missing; "
            "docs/add-a-language.md says what belongs in it"
        )
    if not there(path / "domain.yaml"):
        raise LimberError(
            f"{path}: this folder holds no content: domain.yaml is missing; of a plan, give the file itself"
        )
    return load_library(path, language=settings.language), vocabulary(settings.language)


def _show_hard_to_follow(library: Library, words: Path) -> None:
    """Show the sentences that are no mistake and yet hard to follow by ear."""
    helps = load_commands(words).helps
    for where, sentence, fault in hard_to_follow(library, helps):
        print(f"Hard to follow in {visible(where)}: {visible(sentence)} ({visible(fault)})")
