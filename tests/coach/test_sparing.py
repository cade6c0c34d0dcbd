"""How bad a report is, and that enough is left to do whatever hurts."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coach.person import cleared
from assistant.coach.plan import Plan
from assistant.coach.sparing import level, moving
from assistant.coach.weighing import zone
from tests.support.drive import Driver, library

RULES = library().pain
AREAS = library().domain.areas
SCORES = st.integers(0, 10)
BAD = {"green": 0, "amber": 1, "red": 2}


@given(SCORES)
def test_a_rise_alone_is_red_only_from_six(score):
    assert (zone(RULES, score, None) == "red") == (score >= 6)


@given(SCORES, st.none() | SCORES)
def test_a_stronger_pain_is_never_taken_more_lightly(score, usual):
    stronger = zone(RULES, min(10, score + 1), None, usual)
    assert BAD[stronger] >= BAD[zone(RULES, score, None, usual)]


@given(SCORES, SCORES)
def test_usual_pain_makes_red_amber_and_nothing_else(score, usual):
    without, known = zone(RULES, score, None), zone(RULES, score, None, usual)
    assert known == without or (without, known) == ("red", "amber")
    if known == "amber" and score > RULES.amber_most:
        assert score <= RULES.usual_most
        assert score - usual < RULES.rise_red


@pytest.mark.parametrize("word", RULES.stop_words)
def test_a_grave_word_is_red_whatever_is_usual(word):
    assert zone(RULES, 0, word, 10) == "red"


@pytest.mark.parametrize("routine", sorted(library().routines))
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("found", ["amber", "red"])
def test_enough_is_left_of_every_routine_wherever_it_hurts(routine, area, found):
    plan = Plan(library(), library().routines[routine])
    planned = moving(library(), plan.items[1:])
    plan.spare(area, RULES.spare_from(found))
    left = [name for name in plan.items[1:] if plan.allowed(name)]
    assert moving(library(), left) >= min(planned, RULES.keep_least)
    assert len(set(left)) == len(left)


def test_a_sore_hip_leaves_a_whole_morning():
    plan = Plan(library(), library().routines["morning_nine"])
    plan.spare("hip", RULES.spare_from(zone(RULES, 4, None)))
    assert moving(library(), plan.items[1:]) >= 6


@pytest.mark.parametrize("routine", sorted(library().routines))
def test_a_strong_pain_at_rest_leaves_more_than_breathing(routine):
    plan = Plan(library(), library().routines[routine])
    planned = moving(library(), plan.items)
    plan.limit_today(frozenset(RULES.gentle))
    assert moving(library(), plan.items) >= min(planned, RULES.keep_least)
    assert all(name in RULES.gentle for name in plan.items)


@pytest.mark.parametrize("area", AREAS)
def test_what_replaces_a_chair_exercise_needs_no_floor(area):
    chair = [name for name, exercise in library().exercises.items() if exercise.position == "seated_chair"]
    routine = replace(library().routines["office_micro"], items=tuple(chair))
    plan = Plan(library(), routine)
    plan.spare(area, 1)
    first = plan.substitute(area)
    listed = [name for name in RULES.substitutes[area] if level(library(), routine, name) == "chair"]
    assert not any(map(plan.allowed, listed)) or level(library(), routine, first) == "chair"


@pytest.mark.parametrize("area", AREAS)
def test_what_still_loads_a_reported_place_begins_one_step_easier(area):
    for name, exercise in library().exercises.items():
        plan = Plan(library(), replace(library().routines["office_micro"], items=(name,)))
        before = plan.rung_at
        plan.spare(area, 3)
        if not plan.allowed(name):
            continue
        plan.go_to(0)
        below = exercise.ladder[exercise.home - 1]
        can = exercise.home > 0 and not below.move and plan.bounds.allow_rung(exercise, below)
        assert plan.rung_at == before - (can and exercise.loads(area) > 0)


@pytest.mark.parametrize("area", ["hip", "low_back", "knee"])
@pytest.mark.parametrize("routine", sorted(library().routines))
def test_nobody_who_is_sore_goes_back_to_a_level_that_they_left(routine, area):
    driver = Driver(routine, person=cleared(library().screening))
    driver.hear("number", number="2")
    driver.run_until("work")
    driver.hear("hurts", area=area)
    if driver.flow == "spread":
        driver.hear("no")
    driver.score(4)
    view = driver.coach.view()
    levels = [level(library(), library().routines[routine], name) for name in view.items[view.at :]]
    blocks = [name for name, _ in itertools.groupby(levels)]
    assert len(blocks) == len(set(blocks)), view.items
