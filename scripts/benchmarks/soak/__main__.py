"""Live for months in minutes: `scripts/bench soak [--minutes N] [--watchdog SECONDS] [--evidence FOLDER]`.

`limber stay` runs on a virtual sound card, under a stand-in for systemd. One thing after another happens to it: a
session, an unplugged microphone, an unplugged loudspeaker, a sound server that stands still or dies, a killed process,
a wish to end. After each, somebody says "Limber, start", and a session must begin. Every session that was begun must be
in the history at the end. Needs PipeWire, as the tests in tests/room do. It may be ended with Ctrl-C, and adds what it
found to docs/soak.json; so four hours can be run in parts.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from assistant.coach.person import cleared
from assistant.history.store import Store
from benchmarks.shared import app, scratch
from benchmarks.soak.faults import ROOM, Fault, faults
from benchmarks.soak.figures import add, figures
from benchmarks.soak.life import Life, until
from tests.support.manager import Manager, Unit

BEGINS_S = 30.0
"""Seconds in which another process is begun at the latest."""


def outside(asked: argparse.Namespace) -> int:
    """Start the virtual sound card, and this benchmark once more inside it. Returns its exit status."""
    with tempfile.TemporaryDirectory() as folder:
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        homes = {f"XDG_{name}_HOME": f"{folder}/{name.lower()}" for name in ("CONFIG", "DATA")}
        cache = {"XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", f"{folder}/cache")}
        env = {**os.environ, **homes, **cache, "XDG_RUNTIME_DIR": str(runtime), "PYTHON": sys.executable}
        line = [sys.executable, "-m", "benchmarks.soak", "--inside", folder, "--evidence", str(asked.evidence)]
        line += ["--minutes", str(asked.minutes), "--watchdog", str(asked.watchdog)]
        process = subprocess.Popen(["dbus-run-session", "--", str(ROOM / "room.sh"), *line], env=env)
        while process.poll() is None:
            with suppress(KeyboardInterrupt):  # the one inside has it too, and writes down what it found
                process.wait()
        return process.returncode


def ended(manager: Manager, number: int) -> Fault:
    """A process that is ended by a signal; over when another one was begun."""

    def fault() -> None:
        before = len(manager.runs)
        os.kill(manager.run.pid, number)
        until(lambda: len(manager.runs) > before, BEGINS_S)

    return fault


def inside(asked: argparse.Namespace) -> None:
    """Let everything happen, again and again, and write down how it went."""
    folder: Path = asked.inside
    with Store(folder / "data/limber/history.db") as store:
        store.keep_person(cleared(app().library().screening, datetime.now().astimezone().toordinal()))
    words = [sys.executable, "-m", "assistant", "-v", "stay", "three_stretches"]
    begun = time.monotonic()
    with Manager(words, folder, os.environ, Unit(watchdog_s=asked.watchdog)) as manager:
        life = Life(folder, manager, asked.watchdog, asked.evidence)
        until(lambda: bool(manager.runs) and manager.run.ready, 300)
        every = faults(ended(manager, signal.SIGKILL), ended(manager, signal.SIGTERM), asked.watchdog)
        rounds = 0
        with suppress(KeyboardInterrupt):
            while time.monotonic() - begun < 60 * asked.minutes:
                life.meets(*every[rounds % len(every)], in_session=bool(rounds // len(every) % 2))
                rounds += 1
        last = manager.stop()
    add(figures(life, manager.runs, last, (time.monotonic() - begun) / 60))


def main() -> None:
    """Start the virtual sound card, or run inside it."""
    parser = argparse.ArgumentParser(prog="scripts/bench soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=240)
    parser.add_argument("--watchdog", type=float, default=20, help="seconds without sound until a restart")
    parser.add_argument("--evidence", type=Path, help="a folder for the sound of calls that were not answered")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.evidence = asked.evidence or scratch(kept=True)
    if asked.inside:
        inside(asked)
    else:
        sys.exit(outside(asked))


if __name__ == "__main__":
    main()
