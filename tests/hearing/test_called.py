"""In standby: the wake phrase is heard also where what was said after it is not understood."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import load_commands
from assistant.content.calling import CALLED, WAKE, resting, standby_vocabulary
from assistant.hearing.deciding.decide import decide
from assistant.hearing.deciding.memory import Memory
from assistant.hearing.deciding.rules import CONFIDENCE_WAKE, FOLLOWS_S, Rules
from assistant.hearing.decoding.grammar import UNKNOWN, Grammar
from assistant.words.verdicts import Air, Final
from tests.hearing.deciding import Stream, heard_intents

NAMES = st.sampled_from(["limber", "hey limber", "okay limber"])
REST = st.lists(st.sampled_from([UNKNOWN, "begin", "number", "stop", "it"]), max_size=4)
QUIET = Air()
SURE = st.floats(CONFIDENCE_WAKE, 1.0)


@cache
def rules():
    return Rules(Grammar(standby_vocabulary(load_commands())), sentences=True)


def decided(words, confidences, air=QUIET, times=()):
    final = Final(words, confidences, times, listened_for=resting(rules().grammar.commands))
    verdict, _ = decide(final, air, Memory(), rules())
    return verdict.events


def over_us(detected_s):
    return Air(cancelled=True, ours_s=0.1, detected_s=detected_s, near=0.9, near_s=0.5, room="known", saying="Hello.")


@given(NAMES, SURE, REST)
def test_over_our_own_voice_the_name_wakes_whatever_doubtful_words_follow(name, sure, rest):
    words = (*name.split(), *rest)
    confidences = (sure,) * len(name.split()) + (0.2,) * len(rest)
    (intent,) = heard_intents(decided(words, confidences, over_us(0.3)))
    assert intent == WAKE
    assert heard_intents(decided(words, confidences, over_us(None))) == []


@pytest.mark.parametrize(("rest", "intents"), [("start", [WAKE]), ("begin number", []), (UNKNOWN, [])])
def test_in_quiet_a_wish_that_is_nearly_understood_wakes_and_talk_does_not(rest, intents):
    words = ("limber", *rest.split())
    assert heard_intents(decided(words, (1.0,) + (0.45,) * (len(words) - 1))) == intents


@given(NAMES, st.floats(0.0, CONFIDENCE_WAKE, exclude_max=True), REST)
def test_a_doubtful_name_wakes_nobody(name, doubtful, rest):
    words = (*name.split(), *rest)
    found = heard_intents(decided(words, (doubtful,) * len(name.split()) + (1.0,) * len(rest)))
    assert not [intent for intent in found if intent == WAKE or intent.startswith(CALLED)]


@pytest.mark.parametrize("words", [f"{UNKNOWN} limber", "it limber begin", "number limber"])
def test_a_name_in_the_midst_of_a_sentence_wakes_nobody(words):
    said = tuple(words.split())
    assert heard_intents(decided(said, (1.0,) * len(said))) == []


@pytest.mark.parametrize(
    ("heard", "intents"),
    [
        ("lumberjack:0.33", [WAKE]),  # each was heard for the name, over our own voice
        ("lieber:0.87", [WAKE]),
        ("limber:0.54", [WAKE]),
        ("limber:0.45", []),
        ("december:0.9", []),
        ("lumber:0.9 lumber:0.9", []),
        (f"{UNKNOWN}:0.9", []),
    ],
)
def test_over_our_own_voice_a_name_that_is_blurred_wakes_if_somebody_was_detected(heard, intents):
    words, sure = zip(*(entry.split(":") for entry in heard.split()), strict=True)
    confidences = tuple(map(float, sure))
    assert heard_intents(decided(words, confidences, over_us(0.3))) == intents
    assert heard_intents(decided(words, confidences, over_us(None))) == []
    assert heard_intents(decided(words, confidences)) == []


@pytest.mark.parametrize(
    ("words", "times", "intents"),
    [
        ("limber how am i doing", [(0.87, 1.26), *[(1.47, 2.76)] * 4], [CALLED + "progress"]),
        ("limber start", [(0.2, 0.6), (0.6 + FOLLOWS_S, 1.8)], [CALLED + "start"]),
        ("limber start", [(0.15, 0.6), (1.98, 2.46)], []),  # such gaps were heard in talk over music
        ("hey limber i'm ready", [(0.18, 0.6), (0.18, 0.6), (3.84, 4.9), (3.84, 4.9)], []),
        ("limber i'm ready", [(-0.18, 0.21), (0.69, 1.38), (0.69, 1.38)], []),  # talk that was cut in two
        ("limber i'm ready", [(0.18, 0.21), (0.69, 1.38), (0.69, 1.38)], [CALLED + "start"]),
        ("goodnight limber", [(0.2, 0.8), (2.1, 2.6)], []),
    ],
)
def test_a_call_begins_its_utterance_after_quiet_and_goes_on_at_once(words, times, intents):
    said = tuple(words.split())
    assert heard_intents(decided(said, (1.0,) * len(said), times=tuple(times))) == intents


@pytest.mark.parametrize(
    ("words", "intents"),
    [
        ("limber can we start", [CALLED + "start"]),
        ("limber i want ten minutes", [CALLED + "fit"]),
        ("limber i want let's go", []),
        ("okay limber i want begin", []),
        ("limber can we i fell", []),
    ],
)
def test_what_stands_between_the_name_and_a_wish_fits_the_wish(words, intents):
    said = tuple(words.split())
    assert heard_intents(decided(said, (1.0,) * len(said))) == intents


def test_what_is_wanted_and_understood_is_told_with_the_name():
    assert heard_intents(decided(("limber", "start"), (1.0, 1.0))) == [CALLED + "start"]


def test_two_calls_in_one_breath_that_want_different_things_begin_nothing():
    words = tuple("limber that is painful please hey limber ready".split())
    assert heard_intents(decided(words, (1.0,) * len(words))) == []
    again = ("limber", "limber", "start")
    assert heard_intents(decided(again, (1.0,) * 3))[-1:] == [CALLED + "start"]


def test_in_a_session_the_name_means_nothing():
    assert heard_intents(Stream().final(("limber", UNKNOWN), (1.0, 1.0))) == []
