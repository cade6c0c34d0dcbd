"""How long a built session takes against how long it was reckoned to take, and against what was asked for."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.coach.fit import build
from assistant.coach.length import session_s
from assistant.coach.person import cleared
from assistant.coach.states import MOVING
from assistant.content.wish import PLACES, Wish
from assistant.words.effects import Say
from tests.support.aloud import Aloud
from tests.support.drive import Driver, library

LIBRARY = library()
ALL = set(LIBRARY.exercises)
ANSWER_S = 2.0
"""Seconds after which the person answers a question."""
LAST_S = 0.2
"""Seconds before a count would begin by itself."""
ASKED = ("welcome", *MOVING)
"""States in which it is asked how long the session still takes."""
ROUNDED_S = 30
"""Seconds by which whole minutes are off."""
OFF_S, OFF_SHARE = 25, 0.01
"""By how much a session may be longer or shorter than was reckoned: so many seconds, and this share of it."""


def whole_s(routine, known):
    """Seconds of a session with somebody who lets every wait pass nearly to its end before they say "ready"."""
    driver = begun(routine, known)
    while not driver.left:
        live(driver)
    return driver.now


def begun(routine, known):
    person = replace(cleared(LIBRARY.screening), practised=dict.fromkeys(known, 5))
    return Aloud(routine, person=person, step_s=LIBRARY.pacing.step_s)


def live(driver):
    """Let the next thing happen."""
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


def said_left(driver):
    """How many minutes are said to be left of the session."""
    effects = driver.hear("how_long")
    lines = [said for effect in effects if isinstance(effect, Say) for said in effect.lines]
    return next((dict(said.slots)["minutes"] for said in lines if said.key == "time_left_session"), None)


@example(20, "", True, 5)
@example(2, "chair", False, 3)
@settings(max_examples=40, deadline=None)
@given(st.sampled_from([2, 5, 10, 15, 20, 30]), st.sampled_from(["", *PLACES]), st.booleans(), st.integers(0, 2**32))
def test_how_long_is_true_to_a_minute_or_a_tenth_at_any_moment(minutes, place, new, seed):
    chance, known = Random(seed), set() if new else ALL
    routine = build(LIBRARY, Wish(minutes, place), ALL, known)
    driver, said = begun(routine, known), []
    while not driver.left:
        if driver.flow in ASKED and chance.random() < 0.04 and (left := said_left(driver)) is not None:
            said.append((driver.now, int(left) * 60))
        live(driver)
    for at, left_s in said:
        assert abs(left_s - (driver.now - at)) <= max(60, 0.1 * (driver.now - at)) + ROUNDED_S, (at, left_s, driver.now)


@pytest.mark.parametrize("place", ["", "floor", "chair"])
def test_who_is_ready_at_once_is_told_so_once_it_is_known(place):
    """After the first two sets the waits count as far as they were waited for."""
    driver, said, begun_counts = begun(build(LIBRARY, Wish(20, place), ALL, ALL), ALL), [], 0
    while not driver.left:
        if driver.flow == "ready" and driver.silent and not driver.coach.view().awaited:
            begun_counts += 1
            if begun_counts > 2:
                said.append((driver.now, int(said_left(driver)) * 60))
            driver.run(1)
            driver.hear("start")
        else:
            live(driver)
    assert len(said) > 3
    for at, left_s in said:
        assert abs(left_s - (driver.now - at)) <= max(60, 0.1 * (driver.now - at)) + ROUNDED_S, (at, left_s, driver.now)


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


@pytest.mark.parametrize("words", ["on the floor", "in bed", "something gentle"])
def test_a_wish_without_minutes_keeps_the_length_of_the_session(words):
    driver = Driver("studio_mix_30")
    driver.run_until("welcome")
    before = int(said_left(driver))
    driver.say(words)
    assert 0.8 * before <= int(said_left(driver)) <= before


def test_the_office_break_takes_two_minutes_once_it_is_known():
    routine = LIBRARY.routines["office_micro"]
    assert 90 <= whole_s(routine, set(routine.items)) <= 120


@pytest.mark.parametrize("routine", LIBRARY.routines.values(), ids=lambda routine: routine.id)
def test_a_written_session_takes_what_is_said_of_it(routine):
    if not any(LIBRARY.exercises[name].asks for name in routine.items):
        took = whole_s(routine, ())
        assert abs(took - session_s(LIBRARY, routine)) <= OFF_S + 0.03 * took
