"""What nobody expected: in every thread of a live session it is written down, shown, spoken, and survived where it can be."""

import logging
import queue
import threading
from dataclasses import replace

import numpy as np
import pytest

from assistant.app import App
from assistant.coach.person import cleared
from assistant.logs import logging_on
from assistant.running.ear import Ear
from assistant.running.links import Links
from assistant.running.live import Live, Renderer
from assistant.running.performance import Notes
from assistant.running.turns import Turns, Warnings
from assistant.settings import Settings
from assistant.words.cues import Cue
from assistant.words.errors import DeviceError
from assistant.words.events import Back, Lost
from tests.support.drive import library

BLOCK = 480


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "limber.log"
    with logging_on(logging.CRITICAL, print, path):
        yield path


@pytest.fixture(scope="module")
def app():
    return App.open(Settings(model="limber-en"))


def parts(app, **notes):
    return app.parts(library(), library().routines["office_micro"], cleared(library().screening), notes=Notes(**notes))


class Microphone:
    """Breaks at the first block; once it has been opened again it gives the sound of a room, for a while."""

    overflows = 0
    behind = False
    opened = 0

    def __init__(self):
        Microphone.opened += 1
        self._blocks = queue.SimpleQueue()
        for _ in range(5):
            self._blocks.put(np.linspace(0, 1, 320, dtype=np.float32))

    def start(self):
        pass

    def close(self):
        pass

    def read(self, timeout):
        if Microphone.opened == 1:
            raise RuntimeError("a driver with a fault")
        try:
            return self._blocks.get(timeout=timeout)
        except queue.Empty:
            return None


class Player:
    """Takes blocks as fast as it can, and keeps what they are said to be."""

    failed = ""
    underruns = 0

    def __init__(self):
        self.said = []
        self.live = None
        self._ended = threading.Event()

    def start(self, render):
        self._thread = threading.Thread(target=self._play, args=(render,))
        self._thread.start()

    def close(self):
        self._ended.set()
        self._thread.join()

    def _play(self, render):
        while not self._ended.is_set():
            render(BLOCK)
            if self.live:
                self.said.append(self.live.saying())


class Faulty:
    """An observer with a fault."""

    def event(self, at, event):
        pass

    def effect(self, at, effect):
        pass

    def sound(self, at, report):
        raise ZeroDivisionError(f"a fault of ours at {at}: {report}")

    def trouble(self, at, text):
        pass


def test_a_microphone_that_raises_is_reported_and_opened_again(app, file, monkeypatch):
    monkeypatch.setattr("assistant.running.ear.RETRY_S", 0.0)
    monkeypatch.setattr("assistant.running.ear.SILENT_S", 0.05)
    links = Links()
    ear = Ear(Microphone, app.listener(str), links)
    ear.start()
    assert links.inbox.get(timeout=20) == Lost("microphone")
    assert links.inbox.get(timeout=20) == Back("microphone")
    ear.close()
    sentence = links.troubles.get(timeout=1)
    assert (
        sentence
        == f"the ear has stopped and begins anew (RuntimeError: a driver with a fault); it is written down in {file}"
    )
    written = file.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "ear assistant.running.ear" in written


def test_a_microphone_that_is_opened_again_and_gives_only_silence_is_not_back(app, monkeypatch):
    monkeypatch.setattr("assistant.running.ear.RETRY_S", 0.0)
    waits = queue.SimpleQueue()
    for block in [None, *[np.zeros(320, np.float32)] * 20]:
        waits.put(block)
    links, read_all = Links(), threading.Event()

    class Away(Microphone):
        def read(self, _timeout):
            if waits.empty():
                read_all.set()
                return np.zeros(320, np.float32)
            return waits.get()

    ear = Ear(Away, app.listener(str), links)
    monkeypatch.setattr("assistant.running.ear.LOOKS", 1)
    ear.start()
    assert links.inbox.get(timeout=20) == Lost("microphone")
    assert read_all.wait(20)
    ear.close()
    assert links.inbox.empty()


@pytest.mark.usefixtures("file")
def test_a_fault_in_the_middle_of_a_session_is_spoken_before_it_ends(app):
    player = Player()
    live = Live(parts(app, observers=[Faulty()]), Links(), lambda: player)
    player.live = live
    with pytest.raises(ZeroDivisionError):
        live.run()
    assert any("Something has gone wrong, and I have to end here." in said for said in player.said)


class Hoarse:
    """A voice with a fault in one sentence."""

    to_rate = 48000

    def clip(self, text):
        if text == "one":
            raise OSError("a fault of the disk")
        return np.ones(10, np.float32)


def test_a_sentence_that_breaks_the_voice_sounds_as_an_earcon_and_the_next_is_spoken(app, file):
    links, lock = Links(), threading.Lock()
    made = replace(parts(app), voice=Hoarse())
    renderer = Renderer(made, lock, [Cue("one", "talk"), Cue("two", "talk")], links)
    for text in ("one", "two"):
        renderer.submit(Cue(text, "talk"), 0)
    renderer.start()
    renderer.close()
    assert links.troubles.get(timeout=1).startswith("a sentence could not be spoken (OSError: a fault of the disk)")
    made.mixer.render(96000)
    began = [report.cue.text for report in made.mixer.reports() if report.kind == "began"]
    assert began == ["one", "two"]
    assert file.read_text(encoding="utf-8").count("Traceback") >= 1


class Voice:
    """A voice that keeps what it said."""

    to_rate = 48000

    def __init__(self):
        self.said = []

    def clip(self, text):
        self.said.append(text)
        return np.ones(10, np.float32)

    def close(self):
        pass


@pytest.mark.parametrize(("error", "said"), [(RuntimeError, ["I am sorry."]), (DeviceError, [])])
def test_by_turns_a_fault_is_spoken_and_what_the_person_can_put_right_is_not(app, error, said):
    voice, player = Voice(), Player()
    with (
        pytest.raises(error),
        Turns(player, Microphone(), app.plain_listener(), voice, Warnings("I am sorry.", "muted")),
    ):
        raise error("a fault")
    assert voice.said == said
