"""What `limber stay` cannot do is said when it is asked for, and not when a reminder is due."""

import signal
import subprocess
import sys

import pytest

from assistant.cli import STOPPED, main
from tests.support.patience import PATIENCE_S
from tests.test_without_sound import without_sound

CALLS = """
import argparse, sys
from assistant.commands.reminding import called_to
from assistant.settings import Settings
from assistant.words.errors import DeviceError
made = []
def seen(frame, event, _):
    if event == "call" and frame.f_code.co_filename.endswith("/assistant/app.py"):
        made.append(frame.f_code.co_name)
sys.setprofile(seen)
try:
    called_to(argparse.Namespace(routine=""), Settings(), "session", {})
except DeviceError as error:
    print(error)
    print(made)
"""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nosuch"], "there is no routine 'nosuch'"),
        (["flor_only_gentle"], "did you mean 'floor_only_gentle'"),
        (["nosuch.yaml"], "nosuch.yaml: there is no such file"),
        (["--minutes", "500"], "--minutes must be a whole number from 1 to 90, not '500'"),
        (["office_micro", "--minutes", "5"], "not both"),
    ],
)
def test_a_session_that_cannot_be_had_is_said_at_once(tmp_path, monkeypatch, capsys, words, told):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert main(["stay", *words]) == 2
    assert told in capsys.readouterr().err


def test_a_call_looks_for_a_device_before_it_loads_anything(tmp_path):
    """A reminder that waits for a device tries again every few seconds."""
    done = subprocess.run(
        [sys.executable, "-c", CALLS], cwd=tmp_path, env=without_sound(tmp_path), capture_output=True, text=True,
        timeout=PATIENCE_S, check=True,
    )  # fmt: skip
    told, made = done.stdout.splitlines()
    assert told == "no loudspeaker was found on this machine"
    assert made == "[]"


def test_that_nobody_can_be_called_is_said_at_once(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "stay", "office_micro"],
        cwd=tmp_path, env=without_sound(tmp_path), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as waiting:  # fmt: skip
        assert "No loudspeaker was found on this machine. I wait for it" in waiting.stderr.readline()
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(PATIENCE_S) in (0, STOPPED)
