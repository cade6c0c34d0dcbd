"""Ctrl-C raises where it is expected, is only noted in the middle of something, and never breaks what is being closed."""

import signal
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.interrupts import SIGNALS, Interrupts
from tests.support.patience import PATIENCE_S

ROOT = Path(__file__).parents[1]
ENDING = [signal.SIGTERM, signal.SIGHUP]


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


@pytest.mark.parametrize("number", SIGNALS)
def test_afterwards_a_signal_is_what_it_was(number):
    before = signal.getsignal(number)
    with Interrupts():
        assert signal.getsignal(number) != before
    assert signal.getsignal(number) == before


CHILD = """
import os, signal, sys, time
from contextlib import suppress
from assistant.interrupts import Interrupts, StoppedError
number = getattr(signal, sys.argv[1])
"""


def child(code, number):
    """Run it in a process of its own; returns (exit code, what it printed)."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD + textwrap.dedent(code), number.name],
        capture_output=True, text=True, timeout=PATIENCE_S, cwd=ROOT,
    )  # fmt: skip
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize("number", ENDING)
def test_a_manager_that_asks_is_answered_as_ctrl_c_is(number):
    told = """
        with Interrupts() as interrupts, interrupts.gently(lambda: print("noted")):
            signal.raise_signal(number)
            print(interrupts.asked, interrupts.number == number)
        try:
            with Interrupts():
                signal.raise_signal(number)
        except StoppedError as stopped:
            print(stopped.code == 128 + number)
    """
    assert child(told, number) == (0, "noted\nTrue True\nTrue\n")


@pytest.mark.parametrize("number", ENDING)
@pytest.mark.parametrize("holds", ["while True: pass", "time.sleep(1000)", "signal.pause()"])
def test_whatever_holds_it_up_the_program_is_gone_after_a_while(number, holds):
    hung = f"""
        with Interrupts() as interrupts, interrupts.gently():
            signal.raise_signal(number)
            print("asked", flush=True)
            {holds}
    """
    assert child(hung, number) == (128 + number, "asked\n")


def test_a_program_that_a_closed_terminal_may_not_end_goes_on():
    nohup = """
        signal.signal(number, signal.SIG_IGN)
        with Interrupts() as interrupts, interrupts.gently():
            signal.raise_signal(number)
            print(interrupts.asked)
    """
    assert child(nohup, signal.SIGHUP) == (0, "False\n")
