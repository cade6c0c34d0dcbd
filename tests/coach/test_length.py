"""How long a built session takes against how long it was reckoned to take, and against what was asked for."""

from dataclasses import replace

import pytest

from assistant.coach.fit import PLACES, Wish, build
from assistant.coach.length import session_s
from assistant.coach.person import cleared
from tests.support.aloud import Aloud
from tests.support.drive import library

LIBRARY = library()
ALL = set(LIBRARY.exercises)
ANSWER_S = 2.0
"""Seconds after which the person answers a question."""
LAST_S = 0.2
"""Seconds before a count would begin by itself."""
OFF_S, OFF_SHARE = 25, 0.01
"""By how much a session may be longer or shorter than was reckoned: so many seconds, and this share of it."""


def whole_s(routine, known):
    """Seconds of a session with somebody who lets every wait pass nearly to its end before they say "ready"."""
    person = replace(cleared(LIBRARY.screening), practised=dict.fromkeys(known, 5))
    driver = Aloud(routine, person=person, step_s=LIBRARY.pacing.step_s)
    while not driver.left:
        if driver.coach.view().asked and driver.silent:
            driver.run(ANSWER_S)
            if driver.flow == "effort":
                driver.hear("effort", effort="easy")
            else:
                driver.hear("number", number="1")
        elif driver.flow == "ready" and driver.silent and not driver.coach.view().awaited:
            driver.run_to(max(driver.now, (driver.coach.next_deadline() or 0) - LAST_S))
            driver.hear("start")
        else:
            driver.run_on()
    return driver.now


@pytest.mark.parametrize("known", [set(), ALL], ids=["new", "known"])
@pytest.mark.parametrize("place", ["", *PLACES])
@pytest.mark.parametrize("minutes", [2, 3, 5, 10, 15, 20, 30])
def test_a_built_session_takes_what_was_reckoned_and_never_more_than_asked(minutes, place, known):
    routine = build(LIBRARY, Wish(minutes, place), ALL, known)
    reckoned, took = session_s(LIBRARY, routine, known), whole_s(routine, known)
    assert abs(took - reckoned) <= OFF_S + OFF_SHARE * took
    if reckoned <= minutes * 60:
        assert took <= minutes * 60
    else:
        assert len(routine.items) == 1, "nothing shorter is there"


def test_the_office_break_takes_two_minutes_once_it_is_known():
    routine = LIBRARY.routines["office_micro"]
    assert 90 <= whole_s(routine, set(routine.items)) <= 120


@pytest.mark.parametrize("routine", LIBRARY.routines.values(), ids=lambda routine: routine.id)
def test_a_written_session_takes_what_is_said_of_it(routine):
    if not any(LIBRARY.exercises[name].asks for name in routine.items):
        took = whole_s(routine, ())
        assert abs(took - session_s(LIBRARY, routine)) <= OFF_S + 0.03 * took
