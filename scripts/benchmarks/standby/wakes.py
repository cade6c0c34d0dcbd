"""How often it wakes at the first try, for neural voices that training never met."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.app import App
from assistant.content.calling import CALLED, WAKE
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.hearing.noises import mixed
from benchmarks.hearing.synthetic import held_out_voices, say
from benchmarks.recordings import sound_of
from benchmarks.room.our_voice import spoken_by_us
from benchmarks.room.places import made_up
from benchmarks.standby.ears import OurEar
from benchmarks.table import Row, row_of
from benchmarks.tested import padded
from training.rooms import Setting, make_scene, narration

SAID = {
    "limber": WAKE, "hey limber": WAKE, "okay limber": WAKE, "limber start": CALLED + "start",
    "limber ten minutes in a chair": CALLED + "fit", "limber how am i doing": CALLED + "progress",
    "limber my back hurts": CALLED + "hurts", "limber stop": CALLED + "stop",
    "limber goodnight": CALLED + "goodnight", "limber the usual": CALLED + "usual",
}  # fmt: skip
"""What is said, and what follows."""
KITCHEN_DB = 12
ECHO_DB = 10.0
"""How far our own voice stands above the person, at the microphone."""
WHERE = ("clean", f"kitchen, {KITCHEN_DB} dB", f"over our own voice, which is {ECHO_DB:g} dB louder")
"""In what the calls are heard."""
OVER_FROM_S, OVER_S = 6.0, 11.0
"""Seconds of our own voice before somebody calls over it, and in all."""
AFTER_S = 2.0


@dataclass(frozen=True, slots=True)
class Called:
    """One call, and what came of it."""

    speaker: str
    wanted: str
    found: tuple[str, ...]


def wakes(app: App, material: Path, only: str = "") -> Iterator[Row]:
    """The rows of what begins with `only`: whether it woke at all, and whether all was understood as well."""
    kitchen = sound_of(material / "noise/household_kitchen.opus")
    kitchen = kitchen[len(kitchen) // 2 :]
    plain, ear = padded, OurEar(app)

    def clean(sound: Samples, _number: int) -> tuple[str, ...]:
        return _heard(ear, plain(sound, AFTER_S))

    def in_kitchen(sound: Samples, number: int) -> tuple[str, ...]:
        return _heard(ear, plain(mixed(sound, kitchen, KITCHEN_DB, number), AFTER_S))

    for name, hear in zip(WHERE, (clean, in_kitchen, _over_us(ear, app, material)), strict=True):
        if not name.startswith(only):
            continue
        calls = _calls(hear)
        yield row_of(f"woken at the first try, {name}", [(bool(each.found), each.speaker) for each in calls])
        yield row_of(f"and all of it understood, {name}", [(each.wanted in each.found, each.speaker) for each in calls])


def _calls(hear: Callable[[Samples, int], tuple[str, ...]]) -> list[Called]:
    pairs = [(voice, text) for voice in held_out_voices()["neural voices"] for text in SAID]
    return [
        Called(voice.name, SAID[text], hear(say(voice, text), number)) for number, (voice, text) in enumerate(pairs)
    ]


def _heard(ear: OurEar, sound: Samples) -> tuple[str, ...]:
    ear.recogniser.restart()
    ear.listener.forget()
    return tuple(event.intent for event in ear.hear(sound))


def _over_us(ear: OurEar, app: App, material: Path) -> Callable[[Samples, int], tuple[str, ...]]:
    """In a made-up room, over what is said in standby; the listener begins anew for each."""
    library = app.library()
    texts = [text for key, each in library.phrases.items() if key.startswith("standby_") for text in each]
    texts = [text for text in texts if "{" not in text and "Limber" not in text]
    ours, places = [sound for _, sound in spoken_by_us(app, texts)], made_up(material)
    saying = " ".join(texts)

    def hear(sound: Samples, number: int) -> tuple[str, ...]:
        chance = np.random.default_rng(number)
        played = narration(ours, OVER_S, chance)
        setting = Setting(ECHO_DB, chance.uniform(0.02, 0.15), chance.uniform(0.5, 2.5), -25)
        start = int(chance.integers(len(places.noise) - len(played)))
        at = int((OVER_FROM_S + chance.uniform(0, 1)) * INPUT_RATE)
        room = places.rooms[number % len(places.rooms)]
        scene = make_scene(room, played, [(at, sound)], places.noise[start : start + len(played)], setting)
        ear.over(saying)
        return tuple(event.intent for event in ear.hear(scene.heard, played))

    return hear
