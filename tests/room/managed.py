"""Runs inside the room: `limber stay` under a stand-in for systemd, while the sound server stands still for a while.

Argument: a folder for the manager. Prints one JSON line about the processes that the manager started.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.manager import Manager, Unit
from tests.support.patience import PATIENCE_S

WATCHDOG_S = 12.0
"""Seconds. The unit has 20 of them, which would only make the test longer."""
STILL_S = 2.0
"""Seconds after the sound server stood still in which the manager may still be told of what flowed before."""


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S / 3
    while not true():
        if time.monotonic() > end:
            sys.exit("what was waited for never happened")
        time.sleep(0.1)


def server(number: int) -> None:
    """Send a signal to each process of the sound server."""
    for pid in (Path(os.environ["XDG_RUNTIME_DIR"]) / "server.pids").read_text(encoding="ascii").split():
        os.kill(int(pid), number)


def main() -> None:
    folder = Path(sys.argv[1])
    words = [sys.executable, "-m", "assistant", "stay"]
    with Manager(words, folder, os.environ, Unit(watchdog_s=WATCHDOG_S)) as manager:
        wait_until(lambda: manager.runs and len(manager.run.times("WATCHDOG=1")) > 1)
        server(signal.SIGSTOP)
        since = time.monotonic() + WATCHDOG_S / 4 + STILL_S
        wait_until(lambda: len(manager.runs) > 1)
        server(signal.SIGCONT)
        wait_until(lambda: len(manager.runs) > 1 and len(manager.run.times("WATCHDOG=1")) > 1)
        last = manager.stop()
    first = manager.runs[0]
    print(json.dumps({
        "first_ended_for": first.stopped_for, "fed_while_still": sum(at > since for at in first.times("WATCHDOG=1")),
        "ready": [len(run.times("READY=1")) for run in manager.runs], "last_code": last.code,
        "last_told": last.told[-1][1], "last_killed": last.killed,
    }))  # fmt: skip


if __name__ == "__main__":
    main()
