"""A clock that cannot be believed changes nothing of what follows from the sessions."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.clock import ClockState
from assistant.coach.person import Person
from assistant.history.days import counted
from assistant.history.past import CheckAnswer, Past, PastSession
from assistant.history.progress import today
from assistant.history.store import Store
from assistant.words.records import (
    CheckAnswered,
    CheckOffered,
    EffortTold,
    ExerciseBegun,
    PainBefore,
    SessionEnded,
    SetEnded,
)
from tests.support.drive import Driver, library

BEGUN = datetime.fromisoformat("2026-01-05T08:00:00+00:00")
DAY, ON = timedelta(days=1), timedelta(minutes=25)
DAYS = 60


class Machine:
    """A machine with a clock that goes on while it is off, or one that stands still then and is not set."""

    def __init__(self, folder, *, stands_still):
        self.stands_still, self.now, self.boots, self.up = stands_still, BEGUN, 0, 0.0
        self.store = Store(folder / "history.db", now=lambda: self.now, clock=self.clock)

    def clock(self):
        return ClockState("unset" if self.stands_still else "synchronised", f"boot {self.boots}", self.up)

    def start(self, day):
        self.boots, self.up = day, 30.0
        self.now = (BEGUN + day * ON) if self.stands_still else (BEGUN + day * DAY)

    def known(self):
        return today(library(), self.store.past(), self.now)

    def practise(self, known):
        items = Driver("three_stretches", today=known).coach.view().items
        number = self.store.begin()

        def keep(record):
            self.store.record(number, 60.0, record)

        keep(PainBefore(2, "green"))
        if known.check_due:
            keep(CheckOffered())
            keep(CheckAnswered("check_hip_flexion", "fists", "left", "3"))
        for name in items:
            keep(ExerciseBegun("three_stretches", items, 0))
            for side in ("left", "right") if library().exercises[name].sided else ("",):
                keep(SetEnded(name, name, side, 1, "done", 60, 60))
        keep(EffortTold("right"))
        keep(SessionEnded("finished"))


def test_sixty_days_of_twenty_five_minutes_a_day_are_sixty_days(tmp_path):
    true, still = Machine(tmp_path / "true", stands_still=False), Machine(tmp_path / "still", stands_still=True)
    told = []
    for day in range(DAYS):
        for machine in (true, still):
            machine.start(day)
        known = true.known()
        assert still.known() == known
        told.append(known)
        for machine in (true, still):
            machine.practise(known)
    assert sum(known.check_due for known in told) in (8, 9), "once a week"
    assert sum(known.morning for known in told) > 1
    assert dict(told[-1].doing[0].slots)["days"] == "27", "each of the last four weeks but today"
    days = [session.day for session in still.store.past().sessions]
    assert days == [session.day for session in true.store.past().sessions]
    assert still.store.past().doubted == DAYS
    for machine in (true, still):
        machine.store.close()


def test_a_session_begun_before_the_clock_was_set_gets_its_true_time(tmp_path):
    machine = Machine(tmp_path, stands_still=True)
    with machine.store as store:
        machine.start(1)
        machine.practise(machine.known())
        machine.now += 40 * DAY + timedelta(minutes=5)  # the network came, five minutes later
        machine.up += 300
        store.repair()
        assert store.past().sessions[0].clock == "unset", "not before it was set"
        machine.stands_still = False
        store.repair()
        (session,) = store.past().sessions
        assert session.begun == machine.now - timedelta(minutes=5)
        assert (session.clock, store.past().doubted) == ("set", 0)
        machine.start(60)  # of another start nothing is known
        machine.stands_still = True
        machine.practise(machine.known())
        machine.start(61)
        machine.stands_still = False
        store.repair()
        assert [session.clock for session in store.past().sessions] == ["set", "unset"]


def test_a_self_check_dated_in_the_future_does_not_stand_in_the_way(tmp_path):
    machine = Machine(tmp_path, stands_still=False)
    with machine.store as store:
        machine.now = BEGUN.replace(year=2036)
        number = store.begin()
        for record in (CheckOffered(), CheckAnswered("check_hip_flexion", "fists", "left", "3")):
            store.record(number, 1.0, record)
        store.record(number, 2.0, SetEnded("squat", "squat", "", 1, "done", 30, 30))
        machine.start(0)
        offered = []
        for day in range(16):
            machine.start(day)
            known = machine.known()
            offered += [day] * known.check_due
            machine.practise(known)
        assert [later - earlier for earlier, later in pairwise(offered)] == [7]
        assert offered[0] <= 7


def test_after_a_power_cut_the_session_is_taken_up_whatever_the_clock_says(tmp_path):
    machine = Machine(tmp_path, stands_still=True)
    with machine.store as store:
        machine.start(3)
        number = store.begin()
        items = library().routines["three_stretches"].items
        store.record(number, 60.0, ExerciseBegun("three_stretches", tuple(items), 1))
        machine.start(2)  # the clock goes on from where it was kept an hour ago
        machine.boots = 4
        assert machine.known().cut_off is not None


STAMPS = st.lists(
    st.tuples(st.integers(-400, 4000), st.sampled_from(["set", "unset", ""]), st.integers(0, 5)), max_size=12
)


@given(STAMPS, st.sampled_from(["synchronised", "unset", "unknown"]), st.integers(0, 400))
def test_whatever_the_stamps_days_in_doubt_lie_between_the_known_ones_and_none_is_in_the_future(stamps, how, now_day):
    now, state = BEGUN + now_day * DAY, ClockState(how, "5", 1.0)
    sessions = tuple(
        PastSession(
            number, BEGUN + day * DAY, clock=clock, boot=str(boot), check_answers=(CheckAnswer("a", "b", "", "1"),)
        )
        for number, (day, clock, boot) in enumerate(stamps)
    )
    past = counted(Past(sessions), now, state)
    assert [replace(session, counted=None) for session in past.sessions] == list(sessions)
    day_now = past.day_at(now)
    if state.believed:
        assert day_now == now.date()
        assert all(session.day <= day_now + DAY for session in past.sessions)
    known = None
    for session in past.sessions:
        assert known is None or known.day <= session.day + DAY
        known = session
    if not state.believed and sessions:
        assert day_now >= past.sessions[-1].day


@pytest.mark.parametrize("wrong", [3700, -3700])
@pytest.mark.parametrize("how", ["synchronised", "unset"])
def test_one_stamp_that_is_years_off_is_told_by_the_others(wrong, how):
    """A clock that is not set cannot tell it: a session of 2036 would be the last check, and make 523 weeks of five."""
    days = [0, 2, wrong, 5, 7, 9]
    sessions = tuple(PastSession(number, BEGUN + day * DAY, clock="set") for number, day in enumerate(days))
    past = counted(Past(sessions), BEGUN + 10 * DAY, ClockState(how, "5", 1.0))
    found = [(session.day - BEGUN.date()).days for session in past.sessions]
    assert found[:2] + found[3:] == [0, 2, 5, 7, 9]
    assert 2 <= found[2] <= 5
    assert past.doubted == 1


def doubted(days, how="unset", clock="set", now=5000):
    """The places of those of some sessions, begun on these days, whose stamps are in doubt."""
    sessions = tuple(PastSession(number, BEGUN + day * DAY, clock=clock) for number, day in enumerate(days))
    past = counted(Past(sessions), BEGUN + now * DAY, ClockState(how, "5", 1.0))
    moved = [at for at, (new, old) in enumerate(zip(past.sessions, sessions, strict=True)) if new.day != old.day]
    assert past.doubted >= len(moved)
    return moved


@pytest.mark.parametrize("clock", ["set", ""])
@pytest.mark.parametrize(
    ("days", "how", "wrong"),
    [
        ([0, 2, 3700, 3702, 5], "unset", [2, 3]),
        ([0, 1, -3700, -3699, -3698, 3], "synchronised", [2, 3, 4]),
        ([0, 1, -3700, -3699, -3698], "synchronised", [2, 3, 4]),
        ([1000, *range(1, 1000), 1001], "synchronised", [0]),
        ([0, -3000, 400], "unset", [1]),
        ([0, 10, 20, 3700, 3720, 3701], "unset", [4]),
    ],
)
def test_wrong_stamps_in_a_row_do_not_outvote_the_right_ones(days, how, wrong, clock):
    assert doubted(days, how, clock, now=days[0] + 4 if len(days) == 5 else max(days[-1], 0) + 1) == wrong


def test_a_clock_known_to_be_set_counts_for_more():
    days = [0, 20, 10]
    for clocks, wrong in ((("set", "set", ""), 2), (("set", "", "set"), 1)):
        stamps = zip(days, clocks, strict=True)
        past = Past(tuple(PastSession(at, BEGUN + day * DAY, clock=clock) for at, (day, clock) in enumerate(stamps)))
        told = counted(past, BEGUN + 30 * DAY, ClockState("unset")).sessions
        assert [at for at, session in enumerate(told) if session.day != session.begun.date()] == [wrong]


@pytest.mark.parametrize(
    ("days", "wrong"), [([10, 11, 11.5, 11.45, 12, 3000, 13], 1), ([10, 11.5, 11, 12, -3000, 12.9, 12], 1)]
)
def test_small_corrections_are_believed_beside_a_jump(days, wrong):
    past = Past(tuple(PastSession(number, BEGUN + day * DAY, clock="set") for number, day in enumerate(days)))
    assert counted(past, BEGUN + 14 * DAY, ClockState("unset")).doubted == wrong


PRACTISED = st.lists(st.integers(0, 8), min_size=1, max_size=10)
"""The days between sessions."""


@given(PRACTISED, PRACTISED, PRACTISED, st.sampled_from([-4000, -1500, 1500, 4000]), st.sampled_from(["", "set"]))
def test_a_clock_that_is_years_off_for_a_while_is_told(before, while_off, after, off, clock):
    days = list(accumulate(before + while_off + after))
    wrong = range(len(before), len(before) + len(while_off))
    stamps = [day + off if at in wrong else day for at, day in enumerate(days)]
    sessions = tuple(PastSession(number, BEGUN + day * DAY, clock=clock) for number, day in enumerate(stamps))
    for how in ("synchronised", "unset"):
        past = counted(Past(sessions), BEGUN + days[-1] * DAY, ClockState(how))
        assert past.doubted == len(wrong)
        right = [at for at in range(len(days)) if at not in wrong]
        assert all(past.sessions[at].day == sessions[at].begun.date() for at in right)
        assert all(
            days[wrong[0] - 1] <= (past.sessions[at].day - BEGUN.date()).days <= days[wrong[-1] + 1] for at in wrong
        )


@pytest.mark.parametrize("clock", ["set", ""])
def test_where_nothing_is_in_doubt_nothing_changes(clock):
    past = Past((PastSession(1, BEGUN, clock=clock),))
    assert counted(past, BEGUN + DAY, ClockState()) is past


def test_answers_given_before_the_clock_was_set_count_from_their_true_day(tmp_path):
    boot, never, now = ClockState("unset", "b", 60.0), datetime.fromisoformat("1970-01-01T00:01:00+00:00"), BEGUN
    clock = [boot]
    with Store(
        tmp_path / "history.db", now=lambda: never if clock[0] is boot else now, clock=lambda: clock[0]
    ) as store:
        store.begin()
        earlier = (BEGUN - 40 * DAY).toordinal()
        store.keep_person(
            Person(answers={"falls": "no", "heart": "no"}, answered={"falls": never.toordinal(), "heart": earlier})
        )
        store.repair()
        assert store.person().answered["falls"] == never.toordinal()
        clock[0] = ClockState("synchronised", "b", 660.0)
        store.repair()
        assert store.person().answered == {"falls": BEGUN.toordinal(), "heart": earlier}
        assert store.past().sessions[0].begun == BEGUN - timedelta(minutes=10)
