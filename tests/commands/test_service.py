"""Limber as a service: its unit, what is said of it, and a real manager of services where this machine can have one."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.commands.service import in_words
from assistant.content.load import load_language
from assistant.running.unit import UNIT, unit_text
from tests.support.patience import PATIENCE_S
from tests.test_without_sound import without_sound

ROOT = Path(__file__).parents[2]
MANAGER = ROOT / "tests/support/user_manager.sh"
NO_MANAGER_HERE = 77
NOW = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)


def limber(*words, path=None, **environment):
    known = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
    if path is not None:
        known["PATH"] = str(path)
    return subprocess.run(
        [sys.executable, "-m", "assistant", *words], env=known, capture_output=True, text=True, timeout=PATIENCE_S
    )


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/usr/bin/limber", '"/usr/bin/limber"'),
        ("/home/an na/limber", '"/home/an na/limber"'),
        ("/100%/$HOME/limber", '"/100%%/$$HOME/limber"'),
        ('/a"b\\c', '"/a\\"b\\\\c"'),
    ],
)
def test_whatever_a_folder_is_called_the_unit_names_it(word, written):
    assert f'\nExecStart={written} "stay"\n' in unit_text([word, "stay"], {})


def test_the_unit_takes_along_where_the_person_s_files_are_and_nothing_else():
    text = unit_text(["/l"], {"XDG_DATA_HOME": "/d 1", "XDG_CACHE_HOME": "", "SECRET": "x"}, Path("/check out"))
    assert '"/l"\nWorkingDirectory=/check out\nEnvironment="XDG_DATA_HOME=/d 1"\n' in text
    assert "SECRET" not in text
    assert "CACHE" not in text


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_no_fault_in_the_unit(tmp_path):
    program = tmp_path / "100% an na/limber"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / UNIT
    folders = {"XDG_DATA_HOME": str(program.parent), "XDG_STATE_HOME": "/state"}
    unit.write_text(unit_text([str(program), "stay"], folders, tmp_path), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit)], capture_output=True, text=True,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
    )  # fmt: skip
    assert [line for line in done.stderr.splitlines() if "limber" in line] == []
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("properties", "sentences"),
    [
        ({"LoadState": "not-found"}, ["The service is not installed: 'limber service install' does that."]),
        ({}, ["The service is not installed: 'limber service install' does that."]),
        (
            {"LoadState": "loaded", "ActiveState": "active", "ActiveEnterTimestamp": "@1772473500", "StatusText": "It listens.", "NRestarts": "0"},
            ["Limber has been running since 17:45.", "It listens."],
        ),
        (
            {"LoadState": "loaded", "ActiveState": "active", "ActiveEnterTimestamp": "@1772387100", "NRestarts": "2"},
            ["Limber has been running since 2026-03-01 17:45.", "It is at work. It was begun anew 2 times since it was switched on."],
        ),
        (
            {"LoadState": "loaded", "ActiveState": "activating", "SubState": "start", "StatusText": "It waits for a microphone."},
            ["Limber is about to begin.", "It waits for a microphone."],
        ),
        (
            {"LoadState": "loaded", "ActiveState": "activating", "SubState": "auto-restart", "StatusText": "It listens."},
            ["Limber has ended, and begins anew in a moment. 'limber service logs' shows why."],
        ),
        (
            {"LoadState": "loaded", "ActiveState": "inactive", "UnitFileState": "enabled"},
            ["Limber is installed and not running. 'systemctl --user start limber' starts it."],
        ),
        (
            {"LoadState": "loaded", "ActiveState": "failed", "UnitFileState": "disabled"},
            ["Limber is installed and turned off. 'limber service install' turns it on."],
        ),
    ],
)  # fmt: skip
def test_the_service_is_described_in_a_sentence_or_two(properties, sentences):
    assert [*in_words(load_language().reader("terminal"), properties, NOW)] == sentences


@pytest.mark.parametrize("action", ["install", "remove", "status"])
def test_without_systemd_a_sentence_says_what_does_the_same(tmp_path, action):
    done = limber("service", action, path=tmp_path)
    told = "limber: this machine has no systemd, which would start Limber; 'limber stay' in a terminal does the same work\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_where_systemd_kept_nothing_the_program_s_own_log_is_shown(tmp_path):
    state = tmp_path / "state"
    limber("routines", XDG_STATE_HOME=str(state))
    done = limber("service", "logs", "--lines", "1", path=tmp_path, XDG_STATE_HOME=str(state))
    first, last = done.stdout.splitlines()
    assert first == f"systemd has kept nothing; this is from {state}/limber/limber.log:"
    assert last.endswith(": service")


@pytest.mark.parametrize("lines", ["0", "-3", "9" * 5000, "²", "4_0"])
def test_no_such_number_of_lines_is_a_sentence(tmp_path, lines):
    done = limber("service", "logs", "--lines", lines, path=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"limber: --lines must be a whole number from 1 to 100000, not '{lines}'; ")


def test_lines_of_what_shows_none_are_refused(tmp_path):
    done = limber("service", "remove", "--lines", "3", path=tmp_path)
    assert (done.returncode, done.stderr) == (2, "limber: 'limber service remove' shows no log; leave out --lines\n")


@pytest.mark.parametrize(
    ("complaint", "told"),
    [
        ("Failed to connect to bus: No medium found", "log in as whoever uses Limber, without 'sudo' or 'su', and try again"),
        ("Unit limber.service is masked.", "'systemctl --user show limber.service"),
    ],
)  # fmt: skip
def test_a_manager_that_refuses_is_quoted(tmp_path, complaint, told):
    program = tmp_path / "systemctl"
    program.write_text(f"#!/bin/sh\necho '{complaint}' >&2\nexit 1\n")
    program.chmod(0o755)
    done = limber("service", "status", path=tmp_path)
    assert done.returncode == 2
    assert complaint.rstrip(".") in done.stderr
    assert told in done.stderr


def test_a_service_of_root_would_be_deaf_and_is_refused(tmp_path):
    if os.geteuid():
        pytest.skip("only root can try")
    done = limber("service", "install", path=tmp_path, SUDO_USER="anna")
    assert "a service of root would be deaf; try again without 'sudo'" in done.stderr


THROUGH = """
"$PYTHON" -m assistant service status
"$PYTHON" -m assistant service install
systemctl --user is-enabled limber
systemctl --user show limber --property=ExecStart,Restart,WatchdogUSec,NotifyAccess
for _ in $(seq 300); do systemctl --user show limber --property=StatusText | grep -q "I wait for it" && break; sleep 0.2; done
"$PYTHON" -m assistant service status
systemctl --user stop limber
systemctl --user show limber --property=Result,ExecMainStatus
"$PYTHON" -m assistant service remove
systemctl --user is-active limber
"$PYTHON" -m assistant service status
"""


def test_a_real_manager_installs_it_runs_it_and_removes_it(tmp_path):
    (tmp_path / "run").mkdir(mode=0o700)
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    done = subprocess.run(
        [MANAGER, "bash", "-c", THROUGH], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S,
        env={**without_sound(tmp_path), **folders, "XDG_RUNTIME_DIR": str(tmp_path / "run"), "PYTHON": sys.executable},
    )  # fmt: skip
    if done.returncode == NO_MANAGER_HERE:
        pytest.skip("this machine lets no test have a systemd of its own")
    shown = done.stdout.splitlines()
    assert shown[:2] == [
        "The service is not installed: 'limber service install' does that.",
        f"Limber is a service now: {tmp_path}/CONFIG/systemd/user/{UNIT}",
    ], done.stdout + done.stderr  # fmt: skip
    assert "enabled" in shown
    assert {"Restart=always", "WatchdogUSec=20s", "NotifyAccess=main"} < set(shown)
    assert any(line.startswith("ExecStart=") and f"{sys.executable} -m assistant stay" in line for line in shown)
    assert shown[-7:] == [
        "Limber is about to begin.",
        "No loudspeaker was found on this machine. I wait for it.",
        "Result=success",
        "ExecMainStatus=0",
        "The service is removed. Limber begins only when you type 'limber'. What it knows of you is kept.",
        "inactive",
        "The service is not installed: 'limber service install' does that.",
    ]
    assert not (tmp_path / "CONFIG/systemd/user" / UNIT).exists()
