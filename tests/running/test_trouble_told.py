"""What a Limber that stays tells of its microphone and of a machine too busy: at once, and then ever more rarely."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.keeping_up import OFTEN
from assistant.running.resident import BACK_AFTER_S, TELL_AGAIN_S, TELL_MOST_S
from assistant.words.events import Back, FellBehind, Muted
from tests.running.test_resident import START, Stay, stay

__all__ = ["stay"]  # a fixture


def test_a_machine_too_busy_to_hear_all_is_told_of_and_again_only_after_a_long_time(stay):
    behind = FellBehind(4.0, 1.5)
    assert stay.comes(*(OFTEN - 1) * [behind]) == []
    assert stay.comes(behind) == ["falls_behind"]
    assert stay.comes(*10 * [behind]) == []
    stay.passes(TELL_AGAIN_S, TELL_AGAIN_S / 2)
    assert stay.comes(*OFTEN * [behind]) == ["falls_behind"]


def test_a_muted_microphone_is_told_of_once_and_that_it_is_heard_again(stay):
    assert stay.comes(Muted(), Muted()) == ["mic_muted_now"]
    assert not stay.house.hears
    assert stay.comes(Back("microphone")) == []
    assert stay.house.hears
    assert stay.passes(BACK_AFTER_S - 1) == []
    assert stay.passes(1) == ["standby_back"]
    assert stay.comes(Back("microphone")) == []
    assert stay.passes(2 * BACK_AFTER_S) == []


def test_nobody_is_spoken_over_whose_call_is_the_first_sound_of_a_muted_microphone(stay):
    assert stay.comes(Muted()) == ["mic_muted_now"]
    assert stay.comes(Back("microphone")) == []
    assert stay.passes(BACK_AFTER_S - 1) == []
    assert stay.comes(START) == ["wake", "session start"]
    assert stay.passes(2 * BACK_AFTER_S) == []


@given(st.lists(st.floats(1, 3 * 3600), max_size=60))
@settings(deadline=None)
def test_a_microphone_that_cuts_off_what_is_soft_is_told_of_ever_more_rarely(quiet):
    """It gives nothing while the room is quiet. Each quiet ends with a sound, and nobody is woken again and again."""
    stay = Stay()
    stay.resident.turn(0)
    stay.did()
    told_at = []
    for lasts in quiet:
        stay.house.clock += lasts
        if "mic_muted_now" in stay.comes(Muted()):
            told_at.append(stay.house.clock)
        stay.comes(Back("microphone"))
        stay.passes(BACK_AFTER_S + 1)
    pauses = [later - earlier for earlier, later in pairwise(told_at)]
    for times, pause in enumerate(pauses):
        assert pause >= min(TELL_AGAIN_S * 2**times, TELL_MOST_S)
