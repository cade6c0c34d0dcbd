"""Keys as buttons: the bytes that the kernel sends, read by evdev itself, come out as presses."""

import os
import queue
import struct
from types import SimpleNamespace

import evdev
import pytest
from evdev.eventio import EventIO

from assistant.content.hands import ButtonSettings
from assistant.running.hands import Hands
from assistant.running.keys import Keys, changes, key_devices, named
from assistant.running.learnt import Key, LearntKey
from assistant.words.events import HasButton, Pressed

PEDAL = Key("A Pedal", "0003:1a86:e026", 48)
OTHER = 30
EVENT = "llHHi"
"""struct input_event: seconds, microseconds, type, code and value."""
EV_SYN, EV_KEY, EV_MSC = 0, 1, 4
SYN_DROPPED = 3


def record(*events):
    """What the kernel sends of these (type, code, value); each key is followed by a report, as in a recording."""
    return b"".join(struct.pack(EVENT, 1764277200, 1000 * n, *event) for n, event in enumerate(events))


def key(code, value):
    """What a keyboard sends of a key: its scan code, the key, and the report that both belong together."""
    return (EV_MSC, 4, 0x70005), (EV_KEY, code, value), (EV_SYN, 0, 0)


class Recorded(EventIO):
    """A device whose bytes come from a pipe; they are read and taken apart by evdev as those of any device."""

    def __init__(self, of=PEDAL, path="/dev/input/event7", down=()):
        self.fd, self.written = os.pipe()
        os.set_blocking(self.fd, False)
        self.path, self.name = path, of.device
        bus, vendor, product = (int(part, 16) for part in of.numbers.split(":"))
        self.info = SimpleNamespace(bustype=bus, vendor=vendor, product=product)
        self.down, self.closed, self.gone = list(down), False, False

    def send(self, *events):
        os.write(self.written, record(*(part for event in events for part in event)))

    def read(self):
        if self.gone:
            raise OSError(19, "No such device")
        return super().read()

    def active_keys(self):
        return self.down

    def grab(self):
        raise OSError(16, "Device or resource busy")

    def close(self):
        if not self.closed:
            self.closed = True
            os.close(self.fd)
            os.close(self.written)


def stamps(devices):
    """Each device's path, and a number of its own."""
    return {device.path: id(device) for device in devices}


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


class Desk:
    """Buttons in use, without a thread: what was told is taken from the queue at once."""

    def __init__(self, devices, does="everything", **settings):
        self.clock, self.devices = Clock(), devices
        self.opened: list[str] = []
        self.keys = Keys(
            [LearntKey(PEDAL, "KEY_B", does)], paths=lambda: stamps(self.devices), open_device=self.open, **settings
        )
        self.hands = Hands(ButtonSettings(), [], self.clock)
        self.told = queue.SimpleQueue()
        self.hands.post_to(self.told.put)
        self.keys.look(self.hands)

    def open(self, path):
        self.opened.append(path)
        return next(device for device in self.devices if device.path == path)

    def read(self):
        self.keys.read(self.hands, 0)
        self.hands.catch_up()
        return self.events()

    def wait(self, seconds):
        self.clock.now += seconds
        self.hands.catch_up()
        return self.events()

    def events(self):
        found = []
        while not self.told.empty():
            found.append(self.told.get())
        return found


@pytest.fixture
def pedal():
    device = Recorded()
    yield device
    device.close()


def test_the_bytes_of_a_key_press_become_a_press(pedal):
    desk = Desk([pedal])
    assert desk.events() == [HasButton(naming_s=1.2)]
    pedal.send(key(48, 1))
    assert desk.read() == [Pressed("down")]
    desk.clock.now += 0.2
    pedal.send(key(48, 0))
    assert desk.read() == []
    assert desk.wait(1) == [Pressed("short")]


def test_a_key_that_repeats_itself_is_held(pedal):
    desk = Desk([pedal])
    desk.events()
    pedal.send(key(48, 1))
    assert desk.read() == [Pressed("down")]
    for _ in range(12):
        desk.clock.now += 0.1
        pedal.send(key(48, 2))
        desk.read()
    pedal.send(key(48, 0))
    desk.read()
    assert desk.wait(1) == [Pressed("long")]


def test_what_is_not_learnt_is_not_looked_at(pedal):
    desk = Desk([pedal])
    desk.events()
    pedal.send(key(OTHER, 1), key(OTHER, 0))
    assert desk.read() == []


def test_a_device_of_another_name_is_not_opened(pedal):
    pedal.name = "A Keyboard"
    desk = Desk([pedal])
    assert desk.events() == []
    assert pedal.closed


def test_what_was_passed_over_is_not_opened_again_until_another_device_is_there(pedal):
    other = Recorded(of=Key("A Keyboard", "0003:0001:0001", 48))
    desk = Desk([other])
    for _ in range(3):
        desk.keys.look(desk.hands)
    assert desk.opened == [other.path]
    desk.devices[:] = [pedal]
    desk.keys.look(desk.hands)
    assert desk.opened == [other.path, pedal.path]
    assert desk.events() == [HasButton(naming_s=1.2)]


@pytest.mark.parametrize(
    ("does", "kinds"),
    [
        ("next", ["down", "short"]),
        ("repeat", ["down", "double"]),
        ("pause", ["down", "held", "long"]),
        ("stop", ["down", "very_long"]),
    ],
)
def test_a_key_that_does_a_single_thing_does_it_at_once(pedal, does, kinds):
    desk = Desk([pedal], does)
    desk.events()
    pedal.send(key(48, 1))
    assert desk.read() == [Pressed(kind) for kind in kinds]
    pedal.send(key(48, 0))
    assert desk.read() == []
    assert desk.wait(10) == []


def test_a_device_that_is_unplugged_is_told_of_and_its_press_is_forgotten(pedal):
    desk = Desk([pedal])
    desk.events()
    pedal.send(key(48, 1))
    desk.read()
    pedal.send(key(48, 0))
    pedal.gone = True
    assert desk.read() == [HasButton(there=False, naming_s=1.2)]
    assert desk.wait(60) == []
    back = Recorded()
    desk.devices[:] = [back]
    desk.keys.look(desk.hands)
    assert desk.events() == [HasButton(naming_s=1.2)]
    back.send(key(48, 1))
    assert desk.read() == [Pressed("down")]
    desk.keys.close()
    assert back.closed


def test_what_was_lost_because_too_much_came_is_made_up_for(pedal):
    down = {48}
    pedal.down = [OTHER]
    pedal.send([(EV_SYN, SYN_DROPPED, 0)])
    assert list(changes(pedal, down)) == [(OTHER, True), (48, False)]
    assert down == {OTHER}


def test_a_key_that_was_down_before_it_was_opened_begins_with_its_next_press(pedal):
    desk = Desk([pedal])
    desk.events()
    pedal.send(key(48, 0))
    assert desk.read() == []
    pedal.send(key(48, 1))
    assert desk.read() == [Pressed("down")]


def test_two_devices_are_there_until_both_are_gone(pedal):
    second = Recorded(path="/dev/input/event70")
    desk = Desk([pedal, second])
    assert desk.events() == [HasButton(naming_s=1.2)]
    pedal.send(key(48, 1))
    second.send(key(48, 1))
    desk.read()
    pedal.gone = True
    pedal.send(key(48, 0))
    assert desk.read() == []
    assert [event.press for event in desk.wait(1.5)] == ["held"], "the other one is still down"
    desk.keys.close()


def test_a_device_that_cannot_be_kept_from_others_is_a_button_all_the_same(pedal):
    desk = Desk([pedal], grab=True)
    assert desk.events() == [HasButton(naming_s=1.2)]


@pytest.mark.skipif(not os.access("/dev/uinput", os.W_OK), reason="this machine makes no devices of its own")
def test_a_device_of_the_kernel_presses():
    """A real one: made by uinput, found among all, read, and gone again."""
    with evdev.UInput({evdev.ecodes.EV_KEY: [evdev.ecodes.KEY_B]}, name="a pedal of the tests") as made:
        wanted = next(each for each in key_devices() if each.name == "a pedal of the tests")
        learnt = LearntKey(Key(*named(wanted), evdev.ecodes.KEY_B), "KEY_B", "stop")
        wanted.close()
        told: queue.SimpleQueue[HasButton | Pressed] = queue.SimpleQueue()
        hands = Hands(ButtonSettings(), [Keys([learnt])])
        hands.post_to(told.put)
        hands.start(pytest.fail)
        made.write(evdev.ecodes.EV_KEY, evdev.ecodes.KEY_B, 1)
        made.syn()
        assert [told.get(timeout=20) for _ in range(3)] == [
            HasButton(naming_s=1.2),
            Pressed("down"),
            Pressed("very_long"),
        ]
    assert told.get(timeout=20) == HasButton(there=False, naming_s=1.2)
    hands.close()


def test_presses_come_from_a_thread_in_real_time_and_end_with_it(pedal):
    told: queue.SimpleQueue[HasButton | Pressed] = queue.SimpleQueue()
    keys = Keys(
        [LearntKey(PEDAL, "KEY_B", "everything")], paths=lambda: stamps([pedal]), open_device=lambda _path: pedal
    )
    hands = Hands(ButtonSettings(double=0), [keys])
    hands.start(pytest.fail)
    hands.post_to(told.put)
    pedal.send(key(48, 1))
    assert told.get(timeout=20) == HasButton(naming_s=1.2)
    assert told.get(timeout=20) == Pressed("down")
    pedal.send(key(48, 0))
    assert told.get(timeout=20) in (Pressed("short"), Pressed("held"))  # a busy machine may see it up later
    hands.close()
    assert pedal.closed
