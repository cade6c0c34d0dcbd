"""What a test run that was killed leaves behind, a later one clears away."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEGINS = (
    "import time; from tests.support.leftovers import folder_of_this_run as f; print(f(), flush=True); time.sleep({})"
)


def test_the_folder_of_a_killed_run_is_deleted_by_a_later_one_and_no_other(tmp_path):
    def begun(seconds):
        words = [sys.executable, "-c", BEGINS.format(seconds)]
        environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
        run = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
        folder = Path(run.stdout.readline().strip())
        return run, folder

    (killed, left), (running, used) = begun(1000), begun(1000)
    for folder in (left, used):
        os.utime(folder, (0, 0))
    young = tmp_path / "limber-test-run-young"
    young.mkdir()
    killed.kill()
    killed.communicate()
    later, own = begun(0)
    later.communicate()
    assert not left.exists()
    assert not own.exists()
    assert used.exists()
    assert young.exists()
    running.kill()
    running.communicate()
