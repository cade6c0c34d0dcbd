"""A microphone that gives nothing is told from a silent room, and from one that cuts off what is soft."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.hearing.muteness import MUTED_MOST_S, MUTED_S, OWN_S, Muteness, is_nothing
from assistant.words.units import INPUT_RATE

BLOCK_S = 0.02
NOTHING = np.zeros(round(BLOCK_S * INPUT_RATE), np.float32)
FAINT = np.full_like(NOTHING, 0.0)
FAINT[7] = 2**-15
"""The faintest sound that a microphone of 16 bits gives."""
OURS = np.linspace(-0.1, 0.1, len(NOTHING), dtype=np.float32)
"""What we say, and what a sound server gives of it in the place of a microphone that is away."""
LEVELS = st.floats(-1, 1, width=32)


def told(muteness, block, seconds, played=NOTHING):
    """(after how many seconds, what) of all that is noticed while a block comes again and again."""
    count = round(seconds / BLOCK_S)
    found = ((number * BLOCK_S, muteness.accept(block, played)) for number in range(1, count + 1))
    return [(round(at, 2), what) for at, what in found if what]


@given(LEVELS)
def test_the_same_number_for_seconds_is_nothing_whatever_it_is(value):
    assert is_nothing(np.full_like(NOTHING, value))
    assert told(Muteness(), np.full_like(NOTHING, value), MUTED_S) == [(MUTED_S, "began")]


def test_the_faintest_sound_now_and_then_is_a_silent_room():
    muteness = Muteness()
    for _ in range(20):
        assert told(muteness, NOTHING, MUTED_S - BLOCK_S) == []
        assert told(muteness, FAINT, BLOCK_S) == []


def test_a_muted_microphone_is_told_of_again_for_as_long_as_it_is_muted():
    muteness = Muteness()
    once, again = (MUTED_S, "began"), (MUTED_S + MUTED_MOST_S, "began")
    assert told(muteness, NOTHING, MUTED_S + MUTED_MOST_S) == [once, again]
    assert told(muteness, FAINT, 3 * BLOCK_S) == [(BLOCK_S, "ended")]


def test_a_microphone_that_was_silent_by_itself_is_trusted_for_twice_as_long():
    muteness, patience = Muteness(), MUTED_S
    for _ in range(8):
        assert told(muteness, NOTHING, patience) == [(patience, "began")]
        assert told(muteness, FAINT, BLOCK_S) == [(BLOCK_S, "ended")]
        patience = min(2 * patience, MUTED_MOST_S)


@pytest.mark.parametrize("loud", [1, 2**-12])
def test_our_own_voice_is_no_room(loud):
    muteness = Muteness()
    for _ in range(4):
        assert told(muteness, loud * OURS, 3, loud * OURS) == []
        assert told(muteness, NOTHING, MUTED_S / 5) == []
    assert told(muteness, NOTHING, MUTED_S / 5) == [(MUTED_S / 5, "began")]
    assert told(muteness, loud * OURS, 3, loud * OURS) == []
    assert told(muteness, loud * OURS, OWN_S - BLOCK_S) == [], "it comes a little later than we played it"
    assert told(muteness, FAINT, 3 * BLOCK_S) == [(BLOCK_S, "ended")]


def test_a_microphone_that_cuts_off_what_is_soft_is_not_muted_while_somebody_talks_over_us():
    muteness = Muteness()
    for _ in range(10):
        assert told(muteness, NOTHING, MUTED_S / 2, OURS) == []
        assert told(muteness, FAINT, 2, OURS) == []
        muteness.heard_somebody()


def test_over_our_own_voice_a_microphone_that_works_is_never_muted():
    assert told(Muteness(), OURS + FAINT, 2 * MUTED_MOST_S, OURS) == []


def test_a_microphone_that_was_opened_anew_is_heard_once_it_gives_the_sound_of_a_room():
    muteness = Muteness()
    muteness.opened_anew()
    assert told(muteness, OURS, 3, OURS) == []
    assert told(muteness, NOTHING, MUTED_MOST_S - BLOCK_S) == []
    assert told(muteness, FAINT, BLOCK_S) == [(BLOCK_S, "ended")]
    assert told(muteness, NOTHING, MUTED_S) == [(MUTED_S, "began")]


@given(st.lists(st.integers(1, 4000), min_size=1))
def test_it_does_not_matter_how_the_sound_is_cut(sizes):
    muteness, length = Muteness(), 0
    for size in sizes:
        length += size
        muteness.accept(np.zeros(size, np.float32), np.zeros(size, np.float32))
    assert muteness.muted is (length >= MUTED_S * INPUT_RATE)
