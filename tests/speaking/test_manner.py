"""How every voice speaks: counts at every pace, pauses, questions, breath, and words that it would say wrongly."""

from dataclasses import replace

import numpy as np
import pytest
import soxr

from assistant.narration.script import BREATH_PACE, TICK_MOST_S, Script
from assistant.places import VOICES
from assistant.speaking.ahead import Ahead
from assistant.speaking.clips import attack
from assistant.speaking.preparing import prepared
from assistant.speaking.profile import WORDS_A_MINUTE, load_profile
from assistant.speaking.renderings import Renderings
from assistant.speaking.voice import Voice
from assistant.words.effects import Count, Tick
from assistant.words.errors import ContentError
from assistant.words.units import OUTPUT_RATE, Rate, Seconds
from tests.support.drive import library
from tests.support.pitch import end_pitch, pitches

SLOW = Rate(16000)
"""At which pitch is measured, because it is quicker."""
NUMBERS = [library().language.number_word(number) for number in (7, 77, 177)]
ASKED, TOLD = "Is it comfortable?", "It is comfortable."
COMMA, NO_COMMA = "Bend both knees, and plant your feet.", "Bend both knees and plant your feet."
SAID = (ASKED, TOLD, COMMA, NO_COMMA, "in", *NUMBERS)
AT_ONCE = [path.stem for path in sorted(VOICES.glob("*.yaml")) if load_profile(path).at_once]
ALL = sorted(path.stem for path in VOICES.glob("*.yaml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("voices")


@pytest.fixture(scope="module")
def speak(folder):
    """Makes a voice by its name, at so many words a minute; what is said ahead is rendered once."""
    made = []

    def begin(name, rate=0):
        profile = load_profile(VOICES / f"{name}.yaml")
        if profile.at_once:
            voice = Voice(replace(profile, rate=rate or profile.rate), folder, OUTPUT_RATE)
        else:
            store = Renderings(folder / name, profile)
            list(prepared(profile, store, store.missing(SAID)))
            floor = load_profile(VOICES / f"{profile.floor}.yaml")
            voice = Voice(floor, folder, OUTPUT_RATE, Ahead(profile, (store,), OUTPUT_RATE))
            voice.factor = (rate or profile.rate) / profile.rate
        made.append(voice)
        return voice

    yield begin
    for voice in made:
        voice.close()


@pytest.mark.parametrize("rate", [WORDS_A_MINUTE[0], 250, WORDS_A_MINUTE[1]])
@pytest.mark.parametrize("name", ALL)
def test_a_number_fits_half_its_second_in_every_voice_at_every_pace(speak, name, rate):
    voice = speak(name, rate)
    for word in NUMBERS:
        clip = voice.word(word, TICK_MOST_S, voice.factor)
        assert 0.1 * OUTPUT_RATE < len(clip) <= TICK_MOST_S * OUTPUT_RATE, word
        assert attack(clip) < 0.005 * OUTPUT_RATE


@pytest.mark.parametrize("name", ALL)
def test_a_comma_is_a_pause(speak, name):
    voice = speak(name)
    assert len(voice.clip(COMMA)) - len(voice.clip(NO_COMMA)) > 0.08 * OUTPUT_RATE


@pytest.mark.parametrize("name", AT_ONCE)
def test_a_question_rises_where_what_is_told_falls(speak, name):
    voice = speak(name)
    asked, told = (end_pitch(soxr.resample(voice.clip(text), OUTPUT_RATE, SLOW), SLOW) for text in (ASKED, TOLD))
    assert asked > 1.15 * told


@pytest.mark.parametrize("name", AT_ONCE)
def test_the_fastest_pace_is_the_same_person(speak, name):
    usual, fastest = (
        pitches(soxr.resample(speak(name, rate).clip(COMMA), OUTPUT_RATE, SLOW), SLOW)
        for rate in (0, WORDS_A_MINUTE[1])
    )
    assert np.median(fastest) == pytest.approx(np.median(usual), rel=0.15)


@pytest.mark.parametrize("name", ALL)
def test_a_word_to_breathe_with_is_drawn_out(speak, name):
    voice = speak(name)
    usual, drawn = len(voice.word("in", TICK_MOST_S)), len(voice.word("in", TICK_MOST_S, BREATH_PACE))
    assert 1.08 * usual < drawn <= TICK_MOST_S * OUTPUT_RATE


def test_only_the_words_to_breathe_with_are_drawn_out():
    class Words:
        def tick(self, tick):
            return tick.key

    ticks = tuple(Tick(Seconds(at), key) for at, key in enumerate(("breathe_in", "number", "breathe_out", "down")))
    cues = Script(Words(), OUTPUT_RATE).count(Count(Seconds(2), ticks))
    assert [cue.pace for cue in cues] == [BREATH_PACE, 1.0, BREATH_PACE, 1.0]
    assert [cue.at for cue in cues] == [(2 + at) * OUTPUT_RATE for at in range(4)]


def test_a_word_of_the_lexicon_is_said_as_it_is_written_there(speak, tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "engine: espeak\nvoice: en-gb-x-rp\nrate: 155\npitch: 45\nlexicon:\n  psoas: so as\n", encoding="utf-8"
    )
    mine, clear = load_profile(tmp_path / "mine.yaml"), speak("clear")
    voice = Voice(mine, tmp_path, OUTPUT_RATE)
    try:
        assert mine.respelt("Psoas, the psoas; psoases") == "so as, the so as; psoases"
        assert np.array_equal(voice.clip("The psoas."), clear.clip("The so as."))
        assert np.array_equal(voice.clip("The hip."), clear.clip("The hip."))
    finally:
        voice.close()
    joe = load_profile(VOICES / "joe.yaml")
    before, after = (Renderings(tmp_path, replace(joe, lexicon=words)) for words in ({}, {"psoas": "so as"}))
    assert before.path("The psoas.") != after.path("The psoas.")
    assert before.path("The hip.") == after.path("The hip.")


@pytest.mark.parametrize("word", ["Limber", "two words", "'1'"])
def test_a_lexicon_holds_single_words_in_small_letters(word, tmp_path):
    (tmp_path / "mine.yaml").write_text(f"engine: espeak\nvoice: en\nrate: 155\nlexicon:\n  {word}: lim ber\n")
    with pytest.raises(ContentError, match="must be a single word in small letters"):
        load_profile(tmp_path / "mine.yaml")
