"""A session on a disk that is full or can only be read, from its beginning or from its midst on: it goes on, and says so."""

from datetime import UTC, datetime

import pytest

from assistant.coach.person import cleared
from assistant.history.store import Store
from assistant.logs import logging_on
from tests.commands.test_sessions_go_on import FINISH_S, be_kept, kept, session
from tests.support.drive import library
from tests.support.faults import fill, memory_card, plug_in_again, read_only, small_disk, wear_out


def live_on(disk, monkeypatch):
    """Everything of the person is kept on this disk from now on."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(disk / name))


def harmed_in_its_midst(capsys, harm):
    """A session of somebody known, in which this happens to the disk; what is said of memory, and what is shown."""
    with Store() as store:
        store.keep_person(cleared(library().screening, datetime.now(UTC).toordinal()))
    says = {20.0: "start", 25.0: "start", 45.0: "hurts", FINISH_S: "finish"}
    with logging_on(None, print):
        said, _, told = session(capsys, says, [(40.0, harm)])
    return said, told


@pytest.mark.parametrize("harm", [fill, read_only])
def test_a_disk_that_takes_nothing(tmp_path, monkeypatch, capsys, harm):
    with small_disk(tmp_path / "disk") as disk:
        live_on(disk, monkeypatch)
        be_kept(disk / "DATA/limber")
        harm(disk)
        said, locked, told = session(capsys)
        assert said in (("history_unkept",), ("not_kept",))
        assert locked
        assert ("the disk is full" if harm == fill else "can only be read") in told
        assert "Traceback" not in told


def test_a_disk_that_is_full_while_a_session_runs_is_told_of_once(tmp_path, monkeypatch, capsys):
    with small_disk(tmp_path / "disk") as disk:
        live_on(disk, monkeypatch)
        said, told = harmed_in_its_midst(capsys, lambda: fill(disk))
        assert said == ("not_kept",)
        assert told.count("history.db") == 1
        assert told.count(".jsonl") == 1
        assert "Traceback" not in told
        (disk / "filler").unlink()
        assert kept(disk / "DATA/limber/history.db") == 1  # what was written before is whole
        assert not session(capsys)[0]


def test_a_card_that_can_only_be_read_from_the_midst_of_a_session_on_is_told_of_once(tmp_path, monkeypatch, capsys):
    with memory_card(tmp_path / "card") as card:
        live_on(card, monkeypatch)
        said, told = harmed_in_its_midst(capsys, lambda: wear_out(card))
        assert said == ("not_kept",)
        assert told.count("history.db") == 1
        assert "Traceback" not in told
        plug_in_again(card)
        assert kept(card / "DATA/limber/history.db") == 1  # what was written before is whole
        assert not session(capsys)[0]
