"""A law: a session ends by itself in silence, whatever was said and whatever happened to the microphone."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.words.events import Back, Heard, Lost, Muted
from assistant.words.records import SessionEnded
from tests.coach.test_laws import PEOPLE, ROUTINES, WAITS, utterances
from tests.support.drive import Driver

LOST, MUTED, BACK = Lost("microphone"), Muted(), Back("microphone")
HAPPENS = st.lists(st.tuples(WAITS, st.one_of(utterances(), st.sampled_from([LOST, MUTED, BACK]))), max_size=14)
LONG_S = 12 * 3600


@example("floor_only_gentle", None, [(90, Heard("stop")), (5, LOST), (20, BACK)])
@example("floor_only_gentle", None, [(90, Heard("stop")), (5, MUTED)])
@example("floor_only_gentle", None, [(90, Heard("finish")), (1, LOST)])
@settings(max_examples=100, deadline=None)
@given(ROUTINES, PEOPLE, HAPPENS)
def test_in_silence_a_session_ends_whatever_happens_to_the_microphone(routine, person, happens):
    driver = Driver(routine, person=person, step_s=None)
    for wait, event in happens:
        driver.run(wait)
        driver.event(event)
    driver.run_to_end(LONG_S)
    assert driver.left


@pytest.mark.parametrize("before", [None, "pause", "stop"])
def test_a_microphone_that_does_not_come_back_ends_the_session_and_says_so(before):
    driver = Driver()
    driver.run_until("work")
    if before:
        driver.hear(before)
    driver.event(LOST)
    driver.run_to_end(LONG_S)
    assert [record.how for record in driver.records if isinstance(record, SessionEnded)] == ["deaf"]
    assert "closing_deaf" in [key for _, key in driver.said]


def test_after_stop_a_microphone_that_comes_back_lets_the_session_go_on():
    driver = Driver()
    driver.run_until("work")
    driver.hear("stop")
    driver.event(LOST)
    driver.run(60)
    driver.event(BACK)
    driver.run(130)
    assert "still_stopped" in [key for _, key in driver.said]
    driver.hear("resume")
    assert driver.gate == "open"
    driver.run_until("work")
