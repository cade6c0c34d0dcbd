"""Devices that stay open from session to session, and are opened anew when nothing flows through them."""

import queue
from dataclasses import dataclass, field

import numpy as np
import pytest

from assistant.audio.speaker import BLOCK
from assistant.running.kept import FILLS, KeptDevices
from assistant.running.links import SILENT_S
from assistant.running.pulse import PREPARES_S
from assistant.words.errors import DeviceError

SOUND = np.full(BLOCK, 0.5, np.float32)


@dataclass
class Card:
    """A sound card: what it has opened, and what it lists."""

    there: bool = True
    now: float = 0.0
    players: list["Player"] = field(default_factory=list)
    microphones: list["Microphone"] = field(default_factory=list)
    looks: int = 0

    def player(self):
        self.players.append(Player(self))
        return self.players[-1]

    def microphone(self):
        self.microphones.append(Microphone(self))
        return self.microphones[-1]

    def look_anew(self):
        assert not any(player.open for player in self.players)
        assert not any(microphone.open for microphone in self.microphones)
        self.looks += 1


@dataclass
class Player:
    card: Card
    failed: str = ""
    underruns: int = 0
    open: bool = True

    def __post_init__(self):
        if not self.card.there:
            raise DeviceError("no loudspeaker was found on this machine", "speaker")

    def start(self, render):
        self.render = render

    def close(self):
        self.open = False

    def ask(self):
        """It asks for its next block."""
        return self.render(BLOCK)


@dataclass
class Microphone:
    card: Card
    overflows: int = 0
    open: bool = True
    blocks: "queue.SimpleQueue[np.ndarray]" = field(default_factory=queue.SimpleQueue)

    def start(self):
        if not self.card.there:
            raise DeviceError("the microphone cannot be started", "microphone")

    @property
    def behind(self):
        return not self.blocks.empty()

    def read(self, timeout):  # noqa: ARG002 (what is not there now does not come)
        return self.blocks.get_nowait() if self.behind else None

    def close(self):
        self.open = False


@pytest.fixture
def card():
    return Card()


@pytest.fixture
def kept(card):
    return KeptDevices(card.player, card.microphone, card.look_anew, lambda: card.now)


def test_one_loudspeaker_plays_for_one_after_the_other_and_silence_in_between(kept, card):
    for _ in range(100):
        player = kept.player()
        player.start(lambda _frames: SOUND)
        (device,) = card.players
        assert device.ask() is SOUND
        player.close()
        assert not device.ask().any()
    assert kept.played == 200 * BLOCK - FILLS


def test_one_microphone_is_heard_by_one_after_the_other_each_from_its_own_beginning(kept, card):
    for number in range(50):
        microphone = kept.microphone()
        (device,) = card.microphones
        device.blocks.put(np.zeros(320, np.float32))  # from before
        microphone.start()
        device.blocks.put(np.full(320, number, np.float32))
        assert microphone.read(0.1)[0] == number
        microphone.close()
    assert kept.heard == 50 * 320


def test_a_loudspeaker_that_failed_or_stands_still_is_opened_anew(kept, card):
    player = kept.player()
    card.players[0].failed = "unplugged"
    player.close()
    assert not card.players[0].open
    player = kept.player()
    player.start(lambda _frames: SOUND)
    card.players[1].ask()
    card.now += SILENT_S
    player.close()
    assert not card.players[1].open
    kept.player()
    assert len(card.players) == 3


def test_a_microphone_that_gave_nothing_is_opened_anew(kept, card):
    microphone = kept.microphone()
    for _ in range(20):
        assert microphone.read(SILENT_S / 10) is None
    microphone.close()
    assert not card.microphones[0].open
    kept.microphone()
    assert len(card.microphones) == 2


def test_a_microphone_that_was_silent_for_a_moment_is_kept(kept, card):
    microphone = kept.microphone()
    microphone.read(SILENT_S / 4)
    card.microphones[0].blocks.put(np.zeros(320, np.float32))
    microphone.read(SILENT_S)
    microphone.read(SILENT_S / 4)
    microphone.close()
    assert card.microphones[0].open


def test_devices_are_listed_anew_whenever_both_were_closed(kept, card):
    card.there = False
    for _ in range(3):
        with pytest.raises(DeviceError):
            kept.microphone()
        with pytest.raises(DeviceError):
            kept.player()
    assert card.looks == 6
    card.there = True
    kept.microphone(), kept.player()
    assert card.looks == 7
    kept.close()
    assert not card.players[-1].open
    assert not card.microphones[-1].open


def test_what_flows_is_counted_and_stands_still_when_nothing_flows(kept, card):
    kept.player()
    microphone = kept.microphone()
    assert (kept.played, kept.heard) == (0, 0)
    for _ in range(FILLS // BLOCK + 1):
        card.players[0].ask()
    assert (kept.played, kept.heard) == (BLOCK, 0)
    microphone.read(0.1)
    assert kept.heard == 0


def test_a_loudspeaker_that_fails_while_nobody_looks_after_it_is_known_to_be_lost(kept, card):
    assert not kept.lost
    kept.player()
    card.now += SILENT_S - 0.1
    assert not kept.lost
    card.now += 0.2
    assert kept.lost
    card.players[0].ask()
    assert not kept.lost
    card.players[0].failed = "unplugged"
    assert kept.lost


def test_a_loudspeaker_that_is_only_filled_again_and_again_does_not_move(kept, card):
    for _ in range(20):
        kept.player()
        for _ in range(FILLS // BLOCK):
            card.players[-1].ask()
        kept.close_player()
    assert kept.played == 0


def test_while_another_makes_ready_to_listen_nobody_need_listen_but_not_for_ever(kept, card):
    assert kept.changes_hands
    for number in range(3):
        microphone = kept.microphone()
        assert not kept.changes_hands
        card.microphones[-1].blocks.put(np.full(320, number, np.float32))
        assert microphone.read(0.1) is not None
        microphone.close()
        assert kept.changes_hands
    microphone.close()
    card.now += PREPARES_S
    assert not kept.changes_hands


@pytest.mark.parametrize("waits", [0.0, SILENT_S])
def test_a_microphone_that_never_gave_anything_is_no_change_of_hands(kept, card, waits):
    """One that is lost is opened and closed again and again; that must not look like somebody making ready."""
    for _ in range(3):
        microphone = kept.microphone()
        microphone.read(waits)
        microphone.close()
        card.now += SILENT_S
        assert not kept.changes_hands


def test_a_microphone_that_cannot_be_opened_is_no_change_of_hands(kept, card):
    card.there = False
    with pytest.raises(DeviceError):
        kept.microphone()
    assert not kept.changes_hands
