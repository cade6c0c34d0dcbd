"""A plan in which exercises come more than once: every time is done, and what happened in one round holds in the next."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.plan import Plan
from assistant.coach.taking_up import take_up
from assistant.coach.today import CutOff, Today
from assistant.content.model import Cap, Routine
from assistant.content.prescription import PlanHead, Prescribed, Prescription
from assistant.words.records import PainReported, SetEnded
from tests.coach.test_laws import SPEECH
from tests.support.drive import Driver, library

PLAIN = sorted(name for name, exercise in library().exercises.items() if not exercise.asks)
SHORT = ["glute_bridge", "clamshell", "diaphragmatic_breathing", "supine_clam", "figure4_supine"]
AROUND = ("fit", "pick", "check_me", "avoid", "usual", "options", "more_options")
"""What begins another session, which is no longer this plan."""


def rounds(*items: str, often: int = 2, **wanted: Prescription) -> Routine:
    return Routine("mine", "Mine", items * often, "", prescribed=Prescribed(PlanHead(), wanted))


def done(driver: Driver) -> list[str]:
    """The exercises that were done, each once for every time."""
    first = ((1, ""), (1, "left"))
    sets = [record for record in driver.records if isinstance(record, SetEnded) and record.how == "done"]
    return [record.exercise for record in sets if (record.set_no, record.side) in first]


def test_each_exercise_is_done_in_every_round():
    driver = Driver(rounds("glute_bridge", "clamshell"))
    assert driver.coach.view().items == ("glute_bridge", "clamshell", "glute_bridge", "clamshell")
    driver.run_to_end()
    assert done(driver) == ["glute_bridge", "clamshell", "glute_bridge", "clamshell"]


@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=5))
def test_nothing_is_lost_of_a_plan_that_may_be_done(items):
    assert Plan(library(), rounds(*items, often=1)).items == items


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(PLAIN), min_size=1, max_size=4, unique=True),
    st.integers(2, 3),
    st.frozensets(st.sampled_from(PLAIN), max_size=40),
)
def test_what_stands_in_is_the_same_in_every_round(items, often, left_out):
    once = Plan(library(), rounds(*items, often=1))
    plan = Plan(library(), rounds(*items, often=often))
    for each in (once, plan):
        each.permit(frozenset(library().exercises) - left_out)
    assert {*plan.items} == {*once.items}
    assert {plan.items.count(name) for name in plan.items} <= {1, often}
    assert all(plan.allowed(name) for name in plan.items)
    assert plan.left_out == once.left_out


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(PLAIN), min_size=1, max_size=4, unique=True),
    st.integers(2, 3),
    st.sampled_from(library().domain.areas),
    st.integers(1, 3),
    st.data(),
)
def test_after_pain_nothing_that_loads_the_place_comes_again_in_any_round(items, often, area, least, data):
    plan = Plan(library(), rounds(*items, often=often))
    plan.go_to(data.draw(st.integers(0, len(plan.items) - 1)))
    before, at = list(plan.items), plan.at
    plan.spare(area, least)
    assert plan.items[: at + 1] == before[: at + 1]
    ahead = plan.items[at + 1 :]
    assert all(plan.allowed(name) for name in ahead)
    for name in filter(plan.allowed, before[at + 1 :]):
        assert plan.items.count(name) >= before.count(name)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=3, unique=True), st.sampled_from([-1, 1]), st.booleans())
def test_what_was_asked_for_in_one_round_holds_in_the_next(items, steps, unwell):
    plan = Plan(library(), rounds(*items))
    written = plan.rung_at
    if plan.above(steps) is None:
        return
    plan.climb(steps)
    exercise, rung = plan.exercise.id, plan.rung_at
    plan.bounds.unwell = unwell
    plan.go_to(len(items))
    assert plan.exercise.id == exercise
    if exercise == items[0]:
        assert plan.rung_at == (min(rung, written) if unwell else rung)
    plan.go_to(0)
    assert plan.exercise.id == exercise


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SHORT), min_size=2, max_size=3, unique=True), SPEECH)
def test_no_exercise_is_begun_more_often_than_there_are_rounds_unless_it_is_asked_for(items, speech):
    """Whatever is said; only going back leads to an exercise again, and what stands in may be in each round."""
    driver = Driver(rounds(*items))
    for wait, event in speech:
        if getattr(event, "intent", "") in AROUND:
            continue
        driver.run(wait)
        driver.event(event)
        view = driver.coach.view()
        assert 0 <= view.at < len(view.items)
        assert max(map(view.items.count, view.items)) <= 2
    driver.hear("resume")
    driver.run_to_end()


@pytest.mark.parametrize("set_no", [0, 1])
def test_a_session_that_was_cut_off_goes_on_in_its_round(set_no):
    items = ("glute_bridge", "clamshell", "glute_bridge", "clamshell")
    plan = Plan(library(), rounds("marching_supported"))
    take_up(plan, CutOff("mine", items, 1, "clamshell", "left", set_no))
    assert plan.items == ["clamshell", "glute_bridge", "clamshell"]
    assert plan.exercise.id == ("glute_bridge" if set_no else "clamshell")


def test_a_stretch_that_rests_is_moved_instead_in_each_round():
    today = Today(rested={"figure4_supine": "supine_clam"})
    plan = Plan(library(), rounds("figure4_supine", "supine_clam", "glute_bridge"), today=today)
    assert plan.items == ["supine_clam", "glute_bridge"] * 2


@pytest.mark.parametrize(
    ("wanted", "dose"),
    [
        (Prescription(reps=6), (1, 0, 6, 0)),
        (Prescription(sets=3, reps=6, rest_s=90), (3, 0, 6, 90)),
    ],
)
def test_the_dose_of_a_plan_is_done(wanted, dose):
    plan = Plan(library(), rounds("glute_bridge", glute_bridge=replace(wanted)))
    assert (plan.dose.sets, plan.dose.hold_s, plan.dose.reps, plan.dose.rest_s) == dose
    capped = replace(plan.routine, caps={"glute_bridge": Cap(reps=4)})
    assert Plan(library(), capped).dose.reps == 4


def test_pain_in_the_first_round_eases_the_second():
    driver = Driver(rounds("glute_bridge", "clamshell"))
    driver.run_until("work")
    driver.say("my lower back hurts")
    driver.score(5)
    driver.hear("dull")
    driver.run_to_end()
    reports = [record for record in driver.records if isinstance(record, PainReported)]
    assert reports
    after = [r for r in driver.records[driver.records.index(reports[0]) :] if isinstance(r, SetEnded)]
    assert all(library().exercises[record.exercise].loads("low_back") < 2 for record in after[1:])
