"""Why exercises are left out is said, and each reason only where it is true."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.person import Person, cleared
from assistant.coach.today import Today
from assistant.words.effects import Say
from tests.support.drive import Driver, library

QUESTIONS = {question.id: question for question in library().screening.questions}
KEYS = ("left_out_health", "left_out_unanswered", "left_out_furniture", "left_out_hurts")


def said(driver):
    lines = [line for _, effect in driver.effects if isinstance(effect, Say) for line in effect.lines]
    return {line.key: dict(line.slots).get("count") for line in lines if line.key.startswith("left_out")}


def greeted(routine, person, score="0", today=None):
    driver = Driver(routine, person=person, today=today)
    driver.hear("number", number=score)
    driver.hear("yes")
    return driver


@pytest.mark.parametrize("routine", library().routines)
def test_somebody_free_hears_no_reason_even_when_the_week_is_full(routine):
    stretches = {name: each.moving for name, each in library().exercises.items() if each.stretches}
    today = Today(rested=stretches, waiting={"pigeon_pose": "figure4_supine"})
    assert said(greeted(routine, cleared(library().screening), today=today)) == {}


def test_what_is_missing_is_named():
    free = cleared(library().screening)
    driver = greeted("clinic_five", replace(free, answers={**free.answers, "chair": "no", "bed": "no"}))
    lines = [line for _, effect in driver.effects if isinstance(effect, Say) for line in effect.lines]
    assert [dict(line.slots) for line in lines if line.key == "left_out_furniture"] == [
        {"count": "5", "furniture": ("chair",)}
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(library().routines)),
    st.dictionaries(st.sampled_from(sorted(QUESTIONS)), st.sampled_from(["yes", "no", "unsure", ""]), max_size=3),
    st.sampled_from(["0", "3", "7"]),
)
def test_each_reason_is_said_only_where_it_applies(routine, changed, score):
    known = cleared(library().screening)
    answers = {key: value for key, value in {**known.answers, **changed}.items() if value}
    person: Person = replace(known, answers=answers)
    keys = said(greeted(routine, person, score))
    assert set(keys) <= set(KEYS)
    assert all(keys.values())
    limits = {key for key, value in answers.items() if value in (QUESTIONS[key].limits_on, "unsure")}
    if not any(not QUESTIONS[key].furniture for key in limits):
        assert "left_out_health" not in keys
    if not any(QUESTIONS[key].furniture for key in limits):
        assert "left_out_furniture" not in keys
    if set(QUESTIONS) == set(answers):
        assert "left_out_unanswered" not in keys
    if score == "0":
        assert "left_out_hurts" not in keys


def test_pain_today_is_named_as_the_reason():
    assert set(said(greeted("floor_only_gentle", cleared(library().screening), "9"))) <= {"left_out_hurts"}
