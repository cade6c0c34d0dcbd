"""Being called: at the right moments, once, and never because a clock was set."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coach.person import Person, from_data, remember, to_data
from assistant.running.standby import DAYS, LATE, SITTING_FROM, SITTING_TO, Calls, Reminder, Standby, parse, parsed
from assistant.settings import load_settings
from assistant.words.effects import Adjust
from assistant.words.errors import ContentError
from tests.support.drive import Driver

MONDAY = datetime(2026, 3, 2, 0, 0)  # noqa: DTZ001
SITTING = timedelta(minutes=45)
reminders = st.builds(
    Reminder, st.sampled_from(sorted(DAYS)), st.times().map(lambda time: time.replace(second=0, microsecond=0))
)


@dataclass
class Home:
    """A wall clock, and what was called when."""

    calls: Calls
    now: datetime = MONDAY
    called: list[tuple[str, datetime]] = field(default_factory=list)

    def __post_init__(self):
        self.standby = Standby(lambda: self.calls, lambda kind, at: self.called.append((kind, at)), lambda: self.now)

    def pass_(self, span, step=timedelta(seconds=50)):
        end = self.now + span
        while self.now < end:
            self.now = min(end, self.now + step)
            self.standby.look()


@pytest.mark.parametrize(
    ("text", "reminder"),
    [
        ("every weekday at 8", Reminder("weekday", time(8))),
        ("Every day at 18:30", Reminder("day", time(18, 30))),
        ("every monday at 07:05", Reminder("monday", time(7, 5))),
        ("every weekday at 24", None),
        ("every weekday at 8:60", None),
        ("every moonday at 8", None),
        ("weekdays at 8", None),
        ("", None),
    ],
)
def test_a_reminder_is_read(text, reminder):
    assert parse(text) == reminder


def test_over_a_week_each_reminder_comes_on_its_days_and_at_its_time():
    home = Home(Calls(parsed(["every weekday at 8:00", "every sunday at 9:30", "every weekday at 8"])))
    home.pass_(timedelta(days=7))
    days = [(at.date().isoformat(), f"{at:%H:%M}") for _, at in home.called]
    assert days == [*((f"2026-03-0{day}", "08:00") for day in (2, 3, 4, 5, 6)), ("2026-03-08", "09:30")]


@given(st.lists(reminders, min_size=1, max_size=4, unique=True), st.integers(0, 7 * 24 * 60))
def test_every_call_has_its_reason_and_every_reason_its_call(asked, start):
    home = Home(Calls(tuple(asked)), MONDAY + timedelta(minutes=start))
    home.pass_(timedelta(days=1), timedelta(seconds=90))
    begun = home.now - timedelta(days=1)
    due = {
        datetime.combine(day, reminder.at)
        for day in (begun.date(), home.now.date())
        for reminder in asked
        if day.weekday() in DAYS[reminder.days]
    }
    due = {moment for moment in due if begun < moment <= home.now}
    for _, at in home.called:
        assert any(timedelta(0) <= at - moment < timedelta(seconds=90) for moment in due)
    for moment in due:
        assert any(timedelta(0) <= at - moment < timedelta(seconds=90) for _, at in home.called)


@given(st.lists(reminders, max_size=4), st.lists(st.integers(-3 * 24 * 60, 3 * 24 * 60), min_size=1, max_size=5))
def test_a_clock_that_is_set_calls_for_nothing_that_is_long_past_and_no_break(asked, jumps):
    home = Home(Calls(tuple(asked), SITTING), MONDAY + timedelta(hours=12))
    for jump in jumps:
        home.now += timedelta(minutes=jump)
        home.standby.look()
        for kind, at in home.called:
            assert kind == "session" or abs(jump) <= LATE.total_seconds() / 60 or at != home.now
            if kind == "session":
                moments = [
                    datetime.combine(day, reminder.at)
                    for day in (at.date(), at.date() - timedelta(days=1))
                    for reminder in asked
                ]
                assert any(timedelta(0) <= at - moment <= LATE for moment in moments)


def test_breaks_come_after_long_sitting_on_weekdays_in_the_day():
    home = Home(Calls((), SITTING))
    home.pass_(timedelta(days=7), timedelta(seconds=10))
    assert {at.date() for _, at in home.called} == {date(2026, 3, day) for day in range(2, 7)}
    assert all(kind == "break" and SITTING_FROM <= at.time() < SITTING_TO for kind, at in home.called)
    first, second = (at for _, at in home.called[:2])
    assert first.time() == time(9, 45)
    assert second - first >= SITTING


def test_a_session_counts_as_having_moved():
    home = Home(Calls(parsed(["every day at 10:20"]), SITTING), MONDAY + timedelta(hours=9))
    home.pass_(timedelta(hours=2), timedelta(seconds=10))
    assert [(kind, f"{at:%H:%M}") for kind, at in home.called] == [("break", "09:45"), ("session", "10:20")]


def test_settings_name_a_reminder_that_cannot_be_read(tmp_path):
    path = tmp_path / "settings.yaml"
    path.write_text("reminders: [every weekday at 8, tomorrow]\nsitting_breaks: true\n", encoding="utf-8")
    with pytest.raises(ContentError, match="'tomorrow' is no reminder"):
        load_settings(path)


def test_what_is_asked_by_voice_is_known_next_time():
    driver = Driver()
    for words in ("every weekday at seven in the evening", "sitting breaks", "faster", "louder", "shorter"):
        driver.say(words)
    person = Person(introduced=True)
    for record in driver.records:
        person = remember(person, record)
    person = from_data(to_data(person))
    assert person.reminders == ("every weekday at 19:00",)
    assert person.breaks
    again = Driver(person=person)
    recalled = {effect.name: effect.value for _, effect in again.effects if isinstance(effect, Adjust)}
    assert recalled == {"rate": pytest.approx(1.15), "volume": pytest.approx(1.4), "verbosity": 1}
    view = again.coach.view()
    assert (view.rate, view.volume, view.verbosity) == tuple(recalled.values())
