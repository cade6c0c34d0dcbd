"""The decision, on recorded words and confidences: safety words early, everything else at the end of the utterance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.hearing.deciding.early import STABLE_LOUD_S, STABLE_S
from assistant.hearing.deciding.rules import STRAY_S
from assistant.words.events import Guess, Heard, Unclear
from tests.hearing.deciding import BLOCK, Stream, heard_intents


def decided(partials, final="", confidence=1.0, *, quiet=True):
    """Partial results a block apart, then the final one; what was decided, with the time of each."""
    stream, now = Stream(), 0.0
    found: list[tuple[float, Heard | Guess | Unclear]] = []
    for words in partials:
        now += BLOCK
        found += [(now, event) for event in stream.partial(words, now, quiet=quiet)]
    words = tuple((final or (partials[-1] if partials else "")).split())
    found += [(now, event) for event in stream.final(words, (confidence,) * len(words))]
    return found


def intents(found):
    return heard_intents(event for _, event in found)


def test_stop_acts_before_the_end_and_only_once():
    found = decided(["", "stop", "stop", "stop", "stop"])
    assert intents(found) == ["stop"]
    assert found[0][0] <= 2 * BLOCK + STABLE_S + 1e-9


def test_in_noise_stop_acts_a_little_later_and_in_talk_not_at_all():
    found = decided(["stop"] * 9, quiet=False)
    assert intents(found) == ["stop"]
    assert found[0][0] <= 2 * BLOCK + STABLE_LOUD_S
    assert intents(decided(["stop", "stop", "stop my", "stop my yellow"], quiet=False)) == []


def test_next_waits_for_the_end():
    found = decided(["next", "next", "next"])
    assert [(round(at / BLOCK), event.intent) for at, event in found] == [(3, "next")]


def test_a_flicker_of_stop_is_no_stop():
    assert intents(decided(["stop", "start", "start"], "start")) == ["start"]


def test_stop_among_other_words_is_a_stop():
    assert intents(decided(["please", "[unk] stop", "[unk] stop"], "[unk] stop")) == ["stop"]


def test_a_place_added_to_a_pain_is_told_too():
    found = decided(["ouch", "ouch", "ouch my", "ouch my knee hurts"], "ouch my knee hurts")
    assert [event.slots for _, event in found] == [(), (("area", "knee"),)]


def test_a_pain_and_its_place_said_at_once_are_told_once():
    assert intents(decided(["my knee", "my knee hurts", "my knee hurts", "my knee hurts"])) == ["hurts"]


def test_words_that_are_no_phrase_are_unclear():
    assert [event for _, event in decided(["next that"], "next that")] == [Unclear("next that")]
    assert [event for _, event in decided([], "[unk] next")] == [Unclear("[unk] next")]


def test_two_commands_in_one_breath_are_unclear_but_a_repeated_one_is_clear():
    assert isinstance(decided([], "next easier")[0][1], Unclear)
    assert intents(decided([], "next next")) == ["next"]


def test_a_place_and_a_number_are_both_believed():
    assert intents(decided([], "left knee six")) == ["area", "number"]


def test_safety_needs_less_confidence_than_the_rest():
    assert intents(decided([], "stop", 0.5)) == ["stop"]
    assert intents(decided([], "stop", 0.45)) == ["stop"]
    assert intents(decided([], "finish", 0.45)) == []


def final(words, confidence, uncovered_s):
    parts = tuple(words.split())
    return heard_intents(Stream().final(parts, (confidence,) * len(parts), uncovered_s=uncovered_s))


def test_a_phrase_found_in_the_midst_of_talk_is_none():
    assert final("next", 0.8, 0.1) == ["next"]
    assert final("next", 1.0, 0.6) == []
    assert final("stop", 0.8, 0.6) == []
    assert final("stop", 0.95, 0.6) == ["stop"]
    assert Stream().partial("stop", 3.0, quiet=True, span_s=2.0) == []


def test_hesitations_are_no_bar_and_other_words_are():
    assert final("oh stop", 0.9, 0) == ["stop"]
    assert final("stop oh", 0.9, 0) == ["stop"]
    assert final("sorry that hurts", 0.9, 0) == ["hurts"]
    assert final("water that hurts", 0.9, 0) == []


@pytest.mark.parametrize(
    ("words", "confidence", "asked"),
    [
        ("my leg is numb [unk]", 0.9, ["my leg is numb"]),
        ("[unk] i can't feel my leg [unk] [unk]", 0.9, ["i can't feel my leg"]),
        ("i can't feel my leg next", 0.9, ["i can't feel my leg"]),
        ("my leg is numb [unk]", 0.7, []),
        ("[unk] numb [unk]", 0.9, []),
    ],
)
def test_a_red_flag_among_other_words_is_asked_about(words, confidence, asked):
    found = [event for _, event in decided([], words, confidence)]
    assert [event.heard.words for event in found if isinstance(event, Guess)] == asked
    assert [event for event in found if isinstance(event, Heard)] == []


def test_a_red_flag_after_a_stop_is_asked_about():
    found = [event for _, event in decided(["stop", "stop", "stop my leg is numb [unk]"])]
    assert [event.heard.intent for event in found if isinstance(event, Guess)] == ["red_flag"]


def test_silence_is_nothing():
    assert decided([], "") == []


@given(st.lists(st.sampled_from("stop that hurts next wait [unk] hello my knee".split()), max_size=8), st.floats(0, 1))
def test_whatever_comes_something_or_nothing_is_decided(words, confidence):
    partials = [" ".join(words[: end + 1]) for end in range(len(words))]
    found = decided(partials, " ".join(words), confidence)
    assert len(intents(found)) <= 2 * len(words)
    if words == ["stop"] and confidence > 0.5:
        assert intents(found) == ["stop"]


@pytest.mark.parametrize(
    ("words", "confidence", "kind"),
    [("next", 0.7, Heard), ("next", 0.5, Guess), ("next", 0.3, Unclear), ("yes", 0.4, Heard), ("bladder", 0.6, Guess),
     ("stop", 0.41, Heard), ("stop", 0.3, Unclear), ("next harder", 0.5, Unclear)],
)  # fmt: skip
def test_middling_evidence_is_asked_about_and_safety_is_not(words, confidence, kind):
    parts = tuple(words.split())
    assert [type(event) for event in Stream().final(parts, (confidence,) * len(parts))] == [kind]


def test_a_long_phrase_is_believed_by_its_mean():
    short = tuple("should i see a doctor".split())
    assert [type(event) for event in Stream().final(short, (0.9, 0.9, 0.3, 0.9, 0.9))] != [Heard]
    long = tuple("when should i see a doctor".split())
    assert [type(event) for event in Stream().final(long, (0.9, 0.9, 0.9, 0.2, 0.9, 0.9))] == [Heard]


@pytest.mark.parametrize(("stray_s", "heard"), [(STRAY_S - 0.1, ["hurts"]), (STRAY_S + 0.1, [])])
def test_a_long_murmur_beside_a_safety_phrase_is_talk(stray_s, heard):
    times = ((0.0, stray_s), (stray_s, stray_s + 0.4))
    assert heard_intents(Stream().final(("[unk]", "ouch"), (1.0, 1.0), times)) == heard


def test_of_sentences_the_one_that_is_believed_stands_for_itself():
    words = (("next", "repeat"), (0.2, 0.9))
    assert [type(event) for event in Stream().final(*words)] == [Unclear]
    (found,) = Stream(sentences=True).final(*words)
    assert (found.intent, found.evidence) == ("repeat", 0.9)


def test_the_evidence_of_a_stop_is_its_own_words():
    (found,) = Stream().final(("[unk]", "stop"), (1.0, 0.8))
    assert (found.intent, found.evidence) == ("stop", 0.8)
