"""Where what is shown goes to is nobody's fault: a full disk, a pipe that nobody reads, a terminal without our signs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.history.store import Store
from tests.support.faults import UNSAYABLE
from tests.support.histories import SET
from tests.support.patience import PATIENCE_S

COMMANDS = [["progress"], ["routines"], ["plan", "three_stretches"], ["--version"], ["help"], ["nosuch"]]
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii:strict"}


@pytest.fixture
def home(tmp_path):
    """Somebody who has practised, so that there is something to show."""
    with Store(tmp_path / "limber/history.db") as store:
        store.record(store.begin(), 1.0, SET)
    return tmp_path


def shown(home, words, out, before="", **environment):
    """(the exit code, the errors) of a command whose standard output is this; `before`: what a shell does first."""
    line = [sys.executable, "-m", "assistant", *words]
    done = subprocess.run(
        ["bash", "-c", f'{before} exec "$@"', "bash", *line], cwd=Path(__file__).parents[1], stdout=out,
        stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=PATIENCE_S, check=False,
        env={**os.environ, "XDG_DATA_HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_CONFIG_HOME": str(home),
             **environment},
    )  # fmt: skip
    assert not [words for words in UNSAYABLE if words in done.stderr], done.stderr
    assert "Exception" not in done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_behind_what_is_shown(home, words, unbuffered):
    with Path("/dev/full").open("w") as full:
        code, told = shown(home, words, full, PYTHONUNBUFFERED=unbuffered)
    assert code == 2
    assert words == ["nosuch"] or told == "limber: what is shown cannot be written: the disk is full\n"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_pipe_that_nobody_reads_any_more(home, words):
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w") as pipe:
        code, told = shown(home, words, pipe)
    assert (code, told.count("\n")) == ((2, 1) if words == ["nosuch"] else (0, 0))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_terminal_that_knows_only_ascii(home, words):
    code, told = shown(home, words, subprocess.PIPE, **ASCII)
    assert (code, told.count("\n")) == ((2, 1) if words == ["nosuch"] else (0, 0))


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_from_the_start(home, closed):
    code, _ = shown(home, ["progress"], subprocess.DEVNULL, f"exec {closed};")
    assert code == 0
