"""Whether the clock of this machine can be believed.

A Raspberry Pi has no clock that runs while it is off. Without a network it goes on from where it was switched off. So
its clock is believed once it was set over the network, or where there is a clock that runs on a battery. A Raspberry Pi
5 has such a clock and comes without the battery: that clock begins in 1970 each time, so it must agree with ours. Where
nothing can be found out, as on a machine without systemd, the clock is believed.
"""

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ASKED_S = 5.0
"""Seconds that the system may take to answer. Raising it delays the start where it hangs."""
SYNCHRONISED = "run/systemd/timesync/synchronized"
"""systemd-timesyncd makes this file when it has set the clock since the machine was started."""
HARDWARE_CLOCKS = "sys/class/rtc"
HARDWARE_TIME = "since_epoch"
"""The file of each of these clocks that tells its time, in seconds since 1970; some that lost it refuse to tell."""
APART_S = 86_400.0
"""Seconds by which a clock on a battery may differ from ours: one that keeps local time is up to 14 hours away.
Raising it believes a clock without a battery that was set some days ago."""
BOOT = "proc/sys/kernel/random/boot_id"

How = Literal["synchronised", "battery", "unknown", "unset"]


@dataclass(frozen=True, slots=True)
class ClockState:
    """What is known of the clock at one moment."""

    how: How = "unknown"
    """Set over the network, kept by a clock on a battery, not known, or not set since the machine was started."""
    boot: str = ""
    """Which start of the machine this is; empty: not known."""
    up_s: float = 0
    """How long it has been on, in seconds, sleep included."""

    @property
    def believed(self) -> bool:
        """Whether the clock can be believed."""
        return self.how != "unset"


def timedatectl() -> str:
    """What systemd says of the clock: "yes", "no", or nothing."""
    try:
        asked = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
        told = subprocess.run(asked, capture_output=True, text=True, timeout=ASKED_S, check=False)
    except (OSError, subprocess.SubprocessError, ValueError):
        return ""
    return told.stdout.strip()


def clock_state(root: Path = Path("/"), ask: Callable[[], str] = timedatectl) -> ClockState:
    """The clock of this machine. `root` and `ask` are its files, and systemd."""
    return ClockState(_how(root, ask), _boot(root), up_s())


def up_s() -> float:
    """How long the machine has been on, in seconds."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _how(root: Path, ask: Callable[[], str]) -> How:
    if (root / SYNCHRONISED).is_file():
        return "synchronised"
    told = ask()
    if told == "yes":
        return "synchronised"
    if told != "no":
        return "unknown"
    return "battery" if any(map(_runs_on, (root / HARDWARE_CLOCKS).glob(f"*/{HARDWARE_TIME}"))) else "unset"


def _runs_on(file: Path) -> bool:
    """Whether a clock of the machine ran while it was off, told by its time."""
    try:
        return abs(int(file.read_text(encoding="ascii")) - time.time()) < APART_S
    except (OSError, ValueError):
        return False


def _boot(root: Path) -> str:
    try:
        return (root / BOOT).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
