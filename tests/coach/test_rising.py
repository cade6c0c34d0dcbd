"""A law: nobody is left lying. Whoever is down when the program goes was offered the way up, or told to stay and rest."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.coach.person import Person
from assistant.words.events import Heard
from tests.coach.test_laws import PEOPLE, ROUTINES, SPEECH
from tests.support.drive import Driver, library

OFFERED = ("offer_up", "stay_down", "up_alone", "up_helped", "no_way_up", "get_up_hurt")


def offers_since_down(lines):
    """Which offers were begun since the person last went on with an exercise."""
    found = []
    for how, line in lines:
        if how == "begun" and line.key in ("enter", "begin"):
            found = []
        elif how == "begun" and line.key in OFFERED:
            found.append(line.key)
    return found


ENDS = st.sampled_from([Heard("finish"), Heard("stop"), None])


@example("floor_only_gentle", None, [(120.0, Heard("stop"))], None, 4.0)
@example("floor_only_gentle", None, [(120.0, Heard("red_flag", (("flag", "chest"),)))], None, None)
@example(
    "floor_only_gentle", None, [(120.0, Heard("finish")), (0.0, Heard("finish")), (0.0, Heard("finish"))], None, 4.0
)
@example("bed_check", None, [(120.0, Heard("finish"))], None, 4.0)
@example("back_questionnaire", Person(), [(0.0, Heard("fell"))], None, 4.0)
@settings(max_examples=150, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, ENDS, st.sampled_from([4.0, None]))
def test_nobody_is_left_lying(routine, person, speech, end, step_s):
    driver = Driver(routine, person=person, step_s=step_s)
    for wait, event in speech:
        driver.run(wait)
        driver.event(event)
    if end:
        driver.event(end)
    driver.hear("resume")
    driver.hear("resume")  # who fell and is paused is asked first whether they are hurt
    driver.run_to_end(8 * 3600)
    level = driver.coach.view().level
    assert level in ("standing", "chair") or offers_since_down(driver.lines), level


def test_a_red_flag_sends_nobody_up():
    for flag in library().red_flags.say:
        driver = Driver("floor_only_gentle", step_s=4.0)
        driver.run_until("work")
        driver.step_s = None
        driver.hear("red_flag", flag=flag)
        driver.run_to_end()
        keys = [key for _, key in driver.said]
        assert "stay_down" in keys
        assert "offer_up" not in keys


def test_the_law_sees_people_who_are_down():
    driver = Driver("floor_only_gentle", step_s=4.0)
    driver.run_until("work")
    assert driver.coach.view().level == "floor"
    assert not offers_since_down(driver.lines)


@pytest.mark.parametrize("ends", [Heard("finish"), None])
@pytest.mark.parametrize("made", [1, 2, 3])
def test_whoever_stops_within_a_step_down_may_have_made_it_and_is_led_up_from_there(made, ends):
    driver = Driver()
    driver.run_until("prepare")
    driver.hear("start")
    driver.step_s = None
    driver.run_until("travel")
    for _ in range(made):
        driver.hear("start")
        driver.run(10)
    below = [dict(line.slots)["end"] for _, line in driver.lines if line.key == "step"][-1]
    if ends:
        driver.event(ends)
    driver.run_until("down")
    assert "offer_up" in [key for _, key in driver.said]
    driver.hear("yes")
    driver.run(3)
    assert [dict(line.slots)["start"] for _, line in driver.lines if line.key == "step"][-1] == below
