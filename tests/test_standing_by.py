"""`limber stay` as a service: what it tells a manager of services, and how it ends; without a sound card."""

import sys
from pathlib import Path

import pytest

from tests.support.manager import Manager, Unit
from tests.support.patience import wait_until
from tests.test_without_sound import without_sound

ROOT = Path(__file__).parents[1]


@pytest.fixture
def manager(tmp_path):
    environment = {**without_sound(tmp_path), "PYTHONPATH": str(ROOT)}
    with Manager([sys.executable, "-m", "assistant", "stay"], tmp_path, environment, Unit()) as found:
        wait_until(lambda: found.runs)
        yield found


def test_it_waits_for_a_sound_card_as_long_as_it_takes_and_says_so(manager):
    """A service manager that gave it up would begin it anew, and nobody would hear why."""
    wait_until(lambda: "loudspeaker" in manager.run.status)
    assert manager.run.status == "No loudspeaker was found on this machine. I wait for it."
    wait_until(lambda: len(manager.run.times("EXTEND_TIMEOUT_USEC=60000000")) > 2)
    assert not manager.run.ready
    assert len(manager.runs) == 1
    ended = manager.stop()
    assert (ended.code, ended.killed, len(ended.times("STOPPING=1"))) == (0, False, 1)
