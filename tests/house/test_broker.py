"""The connection to a real broker: what is told and taken, and that nothing of it holds anybody up."""

import json
import queue
from dataclasses import replace

import pytest

from assistant.content.household import HouseSettings
from assistant.house.broker import Broker
from assistant.house.client import try_broker
from assistant.house.discovery import Topics
from assistant.house.outbox import EVENTS_MOST, Happening, Outbox
from assistant.words.errors import LimberError
from tests.support.house import LOOPBACK, USER, Liar, Proxy, free_port, publish
from tests.support.patience import PATIENCE_S

TOPICS = Topics("limber")
MANY = 10_000


class Joined:
    """A Limber at a broker, without its session."""

    def __init__(self, settings, **how):
        self.outbox, self.taken = Outbox(), queue.SimpleQueue()
        self.broker = Broker(
            settings,
            TOPICS,
            self.outbox,
            {"device": "limber"},
            lambda status: {"exercise": status.exercise},
            lambda key, payload: self.taken.put((key, payload)),
            retry_s=(1, 1),
            **how,
        )
        self.broker.start()

    def show(self, exercise):
        self.outbox.change(lambda old: replace(old, exercise=exercise))

    def tell(self, name, number):
        self.outbox.tell(Happening(name, {"number": number}))

    def take(self):
        return self.taken.get(timeout=PATIENCE_S)


def settings(mosquitto, port=None, password_file=None):
    return HouseSettings(LOOPBACK, port or mosquitto.port, USER, str(password_file or mosquitto.password_file))


@pytest.fixture
def join(mosquitto):
    joined = []

    def joins(port=None, **how):
        joined.append(Joined(settings(mosquitto, port), **how))
        return joined[-1]

    yield joins
    for each in joined:
        each.broker.close()


def test_the_house_is_told_who_is_there_how_it_stands_and_when_it_goes(join, somebody):
    limber = join()
    assert somebody.await_message(TOPICS.config) == {"device": "limber"}
    assert somebody.await_message(TOPICS.available) == "online"
    assert somebody.await_message(TOPICS.state) == {"exercise": ""}
    limber.show("Bridge")
    assert somebody.await_message(TOPICS.state) == {"exercise": "Bridge"}
    limber.tell("reminder_due", 1)
    assert somebody.await_message(TOPICS.event("reminder_due")) == {"event_type": "reminder_due", "number": 1}
    limber.broker.close()
    assert somebody.await_message(TOPICS.available) == "offline"


def test_orders_are_taken_and_what_was_kept_for_us_or_is_for_others_is_not(join, somebody):
    somebody.send(TOPICS.order("start"), "PRESS", retain=True)
    somebody.await_message(TOPICS.order("start"))
    limber = join()
    somebody.await_message(TOPICS.available, lambda told: told == "online")
    for topic in ("limber/another/do/stop", TOPICS.order("stop") + "/more", "homeassistant/status"):
        somebody.send(topic, "PRESS")
    somebody.send(TOPICS.order("next"), "PRESS")
    assert limber.take() == ("next", b"PRESS")
    assert limber.taken.empty()
    somebody.send(TOPICS.order("start"), "", retain=True)


def test_ten_thousand_orders_and_a_stop_among_them_all_arrive(join, somebody):
    limber = join()
    somebody.await_message(TOPICS.available, lambda told: told == "online")
    for _ in range(MANY):
        somebody.send(TOPICS.order("\u00fc"), "?" * 50, qos=0)
    somebody.send(TOPICS.order("stop"), "PRESS", qos=0)
    while limber.take()[0] != "stop":
        pass
    assert limber.broker.connected


def test_what_happens_while_the_broker_is_gone_is_told_when_it_is_back(join, somebody, mosquitto):
    proxy = Proxy(mosquitto.port)
    limber = join(proxy.port)
    somebody.await_message(TOPICS.available, lambda told: told == "online")
    proxy.there.clear()
    somebody.listens.clear()
    mosquitto.stop()
    for number in range(EVENTS_MOST + 5):
        limber.tell("help_wanted" if number == 0 else "session_finished", number)
    limber.show("Bridge")
    mosquitto.start()
    assert somebody.listens.wait(PATIENCE_S)
    proxy.there.set()
    got = {}
    while len(got) <= EVENTS_MOST:
        topic, text = somebody.got.get(timeout=PATIENCE_S)
        data = json.loads(text) if text.startswith("{") else {}
        if topic in (TOPICS.event("help_wanted"), TOPICS.event("session_finished")):
            got[data["number"]] = topic
        elif data == {"exercise": "Bridge"}:
            got["status"] = topic
    assert set(got) >= {0, EVENTS_MOST + 4}
    assert limber.outbox.status.lost == 5
    limber.broker.close()
    proxy.close()


def test_a_broker_that_stalls_holds_nobody_up_and_gets_everything_later(join, somebody, mosquitto):
    proxy = Proxy(mosquitto.port)
    limber = join(proxy.port, keepalive_s=1)
    somebody.await_message(TOPICS.available, lambda told: told == "online")
    proxy.flows.clear()
    for number in range(MANY):
        limber.show(f"Exercise {number}")
    for number in range(EVENTS_MOST // 2):
        limber.tell("session_finished", number)
    assert somebody.await_message(TOPICS.available) == "offline"
    proxy.cut()
    proxy.flows.set()
    missing = set(range(EVENTS_MOST // 2))
    while missing:
        missing.discard(somebody.await_message(TOPICS.event("session_finished"))["number"])
    limber.broker.close()
    proxy.close()


def test_a_connection_that_breaks_is_told_to_the_house_by_the_broker(join, somebody, mosquitto):
    proxy = Proxy(mosquitto.port)
    limber = join(proxy.port)
    somebody.await_message(TOPICS.available, lambda told: told == "online")
    proxy.cut()
    assert somebody.await_message(TOPICS.available) == "offline"
    assert somebody.await_message(TOPICS.available) == "online"
    limber.broker.close()
    proxy.close()


def test_one_that_is_not_let_in_goes_on_without_the_house(mosquitto, tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_text("guessed\n")
    limber = Joined(settings(mosquitto, password_file=wrong))
    limber.tell("reminder_due", 1)
    with pytest.raises(LimberError, match=f"the broker {LOOPBACK} refuses: not authorized"):
        try_broker(settings(mosquitto, password_file=wrong))
    assert not limber.broker.connected
    limber.broker.close()


def test_doctor_says_whether_the_broker_answers(mosquitto, tmp_path):
    try_broker(settings(mosquitto))
    port = free_port()
    with pytest.raises(
        LimberError, match=f"the broker {LOOPBACK} does not answer at port {port}: nobody listens there"
    ):
        try_broker(settings(mosquitto, port=port))
    with pytest.raises(LimberError, match="nowhere: there is no such file"):
        try_broker(settings(mosquitto, password_file=tmp_path / "nowhere"))


@pytest.mark.parametrize(
    "lies",
    [
        [publish(TOPICS.order("stop"), b"x" * 4096, length=200_000_000), *[b"x" * 65536] * 3000],
        [publish(TOPICS.order("stop"), b"x" * 4096, qos=2, number=number) for number in range(1, 3000)],
        [b"\xff" * 65536] * 300,
    ],
    ids=["a huge payload", "messages that are never finished", "no messages at all"],
)
def test_a_broker_that_lies_is_left_and_fills_no_memory(join, lies):
    liar = Liar(*lies)
    limber = join(liar.port)
    for _ in range(2):
        assert liar.left.get(timeout=PATIENCE_S) < sum(map(len, lies)) // 2
    assert limber.taken.empty()
    liar.close()


def test_a_broker_that_lies_about_topics_is_not_believed(join):
    foreign = [b"$SYS/x", b"limber/limber/do/", b"\xff\xfe", b"limber/limber/do/stop/+"]
    liar = Liar(*(publish(topic, b"PRESS") for topic in foreign), publish(TOPICS.order("next"), b"PRESS"))
    limber = join(liar.port)
    key, payload = limber.take()
    while not key:
        key, payload = limber.take()
    assert (key, payload) == ("next", b"PRESS")
    liar.close()
