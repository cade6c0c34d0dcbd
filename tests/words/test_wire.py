"""Every word that passes between rooms comes back from JSON as it was."""

import importlib
import json
import pkgutil
from dataclasses import is_dataclass, replace
from typing import cast, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import assistant.words
from assistant.coach.person import Person
from assistant.words.cues import Cue
from assistant.words.errors import LimberError
from assistant.words.events import Event, Heard
from assistant.words.records import PainReported
from assistant.words.verdicts import Air, Final, Reason, Verdict
from assistant.words.wire import UNIONS, event_from, from_plain, kind_of, record_from, to_plain

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
NOT_PASSED_ON = {"assistant.words.errors", "assistant.words.arrivals"}
"""What is raised, shown or waited for, but never written down as data."""
WORDS = [Cue, Verdict, *(word for union in UNIONS for word in get_args(union))]


def classes_in_words():
    """Every dataclass that is defined in the folder."""
    for file in pkgutil.iter_modules(assistant.words.__path__, "assistant.words."):
        if file.name not in NOT_PASSED_ON:
            for thing in vars(importlib.import_module(file.name)).values():
                if isinstance(thing, type) and is_dataclass(thing) and thing.__module__ == file.name:
                    yield thing


def parts_of(form, found):
    """Every dataclass that a type is made of."""
    if isinstance(form, type) and is_dataclass(form) and form not in found:
        found.add(form)
        for inner in get_type_hints(form).values():
            parts_of(inner, found)
    for inner in get_args(form):
        parts_of(inner, found)
    return found


def test_every_class_of_words_is_in_a_union_or_part_of_a_word():
    reached = set().union(*(parts_of(word, set()) for word in WORDS))
    assert set(classes_in_words()) == {form for form in reached if form.__module__.startswith("assistant.words.")}


@pytest.mark.parametrize("union", UNIONS, ids=str)
def test_no_two_words_of_a_union_share_a_kind(union):
    words = get_args(union)
    assert len({kind_of(word) for word in words}) == len(words)


@pytest.mark.parametrize("form", [*WORDS, *UNIONS, Person], ids=str)
def test_every_word_comes_back_as_it_was(form):
    @settings(max_examples=25, deadline=None)
    @given(st.from_type(form))
    def comes_back(word):
        data = to_plain(word)
        read = json.loads(json.dumps(data))
        assert read == data
        back = from_plain(read, form)
        assert back == word
        assert to_plain(back) == data

    comes_back()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (3, "there is no kind None"),
        ({}, "there is no kind None"),
        ({"kind": "hear"}, "there is no kind 'hear' among back, begin"),
        ({"kind": "heard"}, "intent"),
        ({"kind": "heard", "intent": "next", "loud": True}, "extra fields found .loud."),
        ({"kind": "heard", "intent": 3}, "3 is not of type str @ .*intent"),
        ({"kind": "told", "say": True, "line": 0}, "True is not of type int"),
        ({"kind": "told", "say": 1.0, "line": 0}, "1.0 is not of type int"),
        ({"kind": "heard", "intent": "next", "slots": "next"}, "'next' is no list"),
        ({"kind": "heard", "intent": "next", "slots": [["a"]]}, "slots"),
        ({"kind": "guess", "heard": {"kind": "told", "say": 1, "line": 0}}, "'told' is another kind than 'heard'"),
    ],
)
def test_what_is_not_exactly_a_word_is_one_clear_error(data, said):
    with pytest.raises(LimberError, match=said) as raised:
        event_from(data)
    assert "\n" not in str(raised.value)


def test_a_word_that_only_one_of_several_values_may_be_is_checked():
    with pytest.raises(LimberError, match="zone"):
        record_from({"kind": "pain_before", "score": 3, "zone": "blue"})


def test_the_kind_stands_beside_the_fields():
    data = to_plain(Heard("next", (), "next", 0.5))
    assert data == {"kind": "heard", "intent": "next", "slots": [], "words": "next", "evidence": 0.5}
    assert from_plain(data, Event) == Heard("next", (), "next")


def test_a_reason_is_a_reason_again():
    verdict = Verdict(Reason.TOO_DOUBTFUL, "next", Final(("next",), (0.41,)), Air())
    data = json.loads(json.dumps(to_plain(verdict)))
    assert type(to_plain(Reason.SILENCE)) is str
    assert from_plain(data, Verdict).reason is Reason.TOO_DOUBTFUL
    with pytest.raises(LimberError, match="reason"):
        from_plain({**data, "reason": "no reason"}, Verdict)


def test_a_pain_in_a_journal_of_an_earlier_version_is_read_without_its_side():
    pain = PainReported("hip", "squat", 4, "sharp", "red", "left")
    told = cast("dict[str, object]", to_plain(pain))
    assert told.pop("side") == "left"
    assert record_from(told) == replace(pain, side="")
