"""Nothing that is typed on the command line is passed over: it is used, or refused in one sentence."""

import itertools

import pytest

from assistant.cli import front_parser, main, parser_of
from assistant.commands.arguments import options_in, read
from assistant.commands.known import COMMANDS, KNOWN
from assistant.content.load import load_library
from assistant.words.errors import LimberError

SESSIONS = ("", "type", "stay", "rehearse")
GIVEN = {
    ("--routine", "morning_nine"): ("routine", "morning_nine"),
    ("--minutes", "7"): ("minutes", 7),
    ("--place", "chair"): ("place", "chair"),
    ("--no-kneeling",): ("no_kneeling", True),
    ("--gentle",): ("gentle", True),
    ("--record",): ("record", True),
    ("--page",): ("page", True),
    ("--port", "9000"): ("port", 9000),
    ("-v",): ("verbose", 1),
}
"""Every option that may stand before a command, and what it sets."""
NEEDED = {
    "hear": ["a.wav"],
    "report": ["--html", "a"],
    "export": ["--csv", "a"],
    "import": ["a"],
    "teach": ["next", "on"],
}
"""What commands cannot do without."""


def asked(*words):
    return read(front_parser(), KNOWN, parser_of, words, lambda: load_library().routines)


def refusal(*words):
    with pytest.raises(LimberError) as refused:
        asked(*words)
    message = str(refused.value)
    assert message
    assert "\n" not in message
    return message


def test_the_table_of_options_is_whole():
    options = {"--verbose" if option == "-v" else option for option, *_ in GIVEN}
    assert options == {*options_in(front_parser().format_help())} - {"--help", "--version"}


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
@pytest.mark.parametrize("option", GIVEN, ids=" ".join)
def test_an_option_before_a_command_counts_or_is_refused(command, option):
    name, value = GIVEN[option]
    words = (*option, command, *NEEDED.get(command, ()))
    try:
        found = asked(*words)
    except LimberError as refused:
        assert f"'limber {command}' has no option '{option[0]}'" in str(refused)  # noqa: PT017
        assert name not in vars(asked(*words[len(option) :]))
    else:
        assert (found.command, getattr(found, name)) == (command, value)


@pytest.mark.parametrize("command", SESSIONS[1:])
def test_before_and_after_the_command_is_the_same(command):
    for option in GIVEN:
        if option[0] not in ("--routine", "--record", *(("--page", "--port") if command == "rehearse" else ())):
            assert vars(asked(*option, command)) == vars(asked(command, *option))
    assert asked("--routine", "morning_nine", command).routine == asked(command, "morning_nine").routine
    assert asked("-v", command, "-v").verbose == 2


def test_several_options_before_a_command_all_count():
    for pair in itertools.permutations([("--minutes", "7"), ("--place", "chair"), ("--gentle",)], 2):
        found = asked(*pair[0], *pair[1], "type")
        assert all(getattr(found, GIVEN[option][0]) == GIVEN[option][1] for option in pair)


def test_two_values_for_one_thing_are_refused():
    assert "--minutes cannot be '10' and '5' at once" in refusal("--minutes", "10", "type", "--minutes", "5")
    assert "--routine cannot be 'a' and 'b' at once" in refusal("--routine", "a", "type", "b")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tpye", "there is no command 'tpye' (did you mean 'type'?); 'limber help' lists them"),
        ("help tpye", "there is no command 'tpye' (did you mean 'type'?); 'limber help' lists them"),
        ("xyzzy", "there is no command 'xyzzy'; 'limber help' lists them"),
        ("morning_nine", "'morning_nine' is no command; for a session of that routine, type 'limber --routine morning_nine'"),
        ("Mine.YAML", "'Mine.YAML' is no command; for a session of that routine, type 'limber --routine Mine.YAML'"),
        ("--minutes 0", "--minutes must be a whole number from 1 to 90, not '0'; 'limber --help' shows what can be given"),
        ("type --minutes 91", "--minutes must be a whole number from 1 to 90, not '91'; 'limber type --help' shows what can be given"),
        ("--minutes -3", "--minutes must be a whole number from 1 to 90, not '-3'; 'limber --help' shows what can be given"),
        ("--minutes ten", "--minutes must be a whole number from 1 to 90, not 'ten'; 'limber --help' shows what can be given"),
        ("--minutes", "--minutes needs a value after it; 'limber --help' shows what can be given"),
        ("--minuts 3 type", "'limber' has no option '--minuts' (did you mean '--minutes'?); 'limber --help' shows what can be given"),
        ("type --gentel", "'limber type' has no option '--gentel' (did you mean '--gentle'?); 'limber type --help' shows what can be given"),
        ("type a b", "'limber type' can do nothing with 'b'; 'limber type --help' shows what can be given"),
        ("--place chiar", "--place cannot be 'chiar' (did you mean 'chair'?), only one of floor, chair, bed, standing; 'limber --help' shows what can be given"),
        ("activities --re", "--re can mean --record, --recordings; write it out; 'limber activities --help' shows what can be given"),
        ("doctor --json=3", "--json takes no value, so that '3' can mean nothing; 'limber doctor --help' shows what can be given"),
        ("plan --print --edit", "--print and --edit exclude each other; leave one of them out; 'limber plan --help' shows what can be given"),
        ("type --no-print --quiet", "--no-print and --quiet exclude each other; leave one of them out; 'limber type --help' shows what can be given"),
        ("hub --export anna", "--export needs 2 values after it; 'limber hub --help' shows what can be given"),
        ("report", "'limber report' needs --html; 'limber report --help' shows what can be given"),
    ],
)  # fmt: skip
def test_every_mistake_is_one_sentence(line, message):
    assert refusal(*line.split()) == message


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_no_mistake_with_any_option_is_told_in_the_words_of_programmers(name):
    for option in {*options_in(parser_of(name).format_help())} - {"--help"}:
        for words in ([option], [f"{option}=x"]):
            try:
                asked(name, *NEEDED.get(name, ()), *words)
            except LimberError as refused:
                told = str(refused)
                assert option in told
                assert not [
                    word for word in ("argument", "invalid", "choose from", "expected", "ignored") if word in told
                ]


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_everything_that_can_be_given_to_a_command_is_explained(name):
    assert [action.dest for action in parser_of(name)._actions if not action.help] == []


def test_a_mistake_ends_with_two_and_help_with_nought(capsys):
    assert main(["tpye"]) == 2
    assert capsys.readouterr().err.startswith("limber: there is no command 'tpye'")
    for words in (["help"], ["help", "type"], ["help", "help"], ["help", "--help"], ["--help"], ["type", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
    assert "usage: limber type" in capsys.readouterr().out
