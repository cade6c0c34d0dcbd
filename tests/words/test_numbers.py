"""What is no number to people is none to us: each place that makes a number of a person's text says no to all of them."""

import argparse

import pytest
import yaml

from assistant.commands.options import whole_number
from assistant.content.nodes import Loader, value_of
from assistant.history.sheets import row_number
from assistant.house.orders import Offered, order
from assistant.running.rehearsal import parse_line
from assistant.running.reminders import time_read
from assistant.words.errors import LimberError
from assistant.words.numbers import number_in, whole_in

NONE = ("1_0", "1_00", "٣", "１０", "²", "1,5", "0x1_0", "ten", "", "-", "+", ".", "--1", "1-")
"""Neither a whole number nor another one."""
NO_WHOLE = (*NONE, "nan", "inf", "-inf", "Infinity", "1.5", "1e3", "1" * 31)
OFFERED = Offered({}, 200, (100, 450))


@pytest.mark.parametrize("text", NO_WHOLE)
def test_what_is_no_whole_number_is_one_nowhere(text):
    assert whole_in(text) is None
    assert row_number(text) is None
    assert time_read(text) is None
    with pytest.raises(argparse.ArgumentTypeError, match="must be a whole number"):
        whole_number("--minutes", 0, 10**40)(text)


@pytest.mark.parametrize("text", [*NONE, "nan", "inf", "-inf", "Infinity", "1e", "0x10"])
def test_what_is_no_number_is_one_nowhere(text):
    assert number_in(text) is None
    with pytest.raises(LimberError, match="it takes a number"):
        order("volume", text.encode(), OFFERED)
    with pytest.raises(LimberError, match="is not a time in seconds"):
        parse_line(f"{text} stop")


@pytest.mark.parametrize("text", ["!!int 1_0", "!!float 1_0", "!!float 1_0.5", '!!int "0x1_0"', "1_0", "٣"])
def test_what_is_no_number_is_a_text_in_yaml(text):
    assert isinstance(value_of(yaml.compose(text, Loader=Loader)), str)


@pytest.mark.parametrize(("text", "number"), [("10", 10), ("+5", 5), ("-3", -3), ("007", 7), ("0", 0)])
def test_whole_numbers_are_read(text, number):
    assert whole_in(text) == number
    assert number_in(text) == number


@pytest.mark.parametrize(("text", "at"), [("5 stop", 5), (" 4.25  stop", 4.25), (".5 stop", 0.5), ("1e2 stop", 100)])
def test_a_line_may_be_said_at_any_number_of_seconds(text, at):
    assert parse_line(text).at == at


def test_what_is_not_written_in_utf_8_is_no_line():
    with pytest.raises(LimberError, match="is not written in UTF-8"):
        parse_line("3 caf\udce9")
