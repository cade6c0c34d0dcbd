"""What a self-check found steers the sessions after it: the stiffer side goes first, its directions are chosen first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.coach.fit import build
from assistant.coach.today import Found, Today
from assistant.content.wish import Wish
from assistant.history.findings import found
from assistant.history.past import CheckAnswer, Past
from assistant.history.progress import today
from tests.history.test_progress import MONDAY, session
from tests.support.drive import Driver, library


def checked(*answers):
    return replace(session(0), check_answers=tuple(CheckAnswer(*answer) for answer in answers))


@pytest.mark.parametrize(
    ("answers", "side"),
    [
        ([("check_rotation_9090", "tighter", "", "left")], "left"),
        ([("check_rotation_9090", "tighter", "", "neither")], ""),
        ([("check_external_rotation", "fingers", "right", "7"), ("check_external_rotation", "fingers", "left", "4")], "right"),
        ([("check_external_rotation", "fingers", "right", "5"), ("check_external_rotation", "fingers", "left", "4")], ""),
        ([("check_floor_twist", "fists_right", "", "1"), ("check_floor_twist", "fists_left", "", "4")], "left"),
        ([("check_external_rotation", "fingers", "right", "7")], ""),
        ([("check_activities", "first", "", "3")], ""),
    ],
)  # fmt: skip
def test_the_stiffer_side_is_found_where_the_sides_differ_enough(answers, side):
    assert found(library(), Past((checked(*answers),))).side == side


def test_the_last_check_counts():
    past = Past(
        (
            checked(("check_rotation_9090", "tighter", "", "left")),
            checked(("check_rotation_9090", "tighter", "", "right")),
        )
    )
    assert found(library(), past) == Found("right", ("rotation",))
    assert found(library(), Past((*past.sessions, session(2)))) == Found("right", ("rotation",))


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_stiffer_side_goes_first_and_it_is_said_why(side):
    driver = Driver("three_stretches", today=Today(found=Found(side, ("rotation",))))
    driver.run(30)
    assert "stiffer_first" in [key for _, key in driver.said]
    driver.walk_to("figure4_supine")
    assert driver.coach.view().side == side


def test_a_built_session_takes_the_stiff_directions_first():
    for plane in ("rotation", "abduction", "flexion"):
        items = build(library(), Wish(20, "floor"), library().exercises, library().exercises, "", (plane,)).items
        others = [name for names in library().fitting.holds.values() for name in names]
        extra = [library().exercises[name] for name in items if name not in others and library().exercises[name].planes]
        assert any(plane in exercise.planes for exercise in extra)


def test_what_was_found_reaches_the_next_session():
    past = Past((checked(("check_rotation_9090", "tighter", "", "left")),))
    assert today(library(), past, MONDAY + timedelta(days=1)).found.side == "left"
