"""What we say in the made-up rooms: sentences and counts in our own voice, at 16 kHz."""

from collections.abc import Sequence

import numpy as np

from assistant.app import App
from assistant.content.load import load_library
from assistant.running.voices import late_store
from assistant.settings import voice_file
from assistant.speaking.preparing import prepared
from assistant.speaking.profile import load_profile
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from training.rooms import narration

TALKS = 24
"""How many different narrations there are."""
COUNT_FROM_S = 5.0
"""Seconds of narration before a count begins."""
EVERY = 4
"""Of the sentences of the exercises every fourth is used. All of them would take longer to say than they tell more."""
COUNTED = 30
"""How far it is counted before it begins anew."""
NUMBER_MOST_S = 0.48
"""The longest that a counted number may last, in seconds."""


def our_sentences(app: App) -> list[tuple[str, Samples]]:
    """A part of the exercises' sentences, each with its sound."""
    library = load_library()
    return spoken_by_us(app, [text for exercise in library.exercises.values() for text in exercise.setup][::EVERY])


def spoken_by_us(app: App, texts: Sequence[str]) -> list[tuple[str, Samples]]:
    """Texts, each with its sound; a voice that is rendered ahead has what it lacks rendered first."""
    _have_rendered(app, texts)
    voice = app.voice(rate=INPUT_RATE)
    try:
        return [(text, voice.clip(text)) for text in texts]
    finally:
        voice.close()


def _have_rendered(app: App, texts: Sequence[str]) -> None:
    profile = load_profile(voice_file(app.settings.voice))
    if not profile.at_once:
        store = late_store(profile, app.cache)
        for _ in prepared(profile, store, store.missing(texts)):
            pass


def counting(app: App, seconds: float) -> Samples:
    """Numbers, one each second."""
    language = load_library().language
    _have_rendered(app, [language.number_word(number) for number in range(1, COUNTED + 1)])
    voice = app.voice(rate=INPUT_RATE)
    try:
        out = np.zeros(int(seconds * INPUT_RATE), np.float32)
        for second in range(int(seconds)):
            word = voice.word(language.number_word(second % COUNTED + 1), NUMBER_MOST_S)
            part = word[: len(out) - second * INPUT_RATE]
            out[second * INPUT_RATE : second * INPUT_RATE + len(part)] = part
        return out
    finally:
        voice.close()


def talks(app: App, seconds: float) -> list[Samples]:
    """Narrations of a length, each of other sentences."""
    ours = [sound for _, sound in our_sentences(app)]
    return [narration(ours, seconds, np.random.default_rng(number)) for number in range(TALKS)]


def counts(app: App, told: Sequence[Samples]) -> list[Samples]:
    """The beginning of each narration, and a count after it; as long as the narration."""
    begun = int(COUNT_FROM_S * INPUT_RATE)
    return [np.concatenate([talk[:begun], counting(app, len(talk) / INPUT_RATE - COUNT_FROM_S)]) for talk in told]
