"""A sample of a session, of three minutes, with somebody who answers: for whoever has no sound card yet."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile
import soxr

from assistant.app import App, library_with
from assistant.audio.wav import write_opus
from assistant.coach.person import cleared
from assistant.commands.performing import Cast, performed
from assistant.commands.screen import Screen
from assistant.content.fields import read_table
from assistant.content.language import language_folder
from assistant.files import read_text, told
from assistant.paths import is_folder, libsndfile_name
from assistant.running.prompted import PromptedLine, PromptedPerson, read_prompted
from assistant.running.rehearsal import MICROPHONE, SESSION
from assistant.words.errors import ContentError, Mistake
from assistant.words.units import OUTPUT_RATE

SOUND = "sample.opus"
"""The file with both voices; of a kind that every browser and telephone plays."""
PERSON = 0.9
"""How loud the person is beside the coach, when both are brought to the same peak."""
PEAK = 0.8
"""The loudest sample of the file. Raised, it is louder; at 1 the encoder may clip."""


def has_sample(language: str) -> bool:
    """Whether a language has a sample. Raises `LimberError` where there is no such language."""
    return is_folder(_folder(language))


def write_sample(app: App, folder: Path) -> None:
    """Rehearse the sample into a folder, and show it meanwhile. Raises `LimberError`."""
    language = app.settings.language
    library, routine = library_with(str(_folder(language) / "plan.yaml"), language)
    screen = Screen(app.language)
    screen.counts = True
    user = app.user_voice()
    try:
        person = PromptedPerson(read_lines_of_sample(language), user.clip)
        performed(app, Cast(library, routine, cleared(library.screening), person), folder, screen)
    finally:
        user.close()
    _mix(folder)
    say, limber = app.language.reader("terminal"), "limber" if shutil.which("limber") else "./scripts/run"
    screen.tell("")
    for key in ("sample_listen", "sample_next"):
        screen.tell(say(key, file=folder / SOUND))
    for command in ("type", "doctor", "rehearse"):
        screen.tell(f"    {limber} {command:<10} {say(f'sample_{command}')}")


def read_lines_of_sample(language: str) -> Sequence[PromptedLine]:
    """What the person says in the sample. Raises `ContentError`."""
    file = _folder(language) / "lines.yaml"
    mistakes: list[Mistake] = []
    top = read_table(read_text(file), str(file), mistakes)
    lines = [read_prompted(table) for table in top.tables("lines", required=True)]
    top.close()
    if mistakes:
        raise ContentError(mistakes)
    return lines


def _folder(language: str) -> Path:
    return language_folder(language) / "sampler"


def _mix(folder: Path) -> None:
    """Both voices in one file."""
    coach, _ = soundfile.read(libsndfile_name(folder / SESSION), dtype="float32")
    heard, rate = soundfile.read(libsndfile_name(folder / MICROPHONE), dtype="float32")
    person = soxr.resample(heard, rate, OUTPUT_RATE)
    both = np.zeros(max(len(coach), len(person)), np.float32)
    both[: len(coach)] += coach / np.abs(coach).max()
    both[: len(person)] += PERSON * person / np.abs(person).max()
    both *= PEAK / np.abs(both).max()
    with told(folder / SOUND, "the sample cannot be written"):
        write_opus(folder / SOUND, both, OUTPUT_RATE)
