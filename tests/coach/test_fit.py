"""Sessions built to fit: they keep every wish, take about the time asked for, and cover the directions of movement."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.fit import PLACES, Wish, build
from assistant.coach.length import session_s
from assistant.content.needed import CALM, REST
from tests.support.drive import library

LIBRARY = library()
WISHES = st.builds(
    Wish, st.sampled_from([0, 2, 5, 10, 15, 20, 30]), st.sampled_from(["", *PLACES]), st.booleans(), st.booleans()
)


def level(name):
    return LIBRARY.positions[LIBRARY.exercises[name].position].level


@settings(max_examples=120, deadline=None)
@given(WISHES)
def test_every_wish_is_kept(wish):
    routine = build(LIBRARY, wish, LIBRARY.exercises)
    if routine is None:
        assert wish.place == "standing"
        return
    assert routine.items
    assert len(set(routine.items)) == len(routine.items)
    for name in routine.items:
        exercise = LIBRARY.exercises[name]
        assert not exercise.advanced
        assert set(exercise.equipment) <= LIBRARY.domain.at_hand
        if wish.no_kneeling:
            assert not LIBRARY.positions[exercise.position].kneeling
        if wish.gentle:
            assert exercise.load["hip"] <= 2
            assert exercise.load["balance"] == 0
        if wish.place in ("floor", "chair", "standing"):
            assert level(name) == wish.place
        if wish.place == "bed":
            assert level(name) in ("bed", "floor")
    if wish.place == "bed":
        assert routine.surface == "bed"


@pytest.mark.parametrize("minutes", [10, 20, 30])
@pytest.mark.parametrize("place", ["", "floor", "bed", "chair"])
def test_it_takes_no_longer_than_asked_and_not_much_less(minutes, place):
    routine = build(LIBRARY, Wish(minutes, place), LIBRARY.exercises)
    took = session_s(LIBRARY, routine) / 60
    assert took <= minutes
    most = session_s(LIBRARY, build(LIBRARY, Wish(90, place), LIBRARY.exercises)) / 60
    assert took >= min(minutes - 4, most - 0.1)


def test_twenty_minutes_cover_every_direction():
    routine = build(LIBRARY, Wish(20), LIBRARY.exercises)
    assert {plane for name in routine.items for plane in LIBRARY.exercises[name].planes} == set(LIBRARY.domain.planes)


def test_one_level_follows_the_other_and_never_comes_back():
    for minutes in (10, 20, 30):
        levels = [level(name) for name in build(LIBRARY, Wish(minutes), LIBRARY.exercises).items]
        changes = [now for before, now in itertools.pairwise(levels) if now != before]
        assert len(set(changes)) == len(changes)


@settings(max_examples=60, deadline=None)
@given(WISHES, st.sets(st.sampled_from(sorted(LIBRARY.exercises)), min_size=1))
def test_only_what_is_allowed_is_chosen(wish, allowed):
    routine = build(LIBRARY, wish, allowed)
    assert routine is None or set(routine.items) <= allowed


def test_it_begins_with_breath_and_ends_with_rest():
    items = build(LIBRARY, Wish(15, "floor"), LIBRARY.exercises).items
    assert items[0] in CALM
    assert items[-1] in REST
