"""What a clinician reads beside each other: what was planned, and what was done."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from assistant.coach.person import cleared
from assistant.history.past import PainReport, Past, PastNote, PastSession, Practice
from assistant.history.planned import plan_followed, planned_days, reminded
from assistant.history.progress import doing, today
from assistant.history.report import as_text
from assistant.history.report_glance import warnings
from assistant.history.report_tables import tables
from assistant.history.store import Store
from assistant.narration.phrasing import FULL, Phrasing
from assistant.words.clinical_records import FlagTakenBack, PlanFollowed, SessionPlanned
from assistant.words.records import HealthAnswered, Locked, Unlocked
from tests.support.drive import Driver, library
from tests.support.plans import read_plan

FIRST = datetime.fromisoformat("2026-03-02T08:00:00+00:00")
"""A Monday."""


def plan(days: int) -> PlanFollowed:
    return PlanFollowed("mine", "Mine", "A. Example", "2026-03-01", days, 1, 4, "", ())


def session(day: int, *pains: PainReport, how: str = "done") -> PastSession:
    sets = (Practice("glute_bridge", "glute_bridge", planned_s=60, done_s=60, how=how),)
    begun = FIRST + timedelta(days=day)
    return PastSession(day, begun, "mine", ("glute_bridge",), practices=sets, pains=pains, ended="finished")


def note(day: int, record) -> PastNote:
    return PastNote(day, (FIRST + timedelta(days=day)).date(), record)


def rows(past: Past, caption: str):
    return next(rows for title, _, rows in tables(library(), past) if title == caption)


@pytest.mark.parametrize(("lately", "planned"), [(0, 1), (6, 4), (13, 8), (27, 16), (60, 16)])
def test_how_am_i_doing_tells_planned_against_done(lately, planned):
    sessions = (session(0), session(lately))
    past = Past(sessions, (note(0, plan(4)), note(lately, plan(4))))
    told = doing(library(), past, sessions[-1].day)[0]
    assert told.key == "doing_planned"
    assert dict(told.slots)["planned"] == str(planned)
    assert dict(told.slots)["done"] == ("1" if lately in (0, 60) else "2")


def test_a_plan_that_is_followed_no_longer_is_not_held_against_anybody():
    past = Past((session(0), session(40)), (note(0, plan(4)),))
    assert doing(library(), past, past.sessions[-1].day)[0].key == "doing_regular"


def test_each_week_goes_by_the_plan_that_was_in_force():
    past = Past((session(0), session(14)), (note(0, plan(4)), note(14, plan(2))))
    assert [planned_days(past, (FIRST + timedelta(days=7 * week)).date()) for week in (-1, 0, 1, 2)] == [None, 4, 4, 2]
    assert [row[1:3] for row in rows(past, "Week by week")] == [(4, 1), (4, 0), (2, 1)]
    followed = plan_followed(past)
    assert followed
    assert followed[2] == plan(2)


def test_a_session_shows_pain_before_after_and_on_the_next_morning():
    pains = (PainReport("before", 2), PainReport("after", 3))
    past = Past(
        (session(0, *pains), session(1, PainReport("morning", 5), how="skipped")),
        (note(0, SessionPlanned(("glute_bridge", "clamshell"), 3)),),
    )
    first, second = rows(past, "Session by session")
    assert first[2:8] == (3, 1, 1, 2, 3, 5)
    assert second[2:8] == (1, 0, 1, None, None, None)


def test_red_flags_stand_first_and_health_answers_have_their_day():
    past = Past(
        (session(0), session(7)),
        (
            note(0, HealthAnswered("falls", "no")),
            note(0, Locked("bladder")),
            note(7, Unlocked()),
            note(7, HealthAnswered("falls", "yes")),
        ),
    )
    assert tables(library(), past)[0][0] == "Red flags"
    days = (FIRST.date(), FIRST.date() + timedelta(days=7))
    assert rows(past, "Red flags") == [
        (days[0], "trouble with the bladder or bowel"),
        (days[1], "the warning was cleared"),
    ]
    ((day, question, answer, before),) = rows(past, "Answers about health")
    assert (day, answer, before) == (days[1], "yes", "no")
    assert question.endswith("?")


@pytest.mark.parametrize(("still", "locked"), [("", False), ("numb", True)])
def test_a_red_flag_that_was_misheard_stays_in_the_report_and_is_called_so(still, locked):
    past = Past((session(0),), (note(0, Locked("saddle")), note(0, FlagTakenBack("saddle", still))))
    day = FIRST.date()
    assert rows(past, "Red flags") == [
        (day, "numbness between the legs"),
        (day, "numbness between the legs, taken back as misheard"),
    ]
    told = dict(warnings(library(), past))["Red flags"]
    assert told[1] == f"{day}: numbness between the legs, taken back as misheard."
    assert ("Sessions are locked until the person says that it was looked at." in told) == locked


def test_a_plan_that_was_followed_is_in_the_report_with_its_unspoken_notes(tmp_path):
    content, mine = read_plan(tmp_path)
    with Store(tmp_path / "history.db", now=lambda: FIRST) as store:
        driver = Driver(mine, content=content, person=cleared(content.screening), today=today(content, Past(), FIRST))
        driver.run_to_end()
        number = store.begin()
        for record in driver.records:
            store.record(number, driver.now, record)
        past = store.past()
    text = as_text(content, past, (), FIRST.date())
    for told in (
        'The plan "After the holidays" was followed from 2026-03-02 to 2026-03-02.',
        "It was written by Anna Example, physiotherapist. It is dated 2026-03-02.",
        "It asks for 4 days a week, twice a day. It gives the usual pain as 4 of 10.",
        "Its note: Second series after a fall on the right side.",
        "Cramps in the back of the thigh before.",
    ):
        assert told in text, told
    bridge = next(
        row
        for row in rows(past, "The plan, with a dash for what is as written")
        if row[0] == content.exercises["glute_bridge"].name
    )
    assert (bridge[2], *bridge[6:8]) == (2, "", "1/3")
    clam = next(
        row
        for row in rows(past, "The plan, with a dash for what is as written")
        if row[0] == content.exercises["clamshell"].name
    )
    assert (clam[2], clam[6]) == (3, "left")
    ((_, _, planned, done, *_),) = rows(past, "Session by session")
    assert planned == done == 8
    assert replace(past, dated_notes=()).notes == ()


def reminder(past: Past, day: int) -> list[str]:
    phrasing = Phrasing(library(), {})
    lines = reminded(past, (FIRST + timedelta(days=day)).date())
    return [text for told in lines for text in phrasing.say(told, FULL)]


def test_a_reminder_tells_how_often_the_plan_wants_something_done_and_how_often_it_was():
    past = Past((session(0), session(2), session(2), session(7)), (note(0, plan(4)), note(7, plan(4))))
    often = "Your plan is for 4 days a week, once a day."
    assert reminder(past, 4) == [often, "This week you practised on 2 days."]
    assert reminder(past, 7) == [often, "This week you practised on 1 day."]
    assert reminder(past, 14) == [often]


def test_a_reminder_says_nothing_of_a_plan_that_is_not_there_or_names_no_days():
    assert reminder(Past((session(0),), ()), 1) == []
    assert reminder(Past((session(0),), (note(0, plan(0)),)), 1) == []
