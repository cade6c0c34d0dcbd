"""The decision, on recorded words and confidences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.hearing.deciding.decide import (
    ALONE_S,
    CONFIDENCE,
    GUESS,
    NEAR,
    STABLE_LOUD_S,
    STABLE_S,
    STRAY_S,
    TALK_GAP_S,
    TALK_S,
    Decider,
    Final,
)
from assistant.words.events import Guess, Heard, Unclear
from tests.support.drive import grammar

BLOCK = 0.06


def decide(partials, final="", confidence=1.0, *, quiet=True):
    """Partial results a block apart, then the final one; what was decided, with the time of each."""
    decider, now = Decider(grammar()), 0.0
    found: list[tuple[float, Heard | Guess | Unclear]] = []
    for words in partials:
        now += BLOCK
        found += [(now, one) for one in decider.partial(words, now, quiet=quiet)]
    words = tuple((final or (partials[-1] if partials else "")).split())
    found += [(now, one) for one in decider.final(Final(words, (confidence,) * len(words)))]
    return found


def intents(found):
    return [one.intent for _, one in found if isinstance(one, Heard)]


def test_stop_acts_before_the_end_and_only_once():
    found = decide(["", "stop", "stop", "stop", "stop"])
    assert intents(found) == ["stop"]
    assert found[0][0] <= 2 * BLOCK + STABLE_S + 1e-9


def test_in_noise_stop_acts_a_little_later_and_in_talk_not_at_all():
    found = decide(["stop"] * 9, quiet=False)
    assert intents(found) == ["stop"]
    assert found[0][0] <= 2 * BLOCK + STABLE_LOUD_S
    assert intents(decide(["stop", "stop", "stop my", "stop my yellow"], quiet=False)) == []


def test_next_waits_for_the_end():
    found = decide(["next", "next", "next"])
    assert [(round(at / BLOCK), one.intent) for at, one in found] == [(3, "next")]


def test_a_flicker_of_stop_is_no_stop():
    assert intents(decide(["stop", "start", "start"], "start")) == ["start"]


def test_stop_among_other_words_is_a_stop():
    assert intents(decide(["please", "[unk] stop", "[unk] stop"], "[unk] stop")) == ["stop"]


def test_a_place_added_to_a_pain_is_told_too():
    found = decide(["ouch", "ouch", "ouch my", "ouch my knee hurts"], "ouch my knee hurts")
    assert [one.slots for _, one in found] == [(), (("area", "knee"),)]


def test_a_pain_and_its_place_said_at_once_are_told_once():
    assert intents(decide(["my knee", "my knee hurts", "my knee hurts", "my knee hurts"])) == ["hurts"]


def test_words_that_are_no_phrase_are_unclear():
    assert [one for _, one in decide(["next that"], "next that")] == [Unclear("next that")]
    assert [one for _, one in decide([], "[unk] next")] == [Unclear("[unk] next")]


def test_two_commands_in_one_breath_are_unclear_but_a_repeated_one_is_clear():
    assert isinstance(decide([], "next easier")[0][1], Unclear)
    assert intents(decide([], "next next")) == ["next"]


def test_a_place_and_a_number_are_both_believed():
    assert intents(decide([], "left knee six")) == ["area", "number"]


def test_safety_needs_less_confidence_than_the_rest():
    assert intents(decide([], "stop", 0.5)) == ["stop"]
    assert intents(decide([], "stop", 0.45)) == ["stop"]
    assert intents(decide([], "finish", 0.45)) == []


def final(words, confidence, uncovered_s):
    decider = Decider(grammar())
    return intents(
        [
            (0, one)
            for one in decider.final(
                Final(tuple(words.split()), (confidence,) * len(words.split()), uncovered_s=uncovered_s)
            )
        ]
    )


def test_a_phrase_found_in_the_midst_of_talk_is_none():
    assert final("next", 0.8, 0.1) == ["next"]
    assert final("next", 1.0, 0.6) == []
    assert final("stop", 0.8, 0.6) == []
    assert final("stop", 0.95, 0.6) == ["stop"]
    assert Decider(grammar()).partial("stop", 3.0, quiet=True, span_s=2.0) == []


def test_hesitations_are_no_bar_and_other_words_are():
    assert final("oh stop", 0.9, 0) == ["stop"]
    assert final("stop oh", 0.9, 0) == ["stop"]
    assert final("water that hurts", 0.9, 0) == []


def test_silence_is_nothing():
    assert decide([], "") == []


@given(st.lists(st.sampled_from("stop that hurts next wait [unk] hello my knee".split()), max_size=8), st.floats(0, 1))
def test_whatever_comes_something_or_nothing_is_decided(words, confidence):
    partials = [" ".join(words[: end + 1]) for end in range(len(words))]
    found = decide(partials, " ".join(words), confidence)
    assert len(intents(found)) <= 2 * len(words)
    if words == ["stop"] and confidence > 0.5:
        assert intents(found) == ["stop"]


@pytest.mark.parametrize(
    ("words", "confidence", "kind"),
    [("next", 0.7, Heard), ("next", 0.5, Guess), ("next", 0.3, Unclear), ("yes", 0.4, Heard), ("bladder", 0.6, Guess),
     ("stop", 0.41, Heard), ("stop", 0.3, Unclear), ("next harder", 0.5, Unclear)],
)  # fmt: skip
def test_middling_evidence_is_asked_about_and_safety_is_not(words, confidence, kind):
    found = Decider(grammar()).final(Final(tuple(words.split()), (confidence,) * len(words.split())))
    assert [type(one) for one in found] == [kind]


def test_a_long_phrase_is_believed_by_its_mean():
    final = Final(tuple("should i see a doctor".split()), (0.9, 0.9, 0.3, 0.9, 0.9))
    assert [type(one) for one in Decider(grammar()).final(final)] != [Heard]
    words = tuple("when should i see a doctor".split())
    assert [type(one) for one in Decider(grammar()).final(Final(words, (0.9, 0.9, 0.9, 0.2, 0.9, 0.9)))] == [Heard]


def said(decider, words, begun_s, length_s=0.5, confidence=1.0):
    """One utterance of one word or phrase; what is decided at its end."""
    parts = words.split()
    times = ((0.0, length_s),) * len(parts)
    return decider.final(Final(tuple(parts), (confidence,) * len(parts), times, begun_s=begun_s))


def silence(decider, start, end):
    """Nothing said from one time to another; what is decided meanwhile."""
    times = [start + BLOCK * step for step in range(round((end - start) / BLOCK) + 1)]
    return [(now, one) for now in times for one in decider.partial("", now, quiet=True)]


def test_what_acts_alone_waits_for_a_second_of_silence():
    decider = Decider(grammar())
    assert said(decider, "finish", 10.0) == []
    assert decider.waiting == Heard("finish", (), "finish")
    ((at, heard),) = silence(decider, 11.0, 13.0)
    assert heard.intent == "finish"
    assert 10.5 + ALONE_S <= at < 10.5 + ALONE_S + BLOCK
    assert silence(decider, 13.0, 15.0) == []


def test_what_acts_alone_is_dropped_when_more_is_said():
    decider = Decider(grammar())
    assert said(decider, "finish", 10.0) == []
    assert decider.partial("[unk]", 11.2, quiet=False) == []
    assert silence(decider, 11.3, 14.0) == []
    assert decider.settle() == []


def test_a_stop_after_a_finish_is_a_stop_and_no_finish():
    decider = Decider(grammar())
    said(decider, "finish", 10.0)
    found = [one for step in range(9) for one in decider.partial("stop", 11.0 + BLOCK * step, quiet=True)]
    assert [one.intent for one in found] == ["stop"]
    assert silence(decider, 12.0, 14.0) == []


def test_at_the_end_of_the_sound_what_waits_is_obeyed():
    decider = Decider(grammar())
    said(decider, "start over", 3.0)
    assert [one.intent for one in decider.settle()] == ["start_over"]
    assert decider.settle() == []


@given(st.lists(st.floats(0.05, 1.0), min_size=1, max_size=6), st.floats(0.0, 3.0))
def test_talk_is_all_that_sounded_without_a_longer_gap(pieces_s, gap_s):
    decider, now = Decider(grammar()), 0.0
    for piece_s in pieces_s:
        said(decider, "[unk]", now, piece_s)
        now += piece_s + 1.0
    found = said(decider, "next", now - 1.0 + gap_s, confidence=0.7) + decider.settle()
    amid = sum(pieces_s) > TALK_S and gap_s < TALK_GAP_S
    if abs(sum(pieces_s) - TALK_S) > 1e-6 and abs(gap_s - TALK_GAP_S) > 1e-6:
        assert any(isinstance(one, Heard) for one in found) == (not amid)


@given(st.integers(1, 8), st.floats(0.41, 1.0), st.sampled_from(["stop", "ouch", "wait"]))
def test_a_safety_word_said_again_and_again_is_heard_as_soon_as_it_is_understood(times, confidence, word):
    decider = Decider(grammar())
    for number in range(times):
        said(decider, "[unk]", 0.8 * number)
    assert any(isinstance(one, Heard) for one in said(decider, word, 0.8 * times, confidence=confidence))


@given(st.floats(0.05, 3.0), st.floats(0.0, 3.0), st.sampled_from(["finish", "next", "stop", "six", "numb"]))
def test_only_what_acts_alone_minds_talk_before_it_however_sure(talk_s, gap_s, words):
    decider = Decider(grammar())
    said(decider, "[unk]", 0.0, talk_s)
    found = said(decider, words, talk_s + gap_s) + decider.settle()
    amid = talk_s > TALK_S and gap_s < TALK_GAP_S
    if abs(talk_s - TALK_S) > 1e-6 and abs(gap_s - TALK_GAP_S) > 1e-6:
        assert [isinstance(one, Heard) for one in found] == [words != "finish" or not amid]


def test_a_stop_amid_talk_beside_a_finish_is_a_stop():
    decider = Decider(grammar())
    said(decider, "[unk]", 0.0, 2.0)
    assert [one.intent for one in said(decider, "finish stop", 2.2)] == ["stop"]
    assert decider.settle() == []


def test_our_own_voice_is_nobodys_talk():
    decider = Decider(grammar())
    said(decider, "[unk]", 0.0, 3.0)
    decider.forget()
    assert said(decider, "finish", 3.2) + decider.settle() == [Heard("finish", (), "finish")]


@pytest.mark.parametrize(("stray_s", "heard"), [(STRAY_S - 0.1, ["hurts"]), (STRAY_S + 0.1, [])])
def test_a_long_murmur_beside_a_safety_phrase_is_talk(stray_s, heard):
    times = ((0.0, stray_s), (stray_s, stray_s + 0.4))
    found = Decider(grammar()).final(Final(("[unk]", "ouch"), (1.0, 1.0), times))
    assert [one.intent for one in found if isinstance(one, Heard)] == heard


def test_of_sentences_the_one_that_is_believed_stands_for_itself():
    words = Final(("next", "repeat"), (0.2, 0.9))
    assert [type(one) for one in Decider(grammar()).final(words)] == [Unclear]
    (found,) = Decider(grammar(), long=True).final(words)
    assert (found.intent, found.evidence) == ("repeat", 0.9)


def test_the_evidence_of_a_stop_is_its_own_words():
    (found,) = Decider(grammar()).final(Final(("[unk]", "stop"), (1.0, 0.8)))
    assert (found.intent, found.evidence) == ("stop", 0.8)


def with_examples(words, likes, confidence=1.0):
    result = Final(tuple(words.split()), (confidence,) * len(words.split()), likes=likes)
    return Decider(grammar()).final(result)


def test_what_is_not_understood_counts_as_the_example_it_is_much_the_nearest_to():
    for words in ("[unk]", ""):
        assert with_examples(words, {"next": 0.01, "repeat": 0.03}) == [Heard("next", (), "next")]
        assert not any(isinstance(one, Heard) for one in with_examples(words, {"next": 0.025, "repeat": 0.03}))
        assert not any(isinstance(one, Heard) for one in with_examples(words, {"next": 0.01}))
        assert not any(isinstance(one, Heard) for one in with_examples(words, {"next": 0.08, "repeat": 0.2}))


def test_examples_of_the_same_meaning_do_not_stand_in_each_others_way():
    assert [one.intent for one in with_examples("[unk]", {"next": 0.01, "next_one": 0.011, "repeat": 0.03})] == ["next"]


def test_what_is_taken_for_something_else_is_corrected_only_against_the_examples_of_that():
    assert [one.intent for one in with_examples("next", {"next": 0.03, "repeat": 0.01})] == ["repeat"]
    assert [one.intent for one in with_examples("next", {"next": 0.0105, "repeat": 0.01})] == ["next"]
    assert [one.intent for one in with_examples("next", {"easier": 0.02, "repeat": 0.01})] == ["next"]


def test_what_was_heard_too_doubtfully_is_believed_if_its_own_example_is_about_as_near_as_any():
    def heard(likes, words="next"):
        return [one.intent for one in with_examples(words, likes, CONFIDENCE - GUESS - 0.1) if isinstance(one, Heard)]

    assert heard({"next": 0.012, "repeat": 0.01}) == ["next"]
    assert heard({"next": 0.012, "repeat": 0.01}, "stop") == []
    assert heard({"next": 0.013, "repeat": 0.01}) == []
    assert heard({"next": NEAR + 0.001, "repeat": NEAR + 0.002}) == []


@pytest.mark.parametrize("words", ["next", "next harder", "[unk] [unk]"])
def test_what_is_quite_like_an_example_counts_whatever_it_was_taken_for(words):
    assert [one.intent for one in with_examples(words, {"easier": 0.03, "repeat": 0.01})] == ["repeat"]


@given(st.dictionaries(st.sampled_from(("stop", "pause", "next", "repeat")), st.floats(0, 1)))
def test_no_example_stands_in_the_way_of_a_safety_word(likes):
    assert [one.intent for one in with_examples("stop", likes)] == ["stop"]


def test_what_was_acted_on_early_is_not_taken_for_an_example_as_well():
    decider = Decider(grammar())
    assert [one.intent for at in range(3) for one in decider.partial("stop", at * BLOCK, quiet=True)] == ["stop"]
    assert decider.final(Final(("[unk]",), (1.0,), likes={"next": 0.01, "repeat": 0.03})) == []


def test_in_talk_only_what_is_quite_like_an_example_counts():
    decider = Decider(grammar())
    talk = Final(("[unk]",) * 4, (1.0,) * 4, tuple((0.4 * at, 0.4 * at + 0.4) for at in range(4)))
    decider.final(talk)
    for begun, far, found in ((1.6, 0.02, [Unclear("[unk]")]), (2.2, 0.03, [Heard("next", (), "next", 1.0)])):
        after = Final(("[unk]",), (1.0,), ((0.2, 0.6),), begun_s=begun, likes={"next": 0.01, "repeat": far})
        assert decider.final(after) == found
