"""The sounds in which nobody calls Limber: talk, other wake words, babble, television, music, the household."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.hearing import music
from benchmarks.hearing.noises import babble, mixed
from benchmarks.recordings import index, readable, sound_of
from benchmarks.standby import alarms
from training.clips import TEST_COLLECTION, UNTRANSCRIBED, held_out

PEAK = 0.3
"""The peak of a recording, about that of somebody who talks to a microphone."""
PAUSE_S = 0.5
"""Seconds of faint noise between two recordings."""
PIECES = 15
"""Pieces of music, a minute each, for music alone and for music behind talk."""
FIRST_PIECE = 100
"""The number of the first one; no other benchmark plays it."""
TELEVISION_DB = 10
"""How far the talk of a television stands above the music behind it."""
EVERY = 3
"""Of the sets of which there are hours, every third recording is used."""
WAKE_WORDS = ("wake_words", "custom_keywords")
"""The sets in which people say the wake words of others."""

RINGS = 60
"""Times that each made-up alarm sounds, for three seconds each, a little differently each time."""

Kinds = dict[str, Callable[[], Iterator[Samples]]]


def kinds(material: Path) -> Kinds:
    """Each kind of sound by its name, recording after recording."""
    rows = index(material)

    def spoken(wanted: Callable[[dict[str, str]], bool], every: int = 1) -> Iterator[Samples]:
        for row in [row for row in rows if wanted(row)][::every]:
            yield from readable([material / "speech" / row["path"]])

    return {
        "read sentences (untranscribed LibriSpeech)": lambda: spoken(lambda row: row["set"] == UNTRANSCRIBED),
        "letters, numbers and names (AN4)": lambda: spoken(lambda row: row["set"] == TEST_COLLECTION, EVERY),
        "sentences of people never met": lambda: spoken(
            lambda row: row["set"] == "speechocean762" and held_out(row["set"], row["speaker"])
        ),
        "wake words of others": lambda: spoken(lambda row: row["set"] in WAKE_WORDS, EVERY),
        "babble": lambda: iter([_babble(material, rows, number) for number in range(PIECES)]),
        "television: talk over music": lambda: _television(material, rows),
        "music": lambda: (music.piece(FIRST_PIECE + number) for number in range(PIECES)),
        "household noise": lambda: _household(material),
        "grunts and groans": lambda: readable(sorted((material / "noise/grunts").glob("*.opus"))),
        "household alarms, made up": lambda: alarms.rung(RINGS),
    }


def stream(recordings: Iterator[Samples]) -> Iterator[Samples]:
    """Recordings one after the other at a talker's level, with pauses between them, as one microphone hears them."""
    pause = np.random.default_rng(1).standard_normal(round(PAUSE_S * INPUT_RATE)).astype(np.float32) * np.float32(1e-3)
    for sound in recordings:
        yield sound * np.float32(PEAK / max(1e-6, float(np.abs(sound).max())))
        yield pause


def _talk(material: Path, rows: Sequence[dict[str, str]], start: int, every: int) -> list[Samples]:
    chosen = [row for row in rows if row["set"] == "speechocean762"][start::every]
    return list(readable([material / "speech" / row["path"] for row in chosen]))


def _babble(material: Path, rows: Sequence[dict[str, str]], number: int) -> Samples:
    return babble([sound for sound in _talk(material, rows, number, 50) if len(sound) > INPUT_RATE])


def _television(material: Path, rows: Sequence[dict[str, str]]) -> Iterator[Samples]:
    for number in range(PIECES):
        talk = np.concatenate(_talk(material, rows, 7 + number, 300))[: 60 * INPUT_RATE]
        yield mixed(talk, music.piece(FIRST_PIECE + number), TELEVISION_DB, number)


def _household(material: Path) -> Iterator[Samples]:
    noise = material / "noise"
    yield from (sound_of(path) for path in sorted(noise.glob("household_*.opus")))
    yield from readable(sorted((noise / "events").glob("*.opus")))
