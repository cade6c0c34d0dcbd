"""What can be seen of a session from outside."""

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.person import cleared
from assistant.coach.states import ASKING, LIVE
from assistant.words.effects import Listen, Say
from assistant.words.events import Heard
from tests.support.drive import Driver, intents, library

NAMING = {"have", "have_no"}
"""Intents that mean nothing without the thing that they name."""


def test_it_shows_the_place_in_the_session():
    driver = Driver("three_stretches")
    driver.run_until("work")
    view = driver.coach.view()
    assert (view.flow, view.gate, view.routine, view.at) == ("work", "open", "three_stretches", 0)
    assert view.exercise == view.items[0]
    assert (view.set_no, view.sets) == (1, view.dose.sets)
    assert not view.locked


def test_it_shows_the_count_also_while_it_is_interrupted():
    driver = Driver("three_stretches")
    assert driver.coach.view().count is None
    driver.run_until("work")
    assert driver.coach.view().count.number == 0
    driver.run(9.5)
    count = driver.coach.view(driver.now).count
    assert count.number == driver.numbers[-1][1] > 0
    driver.hear("pause")
    driver.run(30)
    assert driver.coach.view(driver.now).count == count


def test_it_shows_what_is_asked_as_it_was_asked():
    driver = Driver("three_stretches")
    driver.run_until("work")
    driver.hear("hurts")
    asked = driver.coach.view().asked
    assert ([line.key for line in asked.lines], asked.answer) == (["hurt_where"], "where")
    driver.hear("no")
    assert driver.coach.view().asked is None


def test_it_shows_a_lock():
    driver = Driver()
    driver.hear("red_flag", flag="numb")
    assert driver.coach.view().locked


def test_it_is_a_snapshot():
    driver = Driver()
    before = driver.coach.view()
    with pytest.raises(FrozenInstanceError):
        before.flow = "work"  # type: ignore[misc]
    driver.run_until("work")
    assert before.flow == "welcome"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 60), st.sampled_from(sorted({*intents()} - NAMING))), max_size=12))
def test_looking_changes_nothing_and_tells_what_is_listened_for(speech):
    seen, unseen = Driver(), Driver()
    for wait, intent in speech:
        for driver in (seen, unseen):
            driver.run(wait)
            if driver is seen:
                driver.coach.view()
            driver.event(Heard(intent, (), intent))
        view = seen.coach.view()
        assert view == seen.coach.view()
        assert (view.asked is not None) == (view.flow in ASKING)
        if view.flow in LIVE:
            assert view.listening == [effect.intents for _, effect in seen.effects if isinstance(effect, Listen)][-1]
    assert seen.effects == unseen.effects
    assert seen.coach.view() == unseen.coach.view()  # which was never asked for before: nothing old is shown


def without(*left):
    """Somebody who may do everything, but has not answered the questions that begin so."""
    known = cleared(library().screening)
    return replace(known, answers={name: known.answers[name] for name in known.answers if not name.startswith(left)})


def read(driver):
    """The names of the exercises in the plan, as it is read out."""
    (told,) = (effect for effect in driver.hear("read_plan") if isinstance(effect, Say))
    return [dict(said.slots)["name"] for said in told.lines if said.key == "plan_item"]


def names(items):
    return [library().exercises[item].name for item in items]


def test_while_questions_are_open_the_plan_is_told_with_what_waits_for_them():
    """What is read, what an exercise is numbered by and what can be seen from outside speak of one session."""
    driver = Driver("morning_nine", person=without("back_"))
    driver.hear("next")
    driver.run_until("brief")
    items = driver.coach.view().items
    assert read(driver) == names(items)
    assert items == ("breathing_anywhere", *library().routines["morning_nine"].items)
    (number,) = (dict(said.slots) for _, said in driver.lines if said.key == "item")
    assert number["total"] == str(len(items))


def test_when_nobody_answers_the_plan_is_told_as_it_will_be_done():
    """The question about the surgeon is never asked when nobody answered that about an operation."""
    driver = Driver("morning_nine", person=without("back_"))
    driver.hear("next")
    driver.run_until("screen")
    driver.run_until("brief")
    items = driver.coach.view().items
    assert (driver.coach.view().at, items) == (1, ("breathing_anywhere", "glute_squeeze"))
    assert read(driver) == names(items)


@pytest.mark.parametrize("left", [("back_",), ("hip_",), ("chair",), ("accident", "fever"), ("",)])
@pytest.mark.parametrize("routine", sorted(library().routines))
def test_the_exercise_under_way_stands_in_the_plan_at_its_place(routine, left):
    driver = Driver(routine, person=without(*left))
    driver.hear("next")
    while driver.flow not in ("after", "done") and driver.now < 4 * 3600:
        driver.run(20)
        view = driver.coach.view()
        assert view.items[view.at] == view.exercise
        if driver.flow in ("brief", "rest"):
            driver.hear("next")
    assert driver.flow in ("after", "done")
