"""Our words by people, cut from sentences: they ran on from word to word, so they are harder than a word said alone.

The words are found by forced alignment. Of many of our words there is no other recording by people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.hearing.decoding.model import pronunciations_of
from assistant.hearing.decoding.network import PhoneNetwork
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.hearing.alignment import spans
from benchmarks.recordings import Clip
from benchmarks.table import Row, row_of
from benchmarks.tested import TestedListener

COLLECTION = "speechocean762"
"""Sentences of second-language speakers, whose list of speakers names their ages."""
CHILDREN = frozenset(f"so_{name}" for name in "0005 0048 0054 0094 0096 0131 1197 2034 3075 5017 5039".split())
"""The held-out speakers who are under 13, by the list `spk2age` of the collection. They are 6 to 12."""
MARGIN_S = 0.03
"""Seconds that are kept on each side of a word."""
FADE_S = 0.01
"""Seconds over which a cut becomes loud and soft, so that it does not click."""
OTHERS_EVERY = 3
"""Of the words that are not ours, every so many are tested."""
STATES = ("work", "ready", "screen")
"""The states of the coach in whose grammars a word is tested: the first one that listens for it."""


def cuts(tested: TestedListener, clips: Sequence[Clip], model: Path) -> list[Row]:
    """Our words and digits, heard right, and other words, taken for a command; by children and by others."""
    found = list(cut_words(clips, model))
    grown = [clip for clip in found if clip.speaker not in CHILDREN]
    young = [clip for clip in found if clip.speaker in CHILDREN]
    return [*_rows(tested, "13 years and older", grown), *_rows(tested, "children of 6 to 12 years", young)]


def _rows(tested: TestedListener, who: str, words: Sequence[Clip]) -> Sequence[Row]:
    meant = {clip.text: tested.grammar.meaning(clip.text) for clip in words}
    numbers = {text for text, meaning in meant.items() if meaning and meaning.intent == "number"}
    digits = [clip for clip in words if clip.text in numbers]
    ours = [clip for clip in words if meant[clip.text] and clip.text not in numbers]
    others = [clip for clip in words if not meant[clip.text]][::OTHERS_EVERY]
    listened = {text: _state(tested, meaning.intent) for text, meaning in meant.items() if meaning}
    within = [clip for clip in ours if listened[clip.text]]
    name, work = f"words cut from sentences, {who}", tested.state("work")
    return [
        row_of(f"{name}: ours, in a state's grammar", tested.results(within, lambda clip: listened[clip.text])),
        row_of(f"{name}: ours, in all phrases", tested.results(ours, lambda _: None)),
        row_of(f"{name}: digits, digits alone", tested.results(digits, lambda _: frozenset({"number"}))),
        row_of(f"{name}: others, taken for a command in 'work'", tested.accepted(others, work), "lower is better"),
    ]


def cut_words(clips: Sequence[Clip], model: Path) -> Iterator[Clip]:
    """Every word of every sentence of the collection."""
    network = PhoneNetwork(model)
    said = [clip for clip in clips if clip.collection == COLLECTION and len(clip.text.split()) > 1]
    lexicon = pronunciations_of(model, {word for clip in said for word in clip.text.split()}, {})
    for clip in said:
        words = clip.text.split()
        for word, (start, end) in zip(words, spans(network, clip.sound, words, lexicon), strict=True):
            yield replace(clip, sound=_faded(clip.sound, start, end), text=word)


def _faded(sound: Samples, start: int, end: int) -> Samples:
    margin, fade = round(MARGIN_S * INPUT_RATE), round(FADE_S * INPUT_RATE)
    piece = sound[max(0, start - margin) : end + margin].copy()
    piece[:fade] *= np.linspace(0, 1, fade, dtype=np.float32)
    piece[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return piece


def _state(tested: TestedListener, intent: str) -> frozenset[str]:
    """What is listened for in the first state in which this intent is; nothing: in none of them."""
    grammars = (tested.state(name) for name in STATES)
    return next((grammar for grammar in grammars if intent in grammar), frozenset())
