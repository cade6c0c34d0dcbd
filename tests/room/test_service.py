"""`limber stay` on a virtual sound card under a stand-in for systemd: one that is deaf is begun anew."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.room.conftest import RERUNS
from tests.room.test_live import NEEDED, be_known
from tests.support.patience import PATIENCE_S

HERE = Path(__file__).parent
pytestmark = pytest.mark.flaky(reruns=RERUNS)


def test_one_that_is_deaf_is_begun_anew_and_ends_with_its_goodbye_when_it_is_asked_to(tmp_path):
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    (tmp_path / "run").mkdir(mode=0o700)
    be_known(tmp_path / "data/limber/history.db")
    done = subprocess.run(
        ["dbus-run-session", "--", str(HERE / "room.sh"), sys.executable, "-m", "tests.room.managed", str(tmp_path)],
        cwd=HERE.parents[1], capture_output=True, text=True, timeout=PATIENCE_S,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path / "run"), "XDG_DATA_HOME": str(tmp_path / "data"),
             "PYTHON": sys.executable},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["first_ended_for"] == "watchdog"
    assert found["fed_while_still"] == 0
    assert found["ready"] == [1, 1]
    assert (found["last_code"], found["last_killed"], found["last_told"]) == (0, False, "STOPPING=1")
    assert "Goodbye." in (tmp_path / "output.txt").read_text()
