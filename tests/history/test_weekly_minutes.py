"""How much of a stretch is enough for a week: for each muscle and side, and never of what a source asks for daily."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.coach.today import Today
from assistant.history.past import Past, Practice
from assistant.history.progress import minutes, today
from tests.history.test_progress import MONDAY, session
from tests.support.drive import Driver, library


def test_a_week_has_so_many_minutes():
    before = session(0)
    many = (replace(before, practices=tuple(replace(each, done_s=301) for each in before.practices)),)
    spent = minutes(many, library(), MONDAY.date())
    assert spent
    assert spent == pytest.approx({("hip_rotators", "left"): 301 / 60, ("hip_rotators", "right"): 301 / 60})
    now = MONDAY + timedelta(days=1)
    assert today(library(), Past(many), now).rested == {}, "left and right are counted apart"
    assert today(library(), Past((*many, *many)), now).rested == {"ninety_ninety_hold": "ninety_ninety_switch"}
    assert today(library(), Past((*many, *many)), now + timedelta(days=7)).rested == {}


def test_one_side_that_is_full_does_not_make_the_other_rest():
    only_left = session(0, exercise="ninety_ninety_hold")
    left = tuple(replace(each, done_s=700) for each in only_left.practices if each.side == "left")
    assert today(library(), Past((replace(only_left, practices=left),)), MONDAY).rested == {}


def test_a_stretch_that_rests_is_done_moving():
    known = Today(rested={"ninety_ninety_hold": "ninety_ninety_switch"})
    driver = Driver("clinic_five", today=known)
    items = driver.coach.view().items
    assert "ninety_ninety_hold" not in items
    assert items.count("ninety_ninety_switch") == 1
    assert "rested" in [key for _, key in driver.said]
    assert "left_out" not in [key for _, key in driver.said]


@pytest.mark.parametrize("hold_s", [30, 60])
def test_three_stretches_every_day_for_a_fortnight_are_three_stretches_every_day(hold_s):
    done = []
    for day in range(14):
        known = today(library(), Past(tuple(done)), MONDAY + timedelta(days=day))
        items = Driver("three_stretches", today=known).coach.view().items
        held = [name for name in items if library().exercises[name].stretches]
        assert len(held) == 3
        assert items[-1] == "glute_bridge"
        sets = tuple(Practice(name, name, side, 1, hold_s, hold_s) for name in held for side in ("left", "right"))
        done.append(replace(session(day), practices=sets, items=items))
