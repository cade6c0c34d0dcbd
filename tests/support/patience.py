"""How long a test waits, and whether a machine kept pace with a sound card meanwhile."""

import threading
import time

PATIENCE_S = 900.0
"""After so long something hangs. Nothing is judged by it: a machine that is ten times slower stays far below."""
STEP_S = 0.01
LATE_S = 0.05
"""A program that is woken later than this lets a virtual sound card run dry."""
LATE_MOST = 0.01
"""The share of wakings that may be so late. An idle machine has none, and a busy one of two cores has 0.01 to 0.15."""


def wait_until(true):
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "what was waited for never happened"
        time.sleep(STEP_S)


class Pace:
    """Watches how late this machine wakes a program that asked to be woken in 10 ms, until it is closed."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._late: list[float] = []
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.is_set():
            asked = time.monotonic()
            time.sleep(STEP_S)
            self._late.append(time.monotonic() - asked - STEP_S)

    def close(self) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def too_slow(self) -> str:
        """Why nothing can be judged that a sound card did meanwhile; empty where it can."""
        share = sum(late > LATE_S for late in self._late) / max(1, len(self._late))
        if share <= LATE_MOST:
            return ""
        return (
            f"too slow to judge: {share:.0%} of {len(self._late)} wakings came more than {LATE_S * 1000:.0f} ms late, "
            f"the latest {max(self._late) * 1000:.0f} ms"
        )
