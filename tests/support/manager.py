"""A small stand-in for systemd: it starts a program as the unit says, checks what it is told, and starts it anew."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

LOOK_S = 0.05


@dataclass(frozen=True)
class Unit:
    """What the unit file says, in seconds."""

    watchdog_s: float = 20.0
    start_s: float = 90.0
    stop_s: float = 5.0
    restart_s: float = 2.0


@dataclass
class Run:
    """One process, from its start to its end."""

    pid: int
    begun: float
    told: list[tuple[float, str]] = field(default_factory=list)
    """(when, what), in monotonic time."""
    code: int | None = None
    ended: float | None = None
    stopped_for: str = ""
    """Why it was asked to end: "watchdog", "start" or "asked"; empty: it ended by itself."""
    asked: float = 0.0
    """When it was asked to end."""
    killed: bool = False
    """Whether it had to be killed, because it did not end when it was asked to."""

    def times(self, message: str) -> list[float]:
        return [at for at, told in self.told if told == message]

    @property
    def ready(self) -> bool:
        return bool(self.times("READY=1"))

    @property
    def status(self) -> str:
        return next((told.removeprefix("STATUS=") for _, told in reversed(self.told) if told.startswith("STATUS=")), "")


class Manager:
    """Starts it, watches it, and starts it anew until it is stopped."""

    def __init__(
        self, words: Sequence[str], folder: Path, environment: Mapping[str, str], unit: Unit | None = None
    ) -> None:
        self._words, self._unit, self.runs = words, unit or Unit(), list[Run]()
        self._address, self._output = str(folder / "notify"), (folder / "output.txt").open("ab")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        with contextlib.suppress(FileNotFoundError):
            Path(self._address).unlink()
        self._socket.bind(self._address)
        self._socket.settimeout(LOOK_S)
        self._environment = {
            **environment, "NOTIFY_SOCKET": self._address, "WATCHDOG_USEC": str(round(self._unit.watchdog_s * 1e6)),
            "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="manager", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._socket.close()
        self._output.close()

    @property
    def run(self) -> Run:
        """The process of now, or the last one."""
        return self.runs[-1]

    def stop(self) -> Run:
        """As `systemctl stop`; returns the last process."""
        self._stopping.set()
        self._thread.join()
        return self.run

    def kill(self) -> None:
        """The process is killed, as by a machine without memory."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.run.pid, signal.SIGKILL)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._run_once()
            self._stopping.wait(self._unit.restart_s)

    def _run_once(self) -> None:
        process = subprocess.Popen(
            self._words, env=self._environment, stdin=subprocess.DEVNULL, stdout=self._output, stderr=self._output
        )
        run = Run(process.pid, time.monotonic())
        self.runs.append(run)
        limit = run.begun + self._unit.start_s
        while process.poll() is None:
            limit = self._take(run, limit)
            if self._stopping.is_set() or time.monotonic() > limit:
                run.stopped_for = "asked" if self._stopping.is_set() else "watchdog" if run.ready else "start"
                self._end(process, run)
        run.code, run.ended = process.returncode, time.monotonic()
        while self._take(run, limit) != limit:
            pass

    def _take(self, run: Run, limit: float) -> float:
        """Take one message; returns until when the next one must come."""
        try:
            message = self._socket.recv(4096).decode()
        except TimeoutError:
            return limit
        now = time.monotonic()
        run.told.append((now, message))
        if message in ("READY=1", "WATCHDOG=1") and run.ready:
            return now + self._unit.watchdog_s
        if message.startswith("EXTEND_TIMEOUT_USEC=") and not run.ready:
            return max(limit, now + int(message.partition("=")[2]) / 1e6)
        return limit

    def _end(self, process: "subprocess.Popen[bytes]", run: Run) -> None:
        run.asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        end = time.monotonic() + self._unit.stop_s
        while process.poll() is None:
            self._take(run, 0)
            if time.monotonic() > end:
                run.killed = True
                process.kill()
                process.wait()
