"""Which sessions the hub is still to have: none that it may not, none twice, and none that is lost."""

from datetime import datetime, timedelta

import pytest

from assistant.history.store import Store
from assistant.hub.waiting import Unconfirmed
from assistant.places import hub_file
from assistant.words.clinical_records import FlagTakenBack
from assistant.words.records import ExerciseBegun, Locked, PainReported, SessionEnded, SetEnded

NOW = datetime.fromisoformat("2026-03-02T10:00:00+01:00")
HURT = SetEnded("squat", "squat", "", 1, "hurt", 30, 12)
PAIN = PainReported("knee", "squat", 4, "sharp", "amber")


class Speaker:
    """A history, and what a hub may have of it."""

    def __init__(self, folder, *, health=False):
        self.now = NOW
        self.store = Store(folder / "history.db", lambda: self.now)
        self.file = hub_file(folder)
        self.waiting = Unconfirmed(self.store, self.file, lambda: self.now, health=health)

    def session(self, *records, ended="finished"):
        """A session of ten minutes, an hour after the last one; returns its number."""
        self.now += timedelta(hours=1)
        number = self.store.begin()
        for record in (ExerciseBegun("three_stretches", ("squat",), 0), *records):
            self.store.record(number, 60.0, record)
        if ended:
            self.store.record(number, 600.0, SessionEnded(ended))
        return number

    def waits(self, most=100):
        return [int(session.id.partition("-")[2]) for session in self.waiting.sessions(most)]

    def names(self):
        return [session.id for session in self.waiting.sessions(100)]


@pytest.fixture
def speaker(tmp_path):
    found = Speaker(tmp_path)
    yield found
    found.store.close()


def test_what_was_before_the_hub_was_allowed_is_never_sent_and_what_is_confirmed_is_not_sent_again(speaker):
    speaker.session()
    assert speaker.waits() == []
    numbers = [speaker.session() for _ in range(3)]
    assert speaker.waits() == numbers
    assert speaker.waits(2) == numbers[:2]
    first, *_ = speaker.names()
    speaker.waiting.confirm([first, first, "0" * 16 + "-99", "nonsense"])
    assert speaker.waits() == numbers[1:]
    again = Unconfirmed(speaker.store, speaker.file, lambda: speaker.now, health=False)
    assert [session.id for session in again.sessions(100)] == speaker.names()


def test_a_session_under_way_waits_and_one_that_was_cut_off_is_told_when_the_next_has_begun(speaker):
    assert speaker.waits() == []
    cut_off = speaker.session(ended="")
    assert speaker.waits() == []
    assert speaker.waits() == []
    speaker.session(ended="")
    assert speaker.waits() == [cut_off]
    assert speaker.waiting.sessions(1)[0].ended == ""


@pytest.mark.parametrize("health", [False, True])
def test_of_health_only_what_may_be_sent_is(tmp_path, health):
    speaker = Speaker(tmp_path, health=health)
    assert speaker.waits() == []
    speaker.session(HURT, PAIN, Locked("numb"), Locked("chest"), FlagTakenBack("chest", "numb"), ended="unwell")
    (told,) = speaker.waiting.sessions(1)
    speaker.store.close()
    assert told.begun == "2026-03-02T11:00:00+01:00"
    assert (told.routine, told.seconds) == ("three_stretches", 600.0)
    if health:
        assert (told.ended, told.sets[0].how, told.flags) == ("unwell", "hurt", ("numb",))
        assert (told.pains[0].score, told.pains[0].area) == (4, "knee")
    else:
        assert (told.ended, told.sets[0].how, told.flags, told.pains) == ("left", "skipped", (), ())
        assert not {"knee", "numb", "sharp", "amber", "hurt"} & set(str(told).replace("'", " ").split())


@pytest.mark.parametrize("how", ["deleted with the history", "damaged", "of another form"])
def test_after_the_file_is_gone_it_begins_anew_under_another_name(speaker, how):
    speaker.session()
    device = speaker.waiting.device
    speaker.session()
    if how == "deleted with the history":
        speaker.store.forget()
    else:
        speaker.file.write_text("{" if how == "damaged" else '{"device": 3}')
    assert speaker.waits() == []
    assert speaker.waiting.device != device
    number = speaker.session()
    assert speaker.waits() == [number]


def test_a_session_whose_day_is_not_known_waits_until_it_is(speaker):
    assert speaker.waits() == []
    number = speaker.session()
    speaker.store._write("UPDATE session SET clock = 'unset' WHERE id = ?", number)
    assert speaker.waits() == []
    speaker.store._write("UPDATE session SET clock = 'set' WHERE id = ?", number)
    assert speaker.waits() == [number]
