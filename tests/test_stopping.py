"""Ctrl-C, wherever it comes, ends every command without a trace."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_S

STOPPED = 130


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


def wait_for(stream, words, within_s=60.0):
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


def test_a_second_ctrl_c_ends_the_farewell(started):
    process = started("type", "office_micro")
    wait_for(process.stdout, b"\n")  # the sentence that one can read along
    wait_for(process.stdout, b"\n")
    process.send_signal(signal.SIGINT)
    wait_for(process.stdout, b"> ctrl-c")
    assert stop(process) == (STOPPED, "limber: stopped\n")


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
