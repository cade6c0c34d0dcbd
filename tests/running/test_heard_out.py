"""What somebody said at the very end is heard before the program goes."""

import queue
import threading

import numpy as np
import pytest

from assistant.app import App
from assistant.coach.person import cleared
from assistant.running.ear import Ear
from assistant.running.links import Links
from assistant.running.live import Live
from assistant.settings import Settings
from assistant.words.events import Back, Heard, Muted
from tests.running.test_trouble import Player
from tests.support.drive import library

CHEST = Heard("red_flag", (("flag", "chest"),), "my chest hurts")


class Silence:
    """A microphone in a silent room, for as long as somebody reads it."""

    overflows = 0
    behind = False

    def start(self):
        pass

    def close(self):
        pass

    def read(self, _timeout):
        return np.eye(1, 320, dtype=np.float32)[0] * np.float32(1e-4)


class Listening:
    """A listener that has heard something and decides it at the end of the sound."""

    def __init__(self, *undecided):
        self._undecided = list(undecided)

    def accept(self, _heard, _played, *, behind_s):  # noqa: ARG002
        return []

    def flush(self):
        undecided, self._undecided = self._undecided, []
        return undecided

    def listen_for(self, _intents):
        pass


def test_the_ear_gives_what_it_still_has_when_it_is_asked_to():
    links = Links()
    ear = Ear(Silence, Listening(CHEST), links)
    ear.start()
    assert links.inbox.empty()
    ear.hear_out()
    ear.close()
    assert links.inbox.get_nowait() == CHEST
    with pytest.raises(queue.Empty):
        links.inbox.get_nowait()


def test_a_red_flag_that_the_ear_still_had_locks_before_the_program_goes():
    known, links = cleared(library().screening), Links()
    parts = App.open(Settings()).parts(library(), library().routines["office_micro"], known)
    live = Live(parts, links, Player)
    links.inbox.put(Heard("finish"))
    links.inbox.put(Heard("stop"))
    rest = [CHEST]

    def hear_out():
        while rest:
            links.inbox.put(rest.pop())

    live.run(hear_out=hear_out)
    assert live.performance.coach.over
    assert live.performance.coach.person.lock == "chest"
    said = [entry["text"] for entry in live.performance.transcript.entries if entry["kind"] == "said"]
    assert any("emergency number" in str(text) for text in said)


class Mutable(Silence):
    """A microphone that gives nothing until it is let be heard."""

    heard = threading.Event()

    def read(self, timeout):
        return super().read(timeout) * np.float32(self.heard.is_set())


def test_a_muted_microphone_is_told_of_and_so_is_its_return():
    links = Links()
    ear = Ear(Mutable, Listening(), links)
    ear.start()
    assert links.inbox.get(timeout=20) == Muted()
    Mutable.heard.set()
    while (event := links.inbox.get(timeout=20)) == Muted():
        pass
    assert event == Back("microphone")
    ear.close()
