"""What happens to a Limber in a virtual room: devices are unplugged, and the sound server stands still or dies."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from benchmarks.shared import ROOT

ROOM = ROOT / "tests/room"
DOWN_S = 6.0
"""Seconds for which a device stays away."""

Fault = Callable[[], None]


def faults(kill: Fault, end: Fault, watchdog_s: float) -> tuple[tuple[str, Fault], ...]:
    """All of them by name, in the order in which they happen. `kill` and `end` are done to the process."""
    return (
        ("nothing", lambda: None),
        ("the microphone is unplugged", unplugged("microphone")),
        ("the process is killed", kill),
        ("the sound server stands still", still(watchdog_s + DOWN_S)),
        ("the loudspeaker is unplugged", unplugged("speaker")),
        ("the process is asked to end", end),
        ("the sound server dies", dead),
    )


def server(number: int) -> None:
    """Send a signal to each process of the sound server."""
    for pid in (Path(os.environ["XDG_RUNTIME_DIR"]) / "server.pids").read_text(encoding="ascii").split():
        with suppress(ProcessLookupError):
            os.kill(int(pid), number)


def plug(device: str, *out: str) -> None:
    """Plug a device in, or pull it "out"."""
    subprocess.run([str(ROOM / "plug.sh"), device, *out], check=False)


def unplugged(device: str) -> Fault:
    """A device that goes away, and comes back."""

    def fault() -> None:
        plug(device, "out")
        time.sleep(DOWN_S)
        plug(device)

    return fault


def still(seconds: float) -> Fault:
    """A sound server that stands still for so long."""

    def fault() -> None:
        server(signal.SIGSTOP)
        time.sleep(seconds)
        server(signal.SIGCONT)

    return fault


def dead() -> None:
    """A sound server that dies, and is started anew."""
    server(signal.SIGKILL)
    time.sleep(DOWN_S)
    subprocess.run([str(ROOM / "room.sh"), "--again"], check=True)
