"""A Limber that stays, with its real parts, at a real broker: a session is begun, seen and ended from the house."""

import argparse
import threading
from datetime import time

import pytest

from assistant.coach.person import cleared
from assistant.commands.attached import Attached
from assistant.commands.housing import house_in_use
from assistant.commands.remembering import opened
from assistant.commands.staying import Home
from assistant.content.household import HouseSettings
from assistant.history.store import Store
from assistant.house import broker, rates
from assistant.house.discovery import Topics
from assistant.running.kept import KeptDevices
from assistant.running.reminders import Calls
from assistant.running.resident import Resident
from assistant.running.standby import Standby
from assistant.settings import Settings
from assistant.words.arrivals import Leaving
from tests.support.drive import library
from tests.support.house import LOOPBACK, USER
from tests.support.virtual_room import VirtualRoom

ASKED = argparse.Namespace(routine="", minutes=0, place="", no_kneeling=False, gentle=False)
TOPICS = Topics("kitchen")


@pytest.fixture
def settings(tmp_path, monkeypatch, mosquitto):
    for name in ("DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    monkeypatch.setattr(broker, "SHOWS_S", 0.05)
    monkeypatch.setattr(rates, "SAME_S", 0.0)  # the script is faster than a hand
    with Store() as store:
        store.keep_person(cleared(library().screening, 20_000))
    house = HouseSettings(LOOPBACK, mosquitto.port, USER, str(mosquitto.password_file), name="Kitchen")
    return Settings(model="limber-en", house=house)


def stay(settings, script):
    """Stay for as long as the house goes through its script, in a thread of its own."""
    room, failed = VirtualRoom(), []
    with opened("go on") as store, house_in_use(settings, store) as house:
        home = Home(ASKED, settings, store, Calls, lambda: True)
        home.listen(KeptDevices(room.player, room.microphone, lambda: None))
        home.resident = Resident(home, Standby(time(7)))
        home.attached = Attached(house=house, resting=home.resident.inbox.put)
        home.attached.begin_from_afar()

        def follow():
            try:
                script()
            except BaseException as error:  # noqa: BLE001 (it is told when the stay is over)
                failed.append(error)
                home.leave()
            home.resident.inbox.put(Leaving())

        other = threading.Thread(target=follow)
        other.start()
        home.resident.run()
        other.join()
        home.lend()
    assert not failed, failed


def test_a_session_is_begun_seen_and_ended_from_the_house_and_health_stays_at_home(settings, somebody):
    seen = []

    def shows(**values):
        def fits(told):
            seen.append(told)
            return all(told[key] == value for key, value in values.items())

        return somebody.await_message(TOPICS.state, fits)

    def press(key, payload="PRESS"):
        somebody.send(TOPICS.order(key), payload)

    def script():
        shows(state="waiting", microphone=True, chosen="The usual one", minutes_week=0, last_session=None)
        press("volume", "150")
        shows(volume=150)
        press("routine", library().routines["office_micro"].name)
        shows(chosen=library().routines["office_micro"].name)
        press("microphone", "OFF")
        shows(state="microphone closed", microphone=False)
        press("start")
        press("reminders", "OFF")
        shows(state="microphone closed", reminders=False)
        press("microphone", "ON")
        shows(state="waiting", microphone=True)
        press("start")
        shows(state="asking", routine=library().routines["office_micro"].name, volume=150)
        press("next")
        press("microphone", "OFF")
        press("stop")
        shows(state="paused")
        press("stop")
        told = somebody.await_message(TOPICS.event("session_finished"))
        assert (told["event_type"], told["how"], told["routine"]) == ("session_finished", "left", "office_micro")
        shows(state="waiting", microphone=True, exercise=None, seconds_left=None)

    stay(settings, script)
    assert somebody.await_message(TOPICS.available, lambda told: told == "offline")
    assert all("pain" not in told and told["state"] != "locked by a warning" for told in seen)
    with Store() as store:
        assert store.person().preferences["volume"] == 1.5


def test_without_a_house_nothing_is_sent_and_nothing_is_there():
    with opened("go on") as store, house_in_use(Settings(), store) as house:
        assert house is None
