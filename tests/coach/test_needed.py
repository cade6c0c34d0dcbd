"""No furniture is used that was not named as needed in this session, before its first exercise."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.fit import build
from assistant.coach.permission import permitted, surface
from assistant.coach.person import cleared
from assistant.content.wish import PLACES, Wish
from tests.support.drive import Driver, library

LIBRARY = library()
WAYS = {(step.start, step.end): step.needs for step in LIBRARY.ways.steps}
PEOPLE = st.builds(
    lambda without, times: replace(
        known := cleared(LIBRARY.screening),
        answers={**known.answers, **dict.fromkeys(without, "no")},
        practised=dict.fromkeys(LIBRARY.exercises, times) if times else {},
    ),
    st.sets(st.sampled_from(["chair", "bed", "wall"])),
    st.sampled_from([0, 10]),
)


def furniture(driver):
    """(what was named, what was used) by the lines of a session."""
    named, used = set(), set()
    for event, said in driver.lines:
        slots = dict(said.slots)
        if event == "told" and said.key == "needed_furniture":
            named |= {*slots["furniture"]}
        if event == "told" and said.key in ("step", "across"):
            used.add(WAYS[slots["start"], slots["end"]])
        if event == "told" and said.key == "enter":
            needs = LIBRARY.positions[slots["position"]].needs
            used |= {*needs} if len(needs) == 1 else set()
    return named, used - {""}


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([*LIBRARY.routines, *PLACES]), PEOPLE)
def test_no_furniture_is_used_that_was_not_named_in_this_session(wanted, person):
    allowed = permitted(LIBRARY, person)
    built = build(LIBRARY, Wish(10, wanted), allowed, (), surface(LIBRARY, person)) if wanted in PLACES else wanted
    if built is None:
        return
    driver = Driver(built, person=person)
    driver.hear("number", number="0")
    driver.run_to_end()
    named, used = furniture(driver)
    assert used <= named


@pytest.mark.parametrize("routine", LIBRARY.routines)
def test_it_names_what_the_exercises_use(routine):
    driver = Driver(routine, person=cleared(LIBRARY.screening))
    driver.hear("number", number="0")
    driver.hear("start")
    driver.run_until("brief")
    named, _ = furniture(driver)
    places = [LIBRARY.positions[LIBRARY.exercises[name].position] for name in driver.coach.view().items]
    assert named >= {place.needs[0] for place in places if len(place.needs) == 1}


def test_where_nothing_is_needed_the_first_exercise_follows_at_once():
    routine = replace(LIBRARY.routines["office_micro"], items=("breathing_anywhere",))
    driver = Driver(routine, person=cleared(LIBRARY.screening))
    driver.hear("number", number="0")
    driver.hear("start")
    assert driver.flow == "brief"
