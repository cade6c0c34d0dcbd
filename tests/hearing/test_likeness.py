"""What counts as one of the examples that a person gave when they enrolled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.hearing.deciding.likeness import FARTHEST
from assistant.hearing.deciding.rules import CONFIDENCE, GUESS
from assistant.words.events import Heard, Unclear
from tests.hearing.deciding import BLOCK, Stream


def with_examples(words, distances, confidence=1.0):
    return Stream().final(tuple(words.split()), (confidence,) * len(words.split()), distances=distances)


def test_what_is_not_understood_counts_as_the_example_it_is_much_the_nearest_to():
    for words in ("[unk]", ""):
        assert with_examples(words, {"next": 0.01, "repeat": 0.03}) == [Heard("next", (), "next")]
        assert not any(isinstance(event, Heard) for event in with_examples(words, {"next": 0.025, "repeat": 0.03}))
        assert not any(isinstance(event, Heard) for event in with_examples(words, {"next": 0.01}))
        beyond = {"next": FARTHEST, "repeat": 4 * FARTHEST}
        assert not any(isinstance(event, Heard) for event in with_examples(words, beyond))


def test_examples_of_the_same_meaning_do_not_stand_in_each_others_way():
    assert [event.intent for event in with_examples("[unk]", {"next": 0.01, "next_one": 0.011, "repeat": 0.03})] == [
        "next"
    ]


def test_what_is_taken_for_something_else_is_corrected_only_against_the_examples_of_that():
    assert [event.intent for event in with_examples("next", {"next": 0.03, "repeat": 0.01})] == ["repeat"]
    assert [event.intent for event in with_examples("next", {"next": 0.0105, "repeat": 0.01})] == ["next"]
    assert [event.intent for event in with_examples("next", {"easier": 0.02, "repeat": 0.01})] == ["next"]


def test_what_was_heard_too_doubtfully_is_believed_if_its_own_example_is_about_as_near_as_any():
    def heard(distances, words="next"):
        return [
            event.intent
            for event in with_examples(words, distances, CONFIDENCE - GUESS - 0.1)
            if isinstance(event, Heard)
        ]

    assert heard({"next": 0.012, "repeat": 0.01}) == ["next"]
    assert heard({"next": 0.012, "repeat": 0.01}, "stop") == []
    assert heard({"next": 0.013, "repeat": 0.01}) == []
    assert heard({"next": FARTHEST + 0.001, "repeat": FARTHEST + 0.002}) == []


@pytest.mark.parametrize("words", ["next", "next harder", "[unk] [unk]"])
def test_what_is_quite_like_an_example_counts_whatever_it_was_taken_for(words):
    assert [event.intent for event in with_examples(words, {"easier": 0.03, "repeat": 0.01})] == ["repeat"]


@given(st.dictionaries(st.sampled_from(("stop", "pause", "next", "repeat")), st.floats(0, 1)))
def test_no_example_stands_in_the_way_of_a_safety_word(distances):
    assert [event.intent for event in with_examples("stop", distances)] == ["stop"]


def test_what_was_acted_on_early_is_not_taken_for_an_example_as_well():
    stream = Stream()
    assert [event.intent for at in range(3) for event in stream.partial("stop", at * BLOCK, quiet=True)] == ["stop"]
    assert stream.final(("[unk]",), (1.0,), distances={"next": 0.01, "repeat": 0.03}) == []


def test_in_talk_only_what_is_quite_like_an_example_counts():
    stream = Stream()
    stream.final(("[unk]",) * 4, (1.0,) * 4, tuple((0.4 * at, 0.4 * at + 0.4) for at in range(4)))
    for begun, far, found in ((1.6, 0.02, [Unclear("[unk]")]), (2.2, 0.03, [Heard("next", (), "next", 1.0)])):
        distances = {"next": 0.01, "repeat": far}
        assert stream.final(("[unk]",), (1.0,), ((0.2, 0.6),), begun_s=begun, distances=distances) == found
