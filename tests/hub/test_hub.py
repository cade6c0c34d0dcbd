"""A real hub at a real broker, with speakers that are nothing but their messages."""

import json
import sqlite3
from contextlib import ExitStack, closing, contextmanager

import pytest

from assistant.content.household import HouseSettings
from assistant.hub import clerk
from assistant.hub import collected as collected_module
from assistant.hub import hub as hub_module
from assistant.hub.collected import Collected
from assistant.hub.hub import Hub
from assistant.hub.messages import (
    HERE,
    About,
    HubHere,
    HubTopics,
    OfferedPlan,
    PlanAnswer,
    Stored,
    read_message,
    written,
)
from assistant.words.errors import LimberError
from tests.hub.test_collected import of, session
from tests.hub.test_messages import DEVICE
from tests.support.house import LOOPBACK, OTHER, OTHERS_PASSWORD, Liar, publish
from tests.support.patience import wait_until

TOPICS = HubTopics("kitchen")


@pytest.fixture
def settings(mosquitto, tmp_path):
    (tmp_path / "password").write_text(OTHERS_PASSWORD)
    return HouseSettings(LOOPBACK, mosquitto.port, OTHER, str(tmp_path / "password"))


@pytest.fixture
def kept(tmp_path, clock, monkeypatch):
    monkeypatch.setattr(collected_module, "BUSY_S", 0.1)
    monkeypatch.setattr(hub_module, "SETTLES_S", 0.3)
    monkeypatch.setattr(clerk, "TRIES_S", 0.1)
    with closing(Collected(f"sqlite:///{tmp_path}/clinic.db", clock)) as found:
        yield found


@contextmanager
def running(settings, kept):
    hub = Hub(settings, kept)
    hub.start()
    try:
        yield hub
    finally:
        hub.close()


class Told:
    """A speaker: it tells of itself, and sends what it has until that is stored."""

    def __init__(self, somebody, hub):
        self._somebody = somebody
        somebody.send(TOPICS.about, written(About(DEVICE, "K\u00fcche <script>", False)), retain=True)
        wait_until(hub.seen)

    def sends(self, *sessions):
        for each in sessions:
            self._somebody.send(TOPICS.session, written(each))

    def stored(self, *sessions):
        """Wait until these are confirmed."""
        wanted = {each.id for each in sessions}
        while wanted:
            told = self._somebody.await_message(TOPICS.stored)
            wanted -= set(read_message(json.dumps(told).encode(), Stored).sessions)

    def leaves(self):
        self._somebody.send(TOPICS.about, "", retain=True)


def test_a_speaker_is_shown_gets_plans_and_its_sessions_are_stored_once(settings, kept, somebody, clock):
    with running(settings, kept) as hub:
        speaker = Told(somebody, hub)
        somebody.send("limber/kitchen/available", "online", retain=True)
        somebody.send(
            "limber/kitchen/state", json.dumps({"state": "exercising", "exercise": "Bridge", "pain": 3}), retain=True
        )
        wait_until(lambda: hub.seen()[0].online and hub.seen()[0].state)
        assert hub.seen()[0].state == {"state": "exercising", "exercise": "Bridge"}
        with pytest.raises(LimberError, match="belongs to nobody"):
            hub.send_plan("kitchen", "mine.yaml", "id: mine")
        speaker.sends(session(0, clock))  # it has no name yet, and so it stays where it is
        clock.goes_on(minutes=1)
        hub.belongs("kitchen", "Patient 7")
        clock.goes_on(minutes=1)
        told = session(1, clock)
        speaker.sends(told, told)
        speaker.stored(told)
        assert of(kept, "Patient 7") == [told.id]
        hub.send_plan("kitchen", "mine.yaml", "id: mine")
        plan = read_message(json.dumps(somebody.await_message(TOPICS.plan)).encode(), OfferedPlan)
        somebody.send(TOPICS.answer, written(PlanAnswer(plan.id, "waits")))
        wait_until(lambda: kept.overview()[DEVICE]["plans"][0]["answer"] == "waits")
        speaker.leaves()
        wait_until(lambda: not hub.seen())
        with pytest.raises(LimberError, match="does not allow it any more"):
            hub.send_plan("kitchen", "mine.yaml", "id: mine")
    with running(settings, kept) as hub:
        speaker = Told(somebody, hub)
        assert somebody.await_message(TOPICS.plan)["id"] == plan.id
        speaker.leaves()


def test_while_the_database_cannot_be_written_nothing_is_confirmed_and_then_it_is_asked_for(
    settings, kept, somebody, clock, tmp_path
):
    with (
        running(settings, kept) as hub,
        closing(sqlite3.connect(tmp_path / "clinic.db", isolation_level=None)) as other,
    ):
        speaker = Told(somebody, hub)
        hub.belongs("kitchen", "Patient 7")
        clock.goes_on(minutes=1)
        told = session(1, clock)
        other.execute("BEGIN EXCLUSIVE")
        speaker.sends(told)
        wait_until(lambda: "another program is writing to it" in hub.trouble)
        other.execute("ROLLBACK")
        while not somebody.got.empty():
            assert somebody.got.get()[0] != TOPICS.stored
        somebody.await_message(TOPICS.wants)
        wait_until(lambda: not hub.trouble)
        speaker.sends(told)
        speaker.stored(told)
        assert of(kept, "Patient 7") == [told.id]
        speaker.leaves()


def test_there_is_one_hub_at_a_time(settings, kept, somebody):
    with running(settings, kept) as hub:
        with pytest.raises(LimberError, match="another hub is at this broker already, on the machine "):
            Hub(settings, kept).start()
        assert not hub.gone
        somebody.send(HERE, written(HubHere("0", "elsewhere")), retain=True)
        wait_until(lambda: hub.gone)
        assert hub.gone == "another hub has come to this broker, on the machine elsewhere; this one ends"
    somebody.send(HERE, "", retain=True)
    with running(settings, kept) as hub:
        somebody.send(HERE, written(HubHere("z" * 16, "elsewhere")), retain=True)
        somebody.await_message(HERE, lambda told: told and told["hub"] != "z" * 16)
        assert not hub.gone
    assert somebody.await_message(HERE, lambda told: told == "") == ""


def test_what_somebody_at_the_broker_makes_up_changes_nothing(settings, kept, somebody, clock):
    with running(settings, kept) as hub:
        speaker = Told(somebody, hub)
        hub.belongs("kitchen", "Patient 7")
        clock.goes_on(minutes=1)
        foreign = session(1, clock, device="f" * 16)
        unseen = HubTopics("attic")
        for topic, payload in [
            (TOPICS.session, "{"), (TOPICS.session, "[" * 5000), (TOPICS.session, written(foreign)), (TOPICS.answer, "{}"),
            (unseen.session, written(foreign)), (unseen.about, '{"device": "x"}'), ("limber/A/B/hub/about", "{}"),
            ("limber/<script>/hub/about", written(About(DEVICE, "x", False))), ("limber/kitchen/state", "NaN"),
        ]:  # fmt: skip
            somebody.send(topic, payload)
        told = session(2, clock)
        speaker.sends(told)
        speaker.stored(told)
        assert of(kept, "Patient 7") == [told.id]
        assert [each.slug for each in hub.seen()] == ["kitchen"]
        speaker.leaves()


def test_a_broker_that_lies_is_left(kept):
    lies = [publish(TOPICS.session, b"x" * 4096, length=200_000_000), *[b"x" * 65536] * 100]
    liar = Liar(*lies)
    lied = HouseSettings(LOOPBACK, liar.port)
    with ExitStack() as opened:
        opened.callback(liar.close)
        hub = Hub(lied, kept)
        hub.start()
        opened.callback(hub.close)
        assert liar.left.get() is not None
        wait_until(lambda: liar.left.qsize() > 1)
        assert hub.seen() == []


def test_a_broker_that_is_not_there_is_one_sentence(kept):
    with pytest.raises(LimberError, match=f"the broker {LOOPBACK} does not answer at port 1: nobody listens there"):
        Hub(HouseSettings(LOOPBACK, 1), kept).start()
