"""What the house may order: nothing but what is offered, and never that a red flag is over."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.coach.person import Person
from assistant.coach.preferences import RATE, VOLUME
from assistant.house.discovery import EVENTS, Topics, document
from assistant.house.orders import BUTTONS, PAYLOAD_MOST, PRESS, Choose, Offered, order
from assistant.house.outbox import EVENTS_MOST, HELP, Happening, Outbox
from assistant.house.rates import BURST, SAME_S, Rate
from assistant.words.arrivals import SetListening, SetReminding
from assistant.words.clinical_records import FlagTakenBack
from assistant.words.effects import Adjust, Keep
from assistant.words.errors import LimberError
from assistant.words.events import AT_HOUSE, Heard, Preferred
from assistant.words.records import PreferenceSet, Unlocked
from tests.coach.test_laws import PEOPLE, ROUTINES, SPEECH, WAITS
from tests.support.drive import Driver, library

OFFERED = Offered({"The usual one": "", "Morning nine": "morning_nine"}, 155, (100, 449))
KEYS = (*BUTTONS, "microphone", "reminders", "routine", "volume", "words")
PAYLOADS = st.one_of(
    st.sampled_from([b"PRESS", b"ON", b"OFF", b"Morning nine", b"100", b"1e3", b"nan", b"-1", b"yes", b"clear", b""]),
    st.binary(max_size=2 * PAYLOAD_MOST),
)
WORDS = library().language.reader("house")


@pytest.mark.parametrize(
    ("key", "payload", "wanted"),
    [
        ("stop", b"PRESS", Heard("stop", (), AT_HOUSE)),
        ("microphone", b"OFF", SetListening(False)),
        ("reminders", b"ON", SetReminding(True)),
        ("routine", b"Morning nine", Choose("morning_nine")),
        ("volume", b"150", Preferred("volume", 1.5)),
        ("words", b"310", Preferred("rate", 2.0)),
    ],
)
def test_each_order_means_one_thing(key, payload, wanted):
    assert order(key, payload, OFFERED) == wanted


@pytest.mark.parametrize(
    ("key", "payload", "told"),
    [
        ("stop", b"press", "'press' is no order to 'stop'"),
        ("clear", b"PRESS", "'PRESS' is no order to 'clear'"),
        ("routine", b"morning_nine", "'morning_nine' is no order to 'routine'"),
        ("volume", b"nan", "it takes a number from 25 to 400"),
        ("words", b"5000", "it takes a number from 100 to 449"),
        ("microphone", b"\xff", "an order to 'microphone' is no text"),
        ("stop", b"x" * 101, "an order to 'stop' is longer than 100 bytes"),
        ("a\x1b[31m", b"\n", "'?' is no order to 'a?[31m'"),
    ],
)
def test_what_is_no_order_is_told_in_a_sentence(key, payload, told):
    with pytest.raises(LimberError) as error:
        order(key, payload, OFFERED)
    assert told in str(error.value)


@given(st.one_of(st.sampled_from(KEYS), st.text(max_size=20)), PAYLOADS)
def test_whatever_comes_is_one_of_few_orders_or_none(key, payload):
    try:
        wanted = order(key, payload, OFFERED)
    except LimberError:
        return
    match wanted:
        case Heard():
            assert wanted.intent in BUTTONS
            assert not wanted.slots
        case Preferred(name, value):
            least, most = VOLUME if name == "volume" else RATE
            assert least <= value <= most


@settings(max_examples=100, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, st.lists(st.tuples(WAITS, st.sampled_from(BUTTONS)), min_size=1, max_size=8))
@example("three_stretches", Person(introduced=True, lock="chest"), [(1.0, Heard("clear"))], [(1.0, "start")] * 3)
@example("three_stretches", Person(introduced=True), [(1.0, Heard("red_flag"))], [(9.0, "next"), (9.0, "easier")])
def test_no_order_ever_clears_a_red_flag_or_takes_one_back(routine, person, speech, orders):
    driver = Driver(routine, person=person)
    for wait, event in speech:
        driver.run(wait)
        driver.event(event)
    lock = driver.coach.person.lock
    before = len(driver.records)
    for wait, key in orders:
        driver.run(wait)
        driver.event(order(key, PRESS.encode(), OFFERED))
    assert driver.coach.person.lock == lock
    assert not any(isinstance(record, Unlocked | FlagTakenBack) for record in driver.records[before:])


@pytest.mark.parametrize("wanted", [Preferred("rate", 1.5), Preferred("volume", 0.5)])
def test_how_we_speak_is_changed_at_once_and_kept_and_nothing_is_said(wanted):
    driver = Driver("three_stretches")
    driver.hear("start")
    before = len(driver.effects)
    driver.event(wanted)
    effects = [effect for _, effect in driver.effects[before:]]
    assert effects == [Adjust(wanted.name, wanted.value), Keep(PreferenceSet(wanted.name, wanted.value))]
    assert driver.coach.person.preferences[wanted.name] == wanted.value


def test_however_many_orders_come_few_are_taken_and_stop_always_is():
    rate, stop = Rate(), Heard("stop")
    taken = [each for each in range(1000) if rate.lets(Heard("next"), each / 1000)]
    assert BURST <= len(taken) <= BURST + 2
    assert rate.lets(stop, 1.0)
    assert not rate.lets(stop, 1.0 + SAME_S / 2)
    assert rate.lets(Heard("pause"), 1.0 + SAME_S / 2)
    assert rate.lets(stop, 1.0 + SAME_S / 2)
    assert rate.lets(Heard("next"), 60.0)


def test_of_events_that_wait_too_long_a_call_for_help_is_the_last_to_be_given_up():
    outbox = Outbox()
    for number in range(2 * EVENTS_MOST):
        outbox.tell(Happening(HELP if number == 3 else "reminder_due", {"number": number}))
    post = outbox.take(0, may_show=lambda: False, room=lambda: 2 * EVENTS_MOST)
    numbers = [event.data["number"] for event in post.events]
    assert len(numbers) == EVENTS_MOST
    assert numbers[0] == 3
    assert numbers[-1] == 2 * EVENTS_MOST - 1
    assert outbox.status.lost == EVENTS_MOST


@pytest.mark.parametrize("health", [True, False])
def test_the_document_names_every_entity_and_says_nothing_of_health_unless_it_may(health):
    told = document("Kitchen", Topics("kitchen"), WORDS, OFFERED, health=health)
    components = told["components"]
    assert json.loads(json.dumps(told)) == told
    assert len({each["unique_id"] for each in components.values()}) == len(components) == 23 + health
    assert {each["command_topic"].rpartition("/")[2] for each in components.values() if "command_topic" in each} == {
        *KEYS
    }
    assert set(EVENTS) <= set(components)
    assert {each["platform"] for each in components.values()} == {
        *("button", "select", "number", "switch", "sensor", "binary_sensor", "event")
    }
    assert all(WORDS.language.texts["house"][f"entities.{key}"] == each["name"] for key, each in components.items())
    assert ("pain" in components) == health
    assert (WORDS.named("states", "locked") in components["state"]["options"]) == health
