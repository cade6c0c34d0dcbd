"""Somebody who leaves a Limber that stays is not kept waiting, whatever it says or waits for just then."""

import argparse
import threading
from datetime import time

import pytest

from assistant.audio.speaker import BLOCK
from assistant.commands import awaiting
from assistant.commands.remembering import opened
from assistant.commands.staying import Home
from assistant.interrupts import StoppedError
from assistant.running.kept import KeptDevices
from assistant.running.reminders import Calls
from assistant.running.resident import Resident
from assistant.running.standby import Standby
from assistant.settings import Settings
from assistant.words.effects import line
from assistant.words.errors import DeviceError
from assistant.words.units import OUTPUT_RATE
from tests.running.test_resident import Stay
from tests.support.patience import PATIENCE_S, wait_until
from tests.support.virtual_room import VirtualMicrophone, VirtualPlayer, VirtualRoom

ASKED = argparse.Namespace(routine="", minutes=0, place="", no_kneeling=False, gentle=False)
SOUNDS_ON = OUTPUT_RATE // BLOCK
"""Blocks of sound that follow the wish to leave, at most: a second. The whole complaint takes four times as long."""


class SlowRoom(VirtualRoom):
    """Its loudspeaker stands still at the first sound until `plays` is set, as if every sentence took for ever."""

    def __init__(self):
        super().__init__(waits_s=0)
        self.waits, self.plays, self.loud = threading.Event(), threading.Event(), 0

    def player(self):
        return SlowPlayer(self)

    def ready_microphone(self):
        return ReadyMicrophone(self)

    def dumb_microphone(self):
        return DumbMicrophone(self)

    def no_microphone(self):
        raise DeviceError("no microphone was found on this machine", "microphone")


class SlowPlayer(VirtualPlayer):
    def __init__(self, room):
        super().__init__(room)
        self._here = room

    def close(self):
        self._here.plays.set()
        super().close()

    def _play(self, render):
        while not self._ended.wait(BLOCK / OUTPUT_RATE):
            if render(BLOCK).any():
                self._here.loud += 1
                self._here.waits.set()
                assert self._here.plays.wait(PATIENCE_S)


class ReadyMicrophone(VirtualMicrophone):
    behind = False

    def read(self, timeout):
        return self._room.hear() if timeout else None


class DumbMicrophone(VirtualMicrophone):
    behind = False

    def read(self, timeout):
        self._room.waits.set()
        if timeout:  # nothing comes until somebody leaves
            assert self._room.plays.wait(PATIENCE_S)


def test_in_the_middle_of_a_call_it_says_goodbye(monkeypatch):
    stay = Stay()

    def calls():
        raise StoppedError

    monkeypatch.setattr(stay.house, "remind", calls)
    stay.resident.run()
    assert stay.did() == ["last words: standby_leaving", "closed"]
    assert stay.resident.left


@pytest.fixture
def leave(tmp_path, monkeypatch, capsys):
    """Stay, and leave while it waits, after what is to happen `before`; returns what was printed."""
    for name in ("DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))

    def leave(room, microphone, before=lambda _home: None):
        monkeypatch.setattr(awaiting, "Speaker", lambda _name: room.player())
        with opened("go on") as store:
            home = Home(ASKED, Settings(model="limber-en"), store, Calls, lambda: True)
            home.listen(KeptDevices(room.player, microphone, lambda: None, lambda: 0.0))
            home.resident = Resident(home, Standby(time(7)), (line("standby_here"), line("fault_deaf")))
            stays = threading.Thread(target=home.resident.run)
            stays.start()
            assert room.waits.wait(PATIENCE_S)
            before(home)
            home.leave()
            room.plays.set()
            stays.join(PATIENCE_S)
            assert not stays.is_alive()
            home.lend()
        return capsys.readouterr()

    return leave


def test_while_it_greets_it_breaks_off_and_says_goodbye(leave):
    room = SlowRoom()
    assert leave(room, room.ready_microphone).out == "Limber is here.\nGoodbye.\n"


def test_while_it_complains_aloud_it_breaks_off(leave):
    room = SlowRoom()
    assert leave(room, room.no_microphone).out == "Goodbye.\n"
    assert room.loud <= SOUNDS_ON


def test_while_it_complains_aloud_another_limber_need_not_wait(leave):
    room = SlowRoom()

    def lends(home):
        home.lend_soon()
        room.plays.set()
        wait_until(lambda: home.played() is None and not home.voice.breaks_off())  # the devices are not ours any more
        assert room.loud <= SOUNDS_ON

    assert leave(room, room.no_microphone, lends).out == "Goodbye.\n"


def test_while_it_waits_for_sound_from_the_microphone_it_waits_no_longer(leave):
    room = SlowRoom()
    told = leave(room, room.dumb_microphone)
    assert (told.out, told.err) == ("Goodbye.\n", "")
