"""What a self-check found steers the sessions after it: the stiffer side goes first, its directions are chosen first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.coach.fit import BUILT, build
from assistant.coach.today import Found, Lever, Today
from assistant.content.model import Cap
from assistant.content.prescription import PlanHead, Prescribed
from assistant.content.wish import Wish
from assistant.history.findings import found
from assistant.history.past import CheckAnswer, Past, Practice
from assistant.history.progress import today
from assistant.words.effects import line
from assistant.words.records import SetEnded
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
        parts = {next(name for name in names if name in items) for names in library().fitting.holds.values()}
        assert any(plane in library().exercises[name].planes for name in items if name not in parts)


STIFF = Today(found=Found("left", ("rotation",), {"figure4_supine": 45.0}))


def holds(driver, name):
    """side -> seconds of each hold of an exercise that was done."""
    return {
        record.side: record.done_s
        for record in driver.records
        if isinstance(record, SetEnded) and record.exercise == name and record.how == "done"
    }


def heard(driver):
    return [key for _, key in driver.said]


def test_a_stretch_in_a_stiff_direction_is_held_longer_on_that_side_and_both_times_are_said():
    driver = Driver("three_stretches", today=STIFF)
    driver.run_to_end()
    assert heard(driver).count("stiffer_longer") == 1
    assert "stiffer_first" not in heard(driver)
    uneven = {said for _, said in driver.lines if said.key == "dose_hold_uneven"}
    assert uneven == {line("dose_hold_uneven", seconds=45, fewer=30, side="left")}
    held = holds(driver, "figure4_supine")
    assert round(held["left"] - held["right"]) == 15
    assert len(set(holds(driver, "half_kneeling_hip_flexor").values())) == 1


def capped(routine):
    return replace(routine, caps={"figure4_supine": Cap(hold_s=30)})


def prescribed(routine):
    return replace(routine, prescribed=Prescribed(PlanHead(author="Dr. Grey")))


def built(routine):
    return replace(routine, id=BUILT)


@pytest.mark.parametrize("change", [capped, prescribed, built])
def test_nothing_is_held_longer_than_a_cap_a_plan_or_a_fitted_time_allows(change):
    driver = Driver(change(library().routines["three_stretches"]), today=STIFF)
    driver.run_to_end()
    assert len(set(holds(driver, "figure4_supine").values())) == 1


@pytest.mark.parametrize(("area", "score"), [("hip", 4), ("knee", 5), ("lower back", 4)])
def test_nothing_is_held_longer_after_pain(area, score):
    driver = Driver("three_stretches", today=STIFF)
    driver.run_until("brief")
    driver.say(f"my {area} hurts")
    driver.score(score)
    driver.run_to_end()
    held = holds(driver, "figure4_supine")
    assert len(set(held.values())) < 2


def stiff_past(*sets):
    """Sessions after a self-check that found the left side stiffer in turning."""
    return Past((checked(("check_rotation_9090", "tighter", "", "left")), *sets))


def test_the_longer_hold_must_fit_into_the_minutes_of_a_week():
    later = MONDAY + timedelta(days=1)
    assert today(library(), stiff_past(), later).found.longer["figure4_supine"] == 45
    side = Practice("figure4_supine", "figure4_supine", "left", done_s=60 * library().progress.minutes_a_week - 30)
    full = replace(session(0), practices=(side,))
    assert "figure4_supine" not in today(library(), stiff_past(full), later).found.longer
    other = replace(session(0), practices=(replace(side, side="right"),))
    assert "figure4_supine" in today(library(), stiff_past(other), later).found.longer


def test_after_a_pinch_what_bends_the_hip_far_starts_one_step_easier_and_the_reason_is_told_once():
    pinched = replace(checked(("check_hip_flexion", "pinch", "left", "yes")), items=("check_hip_flexion",))
    known = today(library(), Past((pinched,)), MONDAY + timedelta(days=1))
    eased = {change.exercise for change in known.changes if change.why == "pinch"}
    assert {"figure4_supine", "squat", "pigeon_pose"} <= eased
    assert all("hip_deep_flexion" in (library().exercises[name].demands or ()) for name in eased)
    driver = Driver("three_stretches", today=known)
    driver.run(30)
    assert heard(driver).count("change_pinch") == 1
    driver.walk_to("figure4_supine")
    assert driver.coach.view().rung == "figure4_strap"
    next_day = today(library(), Past((pinched, session(1))), MONDAY + timedelta(days=2))
    assert next_day.levers["figure4_supine"] == Lever(rungs=-1)
    assert not [change for change in next_day.changes if change.why == "pinch"]
    painless = replace(pinched, check_answers=(CheckAnswer("check_hip_flexion", "pinch", "left", "no"),))
    assert not today(library(), Past((painless,)), MONDAY + timedelta(days=1)).changes


@pytest.mark.parametrize(("right", "back"), [("no", True), ("yes", False)])
def test_when_the_hip_pinches_no_more_the_step_is_taken_back(right, back):
    pinched = replace(checked(("check_hip_flexion", "pinch", "left", "yes")), items=("check_hip_flexion",))
    answers = tuple(
        CheckAnswer("check_hip_flexion", "pinch", side, said) for side, said in (("left", "no"), ("right", right))
    )
    later = replace(pinched, id=2, begun=pinched.begun + timedelta(days=20), check_answers=answers)
    known = today(library(), Past((pinched, later)), MONDAY + timedelta(days=21))
    assert known.levers["figure4_supine"].rungs == (0 if back else -1)
    assert ("no_pinch" in {change.why for change in known.changes}) == back


def test_what_was_found_reaches_the_next_session():
    past = Past((checked(("check_rotation_9090", "tighter", "", "left")),))
    assert today(library(), past, MONDAY + timedelta(days=1)).found.side == "left"
