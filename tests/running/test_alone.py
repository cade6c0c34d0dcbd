"""One session at a time, however the one before ended."""

import os
import signal
import subprocess
import sys

import pytest

from assistant.running.alone import LOCK, MICROPHONE, BusyError, Claim, alone

OTHER = "import sys\nfrom pathlib import Path\nfrom assistant.running.alone import alone\nwith alone(Path(sys.argv[1])):\n    print('in', flush=True)\n    sys.stdin.read()\n"


@pytest.fixture
def other(tmp_path):
    """Another process that has a session."""
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"in\n"
        yield process
        process.kill()


def enter(folder):
    with alone(folder):
        return True


def test_a_second_session_is_refused_and_named(tmp_path, other):
    with pytest.raises(BusyError, match=rf"another session is under way \(process {other.pid}\); end that one first"):
        enter(tmp_path)


def test_a_killed_session_locks_nobody_out(tmp_path, other):
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert (tmp_path / LOCK).read_text().splitlines()[0] == str(other.pid)
    assert enter(tmp_path)


def test_a_session_that_ended_or_failed_locks_nobody_out(tmp_path):
    assert enter(tmp_path)
    with pytest.raises(ZeroDivisionError), alone(tmp_path):
        1 / 0  # noqa: B018
    assert enter(tmp_path)


def test_a_session_within_a_session_is_refused_too(tmp_path):
    with alone(tmp_path), pytest.raises(BusyError):
        enter(tmp_path)


@pytest.mark.parametrize("left", ["", "12", "no number", "\x00" * 4096])
def test_whatever_an_older_file_holds_it_locks_nothing(tmp_path, left):
    (tmp_path / LOCK).write_text(left)
    assert enter(tmp_path)


@pytest.mark.parametrize("left", ["0", "1", "-1", "٣٤", "9" * 30, "no number"])
def test_a_damaged_file_names_no_process_to_be_asked(tmp_path, left):
    (tmp_path / LOCK).write_text(left)
    assert Claim(LOCK, folder=tmp_path).holder().process is None


def test_where_no_file_can_be_kept_a_session_goes_on(tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be")
    assert enter(tmp_path / "state")
    (tmp_path / LOCK).mkdir()
    assert enter(tmp_path)


def test_the_first_process_of_a_container_knows_its_own_claim_and_that_of_a_machine_is_never_asked(
    tmp_path, monkeypatch
):
    claim = Claim(MICROPHONE, folder=tmp_path)
    with monkeypatch.context() as container:
        container.setattr(os, "getpid", lambda: 1)
        assert claim.take()
        assert claim.holder().process == 1
    assert claim.holder().process is None
    claim.give()
