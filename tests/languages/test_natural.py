"""What people say in their own words, from natural.yaml: nearly all of it must be understood, and as what it means."""

from pathlib import Path

import pytest
import yaml

from tests.support.drive import grammar

SAID = yaml.safe_load((Path(__file__).parent / "natural.yaml").read_text(encoding="utf-8"))
UNCLEAR = SAID.pop("unclear")
SHARE_LEAST = 0.95
"""Of each situation. What is left are words that talk is full of ("sure", "bye"), so they are no commands."""


def meant(text):
    """The one meaning of a text, as natural.yaml writes it; "" where it has none or several."""
    match grammar().meanings(text):
        case (only,):
            return " ".join((only.intent, *(f"{slot}={value}" for slot, value in only.slots)))
    return ""


def phrasings(situation):
    """(what it means, what is said)"""
    known = grammar().commands.names
    return [
        (" ".join((key.split()[0], *sorted(key.split()[1:]))), text)
        for key, texts in SAID[situation].items()
        if key.split()[0] in known
        for text in texts
    ]


@pytest.mark.parametrize("situation", SAID)
def test_nearly_all_that_people_say_is_understood(situation):
    said = phrasings(situation)
    missed = [(wanted, text, meant(text)) for wanted, text in said if meant(text) != wanted]
    assert len(missed) <= (1 - SHARE_LEAST) * len(said), missed


@pytest.mark.parametrize("situation", SAID)
def test_nothing_is_taken_for_something_else(situation):
    wrong = [(wanted, text, meant(text)) for wanted, text in phrasings(situation) if meant(text) not in ("", wanted)]
    assert wrong == []


def test_what_is_no_command_is_not_understood():
    assert [(text, meant(text)) for text in UNCLEAR if grammar().meanings(text)] == []


@pytest.mark.parametrize("situation", SAID)
def test_courtesies_change_nothing(situation):
    polite = grammar().commands.courtesies
    for wanted, text in phrasings(situation):
        if meant(text) == wanted:
            report = any(grammar().row(meaning).report for meaning in grammar().meanings(text))
            for before in polite.before:
                expected = "" if report and before in polite.asking else wanted
                assert meant(f"{before} {text}") == expected, (before, text)
            for after in polite.after:
                assert meant(f"{text} {after}") == wanted, (text, after)


def test_a_courtesy_alone_is_no_command_unless_it_is_a_phrase():
    polite = grammar().commands.courtesies
    phrases = {word for word in (*polite.before, *polite.after) if meant(word)}
    assert phrases == {"okay"}
