"""Commands spoken over our own voice, and how often they are obeyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from tqdm import tqdm

from assistant.hearing.echo.near_end import HOP, NearEnd
from assistant.hearing.listener import Listener
from assistant.places import NEAR_END
from assistant.words.events import Heard, SpeechBegan
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.recordings import Clip
from benchmarks.room.places import Places
from benchmarks.table import Row
from benchmarks.tested import STATES, TestedListener
from training.rooms import Room, Scene, Setting, make_scene

BEFORE_S, SPREAD_S, AFTER_S = 8.5, 1.5, 4.5
"""Seconds of narration before somebody speaks, seconds by which that moment is put off at random, and seconds of
narration after the last such moment. By then the canceller knows the room, as it does in a session."""
REPEAT_S = 1.0
"""Seconds after which somebody who was not obeyed says the command again."""
REACTION_S = 0.06
"""Seconds from the moment the person is detected to silence: the fade, and what the loudspeaker's buffer holds."""
SILENT_S = 1.5
"""Seconds for which the narration gives way."""
LATE_S = 0.3
"""Seconds after the end of a command within which the person must have been detected."""
AUDIBLE_BELS = 3
"""How far below its loudest hop a recording's word may begin, in bels of power."""

Handling = Literal["cancel", "no echo", "off", "AEC3"]
"""How the echo is handled: by our canceller and detector, by a room without echo, not at all, or by WebRTC's AEC3."""


@dataclass(slots=True)
class Trial:
    """One command, spoken over us."""

    clip: Clip
    intents: frozenset[str]
    """What is listened for."""
    played: Samples
    """What we say."""
    at: int
    """The sample at which the command begins."""
    room: Room
    noise: Samples
    setting: Setting
    wanted: str
    """The intent of the command."""

    def scene(self, played: Samples, *, repeat: bool) -> Scene:
        """The scene when we play `played`, with the command said once more if `repeat`."""
        words = [(self.at, self.clip.sound)]
        if repeat:
            words.append((self.at + len(self.clip.sound) + int(REPEAT_S * INPUT_RATE), self.clip.sound))
        return make_scene(self.room, played, words, self.noise, self.setting)

    def giving_way(self, detected: int) -> Samples:
        """What is played when the person is detected at a sample: we give way, and later the sentence begins again."""
        played = self.played.copy()
        stop = detected + int(REACTION_S * INPUT_RATE)
        again = stop + int(SILENT_S * INPUT_RATE)
        played[stop:again] = 0
        rest = self.played[self.at - INPUT_RATE : self.at - INPUT_RATE + max(0, len(played) - again)]
        played[again : again + len(rest)] = rest
        return played


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial."""

    obeyed: bool
    wrong: bool
    """Whether another command was obeyed."""
    detected: int | None
    """The sample at which the person was detected, if they were."""


class Bench:
    """What every measurement needs."""

    def __init__(self, tested: TestedListener) -> None:
        """Load the near-end network."""
        self.tested = tested
        self.weights = dict(np.load(NEAR_END))
        self.saying = ""
        """What we say at this moment, as the listener asks for it."""

    def listener(self, handling: Handling, intents: frozenset[str] | None) -> Listener:
        """A listener that begins anew."""
        self.tested.listener.flush()
        self.tested.listener.listen_for(intents)
        if handling == "cancel":
            return Listener(
                self.tested.listener.recogniser, "cancel", NearEnd(self.weights), lambda _ago_s: self.saying
            )
        return Listener(self.tested.listener.recogniser, "hardware")

    def run(self, listener: Listener, heard: Samples, played: Samples) -> list[tuple[int, Heard | SpeechBegan]]:
        """The events that came of a recording, each with its sample."""
        return [
            (at + HOP, event)
            for at in range(0, len(heard) // HOP * HOP, HOP)
            for event in listener.accept(heard[at : at + HOP], played[at : at + HOP])
            if isinstance(event, Heard | SpeechBegan)
        ]

    def outcome(self, trial: Trial, handling: Handling, *, repeat: bool) -> Outcome:
        """What comes of a trial when the echo is handled so, with the command said once more if `repeat`."""
        detected: int | None = None
        played = trial.played
        if handling == "cancel":
            scene = trial.scene(played, repeat=repeat)
            first = self.run(self.listener(handling, trial.intents), scene.heard, played)
            detected = next((at for at, event in first if isinstance(event, SpeechBegan) and at > trial.at), None)
            if detected is not None:
                played = trial.giving_way(detected)
        scene = trial.scene(played, repeat=repeat)
        heard = scene.alone if handling == "no echo" else scene.heard
        if handling == "AEC3":
            heard = after_aec3(scene)
        events = self.run(self.listener(handling, trial.intents), heard, played)
        found = [event.intent for at, event in events if isinstance(event, Heard) and at > trial.at]
        return Outcome(trial.wanted in found, any(intent != trial.wanted for intent in found), detected)

    def obeyed(self, trial: Trial, handling: Handling) -> bool:
        """Whether the command is obeyed when it is said once, or when it is said twice."""
        return any(self.outcome(trial, handling, repeat=repeat).obeyed for repeat in (False, True))


def onset(sound: Samples) -> int:
    """The sample at which a recording's word begins: the first hop within 30 dB of the loudest."""
    power = np.square(sound[: len(sound) // HOP * HOP]).reshape(-1, HOP).mean(axis=1)
    return int(np.argmax(power > power.max() / 10**AUDIBLE_BELS)) * HOP


def after_aec3(scene: Scene) -> Samples:
    """The microphone after WebRTC's AEC3."""
    from pywebrtc_audio import EchoCanceller

    canceller = EchoCanceller(INPUT_RATE)
    length = len(scene.heard) // HOP * HOP
    parts = [canceller.process(scene.heard[at : at + HOP], scene.played[at : at + HOP]) for at in range(0, length, HOP)]
    return np.concatenate(parts).astype(np.float32)


def trials(bench: Bench, clips: Sequence[Clip], places: Places, played: Sequence[Samples], ratio: float) -> list[Trial]:
    """Every clip once, at a random moment, with the echo `ratio` dB above the person."""
    made = []
    for number, clip in enumerate(clips):
        meaning = bench.tested.grammar.meaning(clip.text)
        wanted = meaning.intent if meaning else ""
        intents = bench.tested.state(STATES.get(clip.text, "work")) | {wanted}
        made.append(trial(number, (clip, wanted, intents), places, played, ratio))
    return made


def trial(
    number: int, said: tuple[Clip, str, frozenset[str]], places: Places, played: Sequence[Samples], ratio: float
) -> Trial:
    """The trial of a number: its room, noise, moment and narration follow from it.

    `said` is the command, its intent, and what is listened for.
    """
    clip, wanted, intents = said
    chance = np.random.default_rng(number)
    at = int((BEFORE_S + chance.uniform(0, SPREAD_S)) * INPUT_RATE)
    setting = Setting(ratio, chance.uniform(0.02, 0.15), chance.uniform(0.5, 2.5), -25)
    over = played[number % len(played)]
    start = int(chance.integers(len(places.noise) - len(over)))
    noise = places.noise[start : start + len(over)]
    return Trial(clip, intents, over, at, places.rooms[number % len(places.rooms)], noise, setting, wanted)


def over_our_voice(bench: Bench, name: str, made: Sequence[Trial]) -> list[Row]:
    """How often the person is detected, and how often commands are obeyed at the first or the second try.

    Beside our canceller there are no canceller and AEC3. All three are compared with a room without echo, which is the
    best that can be reached.
    """
    counts = dict.fromkeys(("ceiling", "ours", "off", "AEC3", "detected", "wrong"), 0)
    late: list[float] = []
    for each in tqdm(made, desc=name, leave=False):
        counts["ceiling"] += bench.obeyed(each, "no echo")
        first = bench.outcome(each, "cancel", repeat=False)
        obeyed, wrong, detected = first.obeyed, first.wrong, first.detected
        if not obeyed:
            second = bench.outcome(each, "cancel", repeat=True)
            obeyed, wrong = second.obeyed, wrong or second.wrong
        end = each.at + len(each.clip.sound) + int(LATE_S * INPUT_RATE)
        if detected is not None and detected < end:
            counts["detected"] += 1
            late.append((detected - each.at - onset(each.clip.sound)) / INPUT_RATE + REACTION_S)
        counts["ours"] += obeyed
        counts["wrong"] += wrong
        counts["off"] += bench.obeyed(each, "off")
        counts["AEC3"] += bench.obeyed(each, "AEC3")
    many, speakers = len(made), len({each.clip.speaker for each in made})
    after = f"median {np.median(late):.2f} s from the word's first sound to silence" if late else ""
    ceiling = counts["ceiling"]
    against_ceiling = (
        ("obeyed at once or at the second try, of what is heard without echo", "ours"),
        ("the same without a canceller", "off"),
        ("the same with AEC3 alone", "AEC3"),
    )
    return [
        Row(f"{name}: the person is detected", counts["detected"], many, speakers, after),
        *(Row(f"{name}: {what}", min(counts[key], ceiling), ceiling, speakers) for what, key in against_ceiling),
        Row(f"{name}: another command was obeyed", counts["wrong"], many, speakers, "lower is better"),
    ]
