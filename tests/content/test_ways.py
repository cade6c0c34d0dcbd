"""The ways: which leg is in front, and that no two positions, sides or sets are without a way from one to the next."""

import itertools
from dataclasses import replace

import pytest

from assistant.content.model import Routine
from assistant.words.effects import Line, Say
from tests.support.drive import Driver, library

LIBRARY = library()
WAYS = LIBRARY.ways
SURFACES = ("floor", "bed")


@pytest.mark.parametrize(("start", "end"), [("at_seat", "one_knee"), ("at_bed", "bed_one_knee")])
def test_on_the_way_down_the_stronger_leg_stays_in_front_and_the_other_knee_goes_down(start, end):
    stay, lower = WAYS.step(start, end).say.split(". ")
    assert "stronger" in stay
    assert "in front" in stay
    assert "weaker" in lower
    assert "back" in lower
    assert "knee" in lower


@pytest.mark.parametrize(("start", "end"), [("kneeling", "one_knee"), ("bed_kneeling", "bed_one_knee")])
def test_on_the_way_up_the_stronger_foot_is_set_in_front(start, end):
    said = WAYS.step(start, end).say
    assert "stronger foot" in said
    assert "in front" in said


def test_somebody_sitting_lies_down_over_the_side_and_comes_up_over_it():
    assert [step.end for step in WAYS.path("sitting", "lying")] == ["on_side", "lying"]
    assert [step.end for step in WAYS.path("lying", "sitting")] == ["on_side", "sitting"]


def one_of_each():
    """An exercise for each position, sided where the position is, so that both sides of it are entered."""
    found = {}
    for exercise in sorted(LIBRARY.exercises.values(), key=lambda each: (not each.sided, bool(each.asks), each.id)):
        found.setdefault(exercise.position, exercise.id)
    assert found.keys() == LIBRARY.positions.keys()
    return [found[name] for name in LIBRARY.positions]


def told(driver, since):
    return [said for _, effect in driver.effects[since:] if isinstance(effect, Say) for said in effect.lines]


def stations(lines, start):
    """Where the steps that were told lead, each from where the last one ended."""
    at = start
    for said in lines:
        if said.key in ("step", "across"):
            slots = dict(said.slots)
            assert slots["start"] == at, f"{said} from {at}"
            at = slots["end"]
    return at


def check_entered(lines, start, position, side, level):
    """Whether what was told leads from a station to where the position begins, and into it for its side."""
    assert stations(lines, start) in WAYS.entered_from(position.id, level)
    sides = {dict(said.slots).get("side", "") for said in lines if said.key == "enter"}
    assert sides == ({side} if position.sided else {""})
    assert sum(said.key == "enter" for said in lines) == len(position.enter)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(one_of_each(), 2)))
def test_between_any_two_positions_a_way_is_told(first, second, surface):
    routine = Routine("pair", "Pair", (first, second), "", surface=surface)
    positions = [LIBRARY.positions[LIBRARY.exercises[name].position] for name in routine.items]
    if surface == "bed" and not all(place.lying or place.level != "floor" for place in positions):
        return
    driver = Driver(routine)
    driver.run_until("work")
    driver.hear("next")
    begun = len(driver.effects) - 3
    start = WAYS.station(positions[0].id, routine.level_of(positions[0]))
    driver.run_until("ready", 600)
    view = driver.coach.view()
    assert view.exercise == second
    check_entered(told(driver, begun), start, positions[1], view.side or "right", routine.level_of(positions[1]))


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", [name for name, each in LIBRARY.exercises.items() if each.sided])
def test_between_the_sides_a_way_is_told(name, surface):
    position = LIBRARY.positions[LIBRARY.exercises[name].position]
    if surface == "bed" and not (position.lying or position.level != "floor"):
        return
    driver = Driver(Routine("sides", "Sides", (name,), "", surface=surface))
    driver.run_until("work")
    driver.run_until("rest" if not LIBRARY.exercises[name].asks else "checking", 600)
    begun = len(driver.effects)
    driver.run_until("ready", 600)
    lines = told(driver, begun)
    if position.sided:
        level = driver.coach.view().level
        check_entered(lines, WAYS.station(position.id, level), position, "left", level)
        assert [said for said in lines if said.key in ("turn_round", "across")], "how to change to the other side"
    else:
        assert not [said for said in lines if said.key in ("enter", "across", "turn_round")]
        assert bool([said for said in lines if said.key == "come_back"]) == bool(position.again)


@pytest.mark.parametrize("name", [name for name, each in LIBRARY.exercises.items() if each.dose.sets > 1])
def test_between_the_sets_a_way_is_told(name):
    position = LIBRARY.positions[LIBRARY.exercises[name].position]
    driver = Driver(replace(LIBRARY.routines["floor_only_gentle"], items=(name,)))
    driver.run_until("work")
    driver.run_until("rest", 600)
    begun = len(driver.effects)
    driver.run_until("ready", 600)
    entered = [said for said in told(driver, begun) if said.key == "enter"]
    assert len(entered) == (len(position.enter) if position.leave or position.sided else 0)


def test_the_laws_see_a_step_that_is_missing():
    lines = [Line("across", (("end", "lying"), ("start", "on_side")))]
    with pytest.raises(AssertionError):
        check_entered(lines, "sitting", LIBRARY.positions["supine"], "right", "floor")
