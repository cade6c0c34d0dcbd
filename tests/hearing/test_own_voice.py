"""Learning how one person speaks: what is taken over, what is refused, and that it helps to hear them."""

import json
import subprocess
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import load_commands
from assistant.audio.wav import read_wav
from assistant.cli import main
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.decoding.lexicon import PHONES
from assistant.hearing.decoding.model import forget_graphs
from assistant.hearing.decoding.network import PhoneNetwork
from assistant.hearing.decoding.phones import PhoneEar
from assistant.hearing.enrolling.examples import difference, example
from assistant.hearing.enrolling.guide import Guide, sayable
from assistant.hearing.enrolling.learner import Learner, heard_in
from assistant.hearing.enrolling.own_voice import APART, OwnVoice, distance, further_pronunciations
from assistant.hearing.enrolling.takes import Take, trimmed
from assistant.hearing.enrolling.voice_file import own_voice_to_add_to, read_own_voice, write_own_voice
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import Recogniser
from assistant.places import BUILT_IN_MODEL
from assistant.words.errors import LimberError
from assistant.words.events import Heard
from assistant.words.units import INPUT_RATE

DICTIONARY = {"go": (("G", "OW"),), "no": (("N", "OW"),), "easier": (("IY", "Z", "IY", "ER"),)}
TEXTS = {key: [f"{key} {{phrase}}"] for key in ("enrol_say", "enrol_nothing", "enrol_again")}
GRAMMAR = Grammar(load_commands())
WAVS = Path(__file__).with_name("wav")
Way = st.lists(st.sampled_from(PHONES), min_size=1, max_size=6).map(tuple)


def read_aloud(folder, voice, phrase, speed=150, pitch=50):
    out = folder / f"{phrase}-{speed}.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "-w", str(out), phrase], check=True)
    return trimmed(read_wav(out, INPUT_RATE))


def test_a_way_that_is_how_another_phrase_is_said_is_not_taken():
    assert further_pronunciations("go", [("N", "OW"), ("G", "AO", "L"), ("G", "OW"), ("AO",)], DICTIONARY) == (
        ("G", "AO", "L"),
    )


@given(st.lists(Way, max_size=5))
def test_further_pronunciations_are_new_and_apart_from_all_others(heard):
    for way in further_pronunciations("go", heard, DICTIONARY):
        assert way in heard
        assert way not in DICTIONARY["go"]
        assert all(distance(way, other) >= APART for name in ("no", "easier") for other in DICTIONARY[name])


def test_the_phones_of_a_take_are_those_that_were_said(tmp_path):
    ear = PhoneEar(BUILT_IN_MODEL, tmp_path)
    forget_graphs(tmp_path)  # the cache may be deleted at any time
    said = ear.hear(read_aloud(tmp_path, "en-us", "easier"), DICTIONARY["easier"])
    assert said[0] == "IY"
    assert distance(said, DICTIONARY["easier"][0]) <= APART
    assert ear.hear(np.zeros(8000, np.float32), DICTIONARY["easier"]) == ()


def test_a_strong_accent_is_heard_after_enrolling(tmp_path):
    commands, learner = load_commands(), Learner(BUILT_IN_MODEL, load_commands(), tmp_path)
    said = {
        phrase: [read_aloud(tmp_path, "it", phrase, speed, pitch) for speed, pitch in ((150, 50), (165, 40))]
        for phrase in ("easier", "repeat", "louder", "pause")
    }
    test = {phrase: read_aloud(tmp_path, "it", phrase, 140, 60) for phrase in said}

    def heard(voice):
        ear = Listener(Recogniser(BUILT_IN_MODEL, Grammar(commands), tmp_path, voice))
        return {phrase for phrase, take in test.items() if (found := heard_in(ear, take)) and found[-1].words == phrase}

    assert heard(OwnVoice()) == set()
    assert heard(learner.enrol(said, OwnVoice())) == set(said)


def test_takes_that_were_not_understood_are_no_talk_that_the_next_one_breaks_into(tmp_path):
    ear = Listener(Recogniser(BUILT_IN_MODEL, GRAMMAR, tmp_path))
    ear.listen_for({"harder", "finish"})
    talk, word = (
        trimmed(read_wav(WAVS / f"{name}.wav", INPUT_RATE))
        for name in ("oov_did_you_feed_the_dog__flite-rms", "harder__espeak-en-gb-scotland")
    )
    assert heard_in(ear, np.tile(talk, 2)) == []
    assert [heard.intent for heard in heard_in(ear, word)] == ["harder"]


def guide(takes):
    said = []
    waiting = list(takes)
    return Guide(said.append, lambda: waiting.pop(0), TEXTS, lambda _heard: None), said


def test_every_phrase_is_asked_for_twice_and_again_when_nothing_is_heard():
    sound = np.zeros(10, np.float32)
    talk, said = guide([Take(sound), None, Take(sound), Take(sound), Take(sound)])
    assert {phrase: len(takes) for phrase, takes in talk.collect(["next", "ready"], GRAMMAR).items()} == {
        "next": 2,
        "ready": 2,
    }
    assert said == [
        "enrol_say next", "enrol_say ready", "enrol_nothing ready", "enrol_again {phrase}", "enrol_say next", "enrol_say ready",
    ]  # fmt: skip


def test_stop_ends_it_unless_stop_was_to_be_said():
    stop = Take(np.zeros(10, np.float32), (Heard("stop", (), "stop"),))
    talk, _ = guide([stop, stop])
    assert {phrase: len(takes) for phrase, takes in talk.collect(["stop", "next", "ready"], GRAMMAR).items()} == {
        "stop": 1
    }


def test_the_phrases_to_repeat_can_all_be_said():
    commands = load_commands()
    assert sayable(commands.repeat_after, GRAMMAR) == commands.repeat_after
    with pytest.raises(LimberError, match="'my aching bones' is not a phrase that can be said"):
        sayable(["my aching bones"], GRAMMAR)


def test_a_phrase_of_ones_own_is_taught_and_forgotten(tmp_path, capsys, monkeypatch):
    for speed in (150, 165):
        read_aloud(tmp_path, "en-gb", "onward", speed)
    files = sorted(str(path) for path in tmp_path.glob("onward-*.wav"))
    assert main(["teach", "next", "Onward", "--recordings", *files]) == 0
    assert main(["hear", *files]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    assert [line["intent"] for line in lines] == ["next", "next"]
    with monkeypatch.context() as elsewhere:  # other tests go on with what is in the cache
        elsewhere.setenv("XDG_CACHE_HOME", str(tmp_path))
        assert main(["enrol", "--forget"]) == 0
    assert main(["hear", files[0]]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["intent"] is None


@pytest.mark.parametrize(
    ("intent", "phrase", "says"),
    [
        ("nxt", "onward", "did you mean 'next'"),
        ("next", "stop", "'stop' is known already; it means 'stop'"),
        ("next", "10", "'10' is not a phrase"),
        ("next", "onward " * 3000, "is not a phrase; write it in words, as it is spoken, in 60 letters at most"),
        ("next", "nexed", "sounds too much like 'next'"),
    ],
)
def test_a_phrase_that_cannot_be_taught_is_refused_in_a_sentence(tmp_path, capsys, intent, phrase, says):
    read_aloud(tmp_path, "en-gb", "onward")
    assert main(["teach", intent, phrase, "--recordings", str(tmp_path / "onward-150.wav")]) == 2
    assert says in capsys.readouterr().err
    assert read_own_voice() == OwnVoice()


def test_recordings_in_a_folder_are_learnt_from(tmp_path, capsys):
    for speed in (150, 165):
        read_aloud(tmp_path, "it", "easier", speed).tofile(tmp_path / "ignored.raw")
    for number, path in enumerate(sorted(tmp_path.glob("easier-*.wav")), start=1):
        path.rename(tmp_path / f"easier-{number}.wav")
    assert main(["enrol", "--recordings", str(tmp_path)]) == 0
    assert "1 further pronunciation and 2 examples learnt" in capsys.readouterr().out
    assert "easier" in read_own_voice().pronunciations
    assert main(["enrol", "--recordings", str(tmp_path / "nothing")]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_what_is_known_of_a_voice_comes_back_as_it_was_and_a_damaged_file_is_named(tmp_path):
    examples = {"go": (bytes(range(len(BASE_PHONES))), bytes(2 * len(BASE_PHONES)))}
    voice = OwnVoice({"go": (("G", "AO"),)}, {"next": ("onward",)}, examples)
    path = write_own_voice(voice, tmp_path / "voice.json")
    assert read_own_voice(path) == voice
    for damaged in (
        '{"ways": {"go": [["QQ"]]}, "phrases": {}}', '{"ways": {}, "phrases": {}, "examples": {"go": ["AAAA"]}}',
        '{"ways": {}, "phrases": {}, "examples": {"go": ["?"]}}',
        '{"ways": {"go": [[]]}, "phrases": {}}', '{"ways": {}, "phrases": {"next": "onward"}}',
        '{"ways": {}, "phrases": {"next": ["(onward"]}}', '{"ways": {}, "phrases": {"next": [""]}}',
        '{"ways": {}, "phrases": {"next": ["on  ward"]}}', '{"ways": {}, "phrases": {"next": ["{area}"]}}',
        '{"ways": {}, "phrases": {"next": [5]}}', '{"ways": {}, "phrases": []}', '{"phrases": {}}', "[]", "null", "7",
        "[" * 100_000,
    ):  # fmt: skip
        path.write_text(damaged)
        with pytest.raises(LimberError, match=r"voice\.json: what I know of your voice is damaged"):
            read_own_voice(path)
    path.write_text('{"ways": {}, "phrases": {"next": ["onward"]}}')  # of an earlier version
    assert read_own_voice(path) == OwnVoice({}, {"next": ("onward",)})


def test_what_can_be_read_of_a_damaged_voice_file_is_kept_and_the_file_set_aside(tmp_path):
    path, day = tmp_path / "voice.json", date(2026, 3, 2)
    for number, (damaged, kept) in enumerate(
        [
            ('{"ways": {"go": [["QQ"]]}, "phrases": {"next": ["onward"]}}', OwnVoice({}, {"next": ("onward",)})),
            ('{"ways": {"go": [["G", "AO"]]}, "phrases": {"next": [""]}}', OwnVoice({"go": (("G", "AO"),)})),
            ('{"ways": {"go": [["G"', OwnVoice()),
        ],
        start=1,
    ):
        path.write_text(damaged)
        voice, lost = own_voice_to_add_to(day, path)
        name = f"voice-damaged-2026-03-02{f'-{number}' if number > 1 else ''}.json"
        assert voice == kept
        assert name in lost
        assert (tmp_path / name).read_text() == damaged
        assert read_own_voice(path) == kept
        assert own_voice_to_add_to(day, path) == (kept, "")


def test_a_phrase_of_their_own_takes_no_other_phrase_its_meaning():
    """A later version may bring a phrase that somebody taught before, such as one for a red flag."""
    phrases = ("stop", "that hurts", "my chest hurts", "onward")
    mine = Grammar(OwnVoice({}, {"next": phrases}).extend(GRAMMAR.commands))
    assert [mine.meaning(phrase) for phrase in phrases[:-1]] == [GRAMMAR.meaning(phrase) for phrase in phrases[:-1]]
    assert mine.meaning("onward").intent == "next"
    assert ("onward",) in mine.phrases({"next"})


def test_silence_around_what_is_said_makes_it_no_less_like_its_example(tmp_path):
    judge = PhoneNetwork(BUILT_IN_MODEL)
    take = read_aloud(tmp_path, "it", "easier")
    known, others = example(judge.phones(take)), example(judge.phones(read_aloud(tmp_path, "it", "repeat")))
    for before, after in ((0.0, 0.0), (0.3, 0.7), (1.0, 0.2)):
        sound = np.pad(take, (round(before * INPUT_RATE), round(after * INPUT_RATE)))
        assert difference(example(judge.phones(sound)), known) < 0.2 * difference(known, others)
