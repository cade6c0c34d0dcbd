"""A session goes on when its terminal is closed or nobody reads what it shows, and says goodbye when it is asked to."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from assistant.coach.person import cleared
from assistant.history.store import Store
from tests.support.drive import library
from tests.support.patience import PATIENCE_S
from tests.test_taking_over import Typed
from tests.test_without_sound import without_sound

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(tmp_path):
    return {**without_sound(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def history(environment):
    """The history of somebody who is known and healthy."""
    path = Path(environment["XDG_DATA_HOME"]) / "limber/history.db"
    with Store(path) as store:
        store.keep_person(cleared(library().screening, datetime.now().astimezone().toordinal()))
    return path


def ended(history):
    with Store(history) as store:
        return [session.ended for session in store.past().sessions]


def test_a_terminal_that_is_closed_ends_a_session_with_everything_kept(environment, history):
    session = Typed(environment, "type", "--quiet", "stability_block")
    session.shows("how strong is your pain")
    os.close(session.ours)
    session.process.send_signal(signal.SIGHUP)  # as a shell sends it to what it has started
    assert session.process.wait(PATIENCE_S) == 0
    assert ended(history) == ["left"]


def test_a_session_whose_output_is_read_by_nobody_goes_on(environment, history, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "type", "--quiet", "stability_block"], env=environment, cwd=tmp_path,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as session:  # fmt: skip
        while b"how strong is your pain" not in session.stdout.readline():
            assert session.poll() is None
        session.stdout.close()
        session.stdin.write(b"0\nready\nquit\n")
        session.stdin.flush()
        assert session.wait(PATIENCE_S) == 0
    assert ended(history) == ["left"]
    log = (Path(environment["XDG_STATE_HOME"]) / "limber/limber.log").read_text()
    assert "nobody can see what is shown any more" in log
    assert "unexpected" not in log
