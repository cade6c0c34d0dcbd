"""Being heard over our own voice, measured in made-up rooms. `scripts/bench room MATERIAL [--commands N] [--minutes M]`.

MATERIAL is a folder with speech/ and noise/, as for training. People never trained on speak commands over our
narration in image-source rooms the gate was not trained in; beside the whole of it, the same recogniser with no echo,
with no canceller, and with WebRTC's AEC3 alone. Writes docs/room.json. `scripts/bench room_live` measures the program.
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from assistant.app import App
from assistant.audio.mixer import LATELY_S
from assistant.content.load import load_library
from assistant.hearing.decoding.grammar import spoken
from assistant.hearing.echo.near_end import HOP, NearEnd
from assistant.hearing.listener import Listener
from assistant.narration.phrasing import Phrasing
from assistant.places import NEAR_END
from assistant.settings import Settings
from assistant.words.effects import Line
from assistant.words.events import Heard, SpeechBegan
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.hearing import STATES, Clip, Ear, Row, people
from benchmarks.stage import DOCS
from training.clips import load
from training.rooms import Room, Scene, Setting, make_room, make_scene, narration

RATIOS = (0, 10, 20)
BEFORE_S = 8.5
"""Of narration before somebody speaks: the canceller knows the room by then, as it does in a session."""
AFTER_S = 4.5
REPEAT_S = 1.0
"""After which somebody who was not obeyed says it again."""
REACTION_S = 0.06
"""From the gate to silence: the fade, and what the loudspeaker's buffer holds."""
SILENT_S = 1.5
ROOMS = 12
LATE_S = 0.3
AUDIBLE_BELS = 3
COUNT_FROM_S = 5.0
"""A count follows on narration."""


@dataclass(slots=True)
class Trial:
    """One command, spoken over us."""

    clip: Clip
    state: frozenset[str]
    played: Samples
    at: int
    room: Room
    noise: Samples
    setting: Setting
    wanted: str

    def scene(self, played: Samples, *, repeat: bool) -> Scene:
        words = [(self.at, self.clip.sound)]
        if repeat:
            words.append((self.at + len(self.clip.sound) + int(REPEAT_S * INPUT_RATE), self.clip.sound))
        return make_scene(self.room, played, words, self.noise, self.setting)

    def held(self, opened: int) -> Samples:
        """What is played when narration gives way at a sample, and takes the sentence up again later."""
        played = self.played.copy()
        stop = opened + int(REACTION_S * INPUT_RATE)
        again = stop + int(SILENT_S * INPUT_RATE)
        played[stop:again] = 0
        rest = self.played[self.at - INPUT_RATE : self.at - INPUT_RATE + max(0, len(played) - again)]
        played[again : again + len(rest)] = rest
        return played


@dataclass(frozen=True, slots=True)
class Places:
    """Rooms, and the noise in them."""

    rooms: Sequence[Room]
    noise: Samples


class Bench:
    """What every measurement needs."""

    def __init__(self, app: App) -> None:
        self.ear = Ear(app)
        self.weights = dict(np.load(NEAR_END))
        self.saying = ""

    def listener(self, way: str, state: frozenset[str] | None) -> Listener:
        self.ear.listener.flush()
        self.ear.listener.listen_for(state)
        if way == "cancel":
            return Listener(self.ear.listener.recogniser, "cancel", NearEnd(self.weights), lambda: self.saying)
        return Listener(self.ear.listener.recogniser, "hardware")

    def run(self, listener: Listener, heard: Samples, played: Samples) -> list[tuple[int, Heard | SpeechBegan]]:
        """What came of a recording, and at which sample."""
        return [
            (at + HOP, one)
            for at in range(0, len(heard) // HOP * HOP, HOP)
            for one in listener.accept(heard[at : at + HOP], played[at : at + HOP])
            if isinstance(one, Heard | SpeechBegan)
        ]

    def obeyed(self, trial: Trial, way: str, *, repeat: bool) -> tuple[bool, bool, int | None]:
        """(obeyed, something else was done, when narration gave way)."""
        opened: int | None = None
        played = trial.played
        if way == "cancel":
            scene = trial.scene(played, repeat=repeat)
            first = self.run(self.listener(way, trial.state), scene.heard, played)
            opened = next((at for at, one in first if isinstance(one, SpeechBegan) and at > trial.at), None)
            if opened is not None:
                played = trial.held(opened)
        scene = trial.scene(played, repeat=repeat)
        heard = scene.alone if way == "no echo" else scene.heard
        if way == "AEC3":
            heard = strict(scene)
        found = [
            one
            for at, one in self.run(self.listener(way, trial.state), heard, played)
            if isinstance(one, Heard) and at > trial.at
        ]
        right = any(one.intent == trial.wanted for one in found)
        return right, any(one.intent != trial.wanted for one in found), opened


def onset(sound: Samples) -> int:
    """The sample at which a recording's word begins: the first hop within 30 dB of its loudest."""
    power = np.square(sound[: len(sound) // HOP * HOP]).reshape(-1, HOP).mean(axis=1)
    return int(np.argmax(power > power.max() / 10**AUDIBLE_BELS)) * HOP


def strict(scene: Scene) -> Samples:
    """The microphone after AEC3."""
    from pywebrtc_audio import EchoCanceller

    canceller = EchoCanceller(INPUT_RATE)
    length = len(scene.heard) // HOP * HOP
    parts = [canceller.process(scene.heard[at : at + HOP], scene.played[at : at + HOP]) for at in range(0, length, HOP)]
    return np.concatenate(parts).astype(np.float32)


def our_sentences(app: App) -> list[tuple[str, Samples]]:
    """Everything the exercises say, a part of it, at 16 kHz."""
    library = load_library()
    texts = [text for one in library.exercises.values() for text in one.setup][::4]
    return spoken_by_us(app, texts)


def spoken_by_us(app: App, texts: Sequence[str]) -> list[tuple[str, Samples]]:
    """Texts in our own voice."""
    voice = app.voice(rate=INPUT_RATE)
    try:
        return [(text, voice.clip(text)) for text in texts]
    finally:
        voice.close()


def counting(app: App, seconds: float) -> Samples:
    """Numbers on the second."""
    numbers = load_library().language
    voice = app.voice(rate=INPUT_RATE)
    try:
        out = np.zeros(int(seconds * INPUT_RATE), np.float32)
        for second in range(int(seconds)):
            word = voice.word(numbers.number_word(second % 30 + 1), 0.48)
            part = word[: len(out) - second * INPUT_RATE]
            out[second * INPUT_RATE : second * INPUT_RATE + len(part)] = part
        return out
    finally:
        voice.close()


def trials(bench: Bench, clips: Sequence[Clip], places: Places, played: Sequence[Samples], ratio: float) -> list[Trial]:
    """Every clip once, at a random moment."""
    rooms, noise = places.rooms, places.noise
    made = []
    for number, clip in enumerate(clips):
        chance = np.random.default_rng(number)
        at = int((BEFORE_S + chance.uniform(0, 1.5)) * INPUT_RATE)
        setting = Setting(ratio, chance.uniform(0.02, 0.15), chance.uniform(0.5, 2.5), -25)
        over = played[number % len(played)]
        start = int(chance.integers(len(noise) - len(over)))
        meaning = bench.ear.grammar.meaning(clip.text)
        state = bench.ear.state(STATES.get(clip.text, "work")) | {meaning.intent if meaning else ""}
        made.append(
            Trial(clip, state, over, at, rooms[number % len(rooms)], noise[start : start + len(over)], setting,
                  meaning.intent if meaning else "")
        )  # fmt: skip
    return made


def over_our_voice(bench: Bench, name: str, made: Sequence[Trial]) -> list[Row]:
    """The gate, and commands obeyed at first try or after one repeat, beside the ceiling and the alternatives."""
    counts = dict.fromkeys(("ceiling", "ours", "off", "AEC3", "gate", "wrong"), 0)
    late: list[float] = []
    for trial in tqdm(made, desc=name, leave=False):
        ceiling = any(bench.obeyed(trial, "no echo", repeat=repeat)[0] for repeat in (False, True))
        right, wrong, opened = bench.obeyed(trial, "cancel", repeat=False)
        if not right:
            right, again, _ = bench.obeyed(trial, "cancel", repeat=True)
            wrong |= again
        end = trial.at + len(trial.clip.sound) + int(LATE_S * INPUT_RATE)
        if opened is not None and opened < end:
            counts["gate"] += 1
            late.append((opened - trial.at - onset(trial.clip.sound)) / INPUT_RATE + REACTION_S)
        counts["ceiling"] += ceiling
        counts["ours"] += right
        counts["wrong"] += wrong
        for way in ("off", "AEC3"):
            counts[way] += any(bench.obeyed(trial, way, repeat=repeat)[0] for repeat in (False, True))
    many, people_n = len(made), len({trial.clip.speaker for trial in made})
    after = f"median {np.median(late):.2f} s from the word's first sound to silence" if late else ""
    ceiling = counts["ceiling"]
    return [
        Row(f"{name}: the gate opens", counts["gate"], many, people_n, after),
        Row(f"{name}: obeyed at once or at the second try, of what is heard without echo", min(counts["ours"], ceiling), ceiling, people_n),
        Row(f"{name}: the same without a canceller", min(counts["off"], ceiling), ceiling, people_n),
        Row(f"{name}: the same with AEC3 alone", min(counts["AEC3"], ceiling), ceiling, people_n),
        Row(f"{name}: another command was obeyed", counts["wrong"], many, people_n, "lower is better"),
    ]  # fmt: skip


def alone(bench: Bench, app: App, places: Places, minutes: float) -> dict[str, float]:
    """Narration that says every command word, nobody there: commands and pauses, an hour."""
    rooms, noise = places.rooms, places.noise
    library = load_library()
    helps = {one.name: one.help for one in app.commands.intents}
    phrasing = Phrasing(library, helps)
    texts = [f"You can say {spoken(' '.join(phrase))}." for phrase in bench.ear.grammar.phrases()]
    texts += [text for text, _ in our_sentences(app)]
    texts += phrasing.say(Line("closing_unwell"), 2)
    random.Random(3).shuffle(texts)
    sentences = spoken_by_us(app, texts[: int(minutes * 20)])
    false = pauses = 0
    seconds = paused_at = 0.0
    parts = np.array_split(np.arange(len(sentences)), max(1, int(minutes)))
    for number, part in enumerate(tqdm(parts, desc="narration alone", leave=False)):
        chance = np.random.default_rng(number)
        state = bench.ear.state(("work", "ready", "welcome")[number % 3])
        gap = np.zeros(int(0.65 * INPUT_RATE), np.float32)
        pieces = [piece for at in part for piece in (sentences[at][1], gap)]
        played = np.concatenate(pieces)
        start = int(chance.integers(max(1, len(noise) - len(played))))
        around = np.resize(noise[start : start + len(played)], len(played))
        scene = make_scene(rooms[number % len(rooms)], played, [], around, Setting(chance.uniform(0, 20), 0.08, 2, -20))
        listener = bench.listener("cancel", state)
        bounds = np.cumsum([len(piece) for piece in pieces])
        for at in range(0, len(played) // HOP * HOP, HOP):
            earlier = max(0, at - round(LATELY_S * INPUT_RATE))
            both = (min(len(part) - 1, int(np.searchsorted(bounds, when)) // 2) for when in (earlier, at))
            bench.saying = " ".join(sentences[part[number]][0] for number in both)
            for one in listener.accept(scene.heard[at : at + HOP], played[at : at + HOP]):
                false += isinstance(one, Heard)
                now = seconds + at / INPUT_RATE
                if isinstance(one, SpeechBegan) and now - paused_at > SILENT_S:
                    pauses, paused_at = pauses + 1, now
        seconds += len(played) / INPUT_RATE
    bench.saying = ""
    return {"hours": round(seconds / 3600, 2), "false_commands": false, "pauses": pauses}


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench room", description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("--commands", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--ratios", type=int, nargs="+", default=RATIOS, help="dB of the echo above the user")
    parser.add_argument("--dry", action="store_true", help="write nothing into docs/")
    asked = parser.parse_args()
    app = App.open(Settings())
    bench = Bench(app)
    clips = [one for one in people(asked.material) if one.text in STATES]
    random.Random(2).shuffle(clips)
    clips = clips[: asked.commands]
    rooms = [make_room(np.random.default_rng(90_000 + number)) for number in range(ROOMS)]
    sounds = [load(asked.material / f"noise/household_{name}.opus") for name in ("kitchen", "doing_the_dishes")]
    noise = np.concatenate([one[len(one) // 2 :] for one in sounds]).astype(np.float32) / 32768
    places = Places(rooms, noise)
    ours = [sound for _, sound in our_sentences(app)]
    length = BEFORE_S + 1.5 + AFTER_S
    talks = [narration(ours, length, np.random.default_rng(number)) for number in range(24)]
    rows: list[Row] = []
    for ratio in asked.ratios:
        rows += over_our_voice(
            bench, f"over narration, echo {ratio} dB above the user", trials(bench, clips, places, talks, ratio)
        )
    told = int(COUNT_FROM_S * INPUT_RATE)
    counted = [np.concatenate([talk[:told], counting(app, length - COUNT_FROM_S)]) for talk in talks]
    rows += over_our_voice(bench, "over a count, echo 10 dB above", trials(bench, clips, places, counted, 10))
    print("| what | share | 95 % interval | clips | speakers | |\n|---|---|---|---|---|---|")
    for row in rows:
        print(row)
    quiet = alone(bench, app, places, asked.minutes)
    print(f"narration that says every command, nobody there: {quiet}")
    if not asked.dry:
        data = {"rows": [asdict(row) for row in rows], "alone": quiet}
        (DOCS / "room.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
