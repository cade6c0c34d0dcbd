"""What is wrong with the words that were typed is said in one plain sentence."""

import argparse

import pytest

from assistant.arguments import plainly
from assistant.cli import COMMANDS, main

PROGRAMMERS_WORDS = ("argument", "invalid", "choice:", "usage", "[", "expected", "ignored", "ambiguous", "required")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("--minutes x", "--minutes must be a whole number, not 'x'"),
        ("--minutes", "--minutes needs a word after it"),
        ("--place sofa", "--place cannot be 'sofa'; it can be floor, chair, bed, standing"),
        ("rehearse --place chiar", "--place cannot be 'chiar' (did you mean 'chair'?); it can be "),
        ("rehearse --plase=chair", "I do not know what '--plase=chair' means here (did you mean '--place'?)"),
        ("reprot", "there is no command 'reprot' (did you mean 'report'?); it can be "),
        ("export", "--csv is missing; 'limber export --help' says what can be typed"),
        ("export --csv", "--csv needs a word after it"),
        ("import", "DIR is missing"),
        ("hear", "FILE.wav is missing"),
        ("teach next", "phrase is missing"),
        ("doctor extra", "I do not know what 'extra' means here"),
        ("doctor --json=3", "--json takes nothing after it"),
        ("activities --re", "--re can mean --record, --recordings; write it in full"),
        ("-vq", "--verbose takes nothing after it"),
    ],
)
def test_a_wrong_argument_is_one_plain_sentence(capsys, typed, told):
    assert main(typed.split()) == 2
    shown = capsys.readouterr()
    assert not shown.out
    (line,) = shown.err.splitlines()
    assert line.startswith(f"limber: {told}")
    assert not [word for word in PROGRAMMERS_WORDS if word in line.removeprefix("limber: ").replace(typed, "")]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.NAME)
def test_no_option_of_any_command_answers_in_the_words_of_programmers(capsys, command):
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    options = [action for action in parser._actions if action.option_strings and action.dest != "help"]
    for option in options:
        name = option.option_strings[-1]
        wrong = [name] if option.nargs != 0 else [f"{name}=x"]
        assert main([command.NAME, *wrong]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert not [word for word in PROGRAMMERS_WORDS if word in line]
        assert name in line
    assert main([command.NAME, "--no-such-option"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert not [word for word in PROGRAMMERS_WORDS if word in line]


def test_a_message_that_is_not_known_is_shown_as_it_is():
    assert plainly("something new") == "something new"
