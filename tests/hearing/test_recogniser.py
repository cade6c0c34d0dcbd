"""Real Vosk, the real model, real sound: the name of a file is what is said in it.

The recordings are synthetic voices that gave no training clip. `oov_*` are everyday sentences and must give nothing.
"""

from pathlib import Path

import numpy as np
import pytest

from assistant.audio.wav import read_wav
from assistant.commands.hear import hear
from assistant.content.commands import read_commands
from assistant.hearing.deciding.decide import Decider
from assistant.hearing.deciding.rules import Rules
from assistant.hearing.decoding.decoders import Decoders
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.decoding.model import forget_graphs
from assistant.hearing.decoding.network import FULL_SCALE
from assistant.hearing.echo.near_end import HOP, HOP_S
from assistant.hearing.enrolling.takes import trimmed
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import END_SILENCE_S, Recogniser
from assistant.places import BUILT_IN_MODEL
from assistant.words.errors import LimberError
from assistant.words.events import Heard
from assistant.words.units import INPUT_RATE
from assistant.words.verdicts import Air
from tests.support.drive import grammar

WAVS = sorted((Path(__file__).parent / "wav").glob("*.wav"))
FALSE_MOST = 1
"""Sentences that may be taken for a command: one of them is taken for "quite a lot"."""
RIGHT_LEAST = 0.92
"""Of this small set, in which the neural voices say the shortest words only; scripts/bench hearing has the figure."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def recogniser(cache):
    return Recogniser(BUILT_IN_MODEL, grammar(), cache)


@pytest.fixture(scope="module")
def listener(recogniser):
    return Listener(recogniser)


def words_of(path):
    return (
        path.stem.split("__")[0]
        .replace("_", " ")
        .replace("im ", "i'm ")
        .replace("whats", "what's")
        .replace("thats", "that's")
    )


def test_there_are_recordings_of_ten_voices():
    assert len(WAVS) >= 40
    assert len({path.stem.split("__")[1] for path in WAVS}) == 10
    assert sum(path.name.startswith("oov_") for path in WAVS) >= 9


def test_commands_are_heard_and_everything_else_is_not(listener):
    wrong, false = [], []
    commands = [path for path in WAVS if not path.name.startswith("oov_")]
    for path in WAVS:
        found = hear(listener, path, read_wav(path, INPUT_RATE))
        if path.name.startswith("oov_"):
            false += [path.name] if found["intent"] else []
            continue
        meaning = grammar().meaning(words_of(path))
        assert meaning is not None, path.name
        if (found["intent"], found["slots"]) != (meaning.intent, dict(meaning.slots)):
            wrong.append((path.name, found["words"]))
    assert len(false) <= FALSE_MOST, false
    assert len(wrong) <= (1 - RIGHT_LEAST) * len(commands), wrong


def decided(recogniser, hypotheses):
    """What follows from hypotheses, each with how probable somebody else was in the hops of its sound."""
    decider = Decider(Rules.of(recogniser.grammar))
    last, *others = recogniser.flush()
    hypotheses = [
        *hypotheses,
        (last, (1.0,) * round(END_SILENCE_S / HOP_S)),
        *((hypothesis, ()) for hypothesis in others),
    ]
    verdicts = [decider.hear(hypothesis, Air(theirs=theirs)) for hypothesis, theirs in hypotheses]
    return [event for verdict in verdicts if verdict for event in verdict.events]


def test_words_that_are_cut_tight_are_heard_and_their_time_lies_in_the_file(listener):
    stops, heard = [path for path in WAVS if path.name.startswith("stop__")], 0
    for path in stops:
        sound = read_wav(path, INPUT_RATE)
        loud = np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max())
        tight = sound[loud[0] : loud[-1]]
        found = listener.hear(tight)
        assert all(0 <= at <= len(tight) / INPUT_RATE for at, _ in found)
        heard += any(isinstance(event, Heard) and event.intent == "stop" for _, event in found)
    assert heard >= RIGHT_LEAST * len(stops) - 1, heard


@pytest.mark.parametrize("block", [160, 960, 4000])
def test_the_size_of_blocks_does_not_matter(recogniser, block):
    path = next(path for path in WAVS if path.name.startswith("stop__"))
    sound = read_wav(path, INPUT_RATE)
    starts = range(0, len(sound), block)
    found = decided(recogniser, [(recogniser.accept(sound[start : start + block]), ()) for start in starts])
    assert [event.intent for event in found if isinstance(event, Heard)] == ["stop"]


def test_the_grammar_may_change_at_any_moment_of_a_word(listener):
    path = next(path for path in WAVS if path.name.startswith("that_hurts__"))
    sound = read_wav(path, INPUT_RATE)
    blocks = [sound[start : start + 960] for start in range(0, len(sound), 960)]
    for change in range(len(blocks)):
        found = []
        for number, block in enumerate(blocks):
            if number == change:
                listener.listen_for(["stop", "hurts", "next"])
            found += listener.accept(block)
        found += listener.flush()
        listener.listen_for(None)
        assert [event.intent for event in found if isinstance(event, Heard)] == ["hurts"], change


@pytest.mark.parametrize(
    ("theirs", "after", "heard"),
    [(0.9, 0.9, []), (0.9, 0.05, ["next"]), (0.05, 0.9, ["easier"]), (0.05, 0.05, [])],
)
def test_words_in_which_nobody_else_sounds_are_our_own(recogniser, theirs, after, heard):
    both = [
        read_wav(next(path for path in WAVS if path.name.startswith(name)), INPUT_RATE) for name in ("next", "easier")
    ]
    first, second = (sound[: len(sound) // HOP * HOP] for sound in map(trimmed, both))
    sound, likely = np.concatenate([first, second]), [theirs] * (len(first) // HOP) + [after] * (len(second) // HOP)
    hypotheses = [
        (recogniser.accept(sound[HOP * hop : HOP * (hop + 6)]), tuple(likely[hop : hop + 6]))
        for hop in range(0, len(likely), 6)
    ]
    found = decided(recogniser, hypotheses)
    assert [event.intent for event in found if isinstance(event, Heard)] == heard
    assert bool(found) == (max(theirs, after) > 0.5)


def test_noise_and_silence_are_nothing(listener):
    chance = np.random.default_rng(3)
    for level in (0, 1e-4, 1e-2, 0.2):
        noise = (level * chance.standard_normal(5 * INPUT_RATE)).astype(np.float32)
        assert hear(listener, Path("noise"), np.clip(noise, -1, 1))["intent"] is None


def test_a_sound_that_ends_within_a_word_is_no_warning_on_the_terminal(recogniser, cache, capfd):
    ear = Decoders(BUILT_IN_MODEL, recogniser.grammar, cache, {}).make(None)
    said = (read_wav(WAVS[0].with_name("that_hurts__kokoro-am_michael.wav"), INPUT_RATE) * FULL_SCALE).astype("<i2")
    ear.AcceptWaveform(said[: len(said) * 7 // 16].tobytes())
    ear.FinalResult()
    assert capfd.readouterr().err == ""


def test_another_vocabulary_is_compiled_in(cache):
    text = "intents:\n  order: {phrases: ['(latte|espresso) please']}\n"
    made = Recogniser(BUILT_IN_MODEL, Grammar(read_commands(text, "coffee.yaml")), cache)
    assert made.grammar.tokens == {"latte_please", "espresso_please"}


def test_the_cache_may_be_deleted_while_it_listens(tmp_path):
    listener = Listener(Recogniser(BUILT_IN_MODEL, grammar(), tmp_path))
    forget_graphs(tmp_path)
    assert not (tmp_path / "graphs").exists()
    listener.listen_for(["stop", "hurts"])
    path = next(path for path in WAVS if path.name.startswith("stop__"))
    assert hear(listener, path, read_wav(path, INPUT_RATE))["intent"] == "stop"


def test_graphs_that_lie_behind_a_link_are_deleted_too(tmp_path):
    (tmp_path / "disk/one").mkdir(parents=True)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/graphs").symlink_to(tmp_path / "disk")
    forget_graphs(tmp_path / "cache")
    assert {path.name for path in tmp_path.rglob("*")} <= {"cache", "graphs"}


def test_a_word_the_model_lacks_is_named_at_start(cache, tmp_path):
    folder = tmp_path / "model"
    source = next((cache / "graphs").iterdir())
    folder.symlink_to(source)
    text = "intents:\n  stop: {phrases: [stop, unheard of]}\n"
    with pytest.raises(LimberError, match=r"the speech model does not know: .*unheard"):
        Recogniser(folder, Grammar(read_commands(text, "x.yaml")), cache)
