"""A Limber that stays, with its real parts and devices that are none: sessions come and go, and nothing of them stays."""

import argparse
import queue
import threading
import weakref
from datetime import time

import pytest

from assistant.app import App
from assistant.coach.person import cleared
from assistant.commands.remembering import opened
from assistant.commands.staying import Home
from assistant.history.store import Store
from assistant.running.kept import KeptDevices
from assistant.running.notifying import Notifier
from assistant.running.pulse import STEP_S, Pulse
from assistant.running.reminders import Calls
from assistant.running.resident import Resident
from assistant.running.standby import Standby
from assistant.settings import Settings
from assistant.words.events import Heard
from tests.support.drive import library
from tests.support.virtual_room import VirtualRoom

SESSIONS = 3
"""In a row. `scripts/bench standby` has fifty, and the memory they take."""
ASKED = argparse.Namespace(routine="", minutes=0, place="", no_kneeling=False, gentle=False)


@pytest.fixture
def _known(tmp_path, monkeypatch):
    for name in ("DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    with Store() as store:
        store.keep_person(cleared(library().screening, 20_000))


def spied(made, alive):
    """The same, and what it makes is remembered for as long as anybody needs it."""

    def make(*given, **named):
        found = made(*given, **named)
        alive.add(found)
        return found

    return make


@pytest.mark.usefixtures("_known")
def test_sessions_come_and_go_and_nothing_of_them_stays(monkeypatch, capsys):
    lives, listeners = weakref.WeakSet(), weakref.WeakSet()
    monkeypatch.setattr(App, "live", spied(App.live, lives))
    monkeypatch.setattr(App, "listener", spied(App.listener, listeners))
    room, opens = VirtualRoom(), []
    with opened("go on") as store:
        home = Home(ASKED, Settings(model="limber-en"), store, Calls, lambda: True)
        home.listen(KeptDevices(room.player, spied(room.microphone, _Into(opens)), lambda: None))
        resident = home.resident = Resident(home, Standby(time(7)))
        resident.turn(0)
        threads = threading.active_count()
        for _ in range(SESSIONS):
            home.rise()
            assert home.hold((Heard("finish", (), "finish"),)) is False
            home.give_back()
            assert len(lives) == 0
            assert len(listeners) == 0
            resident.turn(0)
            assert home.resting
            assert len(listeners) == 1
            assert threading.active_count() == threads
        assert len(opens) == 1
        assert capsys.readouterr().out.count("We stopped early today") == SESSIONS
        home.lend()


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize("managed", [True, False])
def test_after_an_update_a_session_is_the_last_of_this_program_where_a_manager_begins_the_new_one(
    tmp_path, monkeypatch, managed
):
    typed = tmp_path / "typed"
    for name in ("old", "new"):
        (tmp_path / name).touch()
    typed.symlink_to("old")
    monkeypatch.setattr("sys.argv", [str(typed), "stay"])
    with opened("go on") as store:
        room = VirtualRoom()
        home = Home(ASKED, Settings(model="limber-en"), store, Calls, lambda: True)
        if managed:
            home.watched_by(Notifier(str(tmp_path / "manager")))
        home.listen(KeptDevices(room.player, room.microphone, lambda: None))
        home.resident = Resident(home, Standby(time(7)))
        typed.unlink()
        typed.symlink_to("new")
        assert home.hold((Heard("finish", (), "finish"),)) == managed
        home.lend()


def told(messages):
    """All that the manager was told since it was looked last."""
    found = []
    while not messages.empty():
        found.append(messages.get())
    return found


@pytest.mark.usefixtures("_known")
def test_one_whose_main_thread_hangs_while_sound_flows_is_not_said_to_live(tmp_path, monkeypatch):
    messages, clock, hangs = queue.SimpleQueue(), [0.0], threading.Event()
    monkeypatch.setattr(Notifier, "_send", lambda _self, message: messages.put(message))
    monkeypatch.setattr("assistant.commands.staying.Pulse", lambda: Pulse(lambda: clock[0]))
    room, goes_on = VirtualRoom(), threading.Event()

    def calls():
        hangs.set()
        goes_on.wait()
        return Calls()

    def moves(home):
        before = home.heard(), home.played()
        while home.heard() == before[0] or home.played() == before[1]:
            threading.Event().wait(0.01)

    with opened("go on") as store:
        home = Home(ASKED, Settings(model="limber-en"), store, calls, lambda: True)
        home.watched_by(Notifier(str(tmp_path / "manager")))
        home.listen(KeptDevices(room.player, room.microphone, lambda: None))
        home.resident = Resident(home, Standby(time(7)))
        main = threading.Thread(target=home.resident.turn, args=(0,))
        main.start()
        hangs.wait()
        moves(home)
        told(messages)
        home.liveness.look()
        assert told(messages) == ["WATCHDOG=1"]
        clock[0] += STEP_S + 1
        moves(home)
        home.liveness.look()
        assert told(messages) == []
        goes_on.set()
        main.join()
        home.resident.turn(0)
        moves(home)
        home.liveness.look()
        assert told(messages) == ["WATCHDOG=1"]
        home.lend()


class _Into:
    def __init__(self, kept):
        self._kept = kept

    def add(self, made):
        self._kept.append(made)
