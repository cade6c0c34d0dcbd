"""How a language counts, tells the time, joins lists and fills in its sentences."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.content.load import load_language
from assistant.languages.language import Clock, Language, ListRule, names_a_side
from assistant.languages.plurals import RULES

ENGLISH = load_language()


def counted(rule: str, number: int) -> str:
    return RULES[rule].forms[RULES[rule].choose(number)]


def with_rule(name: str, **words: dict[str, dict[str, str]]) -> Language:
    return replace(ENGLISH, plural=RULES[name], words={**ENGLISH.words, **words})


def test_numbers_are_words():
    assert [ENGLISH.number_word(n) for n in (0, 19, 42, 100, 145, 999)] == [
        "zero", "nineteen", "forty two", "one hundred", "one hundred forty five", "nine hundred ninety nine",
    ]  # fmt: skip
    assert ENGLISH.number_word(1000) == "1000"


def test_every_number_that_can_be_counted_has_a_word_of_its_own():
    assert len({ENGLISH.number_word(n) for n in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("8:00", "eight in the morning"),
        ("20:30", "eight thirty in the evening"),
        ("12:00", "noon"),
        ("0:05", "twelve oh five in the morning"),
        ("16:59", "four fifty nine in the afternoon"),
    ],
)
def test_a_time_of_day_is_said(time, said):
    assert ENGLISH.fill("{time}", {"time": time}) == said


def test_how_often_is_said_in_words():
    assert [ENGLISH.times(number) for number in (1, 2, 3, 12)] == ["once", "twice", "three times", "twelve times"]
    assert ENGLISH.fill("easy {times}", {"times": "2"}) == "easy twice"
    assert ENGLISH.fill("{weeks} {weeks|week|weeks}", {"weeks": "1"}) == "one week"


def test_a_language_may_have_a_day_of_24_hours():
    clock = Clock(24, "{hour} Uhr", "{hour} Uhr {minute}", "{hour} Uhr {minute}", (), {})
    assert clock.say("20:30", ENGLISH.numbers) == "twenty Uhr thirty"
    assert clock.say("0:00", ENGLISH.numbers) == "zero Uhr"


def test_lists_are_joined_by_the_languages_rule():
    assert ENGLISH.fill("{things}", {"things": ("a",)}) == "a"
    assert ENGLISH.fill("{things}", {"things": ("a", "b")}) == "a and b"
    assert ENGLISH.fill("{things}", {"things": ("a", "b", "c")}) == "a, b, and c"
    assert ENGLISH.either.join(["a", "b"]) == "a or b"
    assert ENGLISH.either.join(["a", "b", "c"]) == "a, b, or c"
    assert ListRule("{list}, {item}", "{list} und {item}").join(["a", "b"]) == "a und b"
    assert ListRule("{list}, {item}", "{list} und {item}").join(["a", "b", "c"]) == "a, b und c"
    assert ENGLISH.fill("{things}.", {"things": ()}) == "."


@given(st.lists(st.text(alphabet="abc", min_size=1), min_size=1, max_size=6))
def test_a_list_says_each_item_once_and_in_order(items):
    assert re.split(r", and |, | and ", ENGLISH.both.join(items)) == items


def test_a_word_follows_the_number_before_it():
    text = "{count} {count|exercise|exercises}, {minutes} {minutes|minute|minutes}."
    assert ENGLISH.fill(text, {"count": "1", "minutes": "0"}) == "1 exercise, 0 minutes."
    assert ENGLISH.fill(text, {"count": "21", "minutes": "1"}) == "21 exercises, 1 minute."
    assert ENGLISH.fill("{n} {n|minute|minutes}", {"n": "1.5"}) == "1.5 minutes"


def test_languages_count_in_their_own_ways():
    assert [counted("always the same", n) for n in (0, 1, 2)] == ["other", "other", "other"]
    assert [counted("up to one and more", n) for n in (0, 1, 2)] == ["one", "one", "other"]
    assert [counted("east slavic", n) for n in (1, 2, 5, 11, 12, 21, 22, 25)] == [
        "one", "few", "many", "many", "many", "one", "few", "many",
    ]  # fmt: skip
    assert [counted("polish", n) for n in (1, 2, 5, 12, 21, 22)] == ["one", "few", "many", "many", "many", "few"]
    assert [counted("czech", n) for n in (1, 2, 5)] == ["one", "few", "other"]


@given(st.sampled_from(sorted(RULES)), st.integers(0, 10_000))
def test_every_number_takes_one_of_the_forms(name, number):
    rule = RULES[name]
    assert 0 <= rule.choose(number) < len(rule.forms)


def test_a_language_with_one_form_needs_no_choice():
    assert with_rule("always the same").fill("{minutes}분", {"minutes": "5"}) == "5분"


def test_a_word_may_change_in_a_sentence():
    german = with_rule("one and more", side={"left": {"plain": "linke", "dative": "linken"}})
    text = "Die {side} Hand liegt neben der {side.dative} Hüfte."
    assert german.fill(text, {"side": "left"}) == "Die linke Hand liegt neben der linken Hüfte."
    assert names_a_side(text)


def test_what_nothing_fills_stays_as_it_is():
    assert ENGLISH.fill("{side} and {what}", {"side": "left"}) == "left and {what}"
    assert ENGLISH.word("equipment", "a thing of my own") == "a thing of my own"
