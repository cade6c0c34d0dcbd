"""False alarms: commands that are heard in sounds that are none, while an exercise is counted."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypedDict

from tqdm import tqdm

from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.hearing import music
from benchmarks.hearing.noises import MUSIC_PIECES
from benchmarks.recordings import Clip, index, readable, sound_of
from benchmarks.standby.sounds import EVERY, WAKE_WORDS, Kinds, kinds
from benchmarks.tested import TestedListener
from training.clips import TEST_COLLECTION, UNTRANSCRIBED, held_out

PIECES = 20
"""Pieces of music, a minute each, in which false alarms are counted. None of them is mixed with words elsewhere."""
SAFETY = ("stop", "pause", "hurts", "symptom", "red_flag")
"""Intents of safety. Heard by mistake, they interrupt the exercise."""
OF_STANDBY = ("babble", "television: talk over music", "household alarms, made up")
"""Kinds of sound that standby is measured with as well. Training met some of these people."""
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


def false_alarms(tested: TestedListener, material: Path, clips: Sequence[Clip], only: str) -> Iterator[Alarms]:
    """The false alarms in each kind of sound whose name holds `only`.

    What was found so far is given after each recording, as hours may be more than there is time for.
    """
    for name, make in _kinds(tested, material, clips).items():
        if only not in name:
            continue
        counts: Counter[str] = Counter()
        length = 0
        for sound in tqdm(make(), desc=name, leave=False):
            length += len(sound)
            counts.update(heard.intent for heard in tested.listen(sound, tested.state("work")))
            yield _found(name, length, counts)
        print(f"false alarms, {_found(name, length, counts)}", flush=True)


def _found(name: str, length: int, counts: Counter[str]) -> Alarms:
    """What was heard in so many samples."""
    changing = sum(count for intent, count in counts.items() if intent not in (*SAFETY, *HARMLESS))
    return Alarms(
        name=name,
        hours=round(length / INPUT_RATE / 3600, 3),
        safety=sum(counts[intent] for intent in SAFETY),
        changing=changing,
        all=dict(counts),
    )


def _kinds(tested: TestedListener, material: Path, clips: Sequence[Clip]) -> Kinds:
    """The sounds of each kind. Training did not hear these people, and of noises not these halves and files.

    Of those who say wake words nothing is known, so training may have met them.
    """
    rows = index(material)
    read = [row for row in rows if row["set"] == UNTRANSCRIBED and held_out(row["set"], row["speaker"])]
    wakes = [row for row in rows if row["set"] in WAKE_WORDS and not holds_command(tested, row["transcript"].lower())]
    sentences = [clip for clip in clips if clip.collection in ("librispeech", "speechocean762")]
    random.Random(1).shuffle(sentences)  # so that the first of them are a fair sample, where time is short
    spelt = [clip for clip in clips if clip.collection == TEST_COLLECTION]
    apart = {clip.text: holds_command(tested, clip.text) for clip in (*sentences, *spelt)}
    noise = material / "noise"

    def household() -> Iterator[Samples]:
        for path in sorted(noise.glob("household_*.opus")):
            sound = sound_of(path)
            yield sound[len(sound) // 2 :]
        yield from readable(sorted((noise / "events").glob("*.opus"))[1::2])

    others = kinds(material)
    return {
        "read sentences (untranscribed LibriSpeech)": lambda: readable(
            material / "speech" / row["path"] for row in read
        ),
        "sentences of people never met": lambda: (clip.sound for clip in sentences if not apart[clip.text]),
        "apart: sentences of people that hold the words of a command": lambda: (
            clip.sound for clip in sentences if apart[clip.text]
        ),
        "household noise": household,
        "grunts and groans": lambda: readable(sorted((noise / "grunts").glob("*.opus"))[1::2]),
        "music": lambda: (music.piece(MUSIC_PIECES + number) for number in range(PIECES)),
        "letters and names (AN4)": lambda: (clip.sound for clip in spelt if not apart[clip.text]),
        "wake words of others": lambda: readable(material / "speech" / row["path"] for row in wakes[::EVERY]),
        **{name: others[name] for name in OF_STANDBY},
    }


def holds_command(tested: TestedListener, text: str) -> bool:
    """Whether a sentence holds the words of a command in a row."""
    words = text.split()
    spans = (words[a:b] for a in range(len(words)) for b in range(a + 1, len(words) + 1))
    return any(tested.grammar.meaning(" ".join(span)) for span in spans)
