"""Taken elsewhere it is the same person; and two histories become one that has lost and doubled nothing."""

from datetime import timedelta

import pytest
from hypothesis import given, settings

from assistant.coach.person import STALE, Person, remember
from assistant.history.exchange import export, import_from
from assistant.history.merging import merged_person
from assistant.history.store import Store
from assistant.words.clinical_records import Activity
from assistant.words.errors import LimberError
from assistant.words.records import ExerciseBegun, Locked, PainBefore, PainReported, Unlocked
from tests.support.histories import BEGUN, SESSIONS, SET, lived, rows_in


@settings(max_examples=40, deadline=None)
@given(SESSIONS)
def test_elsewhere_it_is_the_same_person_and_the_same_past(tmp_path_factory, sessions):
    folder, clock = tmp_path_factory.mktemp("law"), [BEGUN]
    with (
        Store(folder / "history.db", now=lambda: clock[0]) as here,
        Store(folder / "new/history.db", now=lambda: clock[0]) as there,
    ):
        person = lived(here, clock, sessions)
        export(here, folder / "csv")
        import_from(there, folder / "csv")
        assert there.person() == person == here.person()
        assert there.past() == here.past()
        assert there.mended == here.mended == ""
        export(there, folder / "again")
        for path in (folder / "csv").iterdir():
            if path.stem in ("session", "version"):
                assert rows_in(folder / "again" / path.name) == rows_in(path)


@settings(max_examples=25, deadline=None)
@given(SESSIONS, SESSIONS, SESSIONS)
def test_merging_loses_nothing_doubles_nothing_and_keeps_each_order(tmp_path_factory, common, one_way, other_way):
    folder, clock = tmp_path_factory.mktemp("merge"), [BEGUN]
    with Store(folder / "a/history.db", now=lambda: clock[0]) as a:
        lived(a, clock, common)
        export(a, folder / "common")
        with Store(folder / "b/history.db", now=lambda: clock[0] + timedelta(seconds=1)) as b:
            import_from(b, folder / "common")
            at = clock[0]
            lived(a, clock, one_way, a.person())
            clock[0] = at
            lived(b, clock, other_way, b.person())
            mine, theirs = a.past().sessions, b.past().sessions
            people = a.person(), b.person()
            under_way = mine[-1].id if mine else 0
            export(b, folder / "csv")
            result = import_from(a, folder / "csv")
            both = a.past().sessions
            assert result.known + len(result.grown) == len(common)
            assert len(both) == len(common) + len(one_way) + len(other_way)
            for each in (mine, theirs):
                kept = iter([told(session) for session in both])
                assert all(told(session) in kept for session in each), "in the order they had"
            if mine:
                assert told(next(session for session in both if session.id == under_way)) == told(mine[-1])
            if people[0].lock or (people[1].lock and other_way):
                assert a.person().lock
            person = a.person()
            again = import_from(a, folder / "csv")
            assert (again.added, a.past().sessions) == (0, both)
            assert a.person() == person or not theirs


def told(session):
    """A session without its number."""
    return (session.begun, session.items, session.practices, session.pains, session.check_answers, session.effort)


def test_a_session_that_was_exported_half_done_is_completed_and_not_doubled(tmp_path):
    with Store(tmp_path / "history.db", now=lambda: BEGUN) as here, Store(tmp_path / "new/history.db") as there:
        number = here.begin()
        here.record(number, 5.0, ExerciseBegun("three_stretches", ("squat",), 0))
        here.record(number, 6.0, SET)
        export(here, tmp_path / "half")
        here.record(number, 60.0, PainReported("hip", "squat", 3, "", "amber"))
        here.record(number, 70.0, ExerciseBegun("three_stretches", ("squat",), 0))
        export(here, tmp_path / "whole")
        for folder in ("half", "whole", "half"):
            import_from(there, tmp_path / folder)
        assert there.past() == here.past()


def test_two_sessions_of_the_same_second_are_two(tmp_path):
    with (
        Store(tmp_path / "a/history.db", now=lambda: BEGUN) as a,
        Store(tmp_path / "b/history.db", now=lambda: BEGUN) as b,
    ):
        a.record(a.begin(), 1.0, PainBefore(3, "green"))
        b.record(b.begin(), 1.0, PainBefore(7, "red"))
        export(b, tmp_path / "csv")
        import_from(a, tmp_path / "csv")
        assert [session.score("before") for session in a.past().sessions] == [3, 7]


def test_a_lock_is_lifted_by_the_person_and_by_no_import(tmp_path):
    with Store(tmp_path / "a/history.db") as here, Store(tmp_path / "b/history.db") as there:
        person = Person()
        for record in (Locked("numb"), Unlocked()):
            here.record(here.begin(), 1.0, record)
            person = remember(person, record)
            here.keep_person(person)
            export(here, tmp_path / record.kind)
        import_from(there, tmp_path / "lock")
        assert there.person().lock == "numb"
        import_from(there, tmp_path / "unlock")
        assert there.person().lock == "numb"
        import_from(here, tmp_path / "lock")
        assert here.person().lock == "", "an old export of one's own brings nothing new"


def test_answers_that_differ_are_asked_again_unless_one_is_newer():
    def answered(answer, day):
        return Person(answers={"falls": answer}, answered={"falls": day} if day else {})

    def of(person):
        return person.answers["falls"], person.answered["falls"]

    assert of(merged_person(answered("no", 739_900), answered("yes", 739_950))) == ("yes", 739_950)
    assert of(merged_person(answered("no", 739_950), answered("yes", 739_900))) == ("no", 739_950)
    assert of(merged_person(answered("no", 739_900), answered("yes", 739_900))) == ("no", STALE)
    assert of(merged_person(answered("no", 739_900), answered("no", STALE))) == ("no", STALE)
    assert of(merged_person(answered("no", 0), Person())) == ("no", 0)


def test_recorded_activities_travel_and_nothing_of_a_refused_import_stays(tmp_path):
    with Store(tmp_path / "a/history.db") as here, Store(tmp_path / "b/history.db") as there:
        (tmp_path / "a/activities").mkdir()
        (tmp_path / "a/activities/one.wav").write_bytes(b"sound")
        here.keep_person(Person(activities=(Activity("stairs", "one.wav"),)))
        here.record(here.begin(), 1.0, SET)
        export(here, tmp_path / "csv")
        there._file.execute("CREATE TRIGGER full BEFORE INSERT ON practice BEGIN SELECT raise(ABORT, 'full'); END")
        with pytest.raises(LimberError, match="nothing was imported"):
            import_from(there, tmp_path / "csv")
        assert not [*(tmp_path / "b/activities").glob("*")]
        assert there.past().sessions == ()
        there._file.execute("DROP TRIGGER full")
        import_from(there, tmp_path / "csv")
        assert (tmp_path / "b/activities/one.wav").read_bytes() == b"sound"
