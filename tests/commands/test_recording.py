"""`limber voices record` with its real parts: what somebody reads after the tone becomes the voice's files."""

import queue

import numpy as np
import pytest

from assistant.app import App
from assistant.audio.wav import read_wav
from assistant.commands.recording import own_profile, record
from assistant.hearing.recogniser import BLOCK_S
from assistant.running.kept import Devices
from assistant.settings import Settings
from assistant.speaking.recordings import Recordings
from assistant.words.units import INPUT_RATE
from tests.support.virtual_room import VirtualRoom

TEXTS = ("Ready.", "Lie on your back.", "Bend both knees.")


class Reads:
    """A microphone before which somebody says the next thing each time that it is listened to."""

    behind, overflows = False, 0

    def __init__(self, *sounds):
        self._sounds, self._left = iter(sounds), np.zeros(0, np.float32)
        self._chance = np.random.default_rng(3)

    def start(self):
        pass

    def close(self):
        pass

    def read(self, patience_s):
        if not patience_s:  # what came in while we spoke is forgotten
            self._left = next(self._sounds, np.zeros(0, np.float32))
            return None
        size = round(BLOCK_S * INPUT_RATE)
        block = (1e-4 * self._chance.standard_normal(size)).astype(np.float32)
        part, self._left = self._left[:size], self._left[size:]
        block[: len(part)] += part
        return block


def hearing(*texts):
    """An app before which somebody says these, each after a tone."""
    app = App.open(Settings(model="limber-en"))
    person = app.user_voice()
    try:
        quiet = np.zeros(INPUT_RATE // 2, np.float32)
        sounds = [np.concatenate([quiet, person.clip(text)]) for text in texts]
    finally:
        person.close()
    room = VirtualRoom()
    room.blocks = queue.Queue()
    app.lent = Devices(room.player, lambda: Reads(*sounds))
    return app


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))


def test_what_is_read_is_kept_and_the_next_time_it_goes_on_from_there(capsys):
    anna = own_profile("anna")
    record(hearing("ready", "keep it", "lie on your back", "that's enough"), anna, TEXTS)
    store = Recordings(anna)
    assert [store.has(text) for text in TEXTS] == [True, True, False]
    assert 0.3 < len(read_wav(store.path(TEXTS[1]), INPUT_RATE)) / INPUT_RATE < 2.5
    assert "2 sentences were recorded, and 1 is left." in capsys.readouterr().out
    record(hearing("bend both knees", "again", "bend both knees", "yes"), anna, TEXTS)
    assert store.has(TEXTS[2])
    assert "1 sentence was recorded, and 0 are left." in capsys.readouterr().out
    assert {path.name for path in store.folder.iterdir()} == {store.path(text).name for text in TEXTS}
