"""Being woken: real Vosk and the real model; the name of a file is what is said in it."""

from pathlib import Path

import pytest

from assistant.app import App, load_commands
from assistant.audio.wav import read_wav
from assistant.cli import main
from assistant.content.calling import CALLED, WAKE, resting, standby_vocabulary
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.hearing.enrolling.voice_file import read_own_voice
from assistant.hearing.listener import Listener
from assistant.settings import Settings
from assistant.words.events import Heard
from assistant.words.units import INPUT_RATE
from tests.hearing.test_own_voice import read_aloud

WAVS = Path(__file__).parent / "standby"
OTHERS = sorted((Path(__file__).parent / "wav").glob("*.wav"))
MEANT = {
    "limber": WAKE,
    "limber_start": CALLED + "start",
    "limber_goodnight": CALLED + "goodnight",
    "limber_stop_listening": CALLED + "stop_listening",
}


@pytest.fixture
def listener(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    def make():
        app = App.open(Settings(model="limber-en"), own_voice=read_own_voice())
        commands = standby_vocabulary(app.commands)
        made = Listener(app.recogniser(commands))
        made.listen_for(resting(commands))
        return made

    return make


def woken(listener, path):
    listener.forget()
    return [event.intent for _, event in listener.hear(read_wav(path, INPUT_RATE)) if isinstance(event, Heard)]


def test_it_is_woken_by_its_name_and_by_nothing_else(listener):
    ear = listener()
    called = {path.name: woken(ear, path) for path in sorted(WAVS.glob("*.wav"))}
    assert called == {name: [MEANT[name.split("__")[0]]] for name in called}
    assert len(called) == 2 * len(MEANT)
    assert {path.name: found for path in OTHERS if (found := woken(ear, path))} == {}


def test_what_may_stand_in_standby_is_what_a_session_knows():
    commands = load_commands()
    standby = standby_vocabulary(commands)
    own = {row.intent for row in commands.waking.only}
    for name in resting(standby) - {WAKE}:
        intent = name.removeprefix(CALLED)
        assert intent in own or intent in commands.names
    assert not resting(standby) & set(commands.names)


def test_goodnight_may_stand_before_the_name_too(tmp_path, listener):
    read_aloud(tmp_path, "en-gb", "goodnight limber", 150)
    read_aloud(tmp_path, "en-gb", "goodnight", 150)
    ear = listener()
    assert woken(ear, tmp_path / "goodnight limber-150.wav") == [CALLED + "goodnight"]
    assert woken(ear, tmp_path / "goodnight-150.wav") == []


def test_a_wake_phrase_of_ones_own_is_taught_and_wakes(tmp_path, listener):
    for speed in (150, 165):
        read_aloud(tmp_path, "en-gb", "hello coach", speed)
    read_aloud(tmp_path, "en-gb", "hello coach start", 150)
    files = [str(tmp_path / f"hello coach-{speed}.wav") for speed in (150, 165)]
    assert main(["teach", WAKE, "hello coach", "--recordings", *files]) == 0
    ear = listener()
    assert woken(ear, Path(files[0])) == [WAKE]
    assert woken(ear, tmp_path / "hello coach start-150.wav") == [CALLED + "start"]
    assert woken(ear, next(WAVS.glob("limber__*"))) == [WAKE]


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("coach", "too short for a wake phrase"),
        ("hey you there my coach", "has 5 words; a wake phrase has 4 at the most"),
        ("finish hear", "sounds too much like 'finish here', which is a command"),
        ("limber", "is known already"),
        ("11", "is not a phrase"),
    ],
)
def test_a_phrase_that_cannot_wake_is_refused_in_a_sentence(tmp_path, capsys, monkeypatch, phrase, says):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    read_aloud(tmp_path, "en-gb", "onward")
    assert main(["teach", WAKE, phrase, "--recordings", str(tmp_path / "onward-150.wav")]) == 2
    assert says in capsys.readouterr().err
    assert read_own_voice() == OwnVoice()
