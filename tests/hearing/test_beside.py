"""Short words beside a safety phrase: whichever they are, the phrase counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.hearing.deciding.early import STABLE_BESIDE_S, STABLE_S
from assistant.hearing.deciding.rules import STRAYS_MOST
from assistant.hearing.decoding.grammar import UNKNOWN, spoken
from assistant.hearing.decoding.sentences import BESIDE, CALLED, END, START
from tests.hearing.deciding import BLOCK, Stream, heard_intents
from tests.support.drive import grammar

CALLS = ["stop", "pause", "wait", "that hurts", "ouch", "hold on", "my knee hurts"]
SHORT = sorted(grammar().commands.hesitations)
FEW = st.sampled_from(["", *SHORT, *(" ".join([text] * STRAYS_MOST) for text in SHORT if " " not in text)]).map(
    str.split
)
SURE = st.floats(0.41, 1.0)


def intent_of(phrase):
    return grammar().meaning(phrase).intent


@given(FEW, st.sampled_from(CALLS), st.booleans(), SURE, st.floats(0.0, 1.0))
def test_a_short_word_before_or_after_is_no_bar_however_doubtful_it_is(short, phrase, behind, sure, doubtful):
    before, after = ([], short) if behind else (short, [])
    words = (*before, *phrase.split(), *after)
    confidences = ((doubtful,) * len(before), (sure,) * len(phrase.split()), (doubtful,) * len(after))
    assert heard_intents(Stream().final(words, sum(confidences, ())))[-1:] == [intent_of(phrase)]


@given(FEW, st.sampled_from(CALLS))
def test_short_words_before_do_not_make_it_later(before, phrase):
    stream, words = Stream(), " ".join((*before, phrase))
    found = [(now, stream.partial(words, now, quiet=True)) for now in (BLOCK, 2 * BLOCK, 3 * BLOCK)]
    ((now, events),) = [(now, events) for now, events in found if events]
    assert now == pytest.approx(BLOCK + STABLE_S)
    assert heard_intents(events) == [intent_of(phrase)]


@given(st.sampled_from(CALLS), SURE)
def test_one_sound_that_is_no_word_we_know_is_no_bar_and_two_are_talk(phrase, sure):
    words = tuple(phrase.split())
    assert heard_intents(Stream().final((UNKNOWN, *words), (1.0, *(sure,) * len(words)))) == [intent_of(phrase)]
    around = (UNKNOWN, *words, UNKNOWN)
    assert heard_intents(Stream().final(around, (1.0,) * len(around))) == []


@pytest.mark.parametrize(
    "talk",
    ["so my eye hurt", "well that does hurt now", "uh one second no", "ow yes wait ow",
     "let's i'm sharp", "i want to now i'm sore", "right my foot hurts well"],
)  # fmt: skip
def test_sentences_that_were_taken_for_a_call_are_none(talk):
    words = tuple(talk.split())
    assert heard_intents(Stream().final(words, (1.0,) * len(words))) == []
    stream = Stream()
    assert [stream.partial(talk, BLOCK * number, quiet=False) for number in range(1, 9)] == [[]] * 8


@given(st.sampled_from(CALLS), st.sampled_from(grammar().commands.joining), SURE)
def test_a_word_that_joins_sentences_makes_a_report_after_it_talk_and_is_else_no_bar(phrase, joining, sure):
    words, report = phrase.split(), grammar().row(grammar().meaning(phrase)).report
    expected = [] if report else [intent_of(phrase)]
    assert heard_intents(Stream().final((joining, *words), (sure,) * (1 + len(words)))) == expected
    assert heard_intents(Stream().final((*words, joining), (sure,) * (1 + len(words)))) == [intent_of(phrase)]


@pytest.mark.parametrize("words", ["oh stop", "hey ouch"])
def test_while_something_sounds_a_word_before_it_makes_it_later(words):
    stream, times = Stream(), [BLOCK * number for number in range(1, 20)]
    (at,) = [now for now in times if heard_intents(stream.partial(words, now, quiet=False))]
    assert at == pytest.approx(BLOCK + STABLE_BESIDE_S)


@given(st.sampled_from(CALLS), st.sampled_from(["next", "harder", "finish"]))
def test_short_words_help_no_other_command(phrase, other):
    assert heard_intents(Stream().final(("oh", other), (1.0, 1.0))) == []
    assert heard_intents(Stream().final(("oh", *phrase.split()), (1.0,) * (1 + len(phrase.split())))) != []


@pytest.mark.parametrize("intents", [None, ("stop", "pause", "hurts"), ("stop", "yes", "no", "number")])
def test_the_graph_lets_every_short_word_stand_before_and_after_every_safety_phrase(intents):
    arcs = grammar().sentence_graph(intents).arcs
    beside = {token for start, token, _, end in arcs if start == end == BESIDE}
    behind = {token for start, token, _, end in arcs if start == end == CALLED}
    assert {*grammar().hesitations(), UNKNOWN} <= beside & behind
    assert (START, "", 0.0, BESIDE) in arcs
    assert (CALLED, "", 0.0, END) in arcs
    first = {token for start, token, _, end in arcs if start == BESIDE and end != BESIDE}
    assert {phrase[0] for phrase in grammar().early_phrases() if intents is None} <= first
    assert "stop" in first
    assert {spoken(token) for token in first}.isdisjoint({"next", "yes", "three"})
