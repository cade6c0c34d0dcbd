"""Which voices there are to choose from, and that standby speaks with the one that was chosen."""

import queue
import threading

import numpy as np
import pytest

from assistant.app import App
from assistant.commands.recording import own_profile
from assistant.commands.standby_voice import StandbyVoice
from assistant.commands.voices import said_by
from assistant.narration.phrasing import FULL, Phrasing
from assistant.places import VOICES
from assistant.running.mouth import Mouth
from assistant.running.own_activities import write_private
from assistant.running.voices import keep_voice, prepared_store, sample_of, to_choose_from
from assistant.settings import Settings, load_settings
from assistant.speaking.preparing import prepared
from assistant.speaking.profile import load_profile
from assistant.speaking.recordings import Recordings
from tests.support.drive import library
from tests.support.patience import wait_until
from tests.support.virtual_room import VirtualRoom


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    return tmp_path


def open_room():
    """A room in which sound is gone although nobody listens."""
    room = VirtualRoom()
    room.blocks = queue.Queue()
    return room


def texts(said):
    return Phrasing(library(), {}).say(said, FULL)


def test_what_is_offered_can_be_heard_at_once_and_speaks_for_us(home):
    assert [*to_choose_from(library(), "plain", home)] == ["plain", "american", "clear"]
    joe = load_profile(VOICES / "joe.yaml")
    list(prepared(joe, prepared_store(joe), sample_of(library(), joe)))
    assert [*to_choose_from(library(), "plain", home)] == ["plain", "american", "clear", "joe"]


@pytest.mark.usefixtures("home")
def test_a_recorded_voice_is_offered_once_its_sample_is_recorded(tmp_path):
    anna = own_profile("anna")
    first, *others = sample_of(library(), anna)
    write_private(Recordings(anna).path(first), np.full(1600, 0.1, np.float32), "not kept")
    assert "anna" not in to_choose_from(library(), "clear", tmp_path)
    for text in others:
        write_private(Recordings(anna).path(text), np.full(1600, 0.1, np.float32), "not kept")
    assert to_choose_from(library(), "clear", tmp_path)["anna"] == "anna"
    assert said_by(App.open(Settings()), anna)[: len(others) + 1] == (first, *others)


def test_a_broken_profile_of_ones_own_hides_no_other_voice(home):
    (home / "DATA/limber/own-voices").mkdir(parents=True)
    (home / "DATA/limber/own-voices/anna.yaml").write_text("engine: sing\n")
    assert [*to_choose_from(library(), "clear", home)] == ["clear", "american", "plain"]


@pytest.mark.usefixtures("home")
def test_standby_says_the_sample_in_its_voice_keeps_it_and_goes_by_what_a_session_chose():
    voice = StandbyVoice(Settings())
    with Mouth(open_room().player(), voice.made()) as mouth:
        voice.sample(mouth, texts, "american")
        assert voice.keep(mouth, "american").key == "voice_chosen"
        mouth.say("Ready.")
    assert load_settings().voice == voice.settings.voice == "american"
    keep_voice("plain")
    voice.look_again()
    assert voice.settings.voice == "plain"


@pytest.mark.usefixtures("home")
def test_standby_renders_what_the_voice_lacks_while_it_is_quiet_and_stops_at_once():
    joe = load_profile(VOICES / "joe.yaml")
    voice, store = StandbyVoice(Settings(voice="joe")), prepared_store(joe)
    voice.render(quiet=False)
    assert not store.begun()
    voice.render(quiet=True)
    voice.render(quiet=True)  # each turn of the loop says so again
    wait_until(store.begun)
    voice.render(quiet=False)
    assert not any(thread.name == "meanwhile" for thread in threading.enumerate())
    kept = store.size()
    assert store.has(sample_of(library(), joe)[0])
    voice.render(quiet=False)
    assert store.size() == kept


@pytest.mark.usefixtures("home")
def test_standby_renders_nothing_for_a_voice_that_speaks_at_once_or_cannot_be_had(tmp_path):
    (tmp_path / "mine.yaml").write_text("engine: piper\nvoice: gone.onnx\nrate: 150\nown_rate: 180\n")
    for name in ("clear", str(tmp_path / "mine.yaml"), "nobody"):
        StandbyVoice(Settings(voice=name)).render(quiet=True)
        assert not any(thread.name == "meanwhile" for thread in threading.enumerate())


def test_a_voice_that_cannot_be_written_down_is_spoken_with_all_the_same(home):
    (home / "CONFIG").write_text("")
    voice = StandbyVoice(Settings())
    with Mouth(open_room().player(), voice.made()) as mouth:
        assert voice.keep(mouth, "american").key == "voice_not_kept"
    assert voice.settings.voice == "american"
