"""A call is answered with a button or on the page as well as with the voice."""

import argparse
import threading
from datetime import UTC, datetime

import pytest

from assistant.commands.attached import Attached, Beside
from assistant.commands.heeding import Heed, InTroubleError
from assistant.commands.remembering import opened
from assistant.commands.reminding import NOT_NOW, READY, _answered
from assistant.commands.staying import Home
from assistant.history.store import Store
from assistant.running.kept import KeptDevices
from assistant.running.links import Links
from assistant.running.reminders import Calls
from assistant.settings import Settings
from assistant.words.events import HasButton, Heard, Pressed
from tests.support.drive import library
from tests.support.pages import own_pages, press
from tests.support.patience import wait_until
from tests.support.virtual_room import VirtualRoom

ASKED = argparse.Namespace(routine="office_micro", minutes=0, place="", no_kneeling=False, gentle=False)
NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


class Room:
    """Turns in a room where nobody speaks."""

    def __init__(self, meanwhile=lambda: None):
        """`meanwhile`: what is done while something is said."""
        self.said, self._meanwhile = [], meanwhile

    def say(self, text):
        self.said.append(text)
        self._meanwhile()

    def take(self, given_up=lambda: False):
        assert not given_up()


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ([Pressed("down"), Pressed("short")], READY),
        ([Pressed("down"), Pressed("held"), Pressed("long")], NOT_NOW),
        ([Pressed("down"), Pressed("held"), Pressed("very_long")], NOT_NOW),
        ([Pressed("down"), Pressed("short"), Pressed("down"), Pressed("held"), Pressed("long")], NOT_NOW),
        ([Heard("start", (), "I come")], READY),
        ([Heard("start", (), "I come"), Heard("stop", (), "Stop")], NOT_NOW),
    ],
)
def test_a_press_answers_a_call_at_once(events, wanted):
    seen = []
    beside = Beside(heard=seen.append)

    def press_all():
        for event in (HasButton(), *events):
            beside.presses.put(event)

    room = Room(press_all)
    answer = _answered(room, ["It is time.", "Will you come?"], lambda _heard: None, beside)
    assert answer
    assert answer <= wanted
    assert room.said == ["It is time."]
    assert seen == [event for event in events if isinstance(event, Heard)]


@pytest.fixture
def pages(tmp_path, monkeypatch):
    return own_pages(tmp_path, monkeypatch)


def entries(pages):
    return [(entry.who, entry.text) for entry in pages._board._entries]


def test_a_call_is_seen_and_answered_on_the_page(pages):
    room, attached = Room(), Attached(page=pages)
    attached.reminds("break", NOW)
    with attached.calling("break") as beside:
        shown = pages._board.scene
        assert (shown.session, shown.exercise, shown.stage) == (True, "A break now?", "Limber calls you")
        assert [button.label for button in shown.steady] == ["I come", "Not now", "That hurts", "Stop"]
        assert press(pages, {"intent": "start", "label": "I come"}).status == 200
        assert _answered(room, ["Stand up."], lambda _heard: None, beside) == {"start"}
    assert room.said == []
    assert entries(pages) == [("person", "I come")]
    assert not pages._board.scene.session
    assert pages._board.scene.stage == "I called you to a break from sitting at eight thirty in the morning."
    with pages.pressing_into(Links()):
        assert pages._board.scene.session
    assert pages._board.scene.stage == ""


def test_a_limber_that_stays_takes_the_answer_on_the_page(pages):
    """Somebody presses as soon as the page shows the call; what is said then can be read."""
    room, statuses = VirtualRoom(waits_s=0), []

    def answers():
        wait_until(lambda: pages._board.scene.stage == "Limber calls you")
        statuses.append(press(pages, {"intent": "no", "label": "Not now"}).status)

    with opened("go on") as store:
        home = Home(ASKED, Settings(model="limber-en"), store, Calls, lambda: True)
        home._kept = KeptDevices(room.player, room.microphone, lambda: None)
        home.attached = Attached(page=pages)
        somebody = threading.Thread(target=answers)
        somebody.start()
        assert home._call("session", NOW)
        somebody.join()
        home._kept.close()
    assert statuses == [200]
    said = [text for who, text in entries(pages) if who == "limber"]
    assert ("person", "Not now") in entries(pages)
    assert said[-1] == "Another time."
    assert pages._board.scene.stage == "I called you to a session at eight thirty in the morning."


def test_a_red_flag_that_is_typed_in_a_call_locks(pages):
    room = Room()
    with Attached(page=pages).calling("session") as beside:
        assert press(pages, {"text": "my chest hurts"}).status == 200
        with pytest.raises(InTroubleError):
            _answered(room, ["It is time."], Heed(room, library()), beside)
    assert room.said[0] == "Did you say my chest hurts?"
    with Store() as store:
        assert store.person().lock == "chest"
