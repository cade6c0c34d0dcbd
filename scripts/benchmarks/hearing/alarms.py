"""False alarms: commands that are heard in sounds that are none, while an exercise is counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypedDict

import soundfile
from tqdm import tqdm

from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.hearing import music
from benchmarks.hearing.noises import MUSIC_PIECES
from benchmarks.recordings import Clip, index, sound_of
from benchmarks.tested import TestedListener
from training.clips import UNTRANSCRIBED, held_out

PIECES = 20
"""Pieces of music, a minute each, in which false alarms are counted. None of them is mixed with words elsewhere."""
SAFETY = ("stop", "pause", "hurts", "symptom", "red_flag")
"""Intents of safety. Heard by mistake, they interrupt the exercise."""
HARMLESS = ("louder", "quieter", "slower", "faster", "help", "where", "whats_next", "how_long", "why", "check_form")
"""Intents that change nothing about the session when they are heard by mistake."""


class Alarms(TypedDict):
    """What was heard by mistake in one kind of sound."""

    name: str
    hours: float
    safety: int
    changing: int
    """Intents that change the session, safety apart."""
    all: dict[str, int]
    """How often each intent was heard."""


def false_alarms(tested: TestedListener, material: Path, clips: Sequence[Clip]) -> list[Alarms]:
    """The false alarms of each kind of sound."""
    found = []
    for name, sounds in _sounds(tested, material, clips).items():
        hours = sum(map(len, sounds)) / INPUT_RATE / 3600
        counts: Counter[str] = Counter()
        for sound in tqdm(sounds, desc=name, leave=False):
            counts.update(heard.intent for heard in tested.listen(sound, tested.state("work")))
        safe = sum(counts[intent] for intent in SAFETY)
        changing = sum(count for intent, count in counts.items() if intent not in (*SAFETY, *HARMLESS))
        found.append(Alarms(name=name, hours=round(hours, 2), safety=safe, changing=changing, all=dict(counts)))
        print(f"false alarms, {name}: {hours:.2f} h, safety {safe}, changing {changing}, {dict(counts)}", flush=True)
    return found


def _sounds(tested: TestedListener, material: Path, clips: Sequence[Clip]) -> dict[str, list[Samples]]:
    """The sounds of each kind. Training did not hear these people, and of noises not these halves and files."""
    rows = [row for row in index(material) if row["set"] == UNTRANSCRIBED]
    talk = [row["path"] for row in rows if held_out(row["set"], row["speaker"])]
    sentences = [clip for clip in clips if clip.collection in ("librispeech", "speechocean762")]
    noise = material / "noise"
    house = [sound_of(path) for path in sorted(noise.glob("household_*.opus"))]
    return {
        "read sentences (untranscribed LibriSpeech)": [sound_of(material / "speech" / path) for path in talk],
        "sentences of people never met": [clip.sound for clip in sentences if not holds_command(tested, clip.text)],
        "household noise": [
            *(sound[len(sound) // 2 :] for sound in house),
            *readable(sorted((noise / "events").glob("*.opus"))[1::2]),
        ],
        "grunts and groans": list(readable(sorted((noise / "grunts").glob("*.opus"))[1::2])),
        "music": [music.piece(MUSIC_PIECES + number) for number in range(PIECES)],
        "apart: sentences of people that hold the words of a command": [
            clip.sound for clip in sentences if holds_command(tested, clip.text)
        ],
    }


def readable(paths: Iterable[Path]) -> Iterator[Samples]:
    """The sounds of the files that can be read."""
    for path in paths:
        try:
            yield sound_of(path)
        except soundfile.LibsndfileError:
            continue


def holds_command(tested: TestedListener, text: str) -> bool:
    """Whether a sentence holds the words of a command in a row."""
    words = text.split()
    spans = (words[a:b] for a in range(len(words)) for b in range(a + 1, len(words) + 1))
    return any(tested.grammar.meaning(" ".join(span)) for span in spans)
