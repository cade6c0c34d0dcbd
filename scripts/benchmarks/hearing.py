"""The ear, measured: people, voices and noises the model never met. `scripts/bench hearing MATERIAL [--model NAME]`.

MATERIAL is a folder with speech/ (index.tsv), noise/ and dev/coffee/, as for training. Every row has its number of
clips and speakers and a 95 % interval (Wilson, over clips). Writes docs/hearing.json, hearing.png and confusion.png.
"""

import argparse
import csv
import hashlib
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.app import App, load_commands
from assistant.coach.coach import ALWAYS
from assistant.coach.topics import triggers
from assistant.commands.hear import hear
from assistant.hearing.decoding.grammar import Grammar, spoken
from assistant.hearing.decoding.loudness import BELOW, SLICE
from assistant.hearing.decoding.model import is_own
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import Recogniser
from assistant.settings import Settings, cache_folder, model_folder
from assistant.words.events import Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks import baseline, enrolled, music
from benchmarks.stage import DOCS
from training import voices
from training.clips import UNMET, held_out, load, trim
from training.voices import VOICES, Voice

COFFEE = Path(__file__).with_name("coffee.yaml")
SNRS = (24, 18, 12, 6)
COFFEE_SNRS = (24, 21, 18, 15, 12, 9, 6)
COFFEE_NOISES = ("kitchen", "babble")
QUIET = 1e-4
PAD_S = 0.33
DIGITAL_SILENCE = 10
"""Of 32768."""
STATES = {"yes": "screen", "no": "screen", "stop": "work", "help": "work", "repeat": "ready", "start": "ready"}
"""In which state of the coach a word is tested with that state's grammar."""
DIGITS = "zero one two three four five six seven eight nine ten".split()
SAFETY = ("stop", "pause", "hurts", "symptom", "red_flag")
HARMLESS = ("louder", "quieter", "slower", "faster", "help", "where", "whats_next", "how_long", "why", "check_form")
"""Intents that change nothing about the session when they are heard by mistake."""
EVERYDAY = """good morning; have you seen my glasses; the kettle is boiling; I will call you back later; turn on the radio;
what a lovely evening; did you feed the dog; the neighbours are away; we should paint the kitchen; where is my phone;
put it on the table; it looks like rain; my sister lives in Canada; the television is broken; I need to buy some bread;
this soup tastes wonderful; the postman came at noon; please close the window; I forgot the password; tomorrow is Sunday;
the children are asleep; who left the lights burning; take an umbrella with you; my train was delayed; oh never mind"""
PARTS = "commands noise safety synthetic enrol alarms coffee delay baseline"
NOISE_PIECES, ALARM_PIECES = 4, 20
"""Pieces of music, a minute each, that words are mixed with, and others in which commands are heard by mistake."""
SLOT_PHRASES = 60
"""Of the phrases with slots, so many are said by each synthetic voice; the others are all said."""
NEURAL_PHRASES = 60
"""So many of all these are said by each neural voice, which takes a second for each."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording, what is said in it, and by whom."""

    sound: Samples
    text: str
    speaker: str
    collection: str
    cut: bool = False
    """Whether the recording ends in the middle of what is said."""


@dataclass(slots=True)
class Row:
    """One measured share."""

    name: str
    right: int
    clips: int
    speakers: int
    notes: str = ""
    share: float = field(init=False)
    low: float = field(init=False)
    high: float = field(init=False)

    def __post_init__(self) -> None:
        self.share = self.right / max(1, self.clips)
        self.low, self.high = wilson(self.right, self.clips)

    def __str__(self) -> str:
        span = f"{100 * self.low:.1f} to {100 * self.high:.1f}"
        return f"| {self.name} | {100 * self.share:.1f} % | {span} | {self.clips} | {self.speakers or '?'} | {self.notes} |"


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, right / total
    middle, span = share + z * z / 2 / total, z * math.sqrt(share * (1 - share) / total + z * z / 4 / total / total)
    return max(0.0, (middle - span) / (1 + z * z / total)), min(1.0, (middle + span) / (1 + z * z / total))


class Ear:
    """A listener that can be given a state's grammar, and what it took."""

    def __init__(self, app: App) -> None:
        self.listener: Listener = app.plain_listener()
        self.grammar = self.listener.recogniser.grammar
        self.intents = frozenset(one.name for one in self.grammar.commands.intents)
        self.took_s = self.heard_s = 0.0

    def state(self, name: str) -> frozenset[str]:
        """What the coach listens for in a state of its flow."""
        return self.intents & (ALWAYS | triggers((name, "open")))

    def listen(self, clip: Samples, intents: frozenset[str] | None = None) -> tuple[float, list[Heard]]:
        """(when the last command was decided, the commands) of a recording with quiet around it."""
        self.listener.listen_for(intents)
        begun = time.process_time()
        found = self.listener.hear(padded(clip))
        self.took_s += time.process_time() - begun
        self.heard_s += len(clip) / INPUT_RATE + 2 * PAD_S
        heard = [(at, one) for at, one in found if isinstance(one, Heard)]
        return (heard[-1][0] if heard else 0.0), [one for _, one in heard]


def padded(clip: Samples, after_s: float = PAD_S) -> Samples:
    """At a talker's level, between two pieces of faint noise."""
    quiet = np.random.default_rng(1).standard_normal(3 * INPUT_RATE).astype(np.float32) * np.float32(QUIET)
    peak = max(1e-6, float(np.abs(clip).max()))
    before, after = (quiet[: round(s * INPUT_RATE)] for s in (PAD_S, after_s))
    return np.concatenate([before, clip * np.float32(0.3 / peak), after])


def right(ear: Ear, text: str, heard: Sequence[Heard]) -> bool:
    """Whether the last thing heard is what the text means."""
    meaning = ear.grammar.meaning(text)
    return (
        bool(heard) and meaning is not None and (heard[-1].intent, heard[-1].slots) == (meaning.intent, meaning.slots)
    )


def people(material: Path) -> list[Clip]:
    """Every transcribed recording kept for the test."""
    with (material / "speech/index.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE))
    kept = [one for one in rows if held_out(one["set"], one["speaker"])]
    clips = []
    for one in tqdm(kept, desc="recordings of people", leave=False):
        whole = load(material / "speech" / one["path"])
        sound = trim(whole).astype(np.float32) / 32768
        clips.append(Clip(sound, one["transcript"].lower(), one["speaker"], one["set"], cut_off(whole)))
    return clips


def cut_off(recording: NDArray[np.int16]) -> bool:
    """Whether the last of a recording that is not digital silence is within 12 dB of the loudest."""
    sounding = np.flatnonzero(np.abs(recording) > DIGITAL_SILENCE)
    sound = recording[: sounding[-1] + 1] if len(sounding) else recording
    slices = sound[len(sound) % SLICE :].reshape(-1, SLICE).astype(np.float64)
    levels = np.sqrt(np.mean(np.square(slices), axis=1))
    return bool(levels[-1] > BELOW * levels.max())


def noises(material: Path, clips: Sequence[Clip]) -> dict[str, Samples]:
    """Half of a kitchen that training did not hear, babble of people kept for the test, and music."""
    kitchen = load(material / "noise/household_kitchen.opus").astype(np.float32) / 32768
    dishes = load(material / "noise/household_doing_the_dishes.opus").astype(np.float32) / 32768
    talk = [one.sound for one in clips if len(one.sound) > INPUT_RATE]
    chance = np.random.default_rng(3)
    babble = np.zeros(60 * INPUT_RATE, np.float32)
    for _ in range(240):
        one = talk[chance.integers(len(talk))]
        at = int(chance.integers(0, len(babble) - len(one))) if len(one) < len(babble) else 0
        part = one[: len(babble) - at]
        babble[at : at + len(part)] += part / max(1e-6, float(np.sqrt(np.mean(part**2))))
    pieces = np.concatenate([music.piece(number) for number in range(NOISE_PIECES)])
    return {
        "kitchen": kitchen[len(kitchen) // 2 :],
        "dishes": dishes[len(dishes) // 2 :],
        "babble": babble,
        "music": pieces,
    }


def loudest(sound: Samples) -> float:
    """Power of the loudest 2048 samples, the public benchmark's measure of a level."""
    frames = [sound[at : at + 2048] for at in range(0, max(1, len(sound) - 2047), 1024)]
    return max(float(np.mean(np.square(frame))) for frame in frames) + 1e-12


def mixed(clip: Samples, noise: Samples, snr: float, seed: int) -> Samples:
    """The clip in noise, `snr` dB between their loudest frames."""
    chance = np.random.default_rng(seed)
    at = int(chance.integers(0, max(1, len(noise) - len(clip) - 1)))
    part = np.resize(noise[at : at + len(clip)], len(clip))
    return clip + part * np.float32(math.sqrt(loudest(clip) / loudest(part) / 10 ** (snr / 10)))


def share(name: str, results: Iterable[tuple[bool, Clip]], notes: str = "") -> Row:
    """A row out of what went right and wrong."""
    each = list(results)
    row = Row(name, sum(ok for ok, _ in each), len(each), len({one.speaker for _, one in each}), notes)
    print(row, flush=True)
    return row


def commands(ear: Ear, clips: Sequence[Clip]) -> list[Row]:
    """Command words by people: in a state's grammar and in all phrases; and what other words are taken for."""
    words = [one for one in clips if one.text in STATES or one.text in DIGITS]
    plain = [one for one in words if one.text in STATES]
    digits = [one for one in words if one.text in DIGITS]
    others = [one for one in clips if one.collection == "speech_commands" and ear.grammar.meaning(one.text) is None]
    rows = []
    for which, name in (
        (UNMET, f"collection never met ({UNMET})"),
        ("speech_commands", "Speech Commands, people never met"),
    ):
        mine = [one for one in plain if one.collection == which]
        rows.append(
            share(f"{name}: in the state's grammar", each_in(ear, mine, lambda one: ear.state(STATES[one.text])))
        )
        every = [one for one in words if one.collection == which]
        rows.append(share(f"{name}: in all phrases", each_in(ear, every, lambda _: None)))
    rows.append(
        share("digits zero to ten, pain question's grammar", each_in(ear, digits, lambda _: ear.state("scale")))
    )
    rows.append(share("digits zero to ten, digits alone", each_in(ear, digits, lambda _: frozenset({"number"}))))
    uncut = [one for one in digits if not one.cut]
    name = "digits zero to ten, digits alone, words the recording does not cut off"
    rows.append(share(name, each_in(ear, uncut, lambda _: frozenset({"number"}))))
    for state in ("work", "screen"):
        intents = ear.state(state)
        taken = [(bool(ear.listen(one.sound, intents)[1]), one) for one in others]
        rows.append(share(f"other words taken for a command, grammar of '{state}'", taken, "lower is better"))
    taken = [(bool(ear.listen(one.sound)[1]), one) for one in others]
    rows.append(share("other words taken for a command, all phrases", taken, "lower is better"))
    return rows


def each_in(
    ear: Ear, clips: Iterable[Clip], intents: Callable[[Clip], frozenset[str] | None]
) -> Iterator[tuple[bool, Clip]]:
    """Whether each clip is heard right in a grammar."""
    for one in clips:
        yield right(ear, one.text, ear.listen(one.sound, intents(one))[1]), one


def in_noise(ear: Ear, clips: Sequence[Clip], noise: dict[str, Samples]) -> list[Row]:
    """Command words of people in the state's grammar, at each level over each noise."""
    words = [one for one in clips if one.text in STATES]
    rows = []
    for snr in SNRS:
        for kind, sound in noise.items():
            results = []
            for number, one in enumerate(words):
                found = ear.listen(mixed(one.sound, sound, snr, number), ear.state(STATES[one.text]))[1]
                results.append((right(ear, one.text, found), one))
            rows.append(share(f"command words, {kind} at {snr} dB", results))
    return rows


def safety(ear: Ear, noise: dict[str, Samples]) -> list[Row]:
    """Safety phrases of synthetic voices never met: missed, at each level (no people said most of them)."""
    texts = [spoken(" ".join(one)) for one in ear.grammar.phrases(["stop", "pause"])] + [
        "that hurts",
        "ouch",
        "my knee hurts",
    ]
    rows, sounds = [], list(noise.values())
    for kind, group in test_voices().items():
        said = [Clip(say(voice, text), text, voice.name, kind) for voice in group for text in texts]
        for snr in (None, *SNRS):
            results = []
            for number, one in enumerate(said):
                clip = one.sound if snr is None else mixed(one.sound, sounds[number % len(sounds)], snr, number)
                found = ear.listen(clip, ear.state("work"))[1]
                wanted = ear.grammar.meaning(one.text)
                results.append((not any(wanted and one.intent == wanted.intent for one in found), one))
            name = "clean" if snr is None else f"{snr} dB, one of the noises each"
            rows.append(share(f"safety phrases missed, {kind}, {name}", results, "lower is better"))
    return rows


def test_voices() -> dict[str, list[Voice]]:
    """The voices no training clip came from, by kind."""
    kept = [voice for voice in VOICES if voice.split == "test"]
    return {
        "older synthetic voices": [voice for voice in kept if voice.source == "synthetic"],
        "neural voices": [voice for voice in kept if voice.source == "neural"],
    }


def say(voice: Voice, text: str) -> Samples:
    """A text in a voice; what was said is kept, for a neural voice takes a second to say it."""
    folder = cache_folder() / "bench"
    file = folder / f"{voice.engine}-{voice.name}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.npy"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}.npy")
        np.save(draft, voices.say(voice, text, random.Random(text)))
        draft.replace(file)
    return np.load(file).astype(np.float32) / 32768


def synthetic(ear: Ear, wrong: Counter[tuple[str, str]]) -> list[Row]:
    """Phrases by voices never met, all phrases in the grammar; and sentences that are none.

    Every phrase without slots and a draw of the others by the older voices, a draw of these by the neural ones.
    """
    texts = [spoken(" ".join(phrase)) for phrase in ear.grammar.phrases()]
    plain = [text for text in texts if (found := ear.grammar.meaning(text)) and not found.slots]
    slotted = [text for text in texts if text not in plain]
    phrases = plain + random.Random(7).sample(slotted, SLOT_PHRASES)
    rows = []
    for kind, group in test_voices().items():
        results, taken = [], []
        for voice in group:
            draw = random.Random(voice.name).sample(phrases, NEURAL_PHRASES) if voice.source == "neural" else phrases
            for text in tqdm(draw, desc=voice.name, leave=False):
                clip = Clip(say(voice, text), text, voice.name, kind)
                _, found = ear.listen(clip.sound)
                meaning = ear.grammar.meaning(text)
                results.append((right(ear, text, found), clip))
                wrong[meaning.intent if meaning else "?", found[-1].intent if found else "nothing"] += 1
            for text in (one.strip() for one in EVERYDAY.split(";")):
                clip = Clip(say(voice, text), text, voice.name, kind)
                taken.append((bool(ear.listen(clip.sound)[1]), clip))
        rows.append(share(f"{kind} never met, all phrases", results))
        rows.append(share(f"everyday sentences of {kind} taken for a command", taken, "lower is better"))
    return rows


def enrolling(ear: Ear, material: Path, settings: Settings, cache: Path, clips: Sequence[Clip]) -> list[Row]:
    """Before and after `limber enrol`, in a state's grammar."""
    others = [
        padded(one.sound)
        for one in clips
        if one.collection == "speech_commands" and one.text not in enrolled.WORDS and not ear.grammar.meaning(one.text)
    ]
    random.Random(5).shuffle(others)
    found = enrolled.rows(material, model_folder(settings), cache, others, ear.state("work"))
    return [
        share(name, [(ok, Clip(np.zeros(0, np.float32), "", speaker, "")) for ok, speaker in results],
              "lower is better" if "taken" in name else "two takes of each learnt, the others tested")
        for name, results in found
    ]  # fmt: skip


def false_alarms(ear: Ear, material: Path, clips: Sequence[Clip]) -> list[dict[str, object]]:
    """Commands heard in an hour of what is none, while an exercise is counted and all phrases are possible."""
    with (material / "speech/index.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE))
    talk = [load(material / "speech" / one["path"]) for one in rows if one["set"] == "librispeech_untranscribed"]
    sentences = [one for one in clips if one.collection in ("librispeech", "speechocean762")]
    reading = [one.sound for one in sentences if not is_command(ear, one.text)]
    events = [load(path) for path in readable(sorted((material / "noise/events").glob("*.opus"))[1::2])]
    house = [load(path) for path in sorted((material / "noise").glob("household_*.opus"))]
    grunts = [load(path) for path in readable(sorted((material / "noise/grunts").glob("*.opus"))[1::2])]
    sounds = {
        "read sentences (untranscribed LibriSpeech)": [one.astype(np.float32) / 32768 for one in talk],
        "sentences of people never met": reading,
        "household noise": [one[len(one) // 2 :].astype(np.float32) / 32768 for one in house]
        + [one.astype(np.float32) / 32768 for one in events],
        "grunts and groans": [one.astype(np.float32) / 32768 for one in grunts],
        "music": [music.piece(NOISE_PIECES + number) for number in range(ALARM_PIECES)],
        "apart: sentences of people that hold the words of a command": [
            one.sound for one in sentences if is_command(ear, one.text)
        ],
    }
    found = []
    for name, each in sounds.items():
        hours = sum(map(len, each)) / INPUT_RATE / 3600
        counts: Counter[str] = Counter()
        for sound in tqdm(each, desc=name, leave=False):
            for one in ear.listen(sound, ear.state("work"))[1]:
                counts[one.intent] += 1
        safe = sum(counts[intent] for intent in SAFETY)
        changing = sum(count for intent, count in counts.items() if intent not in (*SAFETY, *HARMLESS))
        entry: dict[str, object] = {
            "name": name, "hours": round(hours, 2), "safety": safe, "changing": changing, "all": dict(counts),
        }  # fmt: skip
        found.append(entry)
        print(f"false alarms, {name}: {hours:.2f} h, safety {safe}, changing {changing}, {dict(counts)}", flush=True)
    return found


def readable(paths: Iterable[Path]) -> Iterator[Path]:
    """Files libsndfile can read."""
    import soundfile

    for path in paths:
        try:
            soundfile.info(path)
            load(path)
        except soundfile.LibsndfileError:
            continue
        yield path


def is_command(ear: Ear, text: str) -> bool:
    """Whether a sentence really holds a command."""
    words = text.split()
    return any(
        ear.grammar.meaning(" ".join(words[a:b])) for a in range(len(words)) for b in range(a + 1, len(words) + 1)
    )


def coffee(material: Path, settings: Settings, cache: Path, noise: dict[str, Samples]) -> list[Row]:
    """Orders of the public benchmark, the intent and every labelled slot, at its levels in a kitchen and in babble.

    Its own second noise is a cafe's, which we have not; ours is denser.
    """
    folder = material / "dev/coffee"
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    listener = Listener(Recogniser(model_folder(settings), Grammar(load_commands(COFFEE)), cache))
    clips = [load(folder / name).astype(np.float32) / 32768 for name in labels]

    def heard(where: str, sounds: Iterable[Samples]) -> Row:
        results = []
        for (name, label), sound in zip(labels.items(), sounds, strict=True):
            said = hear(listener, folder / name, padded(sound))["slots"]
            slots = {key: value for key, value in said.items() if key in SLOTS}
            wanted = {key: value.strip() for key, value in label["slots"].items()}
            results.append((slots == wanted, Clip(sound, name, name, "coffee")))
        return share(f"coffee orders, {where}", results, "development clips")

    rows = [heard("clean", clips)]
    for kind in COFFEE_NOISES:
        for snr in COFFEE_SNRS:
            sounds = (mixed(clip, noise[kind], snr, number) for number, clip in enumerate(clips))
            rows.append(heard(f"{kind} at {snr} dB", sounds))
    return rows


def side_by_side(ear: Ear, clips: Sequence[Clip]) -> list[Row]:
    """PocketSphinx, where it is installed, and the published Vosk model, where it was fetched, on the same clips."""
    rows = [share(name, results) for name, results in baseline.rows(ear.grammar, clips, STATES, ear.state)]
    fetched = model_folder(Settings())
    if is_own(fetched):
        return rows
    theirs = Ear(App.open(Settings(model=str(fetched))))
    for which in (UNMET, "speech_commands"):
        words = [one for one in clips if one.collection == which and one.text in STATES]
        state = each_in(theirs, words, lambda one: theirs.state(STATES[one.text]))
        rows.append(share(f"{fetched.name}, {which}: in the state's grammar", state))
        rows.append(share(f"{fetched.name}, {which}: in all phrases", each_in(theirs, words, lambda _: None)))
    return rows


SLOTS = ("coffeeDrink", "roast", "numberOfShots", "size", "milkAmount", "sugarAmount")


def delays(ear: Ear, clips: Sequence[Clip]) -> list[float]:
    """Seconds from the end of a trimmed word to its decision."""
    found = []
    for one in clips:
        if one.text in STATES:
            ear.listener.listen_for(ear.state(STATES[one.text]))
            said = ear.listener.hear(padded(one.sound, 2.0))  # long enough to end by itself, not with the file
            decided = [(at, each) for at, each in said if isinstance(each, Heard)]
            if right(ear, one.text, [each for _, each in decided]):
                at = decided[-1][0]
                found.append(at - PAD_S - len(one.sound) / INPUT_RATE + 0.12)  # trim leaves 0.12 s after the word
    return found


ALONE = """
import json, time
from assistant.app import App
from assistant.settings import Settings
from benchmarks.stage import most_mb

def ear():
    begun = time.monotonic()
    app.recogniser()
    return round(time.monotonic() - begun, 2)

app = App.open(Settings(model=%r))
compile_s = ear()
memory_mb = round(most_mb())
print(json.dumps({"compile_s": compile_s, "load_s": ear(), "memory_mb": memory_mb}))
"""
"""A process that does nothing but make the ear twice, first with nothing in the cache."""


def costs(app: App, ear: Ear, clips: Sequence[Clip]) -> dict[str, float]:
    """Time, memory, size and delay, as far as they were measured in this run."""
    with tempfile.TemporaryDirectory() as fresh:
        line = [sys.executable, "-c", ALONE % app.settings.model]
        said = subprocess.run(
            line, check=True, capture_output=True, text=True, env={**os.environ, "XDG_CACHE_HOME": fresh}
        )
    found: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    files = [path for path in model_folder(app.settings).rglob("*") if path.is_file()]
    found["model_mb"] = round(sum(path.stat().st_size for path in files) / 1e6, 1)
    if ear.heard_s:
        found["real_time_factor"] = round(ear.took_s / ear.heard_s, 4)
    if clips:
        late = delays(ear, clips)
        found["delay_median_s"] = round(float(np.median(late)), 3)
        found["delay_p95_s"] = round(float(np.percentile(late, 95)), 3)
    return found


def draw_noise(rows: Sequence[Row]) -> None:
    """Accuracy over noise, as a picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    levels: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row in rows:
        kind, level = row.name.removeprefix("command words, ").split(" at ")
        levels[kind].append((int(level.split()[0]), 100 * row.share))
    figure, axes = plt.subplots(figsize=(6, 4))
    for kind, points in levels.items():
        axes.plot(*zip(*points, strict=True), marker="o", label=kind)
    axes.invert_xaxis()
    axes.set(xlabel="dB between the loudest frames of word and noise", ylabel="% right", ylim=(0, 101))
    axes.set_title("Command words by people never met, in the state's grammar", fontsize=9)
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(DOCS / "hearing.png", dpi=110, bbox_inches="tight")


def draw_confusion(wrong: Counter[tuple[str, str]]) -> None:
    """Which intent is taken for which, as a picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    names = sorted({name for pair in wrong for name in pair})
    matrix = np.array([[wrong[a, b] for b in names] for a in names], float)
    matrix /= np.maximum(1, matrix.sum(1, keepdims=True))
    figure, axes = plt.subplots(figsize=(11, 11))
    axes.imshow(matrix, cmap="Blues")
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set(xlabel="heard", ylabel="said", title="Synthetic voices never met, all phrases in the grammar")
    figure.savefig(DOCS / "confusion.png", dpi=90, bbox_inches="tight")


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench hearing", description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("--model", default="limber-en")
    parser.add_argument("--only", default="", help=f"some of: {PARTS}")
    parser.add_argument("--dry", action="store_true", help="write nothing into docs/")
    asked = parser.parse_args()
    parts = asked.only.split() or PARTS.split()
    settings = Settings(model=asked.model)
    app = App.open(settings)
    ear = Ear(app)
    clips = people(asked.material)
    noise = noises(asked.material, clips)
    wrong: Counter[tuple[str, str]] = Counter()
    print("| what | share | 95 % interval | clips | speakers | |\n|---|---|---|---|---|---|")
    rows: dict[str, list[Row]] = {}
    if "commands" in parts:
        rows["commands"] = commands(ear, clips)
    if "noise" in parts:
        rows["noise"] = in_noise(ear, clips, noise)
    if "safety" in parts:
        rows["safety"] = safety(ear, noise)
    if "synthetic" in parts:
        rows["synthetic"] = synthetic(ear, wrong)
    if "enrol" in parts:
        rows["enrol"] = enrolling(ear, asked.material, settings, app.cache, clips)
    if "coffee" in parts:
        rows["coffee"] = coffee(asked.material, settings, app.cache, noise)
    if "baseline" in parts:
        rows["baseline"] = side_by_side(ear, clips)
    alarms = false_alarms(ear, asked.material, clips) if "alarms" in parts else []
    figures = costs(app, ear, clips if "delay" in parts else ())
    print(figures)
    if asked.dry:
        return
    DOCS.mkdir(exist_ok=True)
    file = DOCS / "hearing.json"
    fresh = {name: [asdict(one) for one in each] for name, each in rows.items()}
    data = json.loads(file.read_text(encoding="utf-8")) if asked.only and file.exists() else {"rows": {}, "alarms": []}
    data["rows"] |= fresh
    data["alarms"] = alarms or data["alarms"]
    data |= figures
    if "noise" in rows:
        draw_noise(rows["noise"])
    if wrong:
        draw_confusion(wrong)
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
