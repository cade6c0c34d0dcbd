"""Every reason a verdict can have, and what holds for all verdicts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.hearing.deciding.decide import Decider, decide
from assistant.hearing.deciding.early import STABLE_LOUD_S
from assistant.hearing.deciding.memory import ALONE_S, Memory
from assistant.hearing.deciding.rules import CONFIDENCE_SAFETY, Rules
from assistant.hearing.deciding.speaker import NEAR_LEAST_S
from assistant.words.events import Guess, Heard, Unclear
from assistant.words.verdicts import Air, Ended, Final, Partial, Reason, Restarted
from tests.hearing.deciding import BLOCK, Stream, heard_intents
from tests.support.drive import grammar

RULES = Rules.of(grammar())
OVER_US = Air(cancelled=True, ours_s=0.1, saying="Lie down. Say finish to end.")
"""We speak, the canceller knows the room, and nobody else sounds."""
WORD = ((0.3, 0.6),)
"""When a word was said, in its utterance."""


def final(words, confidence=1.0, **rest):
    parts = tuple(words.split())
    times = rest.pop("times", tuple((0.3 * at, 0.3 * at + 0.3) for at in range(len(parts))))
    return Final(parts, (confidence,) * len(parts), times, **rest)


STOP_EARLY = (Partial("stop", BLOCK, quiet=True), Partial("stop", 2 * BLOCK, quiet=True))
TALK = final("[unk] [unk] [unk] [unk]")
AFTER_TALK = {"begun_s": 1.5, "at_s": 2.5}

REASONS = [
    (Reason.OBEYED, Air(), [final("next")]),
    (Reason.OBEYED, Air(), STOP_EARLY),
    (Reason.OBEYED, Air(), [final("finish"), Partial("", 0.3 + ALONE_S)]),
    (Reason.OBEYED, Air(), [final("finish"), Ended()]),
    (Reason.OBEYED, Air(), [final("[unk]", distances={"next": 0.01, "repeat": 0.03})]),
    (Reason.OBEYED, replace(OVER_US, near=0.3), [final("stop")]),
    (Reason.OBEYED, replace(OVER_US, detected_s=1.0), [final("left knee")]),
    (Reason.GUESSED, Air(), [final("next", 0.45)]),
    (Reason.WAITING, Air(), [final("finish")]),
    (Reason.NOT_ALONE, Air(), [final("finish"), Partial("[unk]", 0.5)]),
    (Reason.NOT_ALONE, Air(), [final("finish"), Restarted()]),
    (Reason.ALREADY_ACTED, Air(), [*STOP_EARLY, final("stop")]),
    (Reason.SAID_BY_US, replace(OVER_US, theirs=(0.1,) * 60), [final("next", times=WORD, at_s=0.6)]),
    (Reason.SAID_BY_US, replace(OVER_US, detected_s=1.0, near=0.9), [final("finish")]),
    (Reason.SAID_BY_US, replace(OVER_US, near=0.9, near_s=1.0), [final("finish")]),
    (Reason.NOBODY_NEAR, replace(OVER_US, near=0.5), [final("next")]),
    (Reason.NOBODY_NEAR, replace(OVER_US, near=0.2), STOP_EARLY),
    (Reason.NOBODY_NEAR, replace(OVER_US, near=0.9, room="slipped"), [final("next now"), final("next")]),
    (Reason.NOBODY_DETECTED, replace(OVER_US, near=0.9), [final("left knee")]),
    (Reason.NOBODY_DETECTED, replace(OVER_US, near=0.9), [final("next", 0.45)]),
    (Reason.AMID_TALK, Air(), [TALK, final("next", 0.7, **AFTER_TALK)]),
    (Reason.AMID_TALK, Air(), [TALK, final("finish", **AFTER_TALK)]),
    (Reason.TOO_LONG, Air(), [Partial("stop", 3.0, quiet=True, span_s=2.0)]),
    (Reason.TOO_LONG, Air(), [final("next", uncovered_s=0.6)]),
    (Reason.TOO_LONG, Air(), [final("[unk] ouch", times=((0.0, 0.7), (0.7, 1.1)))]),
    (Reason.TOO_DOUBTFUL, Air(), [final("next", 0.2)]),
    (Reason.TOO_DOUBTFUL, Air(), [final("oh stop", 0.2)]),
    (Reason.NOT_A_PHRASE, Air(), [final("next that")]),
    (Reason.DIFFERENT_COMMANDS, Air(), [final("next easier")]),
    (Reason.DIFFERENT_COMMANDS, Air(), [final("next easier repeat")]),
    (Reason.NOT_AGAIN, Air(), [replace(final("next"), second=final("[unk]"))]),
    (Reason.SILENCE, Air(), [Final((), ())]),
]


def test_every_reason_has_an_example():
    assert {reason for reason, _, _ in REASONS} == set(Reason)


@pytest.mark.parametrize(("reason", "air", "hypotheses"), REASONS)
def test_the_last_hypothesis_gives_this_reason(reason, air, hypotheses):
    stream = Stream(air=air)
    events = [stream.take_in(hypothesis) for hypothesis in hypotheses][-1]
    verdict = stream.verdicts[-1]
    assert (verdict.reason, verdict.hypothesis, verdict.air) == (reason, hypotheses[-1], air)
    assert list(verdict.events) == events
    assert verdict.obeyed == (reason is Reason.OBEYED)
    if reason is Reason.GUESSED:
        assert [type(event) for event in events] == [Guess]
    elif reason is not Reason.OBEYED:
        assert all(isinstance(event, Unclear) for event in events)


def test_a_word_that_only_we_said_is_left_out_and_the_others_count():
    theirs = (0.1,) * 30 + (0.9,) * 30
    stream = Stream(air=replace(OVER_US, theirs=theirs, detected_s=0.1, near=0.9, near_s=NEAR_LEAST_S))
    assert heard_intents(stream.take_in(final("easier next", at_s=0.6))) == ["next"]
    assert stream.verdicts[-1].words == "next"
    assert stream.verdicts[-1].hypothesis.words == ("easier", "next")


def test_a_refusal_in_a_partial_hypothesis_is_told_once():
    stream = Stream()
    for block in range(5):
        stream.partial("stop", 3.0 + BLOCK * block, quiet=True, span_s=2.0)
    assert [verdict.reason for verdict in stream.verdicts] == [Reason.TOO_LONG]


def test_the_decider_tells_every_verdict_and_forgets_when_asked():
    told = []
    decider = Decider(Rules.of(grammar()), told.append)
    decider.hear(final("finish"), Air())
    decider.forget()
    assert decider.hear(Ended(), Air()) is None
    assert [verdict.reason for verdict in told] == [Reason.WAITING]


probabilities = st.floats(0, 1)
texts = st.lists(
    st.sampled_from("stop that hurts next wait finish start over [unk] oh hello my knee six".split()), max_size=5
)
airs = st.builds(
    Air,
    cancelled=st.booleans(),
    ours_s=st.none() | st.floats(0, 5),
    detected_s=st.none() | st.floats(0, 5),
    near=probabilities,
    near_s=st.floats(0, 1.5),
    room=st.sampled_from(["known", "learning", "slipped"]),
    saying=st.sampled_from(["", "Lie down.", "Stop when that hurts. Say finish, or next."]),
    theirs=st.lists(probabilities, max_size=12).map(tuple),
)
distances = st.dictionaries(st.sampled_from(["stop", "next", "repeat", "finish"]), st.floats(0, 0.2))


@st.composite
def finals(draw):
    words = draw(texts)
    edges = sorted(draw(st.lists(st.floats(0, 4), min_size=2 * len(words), max_size=2 * len(words))))
    times = tuple(zip(edges[::2], edges[1::2], strict=True)) if draw(st.booleans()) else ()
    confidences = tuple(draw(probabilities) for _ in words)
    begun_s = draw(st.floats(0, 20))
    uncovered_s = draw(st.floats(0, 1))
    return Final(
        tuple(words), confidences, times, uncovered_s, begun_s, draw(distances), begun_s + draw(st.floats(0, 5))
    )


partials = st.builds(Partial, texts.map(" ".join), st.floats(0, 30), st.booleans(), st.floats(0, 4))
hypotheses = st.one_of(finals(), partials, st.builds(Ended, st.floats(0, 30)), st.builds(Restarted, st.floats(0, 30)))


@given(st.lists(st.tuples(hypotheses, airs), max_size=12))
def test_the_same_gives_the_same_and_nothing_is_obeyed_without_saying_so(stream):
    memory = Memory()
    for hypothesis, air in stream:
        verdict, after = decide(hypothesis, air, memory, RULES)
        assert (verdict, after) == decide(hypothesis, air, memory, RULES)
        memory = after
        if isinstance(hypothesis, Final):
            assert verdict is not None
            assert (memory.acted, memory.candidate) == ((), None)
        if verdict:
            assert (verdict.hypothesis, verdict.air) == (hypothesis, air)
            assert verdict.obeyed == (verdict.reason is Reason.OBEYED)


@given(
    st.lists(st.tuples(st.one_of(finals(), partials), airs), max_size=6),
    st.floats(CONFIDENCE_SAFETY, 1.0),
    st.sampled_from(["stop", "ouch", "that hurts", "wait"]),
    airs.filter(lambda air: air.near >= 0.25),
)
def test_a_safety_word_of_somebody_else_is_obeyed_whatever_came_before(before, confidence, words, air):
    memory = Memory()
    for hypothesis, earlier in before:
        _, memory = decide(hypothesis, earlier, memory, RULES)
    _, memory = decide(Final((), ()), Air(), memory, RULES)
    air = replace(air, theirs=(), saying="Lie down.", room="known")
    verdict, _ = decide(final(words, confidence, times=()), air, memory, RULES)
    assert verdict.obeyed


@given(
    st.lists(st.tuples(st.one_of(finals(), partials), airs), max_size=6),
    st.sampled_from(["stop", "ouch", "wait"]),
    airs,
)
def test_a_stop_that_stays_is_obeyed_early_and_once_where_nothing_is_cancelled(before, words, air):
    memory = Memory()
    for hypothesis, earlier in before:
        _, memory = decide(hypothesis, earlier, memory, RULES)
    _, memory = decide(Final((), ()), Air(), memory, RULES)
    air = replace(air, cancelled=False)
    obeyed_at = []
    for block in range(12):
        verdict, memory = decide(Partial(words, 40 + BLOCK * block), air, memory, RULES)
        if verdict and verdict.obeyed:
            obeyed_at.append(BLOCK * block)
    assert len(obeyed_at) == 1
    assert obeyed_at[0] <= STABLE_LOUD_S + BLOCK
    verdict, _ = decide(final(words), air, memory, RULES)
    assert verdict.reason is Reason.ALREADY_ACTED


@given(airs, finals(), st.floats(0, 30))
def test_before_anything_is_known_our_own_voice_is_never_obeyed_for_words_we_say(air, hypothesis, at_s):
    air = replace(air, cancelled=True, ours_s=0.0, detected_s=None, saying=" ".join(hypothesis.words))
    stream = Stream(air=air)
    stream.partial("[unk]", at_s, quiet=False)
    events = stream.take_in(replace(hypothesis, distances={}))
    assert not any(isinstance(event, Heard) for event in events)
