"""A machine without any sound device: a sample for whoever sits there, and waiting for everybody else."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

from assistant.cli import STOPPED
from tests.support.patience import PATIENCE_S


def test_without_a_sound_card_a_sample_is_shown(tmp_path):
    """The first minute is never a stack trace; PortAudio is asked for real, on a machine without a device."""
    keyboard, screen = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "--routine", str(plan(tmp_path))],
        cwd=tmp_path, env=without_sound(tmp_path), stdin=screen, capture_output=True, text=True, timeout=PATIENCE_S,
    )  # fmt: skip
    os.close(keyboard)
    assert done.returncode == 0, done.stderr
    assert "So here is a sample" in done.stdout
    assert "> that hurts" in done.stdout
    assert (tmp_path / "rehearsal/sample.opus").exists()


def test_without_a_sound_card_and_a_terminal_it_waits_for_one_and_writes_nothing(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "--routine", str(plan(tmp_path))],
        cwd=tmp_path, env=without_sound(tmp_path), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as waiting:  # fmt: skip
        assert "No loudspeaker was found on this machine. I wait for it" in waiting.stderr.readline()
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(PATIENCE_S) == STOPPED
    assert not (tmp_path / "rehearsal").exists()


def without_sound(folder):
    """What a program is started with on a machine that has no sound device at all."""
    (folder / "no_sound.conf").write_text("pcm.default { type hw card 31 }\n")
    here = {"ALSA_CONFIG_PATH": str(folder / "no_sound.conf"), "PYTHONPATH": str(Path(__file__).parents[1])}
    return {**os.environ, **here, "XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}


def plan(folder):
    path = folder / "plan.yaml"
    path.write_text("id: short\nname: Short\nminutes: 2\nitems: [pelvic_glide]\n")
    return path
