"""What every session holds, written or built: strength, warm muscles before a stretch, and loads that agree."""

import itertools

import pytest

from assistant.coach.length import session_s
from assistant.content.needed import ALWAYS
from tests.support.drive import library

LIBRARY = library()
ROUTINES = list(LIBRARY.routines.values())
LONG_S = 10 * 60
MOVING = ("reps", "circles", "alternating", "carry")


def exercises(routine):
    return [LIBRARY.exercises[name] for name in routine.items]


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.id)
def test_ten_minutes_and_more_hold_something_that_strengthens(routine):
    if session_s(LIBRARY, routine) >= LONG_S:
        assert any(exercise.strengthens for exercise in exercises(routine))


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.id)
def test_something_moves_before_the_first_stretch(routine):
    cold = itertools.takewhile(lambda exercise: exercise.kind not in MOVING, exercises(routine))
    assert not [exercise.id for exercise in cold if exercise.stretches]


@pytest.mark.parametrize("name", ["foundation_assess", "stability_block", "dissociation_block", "function_block"])
def test_the_blocks_of_the_essay_begin_with_breath_where_one_is(name):
    first, second = exercises(LIBRARY.routines[name])[:2]
    assert first.kind == "breathing"
    levels = [LIBRARY.positions[exercise.position].level for exercise in (first, second)]
    assert levels in (["chair", "standing"], ["floor", "floor"])


@pytest.mark.parametrize("place", LIBRARY.positions.values(), ids=lambda place: place.id)
def test_on_hands_and_the_like_every_exercise_loads_the_wrist_alike(place):
    """Beyond what a position asks, only what is done in it may load more, and on hands and knees nothing does."""
    inside = [exercise for exercise in LIBRARY.exercises.values() if exercise.position == place.id]
    for exercise, (area, least) in itertools.product(inside, place.load.items()):
        assert exercise.load[area] >= least
    if place.id == "quadruped":
        assert {exercise.load["wrist"] for exercise in inside} == {place.load["wrist"]}


def test_every_exercise_can_be_come_to():
    """By a routine, a ladder, what spares an area, what rests, a session built to fit, or a self-check."""
    reached = {name for routine in ROUTINES for name in routine.items}
    reached |= {name for names in LIBRARY.pain.substitutes.values() for name in names} | {ALWAYS}
    waiting = list(reached)
    while waiting:
        exercise = LIBRARY.exercises[waiting.pop()]
        leads = {rung.id for rung in exercise.ladder if rung.move} | {*exercise.if_hurts.values(), exercise.moving}
        waiting += leads - reached - {""}
        reached |= leads
    assert set(LIBRARY.exercises) - reached == {"check_activities"}, "the question about activities joins a self-check"
