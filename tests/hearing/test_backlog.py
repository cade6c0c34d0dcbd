"""What waits to be heard: nothing is left out without need, and never what is loudest or newest."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.hearing.backlog import AFTER_S, BEFORE_S, CATCH_UP_S, LATEST_S, NEWEST_S, TELL_S, Backlog
from assistant.words.units import INPUT_RATE

BLOCK = INPUT_RATE // 50
BLOCK_S = BLOCK / INPUT_RATE
NOISE = np.random.default_rng(2).standard_normal(BLOCK).astype(np.float32)
QUIET, SOFT, MIDDLE, LOUD = 1, 3, 6, 20
"""How loud a block is, as a multiple of a quiet room."""
SOUNDS = st.lists(st.tuples(st.sampled_from([QUIET, SOFT, MIDDLE, LOUD]), st.integers(1, 60)), max_size=6)
SPEED = st.floats(0.2, 6)
few = settings(max_examples=30)


def blocks(runs):
    return [block for block, count in runs for _ in range(count)]


def numbered(block, number):
    """A block and what was played meanwhile, by which it is known again."""
    return NOISE * np.float32(1e-3 * block), np.full(BLOCK, number, np.float32)


def hears(runs, slowness, stalled=0):
    """(number, fate, how much is to be heard still) of every block; hearing one takes `slowness` times as long as it sounds."""
    backlog, taken, told, free_at = Backlog(), [], [], stalled
    track = [*blocks(runs), *[QUIET] * 150]
    for number in range(len(track) * 10):
        if number < len(track):
            backlog.add(*numbered(track[number], number))
        while free_at <= number and (due := backlog.take()):
            taken.append((round(float(due[0].played[0])), due[1], backlog.to_hear_s))
            free_at = max(free_at, number) + (slowness if due[1] == "heard" else 0.0)
            if report := backlog.fell_behind():
                told.append(report)
    return track, taken, told


@few
@given(SOUNDS, SPEED)
def test_every_block_is_taken_once_and_in_order(runs, slowness):
    _, taken, _ = hears(runs, slowness)
    assert [number for number, _, _ in taken] == list(range(len(taken)))


@few
@given(SOUNDS, st.floats(0, 1), st.integers(0, round(CATCH_UP_S / BLOCK_S) - 3))
def test_who_keeps_up_hears_everything(runs, slowness, stalled):
    _, taken, told = hears(runs, slowness, stalled)
    assert {fate for _, fate, _ in taken} == {"heard"}
    assert not told


@few
@given(SOUNDS, SPEED, st.integers(0, 300))
def test_no_more_than_the_limit_waits_to_be_heard(runs, slowness, stalled):
    _, taken, _ = hears(runs, slowness, stalled)
    assert max(to_hear_s for _, fate, to_hear_s in taken if fate == "heard") <= LATEST_S


@few
@given(SOUNDS, SPEED, st.integers(0, 300))
def test_what_is_left_out_as_quiet_lies_far_from_any_sound(runs, slowness, stalled):
    track, taken, _ = hears(runs, slowness, stalled)
    sounds = [number for number, block in enumerate(track) if block == LOUD]
    first, last = -round(AFTER_S / BLOCK_S) + 1, round(BEFORE_S / BLOCK_S) - 1
    for number, fate, _ in taken:
        assert fate != "quiet" or not [each for each in sounds if first <= each - number <= last]


@few
@given(st.integers(0, 200), st.integers(3, 30), SPEED)
def test_a_loud_word_amid_softer_sound_is_heard_whole(begins, length, slowness):
    runs = [(QUIET, 60), (SOFT, 60 + begins), (LOUD, length), (SOFT, 80)]
    _, taken, _ = hears(runs, slowness)
    word = range(120 + begins, 120 + begins + length)
    assert {fate for number, fate, _ in taken if number in word} == {"heard"}


@few
@given(st.integers(200, 500))
def test_after_a_long_stall_the_newest_second_of_a_talk_is_heard(stalled):
    _, taken, (report,) = hears([(QUIET, 60), (LOUD, stalled)], 1.0, 60 + stalled)
    lost = [number for number, fate, _ in taken if fate == "lost"]
    newest = 60 + stalled - round(NEWEST_S / BLOCK_S)
    assert abs(max(lost) - newest) <= 2
    assert report.unheard_s == round(len(lost) * BLOCK_S, 2)
    assert report.behind_s >= report.unheard_s


@few
@given(SPEED)
def test_that_it_fell_behind_is_told_now_and_then(slowness):
    _, taken, told = hears([(QUIET, 60), (LOUD, 800)], slowness)
    lost = sum(fate == "lost" for _, fate, _ in taken)
    assert bool(told) == bool(lost)
    assert len(told) <= len(taken) * BLOCK_S / TELL_S + 1
    assert sum(report.unheard_s for report in told) <= lost * BLOCK_S + 0.01 * len(told)


def test_a_microphone_without_any_sound_is_quiet():
    backlog = Backlog()
    for number in range(150):
        backlog.add(*numbered(0, number))
    fates = [fate for _, fate in iter(backlog.take, None)]
    assert set(fates) == {"quiet", "heard"}
    assert fates.count("heard") * BLOCK_S <= CATCH_UP_S + BLOCK_S
