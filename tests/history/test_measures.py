"""What is measured by voice is counted right over sessions, and a questionnaire that was broken off goes on."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.person import cleared
from assistant.coach.states import ASKING
from assistant.content.needed import BACK
from assistant.history import measures
from assistant.history.past import CheckAnswer, Past, PastSession, Practice
from assistant.history.progress import today
from assistant.history.store import Store
from assistant.words.clinical_records import ActivitiesNamed, Activity
from assistant.words.events import Unclear
from assistant.words.records import CheckAnswered
from tests.support.drive import Driver, library

FIRST = datetime.fromisoformat("2026-03-02T08:00:00+00:00")
KEYS = [ask.key for ask in library().exercises[BACK].asks]


def answered(day: int, name: str, **answers: str) -> PastSession:
    """A session on a day in which these questions of a check were answered."""
    given = tuple(CheckAnswer(name, key, "", value) for key, value in answers.items())
    return PastSession(day, FIRST + timedelta(days=day), check_answers=given)


def back(day: int, *values: str, begin: int = 0) -> PastSession:
    return answered(day, BACK, **dict(zip(KEYS[begin:], values, strict=False)))


def test_the_back_questionnaire_has_the_24_sentences():
    assert len(KEYS) == len(set(KEYS)) == 24
    said = [ask.say for ask in library().exercises[BACK].asks]
    assert [" Yes or no." in say for say in said] == [True] * 3 + [False] * 21
    assert all(say.startswith(("I ", "Because of my back", "My ")) for say in said)


def test_its_score_is_the_number_of_yes():
    past = Past((back(0, *["yes"] * 10, *["no"] * 12, "unanswered", "no"), back(30, *["yes"] * 4, *["no"] * 20)))
    found = measures.back(library(), past)
    assert (found.first, found.last) == (10, 4)
    assert found.first_day == date(2026, 3, 2)
    assert found.least == 3  # 30 percent of ten is less than five points
    assert found.matters


def test_one_that_was_broken_off_has_no_score_and_goes_on_where_it_stopped():
    past = Past((back(0, *["yes"] * 10),))
    assert measures.back(library(), past) is None
    for days, left in ((1, 10), (7, 10), (8, 0)):
        known = today(library(), past, FIRST + timedelta(days=days)).answered
        assert len(known.get(BACK, ())) == left
    done = Past((*past.sessions, back(3, *["no"] * 14, begin=10)))
    assert measures.back(library(), done).last == 10
    assert today(library(), done, FIRST + timedelta(days=4)).answered == {}


def test_too_late_it_begins_anew():
    past = Past((back(0, *["yes"] * 10), back(9, *["no"] * 14, begin=10)))
    runs = measures.back_runs(library(), past)
    assert [len(run.answers) for run in runs] == [10, 14]
    assert not any(run.whole for run in runs)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(KEYS), st.sampled_from(["yes", "no", "unanswered"]))))
def test_no_answer_is_counted_twice_and_none_is_lost(said):
    day, sessions = 0, []
    for days, key, value in said:
        day += days
        sessions.append(answered(day, BACK, **{key: value}))
    runs = measures.back_runs(library(), Past(tuple(sessions)))
    assert sum(len(run.answers) for run in runs) == len(said)
    assert all(run.begun <= run.day and 0 <= run.score <= 24 for run in runs)


def test_a_whole_one_by_voice_on_two_days_is_one_score(tmp_path):
    with Store(tmp_path / "history.db", now=lambda: FIRST) as store:
        for left in (14, 0):
            driver = at_the_back_questionnaire(store)
            while driver.flow == "checking" and len(KEYS) - len(seen(store, driver)) > left:
                driver.hear("yes" if len(seen(store, driver)) % 2 else "no")
                driver.run(4)
            driver.hear("finish")
            number = store.begin()
            for record in driver.records:
                store.record(number, driver.now, record)
        (run,) = measures.back_runs(library(), store.past())
    assert run.whole
    assert run.score == 12


def at_the_back_questionnaire(store: Store) -> Driver:
    known = today(library(), store.past(), FIRST)
    driver = Driver("back_questionnaire", person=cleared(library().screening), today=known)
    while driver.flow in ASKING:
        driver.hear("next")
    driver.run_until("checking")
    assert ("check_goes_on" in [key for _, key in driver.said]) == bool(known.answered)
    return driver


def seen(store: Store, driver: Driver) -> list[str]:
    """The sentences answered so far, in this session and before."""
    before = [answer.key for session in store.past().sessions for answer in session.check_answers]
    return [*before, *(record.key for record in driver.records if isinstance(record, CheckAnswered))]


def test_the_mean_over_the_same_activities_is_compared():
    old = answered(0, "check_activities", stairs="2", walking="4", change="unchanged")
    other = answered(10, "check_activities", gardening="9")
    new = answered(40, "check_activities", stairs="5", walking="7", change="much_better")
    found = measures.activities(library(), Past((old, other, new)))
    assert (found.first, found.last, found.matters) == (3, 6, True)
    assert measures.activities(library(), Past((old, other))).first == 9
    assert measures.change(Past((old, new))) == ((FIRST + timedelta(days=40)).date(), "much_better")


@pytest.mark.parametrize(("last", "matters"), [("4", False), ("5", True)])
def test_a_small_change_of_activities_means_nothing(last, matters):
    sessions = (answered(0, "check_activities", stairs="2"), answered(30, "check_activities", stairs=last))
    assert measures.activities(library(), Past(sessions)).matters is matters


def test_answers_of_an_earlier_version_are_still_read():
    old = answered(0, "check_activities", first="2", second="4", third="6", change="better")
    assert measures.activities(library(), Past((old,))).last == 4
    assert measures.change(Past((old,))) == (FIRST.date(), "better")


def test_a_back_questionnaire_is_no_self_check():
    done = replace(answered(0, BACK, home="yes"), practices=(Practice(BACK, BACK, done_s=20),))
    assert today(library(), Past((done,)), FIRST).check_due


def test_named_activities_are_kept(tmp_path):
    named = (Activity("stairs"), Activity("my garden", "activity-1.wav"))
    with Store(tmp_path / "history.db") as store:
        store.keep_person(replace(cleared(library().screening), activities=named))
        store.record(store.begin(), 3.0, ActivitiesNamed(named))
    with Store(tmp_path / "history.db") as store:
        assert store.person().activities == named
        assert store.past().notes == (ActivitiesNamed(named),)


def test_the_seven_grades_can_be_said_by_number():
    driver = with_activities("stairs")
    driver.hear("number", number="3")
    for _ in range(3):
        driver.event(Unclear("mumble"))
        driver.run(6)
    assert "choice_change" in [key for _, key in driver.said]
    driver.hear("number", number="7")
    assert [record.value for record in driver.records if isinstance(record, CheckAnswered)] == ["3", "very_much_worse"]


def with_activities(*names: str) -> Driver:
    """Somebody who has named these, at the first question about them."""
    routine = replace(library().routines["office_micro"], items=("check_activities",))
    driver = Driver(routine, person=replace(cleared(library().screening), activities=tuple(map(Activity, names))))
    driver.hear("next")
    driver.run_until("checking")
    driver.run(6)
    return driver
