"""Ctrl-C raises where it is expected, is only noted in the middle of something, and never breaks what is being closed."""

import signal
import sys
from contextlib import suppress

import pytest

from assistant.interrupts import Interrupts


def press():
    signal.raise_signal(signal.SIGINT)


def test_the_first_ends_what_is_under_way_and_the_next_does_not_break_its_end():
    closed = []
    with Interrupts():
        try:
            with pytest.raises(KeyboardInterrupt):
                press()
        finally:
            press()
            closed.append(True)
    assert closed


def test_in_the_middle_of_a_session_the_first_asks_and_the_second_insists():
    with Interrupts() as interrupts, interrupts.gently():
        press()
        assert (interrupts.asked, interrupts.insisted) == (True, False)
        press()
        assert (interrupts.asked, interrupts.insisted) == (True, True)
        press()  # while what was insisted on is being done


def test_what_is_closed_after_a_goodbye_is_closed_to_its_end():
    with Interrupts(), Interrupts() as interrupts:
        with interrupts.gently():
            press()
        press()


def test_haste_at_the_end_of_one_command_is_not_held_against_the_next_even_in_the_background():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell starts what ends with "&"
    try:
        with Interrupts(), pytest.raises(KeyboardInterrupt):
            press()
        with Interrupts() as interrupts, interrupts.gently():
            press()
            press()
            assert interrupts.insisted
    finally:
        signal.signal(signal.SIGINT, before)


class HalfMade:
    """As a speech model is whose making was interrupted: it breaks when it is thrown away."""

    def __init__(self):
        press()
        self.handle = 1

    def __del__(self):
        print(self.handle)


def test_what_is_half_made_is_thrown_away_without_a_trace(capfd):
    before = sys.unraisablehook
    try:
        with Interrupts(), suppress(KeyboardInterrupt):
            HalfMade()
        assert capfd.readouterr() == ("", "")
    finally:
        sys.unraisablehook = before


def test_afterwards_ctrl_c_is_what_it_was():
    before = signal.getsignal(signal.SIGINT)
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
