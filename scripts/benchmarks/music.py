"""Music nobody was trained on: pieces made up by chance, played by FluidSynth on sampled instruments (a General MIDI set).

Training heard music too, of sine waves; no instrument of this set and no recorded music. Nobody sings in it.
"""

import random
import subprocess
import tempfile
from pathlib import Path

import mido
import numpy as np
from numpy.typing import NDArray

from assistant.words.units import INPUT_RATE
from training.clips import load

INSTRUMENTS = Path("/usr/share/sounds/sf3/FluidR3Mono_GM.sf3")
PIECE_S = 60
KEYS, LOOPS = (0, 2, 4, 5, 7, 9, 11), ((0, 4, 5, 3), (5, 3, 0, 4), (0, 5, 3, 4), (1, 4, 0, 0), (0, 3, 0, 4))
"""A major scale in semitones, and common loops of chords by their steps of it."""
CHORDS, TUNES, BASSES = (0, 4, 16, 19, 24, 48, 52, 89), (0, 11, 22, 40, 53, 56, 65, 73, 80), (32, 33, 38, 43)
"""Programs of the General MIDI set, choirs ("aah", "ooh") among them."""
KICK, SNARE, HAT = 36, 38, 42
BAR = 1920
"""Ticks of four beats."""


def piece(seed: int) -> NDArray[np.float32]:
    """A minute of music at 16 kHz: chords, a bass, a tune, and drums in every other piece."""
    with tempfile.TemporaryDirectory() as folder:
        score, sound = Path(folder) / "piece.mid", Path(folder) / "piece.wav"
        _compose(seed).save(score)
        line = [
            "fluidsynth",
            "-ni",
            "-q",
            "-g",
            "0.6",
            "-r",
            str(INPUT_RATE),
            "-F",
            str(sound),
            str(INSTRUMENTS),
            str(score),
        ]
        subprocess.run(line, check=True, capture_output=True, timeout=120)
        return load(sound)[: PIECE_S * INPUT_RATE].astype(np.float32) / 32768


def _compose(seed: int) -> mido.MidiFile:
    chance = random.Random(seed)
    beats_a_minute, key, loop = chance.randint(66, 144), chance.randint(48, 59), chance.choice(LOOPS)
    bars = round(PIECE_S * beats_a_minute / 60 / 4) + 1
    notes: list[tuple[int, int, int, int, int]] = []  # start, length, channel, pitch, velocity

    def pitch(step: int) -> int:
        return key + 12 * (step // 7) + KEYS[step % 7]

    at_step = 9
    for bar in range(bars):
        begun, root = bar * BAR, loop[bar % len(loop)]
        notes += [(begun, BAR, 0, pitch(root + third), 60) for third in (0, 2, 4)]
        notes += [(begun + beat * BAR // 4, BAR // 5, 1, pitch(root) - 24, 85) for beat in (0, 2, 3)]
        place = 0
        while place < BAR:
            length = chance.choice((BAR // 8, BAR // 8, BAR // 4, BAR // 2))
            at_step = min(16, max(5, at_step + chance.randint(-2, 2)))
            if chance.random() < 0.85:
                notes.append((begun + place, length, 2, pitch(at_step), chance.randint(70, 110)))
            place += length
        if seed % 2:
            notes += [(begun + beat * BAR // 4, 60, 9, KICK if beat % 2 == 0 else SNARE, 100) for beat in range(4)]
            notes += [(begun + eighth * BAR // 8, 60, 9, HAT, 70) for eighth in range(8)]
    events = [(start, "note_on", note) for start, *note in notes]
    events += [(start + length, "note_off", [length, *note]) for start, length, *note in notes]
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(beats_a_minute))])
    for channel, programs in enumerate((CHORDS, BASSES, TUNES)):
        track.append(mido.Message("program_change", channel=channel, program=chance.choice(programs)))
    now = 0
    for start, kind, (_, channel, note, velocity) in sorted(events):
        track.append(mido.Message(kind, channel=channel, note=note, velocity=velocity, time=start - now))
        now = start
    return mido.MidiFile(tracks=[track])
