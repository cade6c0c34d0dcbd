"""Ctrl-C, wherever it comes, ends every command without a trace."""

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

import pytest
import soundfile

from assistant.coach.person import cleared
from assistant.history.store import Store
from assistant.interrupts import BY_SIGNAL
from tests.support.drive import library
from tests.support.patience import PATIENCE_S, Pace

STOPPED = 130
A_SECOND = 10_000
"""Bytes of what a rehearsal plays, as FLAC: fewer than a second of speech takes."""


@pytest.fixture
def started(tmp_path):
    """Starts the program in a process of its own, without a sound card and with folders of its own."""
    home = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    (tmp_path / "CONFIG/limber").mkdir(parents=True)
    (tmp_path / "CONFIG/limber/settings.yaml").write_text("speaker: no such loudspeaker\nmicrophone: none such\n")
    processes = []

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant", *words], cwd=tmp_path, start_new_session=True,
            env={**os.environ, **home, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def wait_for(stream, words, within_s=PATIENCE_S):
    """Read until the words are there; returns all that was read."""
    read = b""
    while words not in read:
        assert select.select([stream], [], [], within_s)[0], read
        part = os.read(stream.fileno(), 4096)
        assert part, read
        read += part
    return read


def stop(process):
    """Send Ctrl-C to the process alone; returns (exit code, what it had still to show as errors)."""
    process.send_signal(signal.SIGINT)
    return process.wait(timeout=PATIENCE_S), process.stderr.read().decode()


def asked_to_end(process, number=signal.SIGTERM):
    """Ask as a manager of services does; returns (exit code, what it had still to show as errors, seconds)."""
    begun = time.monotonic()
    process.send_signal(number)
    code = process.wait(timeout=PATIENCE_S)
    return code, process.stderr.read().decode(), time.monotonic() - begun


@pytest.mark.parametrize("command", ["doctor", "rehearse", "type", "stay"])
def test_a_manager_that_asks_ends_every_command_quietly(started, command):
    process = started("-v", command)
    wait_for(process.stderr, f": {command}\n".encode())
    code, shown, _ = asked_to_end(process)
    assert code == 128 + signal.SIGTERM
    assert "Traceback" not in shown


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_session_that_is_asked_to_end_says_goodbye_and_keeps_what_was_done(started, tmp_path, number):
    with Store(tmp_path / "DATA/limber/history.db") as store:
        store.keep_person(cleared(library().screening, datetime.now().astimezone().toordinal()))
    process = started("type", "--quiet", "stability_block")
    wait_for(process.stdout, b"how strong is your pain")
    process.stdin.write(b"0\nready\nready\n")
    process.stdin.flush()
    wait_for(process.stdout, b"Exercise 1")
    with closing(Pace()) as pace:
        code, trouble, _ = asked_to_end(process, number)
    assert trouble == ""
    if code == BY_SIGNAL + number and pace.too_slow:  # it is gone after 2.8 s, said or not; what was done is kept
        with Store(tmp_path / "DATA/limber/history.db") as store:
            assert len(store.past().sessions) == 1
        pytest.skip(pace.too_slow)
    assert code == 0
    assert process.stdout.read().decode().splitlines()[-1] == "Goodbye."
    with Store(tmp_path / "DATA/limber/history.db") as store:
        (session,) = store.past().sessions
        assert session.ended == "left"


@pytest.mark.parametrize("command", ["doctor", "rehearse", "check", "type", "stay"])
def test_ctrl_c_as_soon_as_a_command_runs_is_quiet(started, command):
    process = started("-v", command)
    wait_for(process.stderr, f": {command}\n".encode())
    code, shown = stop(process)
    assert code == STOPPED
    assert "Traceback" not in shown
    assert shown.endswith("limber: stopped\n")


def test_ctrl_c_in_the_middle_of_an_examination_is_quiet(started):
    process = started("doctor")
    wait_for(process.stdout, b"content")
    assert stop(process) == (STOPPED, "limber: stopped\n")


def in_a_session(started):
    process = started("type", "office_micro")
    wait_for(process.stdout, b"how strong is your pain")
    return process


def press(process):
    """Ctrl-C as a terminal sends it: to every process of the program."""
    os.killpg(process.pid, signal.SIGINT)


def test_ctrl_c_in_a_session_says_goodbye_and_ends_it(started):
    process = in_a_session(started)
    press(process)
    shown = wait_for(process.stdout, b"Goodbye.")
    assert b"> ctrl-c" in shown
    assert process.wait(timeout=PATIENCE_S) == 0
    assert process.stderr.read() == b""


def test_an_impatient_ctrl_c_is_as_quiet_as_a_patient_one(started):
    process = in_a_session(started)
    press(process)
    wait_for(process.stdout, b"> ctrl-c")
    for _ in range(5):
        press(process)
    assert process.wait(timeout=PATIENCE_S) in (0, STOPPED)  # the goodbye may have been over
    assert process.stderr.read() in (b"", b"limber: stopped\n")


def test_a_rehearsal_that_ctrl_c_ends_keeps_what_there_is(started, tmp_path):
    process = started("rehearse", "office_micro", "--out", "made")
    sound = tmp_path / "made/session.flac"
    while not sound.exists() or sound.stat().st_size < A_SECOND:
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"it ended by itself: {process.wait(timeout=0.1)}")
    press(process)
    assert process.wait(timeout=PATIENCE_S) == STOPPED
    assert process.stdout.read() == b"This rehearsal ends here. What there is of it is in made/.\n"
    assert process.stderr.read() in (b"limber: stopped\n", b"exercise 1 of 1\nlimber: stopped\n")
    for name in ("session", "microphone"):
        assert soundfile.info(tmp_path / f"made/{name}.flac").frames > 0


def test_a_second_session_says_so_and_ends(started):
    first = started("type", "office_micro", "--quiet")
    wait_for(first.stdout, b"ends the session.")
    second = started("type", "office_micro", "--quiet")
    told = f"limber: another session is under way (process {first.pid}); end that one first\n"
    assert (second.wait(timeout=PATIENCE_S), second.stderr.read().decode()) == (2, told)
    first.kill()
    first.wait()
    third = started("type", "office_micro", "--quiet")
    wait_for(third.stdout, b"ends the session.")
