"""Live for months in minutes: `scripts/bench soak [--minutes N] [--watchdog SECONDS]`.

`limber stay` runs on a virtual sound card, under a stand-in for systemd. One thing after another happens to it: a
session, an unplugged microphone, an unplugged loudspeaker, a sound server that stands still or dies, a killed process,
a wish to end. After each, somebody says "Limber, start", and a session must begin. Every session that was begun must be
in the history at the end. Needs PipeWire, as the tests in tests/room do. Run it with `nice`: it lasts.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import soundfile

from assistant.coach.person import cleared
from assistant.history.store import Store
from assistant.words.units import INPUT_RATE
from benchmarks.shared import DOCS, ROOT, app
from tests.support.manager import Manager, Run, Unit

ROOM = ROOT / "tests/room"
CALL, ASKED, GONE = "Limber, start.", "how strong is your pain", "I'm done."
"""What somebody says, what a session asks first, and what ends it."""
TRIES, TRY_S = 3, 25.0
"""How often somebody who is not answered calls, and seconds they wait each time."""
DOWN_S = 6.0
"""Seconds for which a device stays away."""
BEGUN, SESSION = ": stay\n", "the session is '"
"""What the log says of a process that begins, and of a session that does."""
ENDED = "the session has ended after"
"""What the log says of a session that came to its end, whatever ended it."""
SLACK_S = 40.0
"""Seconds that everything but the watchdog may take: to end, to begin anew, to be heard. A slow machine needs them."""


def outside(asked: argparse.Namespace) -> int:
    """Start the virtual sound card, and this benchmark once more inside it. Returns its exit status."""
    with tempfile.TemporaryDirectory() as folder:
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        homes = {f"XDG_{name}_HOME": f"{folder}/{name.lower()}" for name in ("CONFIG", "DATA")}
        cache = {"XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", f"{folder}/cache")}
        env = {**os.environ, **homes, **cache, "XDG_RUNTIME_DIR": str(runtime), "PYTHON": sys.executable}
        line = [sys.executable, "-m", "benchmarks.soak", "--inside", folder]
        line += ["--minutes", str(asked.minutes), "--watchdog", str(asked.watchdog)]
        return subprocess.run(["dbus-run-session", "--", str(ROOM / "room.sh"), *line], env=env, check=False).returncode


@dataclass
class Tally:
    """What happened so far."""

    faults: dict[str, int] = field(default_factory=dict)
    called: int = 0
    answered_at_once: int = 0
    silently_deaf: int = 0
    """How often nobody was answered, although the manager was told that all is well."""
    not_left: int = 0
    """How often a session could not be left by voice."""
    back_s: list[float] = field(default_factory=list)
    """Seconds from the moment at which a fault was over to the moment at which somebody was answered."""


class Life:
    """One Limber, and what happens to it."""

    def __init__(self, folder: Path, manager: Manager, watchdog: float) -> None:
        self.folder, self._manager, self.watchdog = folder, manager, watchdog
        self._output, self.tally = folder / "output.txt", Tally()
        self._words = {words: self._spoken(words) for words in (CALL, GONE)}

    def _spoken(self, words: str) -> Path:
        path = self.folder / f"{len(words)}.wav"
        soundfile.write(path, app().user_voice().clip(words), INPUT_RATE)
        return path

    def say(self, words: str) -> None:
        """Somebody in the room says this."""
        subprocess.run(["paplay", "-d", "mouth", str(self._words[words])], check=False)

    def shown(self) -> str:
        """All that the program has shown."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    def comes(self, text: str, since: int, within_s: float) -> bool:
        """Whether the program shows a text in time."""
        return until(lambda: text in self.shown()[since:], within_s)

    def fed(self, since: float) -> bool:
        """Whether the manager was told since then that sound flows."""
        return any(at > since for at in (*self._manager.run.times("WATCHDOG=1"), *self._manager.run.times("READY=1")))

    def answered(self) -> bool:
        """Whether somebody who calls is answered by a session."""
        begun = len(self.shown())
        for number in range(TRIES):
            self.tally.called += 1
            self.say(CALL)
            if self.comes(ASKED, begun, TRY_S):
                self.tally.answered_at_once += not number
                return True
        return False

    def under_way(self) -> bool:
        """Whether a session is under way in the process of now."""
        now = self.shown()
        now = now[now.rfind(BEGUN) :]
        return now.count(SESSION) > now.count(ENDED)

    def leave(self) -> None:
        """End the session as a person does."""
        for _ in range(TRIES):
            time.sleep(2)
            self.say(GONE)
            if until(lambda: not self.under_way(), TRY_S):
                return
        self.tally.not_left += 1
        os.kill(self._manager.run.pid, signal.SIGUSR1)  # as another Limber that wants the microphone
        until(lambda: not self.under_way(), TRY_S)

    def meets(self, name: str, fault: Callable[[], None], *, in_session: bool) -> None:
        """A fault happens and is over; then somebody calls until they are answered."""
        if in_session and not self.answered():
            print("no session could be begun before", flush=True)
        self.tally.faults[name] = self.tally.faults.get(name, 0) + 1
        fault()
        over = time.monotonic()
        until(lambda: self._manager.run.ready and self.fed(over), self.watchdog + SLACK_S)
        if self.under_way():
            self.leave()  # it has gone on
        heard = False
        while not heard and time.monotonic() - over < 3 * (self.watchdog + SLACK_S):
            called = time.monotonic()
            heard = self.answered()
            if not heard and self.fed(called) and self._manager.run.begun < called:
                self.tally.silently_deaf += 1
        self.tally.back_s.append(time.monotonic() - over)
        print(
            f"{name}{' in a session' if in_session else ''}: answered {self.tally.back_s[-1]:.0f} s later", flush=True
        )
        self.leave()


def until(true: Callable[[], bool], within_s: float) -> bool:
    """Wait for it; returns whether it came true."""
    end = time.monotonic() + within_s
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def server(number: int) -> None:
    """Send a signal to each process of the sound server."""
    for pid in (Path(os.environ["XDG_RUNTIME_DIR"]) / "server.pids").read_text(encoding="ascii").split():
        with suppress(ProcessLookupError):
            os.kill(int(pid), number)


def plug(device: str, *out: str) -> None:
    """Plug a device in, or pull it "out"."""
    subprocess.run([str(ROOM / "plug.sh"), device, *out], check=False)


def unplugged(device: str) -> Callable[[], None]:
    """A device that goes away, and comes back."""

    def fault() -> None:
        plug(device, "out")
        time.sleep(DOWN_S)
        plug(device)

    return fault


def still(seconds: float) -> Callable[[], None]:
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


def inside(asked: argparse.Namespace) -> None:
    """Let everything happen, again and again, and write down how it went."""
    folder: Path = asked.inside
    with Store(folder / "data/limber/history.db") as store:
        store.keep_person(cleared(app().library().screening, datetime.now().astimezone().toordinal()))
    words = [sys.executable, "-m", "assistant", "-v", "stay", "three_stretches"]
    begun = time.monotonic()
    with Manager(words, folder, os.environ, Unit(watchdog_s=asked.watchdog)) as manager:
        life = Life(folder, manager, asked.watchdog)
        until(lambda: bool(manager.runs) and manager.run.ready, 300)
        faults: tuple[tuple[str, Callable[[], None]], ...] = (
            ("nothing", lambda: None),
            ("the microphone is unplugged", unplugged("microphone")),
            ("the process is killed", manager.kill),
            ("the sound server stands still", still(asked.watchdog + DOWN_S)),
            ("the loudspeaker is unplugged", unplugged("speaker")),
            ("the process is asked to end", lambda: os.kill(manager.run.pid, signal.SIGTERM)),
            ("the sound server dies", dead),
        )
        rounds = 0
        while time.monotonic() - begun < 60 * asked.minutes:
            name, fault = faults[rounds % len(faults)]
            life.meets(name, fault, in_session=bool(rounds // len(faults) % 2))
            rounds += 1
        last = manager.stop()
    report(life, manager.runs, last, (time.monotonic() - begun) / 60)


def report(life: Life, runs: Sequence[Run], last: Run, minutes: float) -> None:
    """Print the figures, and write them into docs/."""
    with Store(life.folder / "data/limber/history.db") as store:
        kept = len(store.past().sessions)
    tally, shown = life.tally, life.shown()
    figures = {
        "minutes": round(minutes, 1), "watchdog_s": life.watchdog, "faults": tally.faults,
        "sessions_begun": shown.count(ASKED), "sessions_ended": shown.count(ENDED), "sessions_kept": kept,
        "sessions_not_left_by_voice": tally.not_left, "calls": tally.called,
        "answered_at_the_first_call": tally.answered_at_once, "silently_deaf": tally.silently_deaf,
        "processes": len(runs), "restarted_by_the_watchdog": sum(run.stopped_for == "watchdog" for run in runs),
        "given_up_while_starting": sum(run.stopped_for == "start" for run in runs),
        "had_to_be_killed": sum(run.killed for run in runs), "traces": shown.count("Traceback"),
        "back_after_median_s": round(statistics.median(tally.back_s)), "back_after_most_s": round(max(tally.back_s)),
        "last_end_s": round((last.ended or 0) - last.asked, 1), "last_code": last.code,
    }  # fmt: skip
    print(json.dumps(figures, indent=1))
    (DOCS / "soak.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Start the virtual sound card, or run inside it."""
    parser = argparse.ArgumentParser(prog="scripts/bench soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=240)
    parser.add_argument("--watchdog", type=float, default=20, help="seconds without sound until a restart")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked)
    else:
        sys.exit(outside(asked))


if __name__ == "__main__":
    main()
