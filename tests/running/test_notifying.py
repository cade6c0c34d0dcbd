"""What the manager of services is told, over a real socket, and when it is told that we live."""

import os
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.running.liveness import Liveness
from assistant.running.notifying import Notifier, notifier
from assistant.running.pulse import PREPARES_S, STEP_S, Pulse
from assistant.words.units import Frames

UNIQUE = f"@limber-test-{os.getpid()}"


@pytest.fixture(params=["a file", "no file"])
def manager(request, tmp_path):
    """A manager's socket; (its address, the socket)."""
    address = str(tmp_path / "notify") if request.param == "a file" else UNIQUE
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(address.replace("@", "\0"))
        listening.setblocking(False)
        yield address, listening


def told(listening):
    messages = []
    while True:
        try:
            messages.append(listening.recv(4096).decode())
        except BlockingIOError:
            return messages


def test_each_message_is_one_datagram(manager):
    address, listening = manager
    speak = notifier({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "20000000"})
    speak.ready()
    speak.status("It waits\nfor a sound card.")
    speak.begins_longer(30.5)
    speak.alive()
    speak.stopping()
    assert told(listening) == [
        "READY=1", "STATUS=It waits for a sound card.", "EXTEND_TIMEOUT_USEC=30500000", "WATCHDOG=1", "STOPPING=1",
    ]  # fmt: skip
    assert speak == Notifier(address, 20)
    assert speak.watched


def test_no_program_that_we_start_speaks_for_us():
    environment = {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "12", "HOME": "/home/somebody"}
    notifier(environment)
    assert environment == {"HOME": "/home/somebody"}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Notifier()),
        ({"NOTIFY_SOCKET": ""}, Notifier()),
        ({"NOTIFY_SOCKET": "vsock:2:1234"}, Notifier()),
        ({"NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": ""}, Notifier("/n")),
        ({"NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "0"}, Notifier("/n")),
        ({"NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "soon"}, Notifier("/n")),
        ({"NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "-5"}, Notifier("/n")),
    ],
)
def test_whatever_the_environment_holds_is_understood_or_left_out(environment, expected):
    assert notifier(environment) == expected
    assert not expected.watched


@pytest.mark.parametrize("address", ["/no/such/folder/notify", "@nobody-listens-here", "/" + 300 * "x", "/a\0b"])
def test_a_manager_that_cannot_be_reached_stops_nothing(address):
    Notifier(address).ready()


def test_a_manager_that_reads_nothing_holds_nobody_up(tmp_path):
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(address)
        for _ in range(1000):  # many more than wait in a socket
            Notifier(address).status("x" * 1000)


moved = st.sampled_from([0, 1, 480, None])
"""By how many frames a device moves between two looks; None: it is closed on purpose."""


class Counted(Notifier):
    """Counts how often it was told that we live."""

    fed = 0

    def alive(self) -> None:
        Counted.fed += 1


@given(st.lists(st.tuples(moved, moved, st.booleans()), max_size=30))
def test_it_is_fed_when_and_only_when_every_open_device_has_moved_since_it_was_last_fed_and_nothing_hangs(steps):
    clock = 0.0
    pulse = Pulse(lambda: clock)
    devices = {"microphone": 0, "speaker": 0}
    closed = {"microphone": False, "speaker": False}

    def frames(name):
        return lambda: None if closed[name] else Frames(devices[name])

    liveness = Liveness(Counted("@", 20), frames("microphone"), frames("speaker"), pulse)
    since = dict.fromkeys(devices, 0)
    """How far each has moved since the last feeding."""
    for *step, hangs in steps:
        pulse.beat()
        clock += STEP_S + 1 if hangs else STEP_S
        for name, by in zip(devices, step, strict=True):
            closed[name] = by is None
            devices[name] += by or 0
            since[name] += by or 0
        before = Counted.fed
        liveness.look()
        flows = all(closed[name] or since[name] for name in devices)
        assert (Counted.fed > before) == (flows and not hangs)
        assert liveness.deaf != flows
        if Counted.fed > before:
            since = {name: int(closed[name]) for name in devices}  # one that is opened again is believed once


@given(st.lists(st.tuples(st.floats(0, 200), st.sampled_from([None, STEP_S, PREPARES_S]))))
def test_the_thread_that_decides_is_late_when_it_has_not_beaten_within_what_it_asked_for(steps):
    clock, due = 0.0, PREPARES_S
    pulse = Pulse(lambda: clock)
    for passes, asks in steps:
        clock += passes
        assert pulse.late == (clock > due)
        if asks is not None:
            pulse.beat(asks)
            due = clock + asks


def test_where_nobody_restarts_us_nothing_is_watched():
    asked: list[None] = []

    def frames():
        asked.append(None)
        return Frames(0)

    for way in (Notifier(), Notifier("/n"), Notifier("", 20)):
        Liveness(way, frames, frames, Pulse()).watch()
    assert len(asked) == 6  # once each, when it begins


def test_a_thread_feeds_until_it_is_closed(manager):
    address, listening = manager
    listening.settimeout(60)
    frames = iter(range(10**9))
    liveness = Liveness(Notifier(address, 0.004), lambda: Frames(next(frames)), lambda: Frames(next(frames)), Pulse())
    liveness.watch()
    assert [listening.recv(100) for _ in range(3)] == 3 * [b"WATCHDOG=1"]
    liveness.close()
