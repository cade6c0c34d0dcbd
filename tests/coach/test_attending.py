"""A session that ends because nobody is there counts for nothing: later sessions are told as if it had not been."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.person import cleared
from assistant.words.records import Practised, SessionEnded, Taught
from tests.support.drive import Driver, library

NEW = replace(cleared(library().screening), introduced=True)


def left_alone(routine, after):
    """A session in which somebody is heard for so many seconds, and then nobody any more."""
    driver = Driver(routine, person=NEW)
    driver.hear("number", number="2")
    driver.run(after)
    driver.step_s = None
    driver.run_to_end()
    return driver


def learnt(driver):
    return [record for record in driver.records if isinstance(record, (Practised, Taught))]


def ended(driver):
    return [record.how for record in driver.records if isinstance(record, SessionEnded)]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(library().routines)), st.integers(0, 600))
def test_a_session_in_an_empty_room_counts_for_nothing(routine, after):
    driver = left_alone(routine, after)
    if ended(driver) == ["unattended"]:
        assert not learnt(driver)
        assert driver.coach.person.practised == NEW.practised
    else:
        assert {record.exercise for record in learnt(driver) if isinstance(record, Practised)} == {
            *driver.coach.person.practised
        }


@pytest.mark.parametrize("after", [100, 200])
def test_the_floor_session_in_an_empty_room_is_unattended(after):
    driver = left_alone("floor_only_gentle", after)
    assert ended(driver) == ["unattended"]
    assert not learnt(driver)


@pytest.mark.parametrize("routine", sorted(library().routines))
def test_a_session_in_which_nobody_was_ever_heard_is_unattended(routine):
    driver = Driver(routine, person=NEW)
    driver.step_s = None
    driver.run_to_end()
    assert ended(driver) == ["unattended"]
    assert not learnt(driver)


def test_what_was_done_is_kept_once_when_somebody_ends_the_session():
    driver = Driver("floor_only_gentle", person=NEW)
    driver.hear("number", number="2")
    driver.run_until("rest")
    assert not learnt(driver)
    driver.hear("finish")
    driver.run_to_end()
    assert [record.exercise for record in learnt(driver)] == [driver.coach.view().items[0]]
    assert driver.coach.person.practised == {driver.coach.view().items[0]: 1}


def test_the_clock_face_is_explained_again_after_an_empty_room():
    clocks = [name for name, routine in library().routines.items()
              if any(library().exercises[item].clock for item in routine.items)]  # fmt: skip
    driver = Driver(clocks[0], person=NEW)
    driver.hear("number", number="2")
    driver.run_to_end()
    assert Taught("clock") in learnt(driver)
    assert [key for _, key in driver.said].count("clock_face") == 1


def test_right_before_the_question_about_pain_it_is_not_asked_whether_anybody_is_there():
    gentle = library().routines["floor_only_gentle"]
    routine = replace(gentle, items=("diaphragmatic_breathing", "glute_bridge", "gentle_hip_opener"))
    driver = left_alone(routine, 100)
    keys = [key for _, key in driver.said]
    assert "pain_after" in keys
    assert "are_you_there" not in keys
    assert ended(driver) == ["unattended"]
    assert not learnt(driver)
