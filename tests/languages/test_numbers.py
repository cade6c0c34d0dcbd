"""What people say when they are asked for a number, as it is understood."""

import pytest

from assistant.coach.understanding import value
from assistant.words.events import Heard
from tests.support.drive import grammar, library

RULES = library().pain.answers
SAID = {
    "zero": 0, "none": 0, "nothing": 0, "no pain": 0, "no pain at all": 0, "two": 2, "about three": 3, "around four": 4,
    "maybe a two": 2, "it's an eight": 8, "a seven": 7, "it's about five": 5, "six out of ten": 6, "three or four": 4,
    "three to four": 4, "between two and four": 4, "a little": 2, "not much": 2, "a bit": 2, "a lot": 7,
}  # fmt: skip
"""What is said -> the score it is"""
CORRECTED = {"no three": 3, "i said two": 2, "no i said ten": 10, "i meant one": 1}


@pytest.mark.parametrize("words", SAID)
def test_a_number_is_said_in_many_ways(words):
    meaning = grammar().meaning(words)
    assert meaning.intent == "number"
    assert value(RULES, Heard(meaning.intent, meaning.slots), pain=True) == SAID[words]


@pytest.mark.parametrize("words", CORRECTED)
def test_a_number_is_corrected(words):
    (meaning,) = grammar().meanings(words)
    assert meaning.intent == "correct"
    assert value(RULES, Heard(meaning.intent, meaning.slots), pain=True) == CORRECTED[words]


def test_a_word_for_how_much_is_no_number_of_fists():
    for amount, number in RULES.amounts.items():
        found = value(RULES, Heard("number", (("amount", amount),)), pain=False)
        assert found == (0 if number == 0 else None)


def test_every_word_for_how_much_has_a_score():
    assert set(grammar().commands.slots["amount"]) == set(RULES.amounts)
