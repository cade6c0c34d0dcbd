"""The whole program on a virtual sound card: spoken commands in at the microphone, spoken answers out at the speaker."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz.distance import LCSseq

from assistant.audio.wav import read_wav
from assistant.coach.person import cleared
from assistant.history.store import Store
from assistant.words.units import OUTPUT_RATE
from tests.room.conftest import RERUNS
from tests.support.drive import library
from tests.support.patience import PATIENCE_S

HERE = Path(__file__).parent
CLEARER = {"go_on": "flite"}
"""What another voice than espeak says: its "go on" is now and then taken for "pause now"."""
WAV = HERE.parent / "hearing/wav"
NEEDED = ("pipewire", "wireplumber", "pipewire-pulse", "pactl", "paplay", "parec", "pacat", "dbus-run-session")
pytestmark = pytest.mark.flaky(reruns=RERUNS)
"""A virtual sound card loses sound when the machine is busy with something else; then a session is tried again."""
ECHO = 1.0
"""The echo is as loud in the microphone as what is played; the commands are softer."""
SHORTEST = ("--routine", "office_micro")
"""The routine with the shortest welcome. Its only exercise is the stand-up break."""
ON_THE_FLOOR = ("--routine", str(HERE / "on_the_floor.yaml"))
"""One with a welcome as short, which leads down to the floor."""
FIRST = [
    {"until": "how strong is your pain", "play": "next", "heard": "next"},
    {"until": "when everything is in its place", "play": "ready", "heard": "ready"},
]
"""The person is known and healthy, says nothing about pain, and has the chair at hand."""
LEAVE = {"until": "We stopped early", "interrupt": True}
"""The session is over; nobody waits for the rest of its goodbye."""


def pipewire():
    """The first number of the sound server's version; 0 where it is not installed."""
    if not shutil.which("pipewire"):
        return 0
    told = subprocess.run(["pipewire", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"libpipewire (\d+)", told)
    return int(found[1]) if found else 0


def be_known(history):
    """Somebody healthy, with a chair, a bed and a wall, has done another exercise often, so that the welcome is short."""
    known = cleared(library().screening, datetime.now().astimezone().toordinal())
    with Store(history) as store:
        store.keep_person(replace(known, practised={"pelvic_glide": round(library().pacing.full_times)}))


def say(name):
    voice = CLEARER.get(name, "espeak")
    return str(next(path for folder in (WAV, WAV.parent / "standby") for path in folder.glob(f"{name}__{voice}*.wav")))


def inside(folder, steps, *words, echo=0.0, reconnects=False):
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    be_known(folder / "data/limber/history.db")
    steps = [{**step, "play": say(step["play"])} if "play" in step else step for step in steps]
    return subprocess.run(
        ["dbus-run-session", "--", str(HERE / "room.sh"), sys.executable, "-m", "tests.room.inside", str(folder),
         json.dumps(steps), *words],
        cwd=HERE.parents[1], capture_output=True, text=True, timeout=PATIENCE_S,
        env={**os.environ, "XDG_RUNTIME_DIR": str(runtime), "XDG_DATA_HOME": str(folder / "data"),
             "ECHO": str(echo), "RECONNECTS": str(reconnects).lower(), "PYTHON": sys.executable},
    )  # fmt: skip


def heard(done):
    """The commands; what is said twice in one breath counts once, and so does what was said again and then heard twice."""
    lines = [line.strip("> \n").removeprefix("[unk] ") for line in done.stdout.splitlines() if line.startswith("    >")]
    lines = [line for line in lines if not line.endswith("(not a command)") and line != "ctrl-c"]
    found = [" ".join(dict.fromkeys(line.split())) for line in lines]
    again = [line.removeprefix("again: ") for line in done.stdout.splitlines() if line.startswith("again: ")]
    for words in again:
        twice = [at for at in range(1, len(found)) if found[at - 1] == found[at] == words]
        if twice and words != "next":  # "next" twice is two answers
            del found[twice[0]]
    return found


def test_every_command_is_heard_and_obeyed_and_it_all_sounds(tmp_path):
    done = inside(tmp_path, [{"beside": "microphone"}, *FIRST,
        {"until": "Stand-up break", "play": "stop"},
        {"until": "Everything has stopped", "play": "go_on", "heard": "go on"},
        {"until": "Stand behind a steady chair", "play": "im_done", "heard": "i'm done"},
    ], *SHORTEST)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert heard(done) == ["next", "ready", "stop", "go on", "i'm done"]
    assert "stopped early" in done.stdout
    with Store(tmp_path / "data/limber/history.db") as store:
        assert store.person().introduced
        assert [session.ended for session in store.past().sessions] == ["left"]
    the_journal_tells_it_again(tmp_path, done)
    sound = np.fromfile(tmp_path / "heard.raw", "<i2") / 32768
    seconds = len(sound) // 48000
    assert seconds > 15
    level = np.sqrt(np.mean(np.square(sound[: seconds * 4800 * 10].reshape(-1, 4800)), axis=1))
    assert level.max() > 0.03
    assert np.mean(level < 1e-4) > 0.1
    another_program_heard_it_too(tmp_path / "beside.raw", "stop")


def another_program_heard_it_too(recording, name):
    """A program that listened to the same microphone beside Limber has this command in what it heard."""
    whole, said = np.fromfile(recording, "<i2") / 32768, read_wav(Path(say(name)), OUTPUT_RATE)
    size = 1 << int(np.ceil(np.log2(len(whole) + len(said))))
    alike = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(said, size)), size)[: len(whole) - len(said)]
    at = int(np.argmax(alike))
    here = whole[at : at + len(said)]
    assert alike[at] / np.sqrt(np.sum(here**2) * np.sum(said**2)) > 0.8


def the_journal_tells_it_again(folder, done):
    """Played again, the journal of a session with devices gives every sentence of it; as a person reads it, each word."""
    (journal,) = (folder / "run/state/limber/journals").glob("*.jsonl")
    again, read = (
        subprocess.run(
            [sys.executable, "-m", "assistant", command, str(journal)],
            cwd=HERE.parents[1], capture_output=True, text=True, timeout=PATIENCE_S, check=False,
            env={**os.environ, "XDG_STATE_HOME": str(folder / "run/state")},
        )
        for command in ("replay", "log")
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    said = [entry["text"] for entry in map(json.loads, again.stdout.splitlines()) if entry["kind"] == "said"]
    assert said == [line for line in done.stdout.splitlines() if not line.startswith(("    ", "again: "))]
    assert read.returncode == 0, read.stderr
    for words in ("stop", "go on", "i'm done"):
        assert f"heard '{words}'" in read.stdout


OVER_ECHO = {
    "on the way to an exercise": [
        ("how strong is your pain", 0.3, "next"),
        ("when everything is in its place", 0.3, "ready"),
        ("Say ready after each step", 0.3, "ready"),
        ("lower that knee", 0.3, "next"),
    ],
    "at an exercise": [
        ("how strong is your pain", 0.3, "next"),
        ("when everything is in its place", 0.3, "ready"),
        ("Circle your hips", 1.0, "that hurts"),
        ("Where", 2.5, "next"),
    ],
    "in a count": [
        ("how strong is your pain", 0.3, "next"),
        ("when everything is in its place", 0.3, "ready"),
        ("Say ready, or wait", 0.3, "ready"),
        ("And begin", 4.0, "stop"),
        ("Everything has stopped", 0.3, "stop"),
    ],
}
"""What is said over Limber's own voice: until which words, how many seconds after them, and what. Each is a session of its
own, so that a word of Limber's that is taken for the person's spoils no more than one of them."""


@pytest.mark.parametrize("where", OVER_ECHO)
def test_it_hears_over_its_own_echo(tmp_path, where):
    said = OVER_ECHO[where]
    steps = [
        {"until": until, "wait": wait, "play": words.replace(" ", "_").replace("'", ""), "heard": words}
        for until, wait, words in said
    ]
    words = ON_THE_FLOOR if where == "on the way to an exercise" else SHORTEST
    done = inside(tmp_path, [*steps, {"until": f"> {said[-1][2]}", "interrupt": True}], *words, echo=ECHO)
    assert done.returncode == 0, done.stdout + done.stderr
    obeyed = heard(done)
    assert LCSseq.similarity([words for _, _, words in said], obeyed) >= len(said) - 1, done.stdout
    assert len(obeyed) <= len(said) + done.stdout.count("again: "), done.stdout


def test_a_microphone_that_is_muted_or_vanishes_is_heard_again_and_a_loudspeaker_that_vanishes_plays_again(tmp_path):
    done = inside(tmp_path, [
        {"until": "how strong is your pain", "mute": "1"},
        {"until": "It may be muted, or unplugged", "mute": "0"},
        {"until": "I hear you again", "wait": 2, "play": "go_on", "heard": "go on"},
        *FIRST,
        {"until": "Stand-up break", "out": "microphone"},
        {"until": "microphone is gone", "in": "microphone"},
        {"until": "I hear you again", "wait": 2, "play": "go_on", "heard": "go on"},
        {"until": "> go on", "wait": 2, "out": "speaker"},
        {"until": "the loudspeaker is lost", "in": "speaker"},
        {"until": "Here I am again", "wait": 2, "play": "im_done", "heard": "i'm done"},
        LEAVE,
    ], *SHORTEST)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "gives no sound at all" in done.stdout
    assert heard(done) == ["go on", "next", "ready", "go on", "i'm done"]


def test_a_microphone_that_is_missing_is_heard_when_it_comes_and_a_sound_card_that_stands_still_pauses_it(tmp_path):
    done = inside(tmp_path, [
        {"out": "microphone"},
        {"until": "It may be muted, or unplugged", "wait": 1, "in": "microphone"},
        {"until": "I hear you again", "wait": 2, "play": "go_on", "heard": "go on"},
        *FIRST,
        {"until": "Stand-up break", "wait": 2, "stall": 5},
        {"until": "Say go on", "wait": 2, "play": "go_on", "heard": "go on"},
        {"until": "> go on", "wait": 2, "play": "im_done", "heard": "i'm done"},
        LEAVE,
    ], *SHORTEST, reconnects=True)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the microphone is lost" in done.stdout
    assert heard(done) == ["go on", "next", "ready", "go on", "i'm done"]


@pytest.mark.skipif(pipewire() >= 1, reason="since PipeWire 1, a microphone that is missing gives silence")
def test_a_microphone_that_gives_nothing_is_waited_for_before_the_session(tmp_path):
    done = inside(tmp_path, [
        {"out": "microphone"},
        {"until": "The microphone gives no sound. I wait for it", "wait": 3, "in": "microphone"},
        {"until": "how strong is your pain", "interrupt": True},
    ], *SHORTEST)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_in_standby_a_missing_microphone_is_told_of_aloud(tmp_path):
    done = inside(tmp_path, [
        {"out": "microphone"},
        {"until": "nothing to remind you of", "wait": 0},
        {"until": "The microphone gives no sound", "wait": 3, "interrupt": True},
    ], "stay")  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert np.abs(np.fromfile(tmp_path / "heard.raw", "<i2")).max() > 1000


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["stay", "nosuch"], "there is no routine 'nosuch'"),
        (["--minutes", "500", "stay"], "--minutes must be a whole number from 1 to 90"),
    ],
)
def test_that_it_cannot_stay_is_told_aloud(tmp_path, words, told):
    done = inside(tmp_path, [], *words)
    assert done.returncode == 2, done.stdout + done.stderr
    assert told in done.stdout
    sound = np.fromfile(tmp_path / "heard.raw", "<i2") / 32768
    assert np.sqrt(np.mean(np.square(sound[: len(sound) // 4800 * 4800].reshape(-1, 4800)), axis=1)).max() > 0.03


def test_a_session_begun_by_voice_ends_in_standby_and_goodnight_closes_the_microphone(tmp_path):
    done = inside(tmp_path, [
        {"until": "Limber is here", "wait": 4, "play": "limber_start"},
        {"until": "how strong is your pain", "wait": 2, "play": "im_done", "heard": "i'm done"},
        {"until": "We stopped early today", "wait": 12, "play": "limber_goodnight", "answer": "Goodnight."},
        {"until": "The microphone is closed until", "wait": 3, "interrupt": True},
    ], "stay")  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert heard(done) == ["i'm done"]


def test_the_doctor_calls_a_muted_microphone_muted(tmp_path):
    steps = [{"until": "libraries", "mute": "1"}]
    done = inside(tmp_path, steps, "doctor")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "WRONG room noise: the microphone gives no sound at all" in done.stdout
    assert "own voice:" not in done.stdout


def test_the_doctor_measures_the_room(tmp_path):
    done = inside(tmp_path, [{"until": "please say stop", "wait": 3.5, "play": "stop"}], "doctor", "--json", echo=ECHO)
    found = {
        step["step"]: step
        for step in map(json.loads, filter(lambda line: line.startswith("{"), done.stdout.splitlines()))
    }
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(step["ok"] for step in found.values())
    assert 1 < found["own voice"]["figures"]["delay_ms"] < 400
    assert found["own voice"]["figures"]["reduction_db"] > 10
    assert found["your voice"]["words"].startswith("I understood you")
