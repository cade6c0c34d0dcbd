"""What was played is lined up with what the microphone gives, and stays so when a device loses sound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.hearing.echo.reference import LEAD_S, SLIP_S, WATCHED, Reference
from assistant.words.units import INPUT_RATE


@given(st.lists(st.integers(1, 700), min_size=1, max_size=40), st.integers(100, 2000))
def test_what_was_played_comes_out_in_order_however_it_is_cut(sizes, ahead):
    reference = Reference(INPUT_RATE)
    total = sum(sizes) + ahead
    sound = np.random.default_rng(1).standard_normal(total).astype(np.float32)
    reference.played(sound)
    taken = np.concatenate([reference.beside(size) for size in sizes])
    np.testing.assert_array_equal(taken, sound[: len(taken)])


def test_a_late_block_keeps_its_place():
    reference = Reference(INPUT_RATE)
    sound = np.arange(1, 1001, dtype=np.float32)
    reference.played(sound[:300])
    first = reference.beside(400)
    reference.played(sound[300:])
    second = reference.beside(600)
    assert first[:300].tolist() == sound[:300].tolist()
    assert not first[300:].any()
    assert second.tolist() == sound[400:1000].tolist()


def test_after_running_dry_nothing_is_left_out():
    reference = Reference(INPUT_RATE)
    reference.beside(400)
    reference.played(np.ones(300, np.float32), after_gap=True)
    assert reference.beside(300).sum() == 300


def streams(ahead, lost, *, seconds=12, block=320, stalls=(), busy=(), later=0):
    """A loudspeaker that is `ahead` samples before the air, and a microphone that loses `lost[block]` samples on the way.

    It is not read in the blocks `stalls`, and `later` samples too late in the blocks `busy`. Returns, block by block, how many samples the reference comes before the microphone, and the reference.
    """
    reference = Reference(INPUT_RATE)
    sound = np.arange(1, seconds * INPUT_RATE + 1, dtype=np.float32)
    given, now, leads, queue = 0, 0, [], []
    for number in range(seconds * INPUT_RATE // block - 20):
        now += block
        upto = max(given, now + ahead + (later if number in busy else 0))
        reference.played(sound[given:upto])
        given = upto
        missing = lost.get(number, 0)
        queue.append(now - block + missing)
        now += missing
        while queue and number not in stalls:
            at = queue.pop(0)
            leads.append(float(np.median(reference.beside(block, behind=bool(queue)) - sound[at : at + block])))
    return leads, reference


LEAD = LEAD_S * INPUT_RATE


def test_the_reference_comes_a_little_early():
    leads, reference = streams(1600, {})
    assert leads[0] == 0
    assert leads[-1] == LEAD
    assert reference.slips == 0
    assert reference.waits_s == pytest.approx(0.1 - LEAD_S)


def test_a_loudspeaker_whose_buffer_goes_up_and_down_leaves_no_holes():
    reference = Reference(INPUT_RATE)
    sound = np.arange(1, 5 * INPUT_RATE, dtype=np.float32)
    given = 0
    for number in range(4 * WATCHED):
        upto = 320 * (number + 1) + 800 - 160 * (number % 4)
        reference.played(sound[given:upto])
        given = upto
        got = reference.beside(320)
        assert number < WATCHED or np.diff(got).tolist() == [1] * 319
    assert reference.slips == 0


@given(st.integers(round(SLIP_S * INPUT_RATE), 1600), st.integers(100, 300))
def test_sound_that_the_microphone_loses_is_noticed_and_left_out_here_too(lost, at):
    leads, reference = streams(1600, {at: lost})
    assert leads[at - 1] == LEAD
    assert leads[at] == LEAD - lost
    assert leads[at + 3 * WATCHED] == LEAD
    assert reference.slips == 2  # it was noticed, and it was put right


def test_a_thread_that_is_late_is_no_slip():
    leads, reference = streams(1600, {}, stalls={*range(100, 110), *range(200, 225)})
    assert leads[-1] == LEAD
    assert reference.slips == 0


@given(st.integers(0, round(0.015 * INPUT_RATE)), st.integers(100, 200), st.integers(1, 300))
def test_an_ear_that_is_late_for_seconds_while_the_machine_is_busy_is_no_slip(later, begin, blocks):
    leads, reference = streams(1600, {}, busy=range(begin, begin + blocks), later=later)
    assert leads[-1] == LEAD
    assert reference.slips == 0


def test_a_slip_that_is_overlooked_leaves_the_echo_after_its_cause():
    assert SLIP_S < LEAD_S
