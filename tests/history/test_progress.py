"""What follows from what happened: rule by rule, and for simulated people over twelve weeks."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from assistant.coach.plan import Plan
from assistant.coach.taking_up import take_up
from assistant.coach.today import Lever, Today
from assistant.history.past import CheckAnswer, PainReport, Past, PastSession, Practice
from assistant.history.progress import doing, today, trend
from assistant.history.standings import levers, pain_climbs, standings
from assistant.words.records import ChangesRefused, CheckAnswered, Forgotten, PainReported, SetEnded
from tests.support.drive import Driver, library
from tests.support.people import live

RULES = library().progress
MONDAY = datetime.fromisoformat("2026-01-05T08:00:00+00:00")
WEEKS, PEOPLE = 12, 12


def session(day=0, *, before=1, effort="easy", how="done", exercise="figure4_supine", zone="", morning=None, **more):
    pains = [PainReport("before", before)] if before is not None else []
    pains += [PainReport("morning", morning)] if morning is not None else []
    pains += [PainReport("report", 5, zone, "hip", exercise=exercise)] if zone else []
    sets = (Practice(exercise, exercise, "left", 1, 30, 30, how), Practice(exercise, exercise, "right", 1, 30, 30, how))
    return PastSession(day + 1, MONDAY + timedelta(days=day), "r", (exercise,), 0, 600, "finished", sets, tuple(pains), effort=effort, **more)  # fmt: skip


def test_a_session_in_an_empty_room_is_no_practice():
    there, empty = session(), replace(session(1), ended="unattended")
    assert Past((there, empty)).practised == (there,)


def step(*sessions, exercise="figure4_supine"):
    return standings(library(), sessions)[exercise].step


@pytest.mark.parametrize("name", library().exercises)
def test_a_step_moves_one_lever(name):
    ways = levers(library().exercises[name], RULES)
    assert ways[0] == Lever()
    for lever in ways.values():
        assert sum(value != 0 for value in (lever.rungs, lever.hold_s, lever.reps)) <= 1


def test_three_easy_sessions_in_a_row_are_a_step():
    assert step(session(0), session(1)) == 0
    assert step(session(0), session(1), session(2)) == 1
    assert step(session(0), session(1, effort="hard"), session(2), session(3)) == 0
    assert step(session(0), session(1, before=3), session(2)) == 0


def test_pain_is_a_step_back():
    assert step(session(0, zone="red")) == -1
    assert step(session(0, zone="amber")) == 0
    assert step(session(0, zone="amber"), session(1, zone="amber")) == -1
    assert step(*(session(day, zone="red") for day in range(9))) == -RULES.steps_down_most


def test_left_out_twice_in_a_row_is_a_step_back():
    assert step(session(0, how="skipped"), session(1, how="skipped")) == -1
    assert step(session(0, how="skipped"), session(1), session(2, how="skipped")) == 0


def test_a_flare_on_the_morning_after_is_a_step_back_and_a_small_rise_begins_the_counting_again():
    assert step(session(0), session(1, morning=3)) == -1
    assert step(session(0), session(1), session(2, morning=2)) == 0


def test_a_refused_step_is_taken_back():
    three = [session(day) for day in range(3)]
    assert step(*three, session(3, refused=frozenset({"figure4_supine"}))) == 0


def test_nothing_gets_harder_while_pain_climbs():
    climbing = [session(0, before=0), session(7, before=1), session(14, before=2)]
    assert pain_climbs(RULES, climbing)
    assert step(*climbing) == 0
    assert not pain_climbs(RULES, [session(0, before=2), session(7, before=1), session(14, before=2)])
    assert today(library(), Past(tuple(climbing)), MONDAY + timedelta(days=15)).on_hold


def test_what_changed_is_known_once():
    three = tuple(session(day) for day in range(3))
    (change,) = today(library(), Past(three), MONDAY + timedelta(days=3)).changes
    assert (change.exercise, change.why, change.harder) == ("figure4_supine", "easy", True)
    assert today(library(), Past((*three, session(3))), MONDAY + timedelta(days=4)).changes == ()


def test_pigeon_waits_for_figure_four():
    three = tuple(session(day) for day in range(3))
    assert today(library(), Past(), MONDAY).waiting == {"pigeon_pose": "figure4_supine"}
    assert today(library(), Past(three), MONDAY).waiting == {}


def test_a_change_of_pain_is_named_only_when_it_is_one():
    def course(*scores):
        return Past(tuple(session(day, before=score) for day, score in enumerate(scores)))

    assert trend(RULES, course(5, 5, 5)) is None
    assert not trend(RULES, course(5, 5, 5, 4, 4, 4)).real
    assert trend(RULES, course(5, 5, 5, 3, 3, 3)).real
    said = doing(library(), course(5, 5, 5, 3, 3, 3), MONDAY.date() + timedelta(days=6))
    assert [line.key for line in said] == ["doing_regular", "doing_pain_better", "doing_sides_even"]


def test_a_session_that_was_cut_off_is_offered_at_its_place():
    items = ("diaphragmatic_breathing", "figure4_supine", "squat")
    cut = replace(session(0), ended="", items=items, at=1)
    known = today(library(), Past((cut,)), MONDAY + timedelta(hours=2))
    assert (known.cut_off.items, known.cut_off.at) == (items, 1)
    assert today(library(), Past((cut,)), MONDAY + timedelta(days=2)).cut_off is None
    driver = Driver(today=known)
    assert "cut_off" in [key for _, key in driver.said]
    driver.hear("take_up")
    assert driver.exercise == "figure4_supine"
    assert driver.coach.view().items == ("figure4_supine", "squat")


@pytest.mark.parametrize(
    ("exercise", "sets", "place"),
    [
        ("figure4_supine", "", ("figure4_supine", 1, "right")),
        ("figure4_supine", "right 1", ("figure4_supine", 1, "left")),
        ("figure4_supine", "right 1, left 1", ("squat", 1, "")),
        ("plank_wall", " 1", ("plank_wall", 2, "")),
        ("plank_wall", " 1, 2", ("squat", 1, "")),
    ],
)
def test_it_is_taken_up_after_the_last_set(exercise, sets, place):
    each = [part.strip().rpartition(" ")[::2] for part in filter(None, sets.split(","))]
    practices = tuple(Practice(exercise, exercise, side, int(number), 30, 30) for side, number in each)
    cut = PastSession(1, MONDAY, "three_stretches", (exercise, "squat"), practices=practices)
    plan = taken_up(replace(cut, items=("diaphragmatic_breathing", *cut.items), at=1))
    assert (plan.exercise.id, plan.set, plan.side) == place
    assert plan.routine.id == "three_stretches"


def taken_up(cut):
    plan = Plan(library(), library().routines["floor_only_gentle"])
    take_up(plan, today(library(), Past((cut,)), MONDAY + timedelta(hours=2)).cut_off)
    return plan


def test_what_hurt_before_it_was_cut_off_stays_spared():
    pains = (
        PainReport("report", 7, "red", "knee", exercise="squat"),
        PainReport("report", 4, "amber", "hip", exercise="squat"),
    )
    items = ("diaphragmatic_breathing", "squat", "lunge_kneeling", "glute_bridge", "supine_pelvic_clock")
    cut = PastSession(1, MONDAY, "x", tuple(name for name in items if name in library().exercises), 1, pains=pains)
    plan = taken_up(cut)
    assert "squat" not in plan.items
    for name in plan.items:
        assert library().exercises[name].loads("knee") < library().pain.spare_red
        assert library().exercises[name].loads("hip") < library().pain.spare_amber


def test_a_change_is_said_and_can_be_refused():
    known = today(library(), Past(tuple(session(day) for day in range(3))), MONDAY + timedelta(days=2))
    changed = Driver("three_stretches", today=known)
    assert {"change_easy", "as_last_time_hint"} <= {key for _, key in changed.said}
    changed.walk_to("figure4_supine")
    longer = changed.coach.view().dose
    driver = Driver("three_stretches", today=known)
    driver.hear("as_last_time")
    driver.walk_to("figure4_supine")
    assert driver.coach.view().dose != longer or driver.coach.view().at_home
    assert ChangesRefused(("figure4_supine",)) in driver.records


def test_a_self_check_is_offered_weekly_asked_by_voice_and_written_down():
    assert not today(library(), Past(), MONDAY).check_due
    known = today(library(), Past((session(0),)), MONDAY + timedelta(hours=3))
    assert known.check_due
    assert known.activities_due
    driver = Driver(today=known)
    assert "check_due" in [key for _, key in driver.said]
    driver.hear("check_me")
    assert driver.coach.view().items[-1] == "check_activities"
    driver.walk_to("check_external_rotation")
    for side, answer in (("right", "3"), ("left", "5")):
        driver.run_until("checking")
        assert driver.coach.view().side == side
        driver.hear("which", which="left")  # not what was asked
        driver.hear("number", number=answer)
        assert driver.flow == "rest"
    found = [record for record in driver.records if isinstance(record, CheckAnswered)]
    assert [(record.side, record.value) for record in found] == [("right", "3"), ("left", "5")]
    driver.run_until("checking")
    driver.run_until("rest")  # silence leaves a question out
    assert len([record for record in driver.records if isinstance(record, CheckAnswered)]) == 2


def test_the_next_check_is_due_after_its_days():
    checked = replace(session(0), check_answers=(CheckAnswer("check_hip_flexion", "fists", "left", "2"),))
    for days, due in ((6, False), (7, True)):
        assert today(library(), Past((checked,)), MONDAY + timedelta(days=days)).check_due is due


@pytest.mark.parametrize(
    ("values", "real"),
    [((5, 3), False), ((5, 3, 3), True), ((5, 3, 4), False), ((5, 7, 3), False), ((5, 5, 2, 3), True)],
)
def test_a_finding_changed_when_two_fingers_were_seen_twice(values, real):
    past = Past(
        tuple(
            replace(
                session(7 * number),
                check_answers=(CheckAnswer("check_external_rotation", "fingers", "left", str(value)),),
            )
            for number, value in enumerate(values)
        )
    )
    said = [line.key for line in doing(library(), past, past.sessions[-1].day)]
    assert ("doing_check" in said) is real


def test_a_finding_of_a_check_that_is_gone_is_still_told():
    past = Past(
        tuple(replace(session(7 * number), check_answers=(CheckAnswer("gone", "fingers", "left", str(value)),))
              for number, value in enumerate((5, 2, 2)))
    )  # fmt: skip
    (told,) = (line for line in doing(library(), past, past.sessions[-1].day) if line.key == "doing_check")
    assert dict(told.slots)["name"] == "gone"


def test_a_morning_is_asked_about_once():
    past = Past((session(0),))
    assert not today(library(), past, MONDAY).morning
    assert today(library(), past, MONDAY + timedelta(days=1)).morning
    later = replace(session(1, morning=1), practices=())
    assert not today(library(), Past((*past.sessions, later)), MONDAY + timedelta(days=1)).morning


def test_deleting_is_asked_about_once_and_done():
    driver = Driver(today=Today())
    driver.hear("forget")
    assert driver.flow == "forgetting"
    driver.hear("no")
    assert driver.flow == "before"
    driver.hear("forget")
    driver.hear("yes")
    assert Forgotten() in driver.records
    assert driver.coach.person.answers == {}


@pytest.mark.parametrize("seed", range(PEOPLE))
def test_twelve_weeks_of_somebody_break_no_rule(seed, tmp_path):
    before: dict[str, Lever] = {}
    count = 0
    for day in live(seed, WEEKS, tmp_path / "history.db"):
        count += 1
        for name, lever in day.known.levers.items():
            ways = list(levers(library().exercises[name], RULES).items())
            steps = {value: key for key, value in ways}
            assert abs(steps[lever] - steps[before.get(name, Lever())]) <= 2  # a flare and a report, a step each
            assert sum(value != 0 for value in (lever.rungs, lever.hold_s, lever.reps)) <= 1
        before = dict(day.known.levers)
        assert not set(day.driver.coach.view().items) & {*day.known.rested, *day.known.waiting}
        red: dict[str, int] = {}
        for record in day.driver.records:
            if isinstance(record, SetEnded) and record.how == "done":
                exercise = library().exercises[record.exercise]
                assert all(exercise.loads(area) < least for area, least in red.items())
            if isinstance(record, PainReported) and record.zone == "red" and record.area:
                red[record.area] = library().pain.spare_red
        agree(day)
    assert count > 15


def agree(day):
    """The spoken summary says what the rows say."""
    said = {line.key: dict(line.slots) for line in doing(library(), day.past, day.now.date())}
    if not said:
        return
    lately = [
        session for session in day.past.practised if timedelta() <= day.now.date() - session.day < timedelta(days=28)
    ]
    assert int(said["doing_regular"]["days"]) == len({session.day for session in lately})
    scores = [session.score("before") for session in day.past.practised if session.score("before") is not None]
    if "doing_pain_better" in said:
        first, last = sum(scores[:3]) / 3, sum(scores[-3:]) / 3
        assert first - last >= min(RULES.change_points, RULES.change_share * first)
    if "doing_pain_same" in said:
        assert abs(sum(scores[:3]) / 3 - sum(scores[-3:]) / 3) < RULES.change_points
