"""Presses of one button: whatever a hand or a switch does, each series is told once, and what stops is told in time."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.running.pressing import LIKE_LONG, LIKE_VERY_LONG, Presses, PressTimes

USUAL = PressTimes(0.05, 0, 0.5, 1, 3)
ENDS = ("short", "double", "long", "very_long")
PASSES = 100.0
"""Seconds after which every deadline has passed."""


def pressed(*lengths, times=USUAL, gap=0.2):
    """What is told of presses of these lengths, so many seconds apart."""
    presses, now, told = Presses(times), 0.0, []
    for length in lengths:
        told += presses.down(now)
        told += presses.up(now + length)
        now += length + gap
    return told + presses.advance(now + PASSES)


@pytest.mark.parametrize(
    ("lengths", "told"),
    [
        ([0.2], ["down", "short"]),
        ([0.2, 0.2], ["down", "double"]),
        ([1.2], ["down", "held", "long"]),
        ([5], ["down", "held", "very_long"]),
        ([0.2] * 3, ["down", "held", "long"]),
        ([0.2] * 4, ["down", "held", "long"]),
        ([0.2] * 5, ["down", "held", "very_long"]),
        ([0.2] * 20, ["down", "held", "very_long"]),
        ([0.2, 1.5], ["down", "held", "long"]),
        ([0.2, 0.2, 5], ["down", "held", "very_long"]),
        ([0.2] * 4 + [5], ["down", "held", "very_long"]),
    ],
)
def test_what_is_pressed_is_told(lengths, told):
    assert [kind for _, kind in pressed(*lengths)] == told


def test_a_long_press_is_told_while_the_button_is_down_and_so_is_a_very_long_one():
    presses = Presses(USUAL)
    assert presses.down(10) == [(10, "down")]
    assert presses.next_deadline() == 11
    assert presses.advance(12) == [(11, "held")]
    assert presses.next_deadline() == 13
    assert presses.advance(60) == [(13, "very_long")]
    assert presses.next_deadline() is None
    assert presses.up(61) == []
    assert presses.advance(62) == []
    assert presses.idle


def test_two_presses_that_are_far_apart_are_two():
    assert [kind for _, kind in pressed(0.2, 0.2, gap=0.6)] == ["down", "short"] * 2


def test_without_double_presses_a_short_one_is_told_as_soon_as_it_ends():
    times = PressTimes(0, 0, 0, 1, 3)
    assert pressed(0.2, 0.2, times=times) == [(0, "down"), (0.2, "short"), (0.4, "down"), (0.6000000000000001, "short")]


def test_a_touch_that_is_too_short_is_no_press():
    assert pressed(0.2, times=PressTimes(0.05, 0.3, 0.5, 1, 3)) == []
    assert [kind for _, kind in pressed(0.4, 0.1, times=PressTimes(0.05, 0.3, 0.5, 1, 3))] == ["down", "short"]


def test_what_a_device_took_with_it_is_no_press():
    presses = Presses(USUAL)
    presses.down(0)
    assert presses.lose(2) == [(1, "held")]
    assert presses.advance(PASSES) == []
    assert presses.idle
    assert presses.down(PASSES) == [(PASSES, "down")]


TIMES = st.builds(
    PressTimes,
    bounce_s=st.floats(0, 2),
    accept_s=st.floats(0, 2),
    double_s=st.floats(0, 5),
    long_s=st.floats(0.3, 10),
    very_long_s=st.floats(10.01, 12),
)
MOVES = st.lists(st.tuples(st.floats(0, 6), st.sampled_from(["down", "up"])), max_size=40)


def play(presses, moves, naps=()):
    """What is told of these moves and of a long wait after them; it wakes meanwhile after each of these naps."""
    now, told = 0.0, []
    for wait, move in [*moves, (PASSES, "up"), (PASSES, "up")]:
        end = now + wait
        for nap in naps:
            told += presses.advance(min(end, now + nap))
            now = min(end, now + nap)
        now = end
        told += getattr(presses, move)(now)
    return told + presses.advance(now + PASSES)


@settings(deadline=None)
@given(TIMES, MOVES)
def test_each_series_begins_once_and_ends_once_and_nothing_is_long_that_was_not_held_before(times, moves):
    presses = Presses(times)
    told = [kind for _, kind in play(presses, moves)]
    assert presses.idle
    while told:
        assert told.pop(0) == "down"
        held = told[0] == "held" and bool(told.pop(0))
        end = told.pop(0)
        assert end in ENDS
        assert held == (end in ("long", "very_long"))


@settings(deadline=None)
@given(TIMES, MOVES, st.lists(st.floats(0, 6), max_size=5))
def test_waking_up_more_often_changes_nothing(times, moves, naps):
    assert play(Presses(times), moves) == play(Presses(times), moves, naps)


@settings(deadline=None)
@given(TIMES, MOVES, st.floats(0, 5))
def test_whatever_was_pressed_before_a_button_that_is_held_stops(times, moves, longer):
    presses = Presses(times)
    play(presses, moves)
    since = presses._now
    told = presses.down(since) + presses.advance(since + times.accept_s + times.very_long_s + longer)
    assert told[-1][1] == "very_long"
    assert told[-1][0] == pytest.approx(since + max(times.very_long_s, times.accept_s))


@example([(0.01, 0.01)] * 3, 0.2)
@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.001, 0.049), st.floats(0.001, 0.2)), max_size=8), st.floats(0.1, 4))
def test_a_switch_that_chatters_presses_once(chatter, hold):
    """However often contact is lost for less than the bounce time, that is one press, as long as all of it."""
    presses, now = Presses(USUAL), 0.0
    told = presses.down(now)
    for gap, contact in chatter:
        now += contact
        told += presses.up(now)
        now += gap
        told += presses.down(now)
    now += hold
    told += presses.up(now) + presses.advance(now + PASSES)
    calm = Presses(USUAL)
    once = calm.down(0) + calm.up(now) + calm.advance(now + PASSES)
    assert [kind for _, kind in told] == [kind for _, kind in once]
    assert [at for at, kind in told if kind == "very_long"] == [at for at, kind in once if kind == "very_long"]


@settings(deadline=None)
@given(st.integers(1, 30), st.floats(0.06, 0.45), st.floats(0.06, 0.9))
def test_nobody_has_to_hold_a_button(count, gap, length):
    end = [kind for _, kind in pressed(*[length] * count, gap=gap)][-1]
    wanted = "short" if count == 1 else "double" if count < LIKE_LONG else "long" if count < LIKE_VERY_LONG else None
    assert end == (wanted or "very_long")


def test_time_that_runs_backwards_is_an_error():
    presses = Presses(USUAL)
    presses.down(5)
    with pytest.raises(ValueError, match="backwards"):
        presses.advance(4)
