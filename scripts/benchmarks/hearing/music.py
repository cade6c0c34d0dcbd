"""Music that the model was not trained on.

The pieces are made up at random and played by FluidSynth on sampled instruments, a General MIDI set. Training heard
music of sine waves, but no instrument of this set and no recorded music. Nobody sings in it.
"""

import random
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import mido

from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.recordings import sound_of

INSTRUMENTS = Path("/usr/share/sounds/sf3/FluidR3Mono_GM.sf3")
PIECE_S = 60
"""Seconds of a piece."""
MAJOR = (0, 2, 4, 5, 7, 9, 11)
"""The steps of a major scale in semitones."""
LOOPS = ((0, 4, 5, 3), (5, 3, 0, 4), (0, 5, 3, 4), (1, 4, 0, 0), (0, 3, 0, 4))
"""Common sequences of four chords, each chord by the step of the scale on which it stands."""
CHORDS, TUNES, BASSES = (0, 4, 16, 19, 24, 48, 52, 89), (0, 11, 22, 40, 53, 56, 65, 73, 80), (32, 33, 38, 43)
"""Instruments of the General MIDI set. Choirs that sing "aah" and "ooh" are among them."""
KICK, SNARE, HAT = 36, 38, 42
"""The keys of three drums on the channel of the drums."""
BAR = 1920
"""Ticks in a bar of four beats."""
VELOCITY = {"chord": 60, "bass": 85, "drum": 100, "hat": 70}
"""How hard a note is struck, out of 127. Those of the tune differ."""


class Note(NamedTuple):
    """A note; `start` and `length` are in ticks."""

    start: int
    length: int
    channel: int
    pitch: int
    velocity: int


def piece(seed: int) -> Samples:
    """A minute of music at 16 kHz: chords, a bass and a tune, and drums where the seed is odd."""
    with tempfile.TemporaryDirectory() as folder:
        score, sound = Path(folder) / "piece.mid", Path(folder) / "piece.wav"
        _compose(seed).save(score)
        options = ["-ni", "-q", "-g", "0.6", "-r", str(INPUT_RATE), "-F", str(sound)]
        line = ["fluidsynth", *options, str(INSTRUMENTS), str(score)]
        subprocess.run(line, check=True, capture_output=True, timeout=900)
        return sound_of(sound)[: PIECE_S * INPUT_RATE]


def _compose(seed: int) -> mido.MidiFile:
    """The piece of a seed as a score."""
    chance = random.Random(seed)
    beats_a_minute, key, loop = chance.randint(66, 144), chance.randint(48, 59), chance.choice(LOOPS)
    bars = round(PIECE_S * beats_a_minute / 60 / 4) + 1
    notes: list[Note] = []
    step = 9
    for bar in range(bars):
        begun, root = bar * BAR, loop[bar % len(loop)]
        notes += [Note(begun, BAR, 0, _pitch(key, root + third), VELOCITY["chord"]) for third in (0, 2, 4)]
        bass = _pitch(key, root) - 24
        notes += [Note(begun + beat * BAR // 4, BAR // 5, 1, bass, VELOCITY["bass"]) for beat in (0, 2, 3)]
        at = 0
        while at < BAR:
            length = chance.choice((BAR // 8, BAR // 8, BAR // 4, BAR // 2))
            step = min(16, max(5, step + chance.randint(-2, 2)))
            if chance.random() < 0.85:
                notes.append(Note(begun + at, length, 2, _pitch(key, step), chance.randint(70, 110)))
            at += length
        if seed % 2:
            notes += _drums(begun)
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(beats_a_minute))])
    for channel, programs in enumerate((CHORDS, BASSES, TUNES)):
        track.append(mido.Message("program_change", channel=channel, program=chance.choice(programs)))
    track.extend(_messages(notes))
    return mido.MidiFile(tracks=[track])


def _pitch(key: int, step: int) -> int:
    """The MIDI key of a step of the major scale on `key`."""
    return key + 12 * (step // 7) + MAJOR[step % 7]


def _drums(begun: int) -> list[Note]:
    """A bar of drums that begins at a tick."""
    beats = [
        Note(begun + beat * BAR // 4, 60, 9, KICK if beat % 2 == 0 else SNARE, VELOCITY["drum"]) for beat in range(4)
    ]
    return beats + [Note(begun + eighth * BAR // 8, 60, 9, HAT, VELOCITY["hat"]) for eighth in range(8)]


def _messages(notes: list[Note]) -> Iterator[mido.Message]:
    """The beginnings and ends of notes in the order of time, each with the ticks since the one before."""
    events = [(note.start, "note_on", note) for note in notes]
    events += [(note.start + note.length, "note_off", note) for note in notes]
    events.sort(key=_place)
    now = 0
    for at, kind, note in events:
        yield mido.Message(kind, channel=note.channel, note=note.pitch, velocity=note.velocity, time=at - now)
        now = at


def _place(event: tuple[int, str, Note]) -> tuple[int, str, tuple[int, int, int, int]]:
    """Where an event stands among others. Of events at one tick the ends come before the beginnings."""
    at, kind, note = event
    return at, kind, (note.length, note.channel, note.pitch, note.velocity)
