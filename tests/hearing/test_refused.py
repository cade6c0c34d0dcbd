"""A safety word of our own voice is refused, and the same word of a person in the same utterance is still obeyed."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import App
from assistant.hearing.deciding.memory import Memory
from assistant.hearing.deciding.rules import Rules
from assistant.hearing.deciding.speaker import NEAR_LEAST_S, objection
from assistant.hearing.decoding.grammar import spoken as spoken_token
from assistant.hearing.echo.near_end import NearEnd
from assistant.hearing.listener import Listener
from assistant.places import NEAR_END
from assistant.settings import Settings
from assistant.words.events import Heard
from assistant.words.units import INPUT_RATE
from assistant.words.verdicts import Air, Partial, Reason, Restarted
from tests.hearing.deciding import BLOCK, Stream, heard_intents
from tests.hearing.test_echo import room, run, spoken
from tests.support.drive import grammar

OURS_ALONE = Air(cancelled=True, ours_s=0.1, near=0.2, saying="You can tell me to stop.")
"""We say "stop", and nobody else sounds."""
SOMEBODY = replace(OURS_ALONE, detected_s=0.1, near=0.95, near_s=NEAR_LEAST_S)
"""We say "stop", and somebody speaks over us."""


def after_a_refusal(words="stop", blocks=3):
    stream = Stream(air=OURS_ALONE)
    for block in range(blocks):
        stream.partial(words, BLOCK * block, quiet=True)
    assert [verdict.reason for verdict in stream.verdicts] == [Reason.SAID_BY_US]
    return stream


def test_a_refused_word_is_not_acted_on_so_that_the_recogniser_may_begin_anew():
    assert after_a_refusal().memory.acted == ()


@pytest.mark.parametrize("restarts", [True, False])
def test_a_persons_stop_after_our_refused_stop_is_obeyed(restarts):
    stream = after_a_refusal()
    stream.air = SOMEBODY
    if restarts:
        stream.restart()
    words = "stop" if restarts else "stop stop"
    events = [event for block in range(3) for event in stream.partial(words, 1.0 + BLOCK * block, quiet=True)]
    assert heard_intents(events) == ["stop"]


@given(st.integers(1, 40), st.sampled_from([OURS_ALONE, SOMEBODY]))
def test_the_same_refused_words_have_one_verdict(blocks, air):
    stream = after_a_refusal()
    stream.air = air
    for block in range(blocks):
        assert stream.partial("stop", 1.0 + BLOCK * block, quiet=True) == []
    assert len(stream.verdicts) == 1
    assert stream.final(("stop",), (1.0,)) == []
    assert stream.verdicts[-1].reason is Reason.ALREADY_ACTED


def test_a_word_that_vanished_and_comes_again_is_another_word():
    stream = after_a_refusal()
    stream.air = SOMEBODY
    stream.partial("", 0.9, quiet=True)
    events = [event for block in range(3) for event in stream.partial("stop", 1.0 + BLOCK * block, quiet=True)]
    assert heard_intents(events) == ["stop"]


@given(st.sampled_from(["stop", "that hurts", "next", "oh"]), st.booleans())
def test_after_a_restart_nothing_of_the_utterance_before_is_remembered(words, quiet):
    stream = Stream(air=OURS_ALONE)
    for block in range(4):
        stream.take_in(Partial(words, BLOCK * block, quiet))
    stream.take_in(Restarted(1.0))
    memory, fresh = stream.memory, Memory()
    assert (memory.acted, memory.candidate) == (fresh.acted, fresh.candidate)
    assert (memory.refused, memory.ours) == (fresh.refused, fresh.ours)


def test_a_stop_that_was_obeyed_keeps_the_recogniser_in_its_utterance():
    stream = Stream()
    for block in range(3):
        stream.partial("stop", BLOCK * block, quiet=True)
    assert [meaning.intent for meaning in stream.memory.acted] == ["stop"]


def short_safety_phrases(rules):
    """The safety phrases that need the least evidence while we speak."""
    grammar = rules.grammar
    air = replace(OURS_ALONE, near=0.3, saying="Lie down.")
    for tokens in grammar.early_phrases():
        words = spoken_token(" ".join(tokens))
        meaning = grammar.meaning(words)
        heard = Heard(meaning.intent, (), words)
        if objection(heard, air, over_us=True, safety=True, taught=rules.is_taught(heard)) is None:
            yield words


def test_single_words_and_the_taught_phrase_are_short_safety_phrases():
    rules = Rules.of(grammar())
    phrases = {spoken_token(" ".join(tokens)) for tokens in grammar().early_phrases()}
    expected = {words for words in phrases if " " not in words} | {"that hurts"}
    assert set(short_safety_phrases(rules)) == expected


@pytest.fixture(scope="module")
def app():
    return App.open(Settings())


@pytest.mark.parametrize("after_ours_s", [0.5, 0.8])
def test_a_stop_said_over_our_own_stop_is_heard(app, tmp_path, after_ours_s):
    before = spoken(tmp_path, "Lie on your back. Bend both knees. Rest your arms at your sides. Breathe in slowly.")
    ours = spoken(tmp_path, "Stop. Stop that now and breathe out, and let the ribs fall, and keep your neck long.")
    narration = np.concatenate([before, ours]) * np.float32(0.5)
    said = spoken(tmp_path, "stop", "en-us+f2")
    said *= np.float32(0.2 / np.abs(said).max())
    heard = room(narration, 0.5)
    at = len(before) + int(after_ours_s * INPUT_RATE)
    heard[at : at + len(said)] += said
    verdicts = []
    near_end = NearEnd(dict(np.load(NEAR_END)))
    listener = Listener(app.recogniser(), "cancel", near_end, lambda _ago_s: "Stop. Stop that now.", verdicts.append)
    listener.listen_for({"stop", "next", "hurts", "repeat"})
    found = run(listener, heard, narration)
    assert "stop" in [event.intent for event in found if isinstance(event, Heard)]
