"""What a hub has collected: under the right name, once, and gone when it is deleted. In both databases."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.files import FileError
from assistant.hub.collected import Collected
from assistant.hub.messages import PlanAnswer
from assistant.words.errors import LimberError
from tests.hub.conftest import NOW
from tests.hub.test_messages import DEVICE, SESSION

OTHER = "f" * 16
LEAVES_TRACES = b"An unlikely place"


def session(number, clock, device=DEVICE, **how):
    """A session that begins now."""
    return replace(SESSION, id=f"{device}-{number}", begun=clock.now.isoformat(), **how)


def of(collected, patient):
    return [each["id"] for each in collected.export(patient)["sessions"]]


def test_a_session_belongs_to_whoever_its_speaker_belonged_to_when_it_began(collected, clock):
    early = session(1, clock)
    assert collected.keep([early]) == []  # it stays at the speaker, until that has a name
    clock.goes_on(hours=1)
    collected.belongs(DEVICE, "Patient 7")
    clock.goes_on(hours=1)
    first, late = session(2, clock), session(3, clock)
    assert collected.keep([early, first]) == [early.id, first.id]
    clock.goes_on(days=1)
    collected.belongs(DEVICE, "Patient 8")
    clock.goes_on(days=1)
    second = session(4, clock)
    clock.goes_on(days=1)
    collected.belongs(DEVICE, None)
    clock.goes_on(days=1)
    nobodys = session(5, clock)
    assert collected.keep([late, second, nobodys]) == [late.id, second.id, nobodys.id]
    assert of(collected, "Patient 7") == [first.id, late.id]
    assert of(collected, "Patient 8") == [second.id]


def test_what_comes_twice_is_kept_once_and_comes_out_as_it_went_in(collected, clock):
    collected.belongs(DEVICE, "Patient 7")
    collected.belongs(OTHER, "Patient 7")
    told = session(1, clock)
    other = session(1, clock, OTHER, sets=(), pains=(), flags=())
    assert collected.keep([told, told, other]) == [told.id, told.id, other.id]
    assert collected.keep([replace(told, seconds=1.0)]) == [told.id]
    found = {each["id"]: each for each in collected.export("Patient 7")["sessions"]}
    assert len(found) == 2
    mine = found[told.id]
    assert (mine["begun"], mine["seconds"], mine["ended"], mine["flags"]) == (told.begun, 612.5, "left", ["numb"])
    assert (mine["sets"][0]["exercise"], mine["sets"][0]["how"]) == ("squat", "hurt")
    assert (mine["pains"][0]["score"], mine["pains"][0]["area"]) == (4, "knee")
    overview = collected.overview()[DEVICE]
    assert (overview["patient"], overview["sessions"]) == ("Patient 7", 2)


def test_a_plan_is_sent_to_somebody_and_answered_once(collected):
    with pytest.raises(LimberError, match="belongs to nobody"):
        collected.offer(DEVICE, "mine.yaml", "id: mine")
    collected.belongs(DEVICE, "Patient 7")
    plan = collected.offer(DEVICE, "mine.yaml", "id: mine")
    assert collected.unanswered(DEVICE) == [plan]
    collected.answered(OTHER, PlanAnswer(plan.id, "kept"))
    collected.answered(DEVICE, PlanAnswer(plan.id, "waits"))
    assert collected.unanswered(DEVICE) == [plan]
    collected.answered(DEVICE, PlanAnswer(plan.id, "refused"))
    collected.answered(DEVICE, PlanAnswer(plan.id, "kept"))
    assert collected.unanswered(DEVICE) == []
    assert [row["answer"] for row in collected.overview()[DEVICE]["plans"]] == ["refused"]
    collected.belongs(DEVICE, "Patient 8")
    assert collected.overview()[DEVICE]["plans"] == []


def test_who_is_deleted_is_gone_from_the_database_and_nothing_late_is_kept(collected, clock, url):
    collected.belongs(DEVICE, "Patient 7")
    collected.belongs(OTHER, "Patient 8")
    trace = LEAVES_TRACES.decode()
    collected.keep([session(number, clock, routine=trace) for number in range(200)])
    collected.offer(DEVICE, "mine.yaml", trace)
    collected.keep([session(1, clock, OTHER)])
    late = session(999, clock)
    assert collected.delete("Patient 7") == 200
    assert collected.keep([late]) == [late.id]
    assert of(collected, "Patient 8") == [f"{OTHER}-1"]
    with pytest.raises(LimberError, match=r"nobody of the name 'Patient 7' \(did you mean 'Patient 8'\?\)"):
        collected.export("Patient 7")
    with pytest.raises(LimberError, match="nobody of the name"):
        collected.delete("Patient 7")
    assert collected.overview()[DEVICE]["patient"] == ""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        for path in file.parent.iterdir():
            assert LEAVES_TRACES not in path.read_bytes()
            assert b"Patient 7" not in path.read_bytes()


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\nb", "\x1b[31m"])
def test_what_is_no_name_is_refused(tmp_path, clock, name):
    found = Collected(f"sqlite:///{tmp_path}/clinic.db", clock)
    with pytest.raises(LimberError, match="a name has up to 60 characters"):
        found.belongs(DEVICE, name)
    found.close()


@pytest.mark.parametrize(
    "url", ["", "clinic.db", "sqlite://", "mysql://host/x", "postgresql+asyncpg://x/y", "http://[", "://"]
)
def test_what_is_no_database_of_ours_is_refused(url, clock):
    with pytest.raises(LimberError, match="'database' is sqlite:///path/of/a/file or postgresql://user@host/database"):
        Collected(url, clock)


def test_a_file_that_cannot_be_used_is_told_of_in_one_sentence(tmp_path, clock):
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"SQLite format 3\x00" + b"nonsense" * 1000)
    with pytest.raises(FileError, match=r"damaged\.db: the hub's database cannot be used: it is damaged"):
        Collected(f"sqlite:///{damaged}", clock)
    newer = tmp_path / "newer.db"
    Collected(f"sqlite:///{newer}", clock).close()
    with sqlite3.connect(newer) as file:
        file.execute("UPDATE schema SET version = 99")
    file.close()
    with pytest.raises(LimberError, match="a newer hub wrote this"):
        Collected(f"sqlite:///{newer}", clock)
    with pytest.raises(LimberError) as error:
        Collected(f"postgresql://limber:secret@/x?host={tmp_path}", clock)
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


def test_its_times_are_moments_whatever_the_zone(collected, clock):
    clock.now = NOW
    collected.belongs(DEVICE, "Patient 7")
    before = replace(session(1, clock), begun="2026-03-02T08:59:59+00:00")
    after = replace(session(2, clock), begun="2026-03-02T04:00:00-05:00")
    collected.keep([before, after])
    assert of(collected, "Patient 7") == [after.id]
