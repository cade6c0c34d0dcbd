"""The whole program on a virtual sound card: spoken commands in at the microphone, spoken answers out at the speaker."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent
WAV = HERE.parent / "hearing/wav"
NEEDED = ("pipewire", "wireplumber", "pipewire-pulse", "pactl", "paplay", "parec", "dbus-run-session")


def say(name):
    return str(next(WAV.glob(f"{name}__espeak*.wav")))


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("room")
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    steps = ["I cannot see you", say("next"), "how strong is your pain", say("next"), "Exercise 1 of", say("stop"), "everything has stopped", say("go_on"),
             "We are going down", say("im_done")]  # fmt: skip
    done = subprocess.run(
        ["dbus-run-session", "--", str(HERE / "room.sh"), sys.executable, "-m", "tests.room.inside", str(folder), *steps],
        cwd=HERE.parents[1], env={**os.environ, "XDG_RUNTIME_DIR": str(runtime), "XDG_DATA_HOME": str(folder / "data")},
        capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    assert json.loads((folder / "data/limber/person.json").read_text())["introduced"] is True
    return done, np.fromfile(folder / "heard.raw", "<i2") / 32768


def test_every_command_is_heard_and_obeyed(session):
    done, _ = session
    assert done.returncode == 0, done.stdout + done.stderr
    heard = [line.strip("> \n") for line in done.stdout.splitlines() if line.startswith("    >")]
    assert heard == ["next", "next", "stop", "go on", "i'm done"]
    assert "Well done" in done.stdout


def test_the_speaker_is_heard_and_falls_silent(session):
    _, sound = session
    seconds = len(sound) // 48000
    assert seconds > 15
    level = np.sqrt(np.mean(np.square(sound[: seconds * 4800 * 10].reshape(-1, 4800)), axis=1))
    assert level.max() > 0.03
    assert np.mean(level < 1e-4) > 0.1
