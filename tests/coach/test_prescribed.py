"""The coach does what a clinician's plan says: so many sets, one side only, from this rung on, with these words."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.coach.person import cleared
from assistant.coach.plan import Plan
from assistant.coach.today import Lever, Today
from assistant.content.model import SIDES, Routine
from assistant.content.prescription import PlanHead, Prescribed, Prescription
from assistant.narration.phrasing import FULL, Phrasing
from assistant.words.clinical_records import PlanFollowed, PlannedExercise
from assistant.words.effects import Say
from assistant.words.records import PainBefore, SetEnded
from tests.coach.test_laws import SPEECH
from tests.support.drive import Driver, library
from tests.support.plans import read_plan

SIDED = sorted(exercise.id for exercise in library().exercises.values() if exercise.sided and not exercise.asks)


def a_plan(*items: str, **wanted: Prescription) -> Routine:
    """A plan of these exercises, in which these things are wanted of them."""
    return Routine("mine", "Mine", items, "", prescribed=Prescribed(PlanHead(), wanted))


def sentences(driver: Driver, content=None) -> list[str]:
    """All that was said, in words."""
    phrasing = Phrasing(content or library(), {})
    lines = [each for _, effect in driver.effects if isinstance(effect, Say) for each in effect.lines]
    return [sentence for each in lines for sentence in phrasing.say(each, FULL)]


def test_a_whole_plan_is_done_as_it_is_written(tmp_path):
    content, plan = read_plan(tmp_path)
    driver = Driver(plan, content=content)
    driver.run_to_end()
    done = [record for record in driver.records if isinstance(record, SetEnded)]
    assert [(each.exercise, each.rung, each.side, each.set_no) for each in done] == [
        ("diaphragmatic_breathing", "diaphragmatic_breathing", "", 1),
        ("glute_bridge", "bridge_half_height", "", 1),
        ("glute_bridge", "bridge_half_height", "", 2),
        ("clamshell", "clamshell", "left", 1),
        ("clamshell", "clamshell", "left", 2),
        ("clamshell", "clamshell", "left", 3),
        ("figure4_foot_on_wall", "figure4_foot_on_wall", "right", 1),
        ("figure4_foot_on_wall", "figure4_foot_on_wall", "left", 1),
    ]
    said = sentences(driver, content)
    for spoken in ("Slowly is fine.", "Breathe as you like.", "Keep both heels heavy.", "Your left side only."):
        assert spoken in said
    for unspoken in ("Cramps", "Second series", "555"):
        assert not any(unspoken in sentence for sentence in said)
    assert [record for record in driver.records if isinstance(record, PlanFollowed)] == [
        PlanFollowed(
            "my_plan", "After the holidays", "Anna Example, physiotherapist", "2026-03-02", 4, 2, 4,
            "Second series after a fall on the right side.",
            (
                PlannedExercise("diaphragmatic_breathing"),
                PlannedExercise("glute_bridge", 2, "", "bridge_half_height", "Cramps in the back of the thigh before."),
                PlannedExercise("clamshell", 3, "left"),
                PlannedExercise("figure4_foot_on_wall"),
            ),
        )
    ]  # fmt: skip


def test_a_routine_of_the_library_is_no_plan():
    driver = Driver("three_stretches")
    driver.run_to_end()
    assert not any(isinstance(record, PlanFollowed) for record in driver.records)


def test_the_plan_is_read_back_with_who_wrote_it_and_how_often(tmp_path):
    content, plan = read_plan(tmp_path)
    driver = Driver(plan, content=content)
    driver.say("read the plan")
    said = sentences(driver, content)
    for told in (
        "It was written for you by Anna Example, physiotherapist.",
        "It is for 4 days a week, twice a day.",
        "2 sets.",
        "Your left side only.",
        "That is the most your plan allows.",
    ):
        assert told in said


@pytest.mark.parametrize(
    ("lever", "rung"), [(0, "bridge_half_height"), (1, "glute_bridge"), (-1, "bridge_half_height")]
)
def test_what_was_earned_counts_from_the_rung_of_the_plan(lever, rung):
    plan = a_plan("glute_bridge", glute_bridge=Prescription(rung="bridge_half_height"))
    driver = Driver(plan, today=Today(levers={"glute_bridge": Lever(rungs=lever)}))
    driver.run_until("ready")
    assert driver.coach.view().rung == rung


@pytest.mark.parametrize(("usual", "zone"), [(None, "red"), (3, "red"), (5, "amber"), (6, "amber")])
def test_usual_pain_of_the_plan_is_what_a_rise_is_judged_from(usual, zone):
    plan = replace(a_plan("glute_bridge"), prescribed=Prescribed(PlanHead(usual_pain=usual)))
    driver = Driver(plan, person=cleared(library().screening))
    driver.hear("number", number="6")
    if driver.flow == "before":  # six is confirmed
        driver.hear("yes")
    assert [record.zone for record in driver.records if isinstance(record, PainBefore)] == [zone]


def test_a_side_that_the_plan_leaves_out_cannot_be_changed_to():
    driver = Driver(a_plan("clamshell", clamshell=Prescription(side="left")))
    driver.run_until("ready")
    driver.say("switch sides")
    assert driver.flow == "ready"
    assert "Your plan has this exercise on your left side only." in sentences(driver)
    driver.say("skip this side")
    assert driver.coach.view().side == "left"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SIDED), min_size=1, max_size=4, unique=True), st.sampled_from(SIDES), SPEECH)
def test_no_side_is_done_that_the_plan_leaves_out(items, side, speech):
    """Not of what stands in for an exercise either: the other side may be the one that was operated on."""
    plan = a_plan(*items, **{name: Prescription(side=side) for name in items})
    driver = Driver(plan)
    for wait, event in speech:
        if getattr(event, "intent", "") in ("fit", "pick", "check_me", "avoid", "usual", "options", "more_options"):
            continue  # another session is no longer this plan
        driver.run(wait)
        driver.event(event)
    driver.hear("resume")
    driver.run_to_end()
    done = {record.side for record in driver.records if isinstance(record, SetEnded)}
    assert done <= {side, ""}


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(SIDED), min_size=1, max_size=4, unique=True),
    st.frozensets(st.sampled_from(SIDED), max_size=20),
    st.sampled_from(library().domain.areas),
    st.sampled_from([-1, 1]),
)
def test_what_stands_in_for_an_exercise_keeps_to_its_side(items, left_out, area, steps):
    plan = Plan(library(), a_plan(*items, **{name: Prescription(sets=4, side="left") for name in items}))
    plan.permit(frozenset(library().exercises) - left_out)
    assume(set(plan.items) & set(SIDED))
    if plan.above(steps):
        plan.climb(steps)
    assert {plan.routine.of(name).sets for name in {*plan.items} & {*SIDED}} <= {4}
    plan.spare(area, 2)  # which may also fill the session up with what stands in for nothing
    for name in {*plan.items} & {*SIDED}:
        assert plan.routine.sides_of(library().exercises[name]) == ("left",)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(library().exercises)), st.integers(1, 10))
def test_so_many_sets_are_done(name, sets):
    exercise = library().exercises[name]
    driver = Driver(replace(a_plan(name, **{name: Prescription(sets=sets)}), surface="floor"))
    driver.run_to_end()
    done = [record for record in driver.records if isinstance(record, SetEnded) and record.how == "done"]
    assert len(done) == sets * (2 if exercise.sided else 1)


def test_whoever_asks_for_more_time_is_not_held_beyond_the_cap(tmp_path):
    content, plan = read_plan(tmp_path)
    driver = Driver(plan, content=content)
    while driver.exercise != "figure4_foot_on_wall":
        driver.hear("next")
        driver.run_until("brief")
    driver.run_until("work")
    driver.hear("more_time")
    assert driver.said[-1][1] == "hold_enough"
    driver.run_until("rest")
    held = [record.done_s for record in driver.records if isinstance(record, SetEnded)]
    assert 20 <= held[-1] < 21
