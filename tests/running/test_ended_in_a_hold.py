"""A machine that is switched off in the middle of a hold: a word of goodbye, and what was done is kept.

Whoever asks a program to end may end it a little later, wherever it is. So the session runs in a process of its own.
"""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.app import App
from assistant.coach.person import cleared
from assistant.history.recorder import Recorder
from assistant.history.store import Store
from assistant.interrupts import SIGNALS
from assistant.running.links import Links
from assistant.running.live import Live
from assistant.running.performance import Notes
from assistant.running.pulse import Pulse
from assistant.settings import Settings
from assistant.words.events import Heard
from tests.running.test_trouble import Player
from tests.support.drive import library
from tests.support.patience import PATIENCE_S

ROOT = Path(__file__).parents[2]
ROUTINE = replace(library().routines["three_stretches"], items=("marching_supported", "half_kneeling_hip_flexor"))
HOLD, SIDE, AT = ROUTINE.items[1], "left", "ten"
"""When it is asked: as this number sounds, on the second side."""
PIECE = 48_000
"""Frames that are played in a turn: a second."""
TRIED_AGAIN_S = 0.1
DONE = [(ROUTINE.items[0], "", "done"), (HOLD, "right", "done")]


class Mute:
    """A voice that takes as long for everything."""

    to_rate = 48000

    def clip(self, _text):
        return np.zeros(4800, np.float32)

    def word(self, text, _most_s, _pace=1.0):
        return self.clip(text)

    def close(self):
        pass


class Paced(Player):
    """Plays a piece in each turn of the session, so that neither of them runs away from the other."""

    def __init__(self, turns):
        super().__init__()
        self._turns = turns

    def _play(self, render):
        while not self._ended.is_set():
            if self._turns.acquire(timeout=TRIED_AGAIN_S):
                render(PIECE)


class Turns(Pulse):
    """Counts the turns of a session that have not been played yet."""

    def __init__(self):
        super().__init__()
        self.unplayed = threading.Semaphore(0)

    def beat(self, *given):
        super().beat(*given)
        self.unplayed.release()


class Around:
    """Says "ready" as soon as something waits for it, and asks for the end in the middle of the hold."""

    def __init__(self, number):
        self._number, self._asked, self.live, self.turns = number, False, None, Turns()
        self.links = Links(pulse=self.turns)

    def event(self, _at, _event):
        view = self.live.performance.coach.view() if self.live else None
        if view and view.asked and not self._asked:
            self.links.inbox.put(Heard("number", (("number", "0"),)))
        elif view and view.awaited:
            self.links.inbox.put(Heard("start"))

    def effect(self, _at, _effect):
        pass

    def sound(self, _at, report):
        view = self.live.performance.coach.view()
        if report.kind == "began" and self._asked:
            print(report.cue.text, flush=True)
        elif report.kind == "began" and (view.exercise, view.side, report.cue.text) == (HOLD, SIDE, AT):
            self._asked = True
            os.kill(os.getpid(), self._number)

    def trouble(self, _at, _text):
        pass


def held(number, path):
    """A session up to the end that is asked for in the hold."""
    around = Around(number)
    with Store(path) as store:
        recorder = Recorder(store, print)
        notes = Notes(recorder=recorder, observers=(around,))
        parts = App.open(Settings()).parts(library(), ROUTINE, cleared(library().screening), notes=notes)
        around.live = Live(replace(parts, voice=Mute()), around.links, lambda: Paced(around.turns.unplayed))
        recorder.start()
        around.live.run()
        recorder.close()


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_in_the_middle_of_a_hold_keeps_what_was_done(tmp_path, number):
    path = tmp_path / "history.db"
    line = [sys.executable, "-m", __name__, str(int(number)), str(path)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1:], done.stderr) == (0, ["Goodbye."], "")
    with Store(path) as store:
        (session,) = store.past().sessions
        practised = store.person().practised
    assert session.ended == "left"
    assert [(each.exercise, each.side, each.how) for each in session.practices] == DONE
    assert practised[DONE[0][0]] == 1


if __name__ == "__main__":
    held(signal.Signals(int(sys.argv[1])), Path(sys.argv[2]))
