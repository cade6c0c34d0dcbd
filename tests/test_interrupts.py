"""Ctrl-C raises where it is expected, is only noted in the middle of something, and never breaks what is being closed."""

import signal

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


def test_afterwards_ctrl_c_is_what_it_was():
    before = signal.getsignal(signal.SIGINT)
    with Interrupts():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
