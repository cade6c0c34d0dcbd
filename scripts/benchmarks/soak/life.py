"""One Limber that stays, somebody who calls it, and what came of each call."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import soundfile

from assistant.words.units import INPUT_RATE
from benchmarks.shared import app
from benchmarks.soak.faults import Fault
from tests.support.manager import Manager

CALL, GONE = "Limber, start.", "I'm done."
"""What somebody says, and what ends a session."""
BEGUN, SESSION, ASKED = ": stay\n", "the session is '", "how strong is your pain"
"""What is shown of a process that begins, of a session that does, and what a session asks first."""
ENDED = "the session has ended after"
"""What the log says of a session that came to its end, whatever ended it."""
BEHIND = "the ear fell behind"
"""What the log says when the machine is too busy to hear all."""
MUTED = "the microphone gives no sound at all"
"""What the log says when the microphone gives nothing, not even the sound of the room."""
TRIES, TRY_S = 3, 25.0
"""How often somebody who is not answered calls, and seconds they wait each time."""
SLACK_S = 40.0
"""Seconds that everything but the watchdog may take: to end, to begin anew, to be heard. A slow machine needs them."""
CALLS_S = 120.0
"""Seconds for which somebody goes on to call beyond what the watchdog and the machine may need."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Somebody called three times and was not answered, although the manager was told that all is well."""

    after: str
    """What had happened."""
    state: str
    """What the manager was told last that Limber does."""
    behind: int
    """How often the ear had fallen behind meanwhile."""
    muted: int
    """How often the microphone had given nothing at all."""


@dataclass
class Tally:
    """What happened so far."""

    back_s: dict[str, list[float]] = field(default_factory=dict)
    """By fault, seconds from the moment at which it was over to the moment at which somebody was answered."""
    called: int = 0
    answered_at_once: int = 0
    silently_deaf: list[Unanswered] = field(default_factory=list)
    not_left: int = 0
    """How often a session could not be left by voice."""
    never: int = 0
    """How often nobody was answered at all after a fault."""


class Life:
    """One Limber, and what happens to it."""

    def __init__(self, folder: Path, manager: Manager, watchdog: float, evidence: Path) -> None:
        """`evidence`: a folder for the sound of calls that were not answered."""
        self.folder, self._manager, self.watchdog, self._evidence = folder, manager, watchdog, evidence
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
            if self.comes(SESSION, begun, TRY_S) and self.comes(ASKED, begun, self.watchdog + SLACK_S):
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

    def meets(self, name: str, fault: Fault, *, in_session: bool) -> None:
        """A fault happens and is over; then somebody calls until they are answered."""
        if in_session and not self._called("nothing, before " + name):
            print("no session could be begun before", flush=True)
        fault()
        over = time.monotonic()
        until(lambda: self._manager.run.ready and self.fed(over), self.watchdog + SLACK_S)
        if self.under_way():
            self.leave()  # it has gone on
        heard = False
        while not heard and time.monotonic() - over < self.watchdog + SLACK_S + CALLS_S:
            heard = self._called(name)
        took = time.monotonic() - over
        self.tally.back_s.setdefault(name, []).append(round(took, 1))
        self.tally.never += not heard
        told = "answered" if heard else "NEVER answered,"
        print(f"{name}{' in a session' if in_session else ''}: {told} {took:.0f} s later", flush=True)
        self.leave()

    def _called(self, after: str) -> bool:
        """Whether somebody is answered; where they are not, what there is to know of it is kept."""
        called, before = time.monotonic(), len(self.shown())
        with self._recorded(after) as sound:
            answered = self.answered()
        run = self._manager.run
        if answered:
            sound.unlink(missing_ok=True)
        elif self.fed(called) and run.begun < called:
            shown = self.shown()[before:]
            self.tally.silently_deaf.append(Unanswered(after, run.status, shown.count(BEHIND), shown.count(MUTED)))
            print(f"SILENTLY DEAF after {after}: {run.status} {sound}\n{shown}", flush=True)
        return answered

    @contextmanager
    def _recorded(self, after: str) -> Iterator[Path]:
        """The sound of the microphone while the block runs, in a file."""
        file = self._evidence / f"{time.time():.0f}-{after.replace(' ', '_')}.wav"
        if not shutil.which("parecord"):
            yield file
            return
        words = ["parecord", "-d", "microphone", f"--rate={INPUT_RATE}", "--channels=1", "--format=s16le"]
        recorder = subprocess.Popen([*words, "--file-format=wav", str(file)])
        try:
            yield file
        finally:
            recorder.terminate()
            recorder.wait()


def until(true: Callable[[], bool], within_s: float) -> bool:
    """Wait for it; returns whether it came true."""
    end = time.monotonic() + within_s
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.1)
    return found
