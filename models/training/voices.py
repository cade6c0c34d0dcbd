"""Synthetic speech: every phrase of the vocabulary in every free voice of the distribution, and many in neural voices.

Only voices whose licence allows the result to be given away: espeak-ng's own formant voices, flite's CMU voices,
festival's diphone and HTS voices, and Kokoro's. Mbrola and RHVoice voices are left out for their licences.
"""

import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

from tqdm import tqdm

from training import neural
from training.clips import RATE, Samples, load, trim

ACCENTS = ("en-gb", "en-us", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029", "en-us-nyc")
VARIANTS = tuple(
    "m1 m2 m4 m5 m6 m7 m8 f1 f2 f4 f5 klatt klatt2 klatt4 Andy Annie Denis Diogo Gene Jacky Lee Mario Michael "
    "anika antonio belinda benjamin boris edward grandma grandpa iven john linda marcelo max michel miguel pablo "
    "paul pedro quincy rob robert steph travis victor zac".split()
)
TEST_VARIANTS = ("m3", "f3", "croak")
PITCH = {"awb": 130, "slt": 180, "kal16": 105, "kal": 105, "rms": 100}


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice, and how often it says each phrase and how many free word strings."""

    engine: str
    name: str
    repeats: float
    free: int
    split: str = "train"

    @property
    def source(self) -> str:
        """The kind of its clips, as augmentation knows it."""
        return "neural" if self.engine == "kokoro" else "synthetic"


VOICES = (
    *(Voice("espeak", accent, 1, 300) for accent in ACCENTS),
    *(Voice("flite", name, 2, 400) for name in ("awb", "slt", "kal16")),
    Voice("flite", "kal", 1, 50),
    *(Voice("festival", name, 1, 150) for name in ("kal_diphone", "cmu_us_slt_arctic_hts")),
    Voice("espeak", "en-gb-scotland", 1, 60, "test"),
    Voice("flite", "rms", 1, 60, "test"),
    Voice("festival", "ked_diphone", 1, 60, "test"),
    *(Voice("kokoro", name, 0.15, 40) for name in neural.NAMES if name not in neural.TEST_NAMES),
    *(Voice("kokoro", name, 0.1, 0, "test") for name in neural.TEST_NAMES),
)

Job = tuple[Voice, str, int]


def jobs(phrases: Sequence[str], words: Sequence[str]) -> list[Job]:
    """Everything to be said, each with its seed."""
    chance = random.Random(1)
    plan: list[Job] = []
    for voice in VOICES:
        texts = list(phrases) * int(voice.repeats)
        texts += chance.sample(phrases, round(voice.repeats % 1 * len(phrases)))
        texts += [" ".join(chance.choices(words, k=chance.choice((1, 1, 2, 3, 4)))) for _ in range(voice.free)]
        plan += [(voice, text, chance.randrange(1 << 30)) for text in texts]
    chance.shuffle(plan)
    return plan


def command(voice: Voice, text: str, chance: random.Random, out: Path) -> list[str]:
    """The command line that says `text` into `out`."""
    if voice.engine == "espeak":
        variant = chance.choice(TEST_VARIANTS if voice.split == "test" else VARIANTS)
        speed, pitch = str(chance.randint(110, 220)), str(chance.randint(15, 85))
        return ["espeak-ng", "-v", f"{voice.name}+{variant}", "-s", speed, "-p", pitch, "-w", str(out), text]
    if voice.engine == "flite":
        settings = {
            "duration_stretch": chance.uniform(0.75, 1.35),
            "int_f0_target_mean": PITCH[voice.name] * chance.uniform(0.8, 1.3),
        }
        options = [part for key, value in settings.items() for part in ("--setf", f"{key}={value:.2f}")]
        return ["flite", "-voice", voice.name, *options, "-t", text, "-o", str(out)]
    stretch = f"(Parameter.set 'Duration_Stretch {chance.uniform(0.8, 1.3):.2f})"
    say = f'(utt.save.wave (utt.synth (Utterance Text "{text}")) "{out}" \'riff)'
    return ["festival", "--batch", f"(voice_{voice.name})", stretch, say]


def say(voice: Voice, text: str, chance: random.Random) -> Samples:
    """A text in a voice, at 16 kHz. Raises OSError, RuntimeError or subprocess.SubprocessError when the engine fails."""
    text = text.replace("i'm", "I'm")
    if voice.source == "neural":
        return neural.say(voice.name, text, chance, RATE)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "said.wav"
        subprocess.run(command(voice, text, chance, out), check=True, capture_output=True, timeout=30)
        return load(out)


def _said(job: Job) -> tuple[str, str, str, str, Samples] | None:
    voice, text, seed = job
    try:
        sound = trim(say(voice, text, random.Random(seed)))
    except (subprocess.SubprocessError, OSError, RuntimeError):
        return None
    if not 1600 < len(sound) < 16000 * 7 or abs(sound).max() < 100:
        return None
    return voice.source, f"{voice.engine}:{voice.name}", text, voice.split, sound


def synthesise(plan: Sequence[Job], processes: int) -> Iterator[tuple[str, str, str, str, Samples]]:
    """Say everything; what an engine refuses is left out and counted."""
    failed = 0
    with Pool(processes) as pool:
        for said in tqdm(pool.imap(_said, plan, chunksize=16), total=len(plan), desc="synthetic speech", unit="clip"):
            if said is None:
                failed += 1
            else:
                yield said
    if failed:
        print(f"{failed} phrases were not said by their engine and are left out")
