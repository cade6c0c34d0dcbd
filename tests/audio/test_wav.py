"""Whatever sound file somebody brings is read as one channel within -1 to 1, or refused in a sentence."""

import os
import threading
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.audio.wav import LONGEST_S, FlacWriter, read_wav, write_opus
from assistant.words.errors import LimberError
from assistant.words.units import INPUT_RATE

TONE = (0.5 * np.sin(2 * np.pi * 440 * np.arange(INPUT_RATE) / INPUT_RATE)).astype(np.float32)
WITHOUT_A_NUMBER = np.where(np.arange(len(TONE)) == 1000, np.nan, TONE)
ENDLESS = np.where(np.arange(len(TONE)) == 1000, np.inf, TONE)
BROUGHT = {
    "mono": (TONE, "a.wav", {}),
    "both channels alike": (np.stack([TONE, TONE], 1), "a.wav", {}),
    "channels that cancel each other out": (np.stack([TONE, -TONE], 1), "a.wav", {}),
    "numbers with a point, much too large": (1000 * TONE, "a.wav", {"subtype": "FLOAT"}),
    "what is no number": (WITHOUT_A_NUMBER, "a.wav", {"subtype": "FLOAT"}),
    "what has no end": (ENDLESS, "a.wav", {"subtype": "DOUBLE"}),
    "FLAC": (TONE, "a.flac", {}),
    "Ogg": (TONE, "a.ogg", {}),
    "MP3": (TONE, "a.mp3", {}),
    "companded": (TONE, "a.wav", {"subtype": "ULAW"}),
    "AIFF": (TONE, "a.aiff", {}),
}


def likeness(sound):
    """How much a sound is the tone, whatever its level."""
    most = min(len(sound), len(TONE))
    return abs(np.corrcoef(sound[:most], TONE[:most])[0, 1])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", BROUGHT)
def test_it_is_one_channel_within_bounds(tmp_path, kind):
    sound, name, how = BROUGHT[kind]
    soundfile.write(tmp_path / name, sound, INPUT_RATE, **how)
    read = read_wav(tmp_path / name, INPUT_RATE)
    assert read.ndim == 1
    assert read.dtype == np.float32
    assert np.isfinite(read).all()
    assert 0.4 < np.abs(read).max() <= 1
    if name != "a.mp3":  # which begins a little later
        assert likeness(read) > 0.99


@pytest.mark.parametrize("rate", [8000, 44100, 48000, 192000])
def test_any_rate_becomes_the_one_that_is_wanted(tmp_path, rate):
    soundfile.write(tmp_path / "a.wav", np.zeros(rate), rate)
    assert len(read_wav(tmp_path / "a.wav", INPUT_RATE)) == INPUT_RATE


def test_what_comes_through_a_pipe_is_read(tmp_path):
    soundfile.write(tmp_path / "a.wav", TONE, INPUT_RATE)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    feeding = threading.Thread(target=pipe.write_bytes, args=((tmp_path / "a.wav").read_bytes(),))
    feeding.start()
    assert likeness(read_wav(pipe, INPUT_RATE, piped=True)) > 0.99
    feeding.join()


@pytest.mark.parametrize(("rate", "seconds"), [(1, LONGEST_S + 60), (8000, LONGEST_S + 60)])
def test_what_is_too_long_is_refused_before_it_is_read(tmp_path, rate, seconds):
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(rate)
        file.writeframes(bytes(rate * seconds))
    with pytest.raises(LimberError, match="it lasts 31 minutes; at most 30 are read, so cut it in pieces"):
        read_wav(tmp_path / "a.wav", INPUT_RATE)


def test_what_cannot_be_read_in_the_middle_is_refused_quietly():
    """As on a card that fails: this file can be opened, and reading it is an error."""
    with pytest.raises(LimberError, match="this is not a sound file I can read"):
        read_wav(Path("/proc/self/mem"), INPUT_RATE)


def test_a_sound_may_have_a_name_that_is_no_text(tmp_path):
    """It comes from an old disk; libsndfile is given its bytes."""
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9"))
    odd.mkdir()
    with FlacWriter(odd / "said.flac", 16000) as file:
        file.write(np.full(1600, 0.5, np.float32))
    write_opus(odd / "said.opus", np.full(16000, 0.5, np.float32), 16000)
    assert len(read_wav(odd / "said.flac", 16000)) == 1600
    assert len(read_wav(odd / "said.opus", 16000)) == 16000
