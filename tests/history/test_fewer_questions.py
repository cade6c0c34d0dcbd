"""The better somebody is known, the less they are asked: pain once before and once after, a self-check once a week."""

from datetime import timedelta

import pytest

from assistant.coach.person import cleared
from assistant.history.past import Past
from assistant.history.progress import today
from assistant.history.store import Store
from assistant.words.records import SetEnded
from tests.history.test_progress import MONDAY, RULES, session
from tests.support.drive import Driver, library


def test_the_tenth_quiet_session_asks_about_pain_once_before_and_once_after():
    nine = tuple(session(day, effort="right") for day in range(9))
    known = today(library(), Past(nine), MONDAY + timedelta(days=9))
    driver = Driver("office_micro", person=cleared(library().screening), today=known)
    driver.hear("number", number="1")
    driver.run_until("after")
    driver.hear("number", number="1")
    driver.run_to_end()
    asked = [flow for _, flow, _ in driver.states if flow in ("morning", "before", "after")]
    assert asked == ["before", "after"]


@pytest.mark.parametrize(
    ("last", "asked"),
    [
        ({}, False),
        ({"effort": "hard"}, True),
        ({"zone": "amber"}, True),
    ],
)
def test_later_a_morning_is_asked_about_when_there_is_something_to_tell(last, asked):
    many = tuple(session(day, effort="right") for day in range(RULES.morning_sessions))
    past = Past((*many, session(RULES.morning_sessions, **{"effort": "right", **last})))
    assert today(library(), past, MONDAY + timedelta(days=RULES.morning_sessions + 1)).morning is asked


def test_a_morning_is_asked_about_after_something_was_done_one_step_harder():
    easy = tuple(session(day) for day in range(RULES.morning_sessions + 2))
    changed = [number for number in range(1, len(easy)) if today(library(), Past(easy[:number]), MONDAY).changes]
    assert changed, "nothing was made harder"
    later = [
        today(library(), Past(easy[:number]), MONDAY + timedelta(days=number)).morning
        for number in range(RULES.morning_sessions + 1, len(easy) + 1)
    ]
    harder = [number - 1 in changed for number in range(RULES.morning_sessions + 1, len(easy) + 1)]
    assert later == harder


def test_a_self_check_that_was_offered_is_not_offered_again_for_a_week(tmp_path):
    clock = [MONDAY]
    with Store(tmp_path / "history.db", now=lambda: clock[0]) as store:
        offered = []
        for day in range(9):
            clock[0] = MONDAY + timedelta(days=day)
            known = today(library(), store.past(), clock[0])
            driver = Driver("office_micro", today=known)
            if driver.flow == "before":  # the morning after was asked about first
                driver.hear("next")
            number = store.begin()
            for record in (*driver.records, SetEnded("squat", "squat", "", 1, "done", 30, 30)):
                store.record(number, driver.now, record)
            offered += [day] * ("check_due" in [key for _, key in driver.said])
    assert offered == [1, 8]
