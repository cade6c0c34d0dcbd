"""Synthetic speech: phrases of the vocabulary and random words, in older and in neural voices.

Only voices are used whose licence allows the result to be given away: espeak-ng's formant voices, flite's CMU voices,
festival's diphone and HTS voices, and Kokoro's. Mbrola's and RHVoice's are left out for their licences.
"""

import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from training import neural
from training.clips import RATE, Recording, Samples, load, trim

ACCENTS = ("en-gb", "en-us", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029", "en-us-nyc")
"""espeak-ng's English accents that training hears."""
VARIANTS = tuple(
    "m1 m2 m4 m5 m6 m7 m8 f1 f2 f4 f5 klatt klatt2 klatt4 Andy Annie Denis Diogo Gene Jacky Lee Mario Michael "
    "anika antonio belinda benjamin boris edward grandma grandpa iven john linda marcelo max michel miguel pablo "
    "paul pedro quincy rob robert steph travis victor zac".split()
)
"""espeak-ng's speakers that training hears, each in every accent."""
TEST_VARIANTS = ("m3", "f3", "croak")
"""espeak-ng's speakers that only the test hears."""
PITCH = {"awb": 130, "slt": 180, "kal16": 105, "kal": 105, "rms": 100}
"""The usual pitch of each of flite's voices in Hz. It is varied by up to a third."""


@dataclass(frozen=True, slots=True)
class SyntheticVoice:
    """A voice, and how much it says."""

    engine: str
    """`espeak`, `flite`, `festival` or `kokoro`."""
    name: str
    texts: int
    """How many texts it says in the training."""
    split: str = "train"

    @property
    def source(self) -> str:
        """The source of its clips, by which augmentation weighs them."""
        return "neural" if self.engine == "kokoro" else "synthetic"


VOICES = (
    *(SyntheticVoice("espeak", accent, 500) for accent in ACCENTS),
    *(SyntheticVoice("flite", name, 500) for name in ("awb", "slt", "kal16", "kal")),
    *(SyntheticVoice("festival", name, 300) for name in ("kal_diphone", "cmu_us_slt_arctic_hts")),
    SyntheticVoice("espeak", "en-gb-scotland", 0, "test"),
    SyntheticVoice("flite", "rms", 0, "test"),
    SyntheticVoice("festival", "ked_diphone", 0, "test"),
    *(SyntheticVoice("kokoro", name, 40) for name in neural.NAMES if name not in neural.TEST_NAMES),
    *(SyntheticVoice("kokoro", name, 0, "test") for name in neural.TEST_NAMES),
)
SHORT = 2
"""Words of a short phrase, at the most."""
KINDS = {"safety": 0.08, "short": 0.27, "any": 0.35, "random": 0.3}
"""What the voices say: safety phrases, phrases of one or two words, any phrases, and random words in a row."""


class Job(NamedTuple):
    """A text that a voice is to say. The seed decides on speed, pitch and the like."""

    voice: SyntheticVoice
    text: str
    seed: int


def jobs(phrases: Sequence[str], safety: Sequence[str], words: Sequence[str]) -> list[Job]:
    """Everything that is to be said, in random order; `words` are what the strings of random words are made of."""
    chance = random.Random(1)
    short = [phrase for phrase in phrases if len(phrase.split()) <= SHORT]
    plan: list[Job] = []
    for voice in VOICES:
        for kind in chance.choices(list(KINDS), list(KINDS.values()), k=voice.texts):
            if kind == "random":
                text = " ".join(chance.choices(words, k=chance.choice((1, 1, 2, 3, 4))))
            else:
                text = chance.choice({"safety": safety, "short": short, "any": phrases}[kind])
            plan.append(Job(voice, text, chance.randrange(1 << 30)))
    chance.shuffle(plan)
    return plan


def command(voice: SyntheticVoice, text: str, chance: random.Random, out: Path) -> list[str]:
    """The command line with which an older voice says `text` into the file `out`."""
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
    say_it = f'(utt.save.wave (utt.synth (Utterance Text "{text}")) "{out}" \'riff)'
    return ["festival", "--batch", f"(voice_{voice.name})", stretch, say_it]


def say(voice: SyntheticVoice, text: str, chance: random.Random) -> Samples:
    """A text in a voice, at 16 kHz.

    Raises OSError, RuntimeError or subprocess.SubprocessError when the engine fails.
    """
    text = text.replace("i'm", "I'm")
    if voice.source == "neural":
        return neural.say(voice.name, text, chance, RATE)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "said.wav"
        subprocess.run(command(voice, text, chance, out), check=True, capture_output=True, timeout=30)
        return load(out)


def _said(job: Job) -> Recording | None:
    """The recording of a job, or None when the engine failed or said something far too short, too long or too soft."""
    voice, text, seed = job
    try:
        sound = trim(say(voice, text, random.Random(seed)))
    except (subprocess.SubprocessError, OSError, RuntimeError):
        return None
    if not 1600 < len(sound) < 16000 * 7 or abs(sound).max() < 100:
        return None
    return Recording(voice.source, f"{voice.engine}:{voice.name}", text, voice.split, sound)


def synthesise(plan: Sequence[Job], processes: int) -> Iterator[Recording]:
    """Let the voices say everything. What an engine fails to say is left out, and the failures are counted."""
    failed = 0
    with Pool(processes) as pool:
        for said in tqdm(pool.imap(_said, plan, chunksize=16), total=len(plan), desc="synthetic speech", unit="clip"):
            if said is None:
                failed += 1
            else:
                yield said
    if failed:
        print(f"{failed} phrases were not said by their engine and are left out")
