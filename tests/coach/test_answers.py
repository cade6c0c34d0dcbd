"""Laws of questions: a number is never acted on unseen, and no question goes round for ever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.states import ASKING, SCORED
from assistant.coach.topics.helping import UNKNOWN
from assistant.words.clinical_records import TakenBack
from assistant.words.effects import Say
from assistant.words.events import Heard, Unclear
from assistant.words.records import PainReported
from tests.coach.test_machine import reach
from tests.support.drive import Driver, library

RULES = library().pain.answers
SCORES = st.integers(0, 10)
WRONG = {
    "yes_no": Heard("hour", (("hour", "at_3"),)),
    "where": Heard("effort", (("effort", "easy"),)),
}
"""Kind of question -> an answer of another kind; "yes" for the others."""
RECKONED = sorted({*SCORED} - {"easing"})


def said_number(number, intent="number"):
    return Heard(intent, (("number", str(number)),), str(number))


def confirm(driver):
    if driver.coach.doubts is not None:
        driver.event(Heard("yes"))


@pytest.mark.parametrize("flow", sorted({*ASKING} - {*UNKNOWN}))
@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["mumble", "wrong", "help"]), min_size=40, max_size=60))
def test_no_question_goes_round_for_ever(flow, answers):
    """Whatever is said that answers nothing, the question is left in the end, or the session pauses.

    Asking for help is no answer.

    Only whether somebody who fell is hurt or dizzy is asked until something is understood.
    """
    driver = reach(flow)
    question = driver.coach.view().asked
    for answer in answers:
        driver.run(1)
        wrong = WRONG.get(question.answer, Heard("yes"))
        driver.event({"mumble": Unclear("mumble"), "wrong": wrong, "help": Heard("help")}[answer])
        if driver.coach.view().asked != question or driver.coach.states[1] == "paused":
            return
    assert sum(answer != "help" for answer in answers) < 3 * RULES.rounds_most


@pytest.mark.parametrize("flow", RECKONED)
@given(score=SCORES)
@settings(max_examples=30, deadline=None)
def test_a_high_number_is_not_acted_on_unseen(flow, score):
    driver = reach(flow)
    before = len(driver.scores)
    last = driver.scores[-1] if driver.scores else None
    begun = len(driver.effects)
    driver.event(said_number(score))
    jump = last is not None and abs(score - last) >= RULES.confirm_jump
    if score >= RULES.confirm_from or jump:
        assert (driver.flow, len(driver.scores)) == (flow, before)
        assert driver.coach.doubts == score
        driver.event(Heard("yes"))
    assert len(driver.scores) == before + 1
    assert driver.scores[-1] == score
    told = [told for _, effect in driver.effects[begun:] if isinstance(effect, Say) for told in effect.lines]
    named = [told.key for told in told if dict(told.slots).get("number") == str(score)]
    assert named in (["sure_number"], ["number_heard"]), "each number is said back once"


@pytest.mark.parametrize("flow", RECKONED)
@given(first=st.integers(0, 5), second=st.integers(0, 5), intent=st.sampled_from(["number", "correct"]))
@settings(max_examples=30, deadline=None)
def test_a_corrected_number_replaces_the_record(flow, first, second, intent):
    driver = reach(flow)
    scored = len(driver.scores)
    driver.event(said_number(first))
    confirm(driver)
    assert driver.scores[scored:] == [first]
    if driver.flow in (*ASKING, "easing") and intent == "number":
        return  # it answers what is asked now
    driver.event(said_number(second, intent))
    confirm(driver)
    assert driver.scores[scored:] == [second]


@settings(max_examples=60, deadline=None)
@given(first=SCORES, second=SCORES, area=st.sampled_from(library().domain.areas), wait=st.floats(0, 15))
def test_a_corrected_report_leaves_the_session_as_if_the_first_number_had_not_been_said(first, second, area, wait):
    corrected, right = (reported(area) for _ in range(2))
    say_surely(corrected, said_number(first))
    corrected.run(wait)
    if corrected.flow == "work":
        return
    say_surely(corrected, said_number(second, "correct"))
    say_surely(right, said_number(second))
    views = [(view.flow, view.items, view.exercise, view.rung, view.set_no, view.side) for view in
             (corrected.coach.view(), right.coach.view())]  # fmt: skip
    assert views[0] == views[1]
    assert corrected.scores == right.scores
    reports = [record for record in corrected.records if isinstance(record, PainReported)]
    taken = [record for record in corrected.records if record == TakenBack(PainReported.kind)]
    assert len(reports) - len(taken) == 1


def reported(area):
    driver = Driver("morning_nine")
    driver.run_until("work")
    driver.run(4)
    driver.hear("hurts", area=area)
    driver.run(1)
    if driver.flow != "scale":
        driver.hear("no")
    assert driver.flow == "scale"
    return driver


def say_surely(driver, heard):
    driver.event(heard)
    confirm(driver)


@pytest.mark.parametrize("flow", RECKONED)
@pytest.mark.parametrize("wait", [1, RULES.late_s - 6, RULES.late_s + 30])
def test_a_number_that_comes_late_is_taken_until_another_question_or_a_count(flow, wait):
    driver = reach(flow)
    driver.run_until(driver.flow)
    question = driver.coach.view().asked
    while driver.coach.view().asked == question:
        driver.run(0.5)
    driver.run(wait)
    before = len(driver.scores)
    shut = driver.coach.states[1] != "open"  # then the time of the question stands still
    can = driver.flow != "work" and (wait < RULES.late_s or shut)
    if driver.flow in (*ASKING, "easing") or driver.left:
        return
    driver.event(said_number(3))
    assert (len(driver.scores) == before + 1 or driver.scores[-1:] == [3]) == can
