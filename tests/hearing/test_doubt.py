"""A command in quiet is believed only if a second pass over the same sound hears it as well."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.audio.wav import read_wav
from assistant.coach.audible import listened_for_in
from assistant.hearing.deciding.decide import Decider
from assistant.hearing.deciding.doubt import CERTAIN, CONTRAST_DB, SAID_AGAIN_S
from assistant.hearing.deciding.memory import ALONE_S
from assistant.hearing.deciding.rules import Rules
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import Recogniser
from assistant.places import BUILT_IN_MODEL
from assistant.words.events import Heard
from assistant.words.units import INPUT_RATE
from assistant.words.verdicts import Air, Ended, Final, Partial, Reason
from tests.support.drive import grammar

TALK = Path(__file__).parent / "talk"
"""Sentences that the first pass takes for a command in an exercise."""
WORDS = Path(__file__).parent / "wav"
EXERCISING = listened_for_in("work") & {*grammar().commands.names}
TALKING = "[unk] [unk]"
OVER_US = Air(cancelled=True, ours_s=0.1, detected_s=0.1, near=1.0, near_s=1.0)
STOP_EARLY = (Partial("stop", 0.06, quiet=True), Partial("stop", 0.12, quiet=True))


def final(words, at_s=2.0, confidence=0.9, **rest):
    parts = tuple(words.split())
    times = tuple((0.3 * at, 0.3 * at + 0.3) for at in range(len(parts)))
    return Final(parts, (confidence,) * len(parts), times, at_s=at_s, contrast_db=CONTRAST_DB, **rest)


class Ear:
    """A decider whose second pass hears some words, whatever the first heard."""

    def __init__(self, second, confidence=0.9):
        self.confidence = confidence
        self.second, self.asked, self.verdicts = second, [], []
        self.decider = Decider(Rules.of(grammar(), confirmable=EXERCISING), self.verdicts.append, self.again)

    def again(self, first):
        self.asked.append(" ".join(first.words))
        return replace(final(self.second, confidence=self.confidence), at_s=first.at_s)

    def hear(self, *hypotheses, air=None):
        """The intents that are obeyed, and why the last verdict is as it is."""
        verdicts = [self.decider.hear(each, air or Air()) for each in hypotheses]
        events = [event for verdict in verdicts if verdict for event in verdict.events]
        return [event.intent for event in events if isinstance(event, Heard)], self.verdicts[-1].reason


@pytest.mark.parametrize(
    ("first", "second", "obeyed"),
    [
        ("next", "next", ["next"]),
        ("next", "next please", ["next"]),
        ("next", "easier", []),
        ("next", TALKING, []),
        ("next", "", []),
        ("oh stop", "that hurts", ["stop"]),
        ("oh stop", "stop", ["stop"]),
        ("oh stop", TALKING, []),
        ("i feel dizzy", "stop", ["symptom"]),
    ],
)
def test_the_second_pass_must_hear_the_command_as_well(first, second, obeyed):
    ear = Ear(second)
    heard, why = ear.hear(final(first))
    assert heard == obeyed
    assert ear.asked == [first]
    assert (why is Reason.NOT_AGAIN) == (not obeyed)


def test_how_sure_the_second_pass_is_of_the_same_words_does_not_matter():
    assert Ear("help", 0.1).hear(final("help"))[0] == ["help"]
    assert Ear("stop", 0.1).hear(final("oh stop"))[0] == []


def test_what_waits_to_be_alone_is_confirmed_before_it_waits():
    assert Ear("finish").hear(final("finish"), Ended())[0] == ["finish"]
    assert Ear(TALKING).hear(final("finish"), Partial("", 2.0 + ALONE_S), Ended()) == ([], Reason.NOT_AGAIN)


@pytest.mark.parametrize(
    ("hypotheses", "air"),
    [
        ([replace(final("next"), contrast_db=CONTRAST_DB - 1)], Air()),
        ([final("next")], OVER_US),
        ([final("next", confidence=CERTAIN)], Air()),
        ([*STOP_EARLY], Air()),
        ([final("pause", confidence=0.5)], Air()),
        ([final("stop stop", confidence=0.5)], Air()),
        ([*STOP_EARLY, final("stop my knee hurts")], Air()),
        ([final("seven")], Air()),
        ([final("[unk]", distances={"next": 0.01, "repeat": 0.03})], Air()),
        ([final("next", confidence=0.3, distances={"next": 0.01, "repeat": 0.03})], Air()),
    ],
    ids=[
        "in noise",
        "over our own voice",
        "certain",
        "early",
        "bare",
        "twice",
        "after an early one",
        "an answer",
        "like an example",
        "doubtful and like one",
    ],
)
def test_elsewhere_no_second_pass_is_asked(hypotheses, air):
    ear = Ear(TALKING)
    obeyed, _ = ear.hear(*hypotheses, air=air)
    assert obeyed
    assert not ear.asked


INTENTS = {
    "oh stop": "stop", "no pause": "pause", "ow ouch": "hurts", "i feel dizzy": "symptom", "next": "next", "easier": "easier",
    "finish": "finish",
}  # fmt: skip


@given(
    st.sampled_from(list(INTENTS)),
    st.sampled_from([TALKING, "", "repeat", "oh"]),
    st.floats(0.5, SAID_AGAIN_S - 0.01),
)
def test_who_says_the_same_again_is_believed(words, second, later_s):
    ear = Ear(second)
    assert ear.hear(final(words))[0] == []
    obeyed, _ = ear.hear(final(words, 2.0 + later_s, begun_s=later_s), Ended())
    assert obeyed == [INTENTS[words]]
    assert len(ear.asked) == 1


def test_a_safety_phrase_said_in_other_words_is_the_same_and_another_command_is_not():
    three = final("oh stop"), final("next", 3.0, begun_s=2.0), final("ow ouch", 4.0, begun_s=3.0)
    assert Ear(TALKING).hear(*three)[0] == ["hurts"]
    assert Ear(TALKING).hear(final("next"), final("easier", 4.0, begun_s=3.0))[0] == []
    assert Ear(TALKING).hear(final("oh stop"), final("oh stop", 2.0 + SAID_AGAIN_S, begun_s=9.0))[0] == []


def test_what_was_believed_is_not_believed_a_third_time():
    ear = Ear(TALKING)
    obeyed = [ear.hear(final("next", at_s, begun_s=at_s - 1))[0] for at_s in (2.0, 4.0, 6.0)]
    assert obeyed == [[], ["next"], []]


FAINT_OVER_US = Air(cancelled=True, ours_s=0.1, near=0.1, saying="Lift your left leg.")
"""We speak, and somebody else is hardly noticed."""


def early(words, at_s):
    return [Partial(words, at_s, quiet=True), Partial(words, at_s + 0.06, quiet=True)]


def test_a_stop_over_our_own_voice_is_believed_the_second_time():
    ear = Ear(TALKING)
    assert ear.hear(*early("stop", 1.0), final("stop", 2.0), air=FAINT_OVER_US)[0] == []
    assert ear.hear(*early("stop", 4.0), air=FAINT_OVER_US)[0] == ["stop"]
    assert Ear(TALKING).hear(*early("stop stop", 1.4), air=FAINT_OVER_US)[0] == ["stop"]


@pytest.mark.parametrize(
    "hypotheses",
    [
        [*early("stop", 1.0), final("oh stop")],
        [*early("wait", 1.0), *early("wait a minute", 1.4), final("wait a minute")],
        [*early("stop", 1.0), Partial("", 1.2), *early("stop", 1.3), final("stop")],
        [*early("stop", 1.0), *early("pause", 1.3), final("pause")],
    ],
    ids=["a longer end", "growing", "gone and back", "revised"],
)
def test_one_sound_is_not_said_twice(hypotheses):
    assert Ear(TALKING).hear(*hypotheses, air=FAINT_OVER_US)[0] == []


@pytest.mark.parametrize(
    ("air", "words", "later_s"),
    [
        (replace(FAINT_OVER_US, saying="Say stop at any time."), "stop", 2.0),
        (FAINT_OVER_US, "stop", SAID_AGAIN_S + 1),
        (FAINT_OVER_US, "next", 2.0),
    ],
    ids=["our own word", "much later", "no safety command"],
)
def test_anything_else_over_our_own_voice_needs_somebody_near(air, words, later_s):
    ear = Ear(TALKING)
    for at_s in (2.0, 2.0 + later_s):
        assert ear.hear(*early(words, at_s - 0.9), final(words, at_s, begun_s=at_s - 1.0), air=air)[0] == []


class Listening:
    """What is obeyed of a recording in an exercise, with a second pass and without."""

    def __init__(self, cache, intents, *, sleeps=False):
        self.recogniser = Recogniser(BUILT_IN_MODEL, grammar(), cache, sleeps=sleeps)
        self.recogniser.confirm(intents)
        self.recogniser.listen_for(EXERCISING)
        self.reasons = []
        self.listener = Listener(self.recogniser, on_verdict=lambda verdict: self.reasons.append(verdict.reason))

    def hear(self, path, before_s=0.0):
        self.reasons.clear()
        quiet = np.zeros(round(before_s * INPUT_RATE), np.float32)
        found = self.listener.hear(np.concatenate([quiet, read_wav(path, INPUT_RATE)]))
        return [event.intent for _, event in found if isinstance(event, Heard)]


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def once(cache):
    return Listening(cache, frozenset())


@pytest.fixture(scope="module")
def twice(cache):
    return Listening(cache, EXERCISING)


SENTENCES = sorted(TALK.glob("*.wav"))


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: path.stem)
def test_talk_that_sounds_like_a_command_is_not_obeyed(once, twice, path):
    assert once.hear(path)
    assert twice.hear(path) == []
    assert Reason.NOT_AGAIN in twice.reasons


@pytest.mark.parametrize("before_s", [0.0, 4.0, 13.0])
def test_a_long_quiet_before_it_a_changed_grammar_and_a_sleeping_decoder_change_nothing(cache, before_s):
    asleep = Listening(cache, EXERCISING, sleeps=True)
    asleep.recogniser.listen_for({"next"})
    asleep.hear(SENTENCES[0])
    asleep.recogniser.listen_for(EXERCISING)
    assert asleep.hear(SENTENCES[0], before_s) == []
    assert Reason.NOT_AGAIN in asleep.reasons


@pytest.mark.parametrize("name", ["easier", "harder", "stop", "pause", "that_hurts"])
def test_a_command_that_is_said_alone_is_obeyed_as_before(once, twice, name):
    recordings = sorted(WORDS.glob(f"{name}__*.wav"))
    obeyed = [twice.hear(path) for path in recordings]
    assert any(obeyed)
    assert obeyed == [once.hear(path) for path in recordings]
