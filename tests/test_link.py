"""`scripts/link` makes `limber` a command, says what it did, and replaces nothing."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / ".venv/bin/limber"


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def link(home, *, on_path=True):
    path = f"{home}/.local/bin:{os.environ['PATH']}" if on_path else "/usr/bin:/bin"
    environment = {**os.environ, "HOME": str(home), "PATH": path}
    done = subprocess.run([ROOT / "scripts/link"], env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_limber_is_a_command_afterwards_and_it_is_said_once(home):
    there = home / ".local/bin/limber"
    assert link(home) == f"From now on you can type limber anywhere: {there} leads here.\n"
    assert there.readlink() == PROGRAM
    assert link(home) == ""


def test_a_shell_that_does_not_look_there_is_named(home):
    assert f'export PATH="{home}/.local/bin:$PATH"' in link(home, on_path=False)


def test_a_link_that_leads_nowhere_any_more_is_renewed(home):
    there = home / ".local/bin/limber"
    there.parent.mkdir(parents=True)
    there.symlink_to("/nonexistent/limber")
    assert "From now on" in link(home)
    assert there.readlink() == PROGRAM


def test_another_limber_stays_as_it_is(home):
    there = home / ".local/bin/limber"
    there.parent.mkdir(parents=True)
    there.write_text("another program")
    assert f"There is another limber already, {there}." in link(home)
    assert there.read_text() == "another program"


def test_a_home_that_cannot_be_written_is_said(home):
    home.write_text("a file where the folder should be")
    assert f"{home}/.local/bin cannot be written. Type ./scripts/run here" in link(home)
