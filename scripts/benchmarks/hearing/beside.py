"""Safety words with a short word beside them: "oh, stop", "ow, that hurts", "stop now".

Every test voice says every form alone, in the grammar of an exercise under way. In made-up rooms, with our canceller,
the voices say them by turns over narration and over a count.
"""

from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from assistant.app import App
from assistant.words.samples import Samples
from benchmarks.hearing.synthetic import held_out_voices, say
from benchmarks.recordings import Clip
from benchmarks.room.our_voice import counts, talks
from benchmarks.room.places import Places, made_up
from benchmarks.room.trials import AFTER_S, BEFORE_S, SPREAD_S, Bench, trial
from benchmarks.table import Row, row_of
from benchmarks.tested import TestedListener

FORMS = {
    "stop": (
        "oh stop", "okay stop", "no stop", "hey stop", "ow stop", "please stop", "yes stop", "oh no stop", "stop now",
        "stop please", "gosh stop", "whoops stop", "limber stop", "stop man", "stop darling",
    ),
    "pause": ("okay pause", "oh wait", "right pause", "pause please", "sorry pause", "listen wait"),
    "hurts": (
        "ow that hurts", "oh that hurts", "no that hurts", "that really hurts", "well it hurts", "that hurts now",
        "damn that hurts", "god it hurts", "that hurts mate",
    ),
}  # fmt: skip
"""What is said, by the intent that is meant. Some of the short words are in no vocabulary."""
RATIO = 10
"""The level of our echo, in dB above the person."""


def beside(tested: TestedListener, app: App, material: Path) -> list[Row]:
    """The forms that are obeyed: said alone, over narration, and over a count."""
    told = talks(app, BEFORE_S + SPREAD_S + AFTER_S)
    over = {"narration": told, "a count": counts(app, told)}
    places, bench = made_up(material), Bench(tested)
    rows = alone(tested)
    for name, played in over.items():
        rows += over_us(bench, f"over {name}", places, played)
    return rows


def forms() -> list[tuple[str, str]]:
    """Each form: its intent and its words."""
    return [(intent, text) for intent, texts in FORMS.items() for text in texts]


def known(tested: TestedListener, text: str) -> bool:
    """Whether the vocabulary has all words of a form."""
    return tested.grammar.words.issuperset(text.split())


def alone(tested: TestedListener) -> list[Row]:
    """Every form by every voice, while an exercise is done and nothing is said."""
    rows = []
    for kind, voices in held_out_voices().items():
        found: dict[bool, list[tuple[bool, str]]] = {True: [], False: []}
        for voice in voices:
            for intent, text in forms():
                heard = tested.listen(say(voice, text), tested.state("work"))
                obeyed = any(event.intent == intent for event in heard)
                found[known(tested, text)].append((obeyed, voice.name))
        rows.append(row_of(f"safety words beside a word of the vocabulary, {kind}", found[True]))
        rows.append(row_of(f"safety words beside another word, {kind}", found[False]))
    return rows


def over_us(bench: Bench, name: str, places: Places, played: Sequence[Samples]) -> list[Row]:
    """Every form by one of the voices in turn, over what we play, said once."""
    voices = [voice for group in held_out_voices().values() for voice in group]
    intents = bench.tested.state("work")
    results = []
    for number, (intent, text) in enumerate(tqdm(forms(), desc=name, leave=False)):
        voice = voices[number % len(voices)]
        clip = Clip(say(voice, text), text, voice.name, voice.source)
        made = trial(number, (clip, intent, intents), places, played, RATIO)
        results.append((bench.outcome(made, "cancel", repeat=False).obeyed, voice.name))
    return [row_of(f"safety words beside a short word, {name}, echo {RATIO} dB above the person", results)]
