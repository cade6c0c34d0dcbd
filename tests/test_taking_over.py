"""Two real processes want to listen: who waits steps aside, and who has a session is only interrupted after a yes."""

import os
import pty
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.manager import Manager
from tests.support.patience import PATIENCE_S, wait_until
from tests.test_without_sound import without_sound

ROOT = Path(__file__).parents[1]
BEGUN, GOODBYE = "ends the session.", "Goodbye."


class Typed:
    """A process at a terminal of its own."""

    def __init__(self, environment, *words):
        self.ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant", *words], env=environment, stdin=theirs, stdout=theirs, stderr=theirs,
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.read = ""

    def shows(self, text):
        """Wait until it shows this."""
        while text not in " ".join(self.read.split()):
            assert select.select([self.ours], [], [], PATIENCE_S)[0], self.read
            part = self._part()
            assert part, f"it ended: {self.read}"
            self.read += part

    def type(self, words):
        os.write(self.ours, f"{words}\n".encode())

    def ends(self):
        """(its exit code, all that it showed)"""
        while part := self._part():
            self.read += part
        return self.process.wait(PATIENCE_S), self.read

    def close(self):
        self.process.kill()
        self.process.wait()
        with suppress(OSError):  # a test may have closed it
            os.close(self.ours)

    def _part(self):
        try:
            return os.read(self.ours, 4096).decode(errors="replace")
        except OSError:  # nobody writes any more
            return ""


@pytest.fixture
def environment(tmp_path):
    return {**without_sound(tmp_path), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def typed(environment):
    processes = []

    def start(*words):
        processes.append(Typed(environment, *words))
        return processes[-1]

    yield start
    for process in processes:
        process.close()


def session(typed):
    return typed("type", "--quiet", "office_micro")


def test_a_session_hands_over_after_a_yes_with_its_goodbye(typed):
    first = session(typed)
    first.shows(BEGUN)
    second = session(typed)
    second.shows(f"(process {first.process.pid}). Shall it end, so that you can begin here? Type yes or no.")
    second.type("yes")
    second.shows(BEGUN)
    code, shown = first.ends()
    assert code == 0
    assert GOODBYE in shown


@pytest.mark.parametrize("answer", ["no", "perhaps", "\x04"])
def test_without_a_yes_the_session_goes_on(typed, answer):
    first = session(typed)
    first.shows(BEGUN)
    second = session(typed)
    second.shows("Type yes or no.")
    second.type(answer)
    code, shown = second.ends()
    assert code == 2
    assert f"another session is under way (process {first.process.pid}); end that one first" in " ".join(shown.split())
    first.type("quit")
    assert first.ends()[0] == 0


def test_who_waits_steps_aside_for_a_session_and_comes_back(typed, environment, tmp_path):
    with Manager([sys.executable, "-m", "assistant", "stay"], tmp_path, environment) as manager:
        wait_until(lambda: manager.runs and "loudspeaker" in manager.run.status)
        first = session(typed)
        first.shows(BEGUN)
        wait_until(lambda: "Another Limber has the microphone" in manager.run.status)
        first.type("quit")
        assert first.ends()[0] == 0
        wait_until(lambda: "loudspeaker" in manager.run.status)
        assert len(manager.runs) == 1
        assert manager.stop().code == 0


def test_who_waits_steps_aside_for_an_examination_too(environment, tmp_path):
    with Manager([sys.executable, "-m", "assistant", "stay"], tmp_path, environment) as manager:
        wait_until(lambda: manager.runs and "loudspeaker" in manager.run.status)
        examined = subprocess.run(
            [sys.executable, "-m", "assistant", "doctor"], env=environment, capture_output=True, check=False
        )
        assert examined.returncode == 1  # there is no sound card
        wait_until(lambda: "loudspeaker" in manager.run.status)
        assert len(manager.runs) == 1  # an examination may be over before the other looks for its devices again


def test_a_second_that_would_stay_asks_and_the_service_then_waits_for_it(typed, environment, tmp_path):
    with Manager([sys.executable, "-m", "assistant", "stay"], tmp_path, environment) as manager:
        wait_until(lambda: manager.runs and "loudspeaker" in manager.run.status)
        first = typed("stay")
        first.shows(f"(process {manager.run.pid}). Shall that one end, so that this one begins?")
        first.type("yes")
        wait_until(lambda: len(manager.runs) == 2 and "Another Limber has the microphone" in manager.run.status)
        first.shows("nothing to remind you of")
        os.kill(first.process.pid, signal.SIGTERM)
        assert first.ends()[0] == 0
        wait_until(lambda: "loudspeaker" in manager.run.status)
        assert len(manager.runs) == 2


def test_where_nobody_sits_at_a_terminal_a_second_that_would_stay_waits(environment, tmp_path):
    (tmp_path / "other").mkdir()
    words = [sys.executable, "-m", "assistant", "stay"]
    with Manager(words, tmp_path, environment) as manager, Manager(words, tmp_path / "other", environment) as other:
        wait_until(lambda: manager.runs and other.runs and manager.run.status and other.run.status)
        wait_until(
            lambda: {status.partition(" ")[0] for status in (manager.run.status, other.run.status)} == {"No", "Another"}
        )
        assert len(manager.runs) == len(other.runs) == 1
