"""Being called: at the right moments, once, and never because a clock was set."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coach.person import Person, from_data, remember, to_data
from assistant.running.reminders import DAYS, LATE, SITTING_FROM, SITTING_TO, Calls, Reminder, Reminders, parse, parsed
from assistant.settings import load_settings
from assistant.words.effects import Adjust
from assistant.words.errors import ContentError
from tests.support.drive import Driver

MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SITTING = timedelta(minutes=45)
some_reminder = st.builds(
    Reminder, st.sampled_from(sorted(DAYS)), st.times().map(lambda time: time.replace(second=0, microsecond=0))
)


@dataclass
class Home:
    """A wall clock, and what was called when."""

    calls: Calls
    now: datetime = MONDAY
    called: list[tuple[str, datetime]] = field(default_factory=list)
    zone: tzinfo = UTC
    device: bool = True
    tried: int = 0

    def __post_init__(self):
        self.reminders = Reminders(lambda: self.calls, self.call, lambda: self.now, self.zone)

    def call(self, kind, at):
        self.tried += 1
        if self.device:
            self.called.append((kind, at))
        return self.device

    def pass_(self, span, step=timedelta(seconds=50)):
        end = self.now + span
        while self.now < end:
            self.now = min(end, self.now + step)
            self.reminders.look()


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


@given(st.lists(some_reminder, min_size=1, max_size=4, unique=True), st.integers(0, 7 * 24 * 60))
def test_every_call_has_its_reason_and_every_reason_its_call(asked, start):
    home = Home(Calls(tuple(asked)), MONDAY + timedelta(minutes=start))
    home.pass_(timedelta(days=1), timedelta(seconds=90))
    begun = home.now - timedelta(days=1)
    due = {
        datetime.combine(day, reminder.at, UTC)
        for day in (begun.date(), home.now.date())
        for reminder in asked
        if day.weekday() in DAYS[reminder.days]
    }
    due = {moment for moment in due if begun < moment <= home.now}
    for _, at in home.called:
        assert any(timedelta(0) <= at - moment < timedelta(seconds=90) for moment in due)
    for moment in due:
        assert any(timedelta(0) <= at - moment < timedelta(seconds=90) for _, at in home.called)


@given(st.lists(some_reminder, max_size=4), st.lists(st.integers(-3 * 24 * 60, 3 * 24 * 60), min_size=1, max_size=5))
def test_a_clock_that_is_set_calls_for_nothing_that_is_long_past_and_no_break(asked, jumps):
    home = Home(Calls(tuple(asked), SITTING), MONDAY + timedelta(hours=12))
    for jump in jumps:
        home.now += timedelta(minutes=jump)
        home.reminders.look()
        for kind, at in home.called:
            assert kind == "session" or abs(jump) <= LATE.total_seconds() / 60 or at != home.now
            if kind == "session":
                moments = [
                    datetime.combine(day, reminder.at, UTC)
                    for day in (at.date(), at.date() - timedelta(days=1))
                    for reminder in asked
                ]
                assert any(timedelta(0) <= at - moment <= LATE for moment in moments)


def test_nobody_is_called_until_somebody_knows_what_time_it_is():
    home = Home(Calls(parsed(["every day at 8:00"]), SITTING), datetime(1970, 1, 1, 7, 50, tzinfo=UTC))
    known = []
    home.reminders = Reminders(lambda: home.calls, home.call, lambda: home.now, UTC, lambda: bool(known))
    home.pass_(timedelta(hours=4))
    assert not home.called
    known.append("the time")
    home.now = MONDAY + timedelta(hours=8, minutes=7)  # what was due while the machine was on is not too late yet
    home.reminders.look()
    assert home.called == [("session", home.now)]
    known.clear()  # who believed the clock once goes on to
    home.pass_(timedelta(days=1))
    assert [(kind, f"{at:%d}") for kind, at in home.called if kind == "session"] == [
        ("session", "02"),
        ("session", "03"),
    ]


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


@pytest.mark.parametrize(
    ("day", "clock", "comes"),
    [
        (date(2026, 3, 29), "2:30", "03:30+02:00"),  # clocks go from 2:00 to 3:00
        (date(2026, 10, 25), "2:30", "02:30+02:00"),  # clocks go from 3:00 back to 2:00
        (date(2026, 3, 29), "3:00", "03:00+02:00"),
        (date(2026, 10, 25), "3:00", "03:00+01:00"),
        (date(2026, 10, 25), "1:59", "01:59+02:00"),
    ],
)
def test_when_clocks_change_a_reminder_comes_once(day, clock, comes):
    begun = datetime.combine(day, time(0), BERLIN).astimezone(UTC)
    home = Home(Calls(parsed([f"every day at {clock}"])), begun, zone=BERLIN)
    home.pass_(timedelta(hours=10), timedelta(seconds=30))
    assert [at.isoformat(timespec="minutes") for _, at in home.called] == [f"{day}T{comes}"]


@given(st.lists(st.integers(-9, 9), max_size=8), st.integers(0, 24 * 60 - 1))
def test_a_clock_that_is_corrected_by_minutes_calls_at_most_once_for_each_moment(corrections, minute):
    home = Home(Calls((Reminder("day", time(minute // 60, minute % 60)),)), MONDAY + timedelta(minutes=minute - 5))
    for correction in corrections:
        home.pass_(timedelta(minutes=4), timedelta(seconds=30))
        home.now += timedelta(minutes=correction)
        home.reminders.look()
    assert len({at.date() for _, at in home.called}) == len(home.called)


def test_a_reminder_waits_ten_minutes_for_a_device():
    home = Home(Calls(parsed(["every day at 8:00"])), MONDAY + timedelta(hours=7), device=False)
    home.pass_(timedelta(hours=1, minutes=4), timedelta(seconds=10))
    assert home.tried > 20
    home.device = True
    home.pass_(timedelta(hours=1), timedelta(seconds=10))
    assert [f"{at:%H:%M}" for _, at in home.called] == ["08:04"]


def test_a_reminder_for_which_no_device_comes_is_let_go_until_the_next_day():
    home = Home(Calls(parsed(["every day at 8:00"])), MONDAY + timedelta(hours=7), device=False)
    home.pass_(timedelta(hours=1, minutes=10, seconds=30), timedelta(seconds=10))
    tried, home.device = home.tried, True
    home.pass_(timedelta(hours=3), timedelta(seconds=10))
    assert (home.called, home.tried) == ([], tried)
    home.pass_(timedelta(days=1), timedelta(seconds=50))
    assert [f"{at:%d %H:%M}" for _, at in home.called] == ["03 08:00"]


def test_a_break_that_could_not_be_called_is_called_when_a_device_is_there():
    home = Home(Calls((), SITTING), MONDAY + timedelta(hours=9), device=False)
    home.pass_(timedelta(minutes=50), timedelta(seconds=10))
    home.device = True
    home.pass_(timedelta(minutes=1), timedelta(seconds=10))
    assert [f"{at:%H:%M}" for _, at in home.called] == ["09:50"]


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
