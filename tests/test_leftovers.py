"""What a test run that was killed leaves behind, a later one clears away."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEGINS = (
    "import time; from tests.support.leftovers import folder_of_this_run as f; print(f(), flush=True); time.sleep({})"
)


def test_the_folder_of_a_killed_run_is_deleted_by_a_later_one_and_no_other(tmp_path):
    with ExitStack() as at_the_end:

        def begun(seconds):
            words = [sys.executable, "-c", BEGINS.format(seconds)]
            environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
            run = at_the_end.enter_context(subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True))
            at_the_end.callback(run.kill)
            return run, Path(run.stdout.readline().strip())

        (killed, left), (_running, used) = begun(1000), begun(1000)
        for folder in (left, used):
            os.utime(folder, (0, 0))
        young = tmp_path / "limber-test-run-young"
        young.mkdir()
        killed.kill()
        killed.wait()
        later, own = begun(0)
        later.wait()
        assert not left.exists()
        assert not own.exists()
        assert used.exists()
        assert young.exists()
