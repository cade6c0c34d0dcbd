"""What was said before and after counts: commands that act alone, and commands in the midst of talk."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.hearing.deciding.memory import ALONE_S, TALK_GAP_S, TALK_S
from assistant.words.events import Heard
from tests.hearing.deciding import BLOCK, Stream


def said(stream, words, begun_s, length_s=0.5, confidence=1.0):
    """One utterance of one word or phrase; what is decided at its end."""
    parts = words.split()
    times = ((0.0, length_s),) * len(parts)
    return stream.final(tuple(parts), (confidence,) * len(parts), times, begun_s=begun_s)


def silence(stream, start, end):
    """Nothing said from one time to another; what is decided meanwhile."""
    times = [start + BLOCK * step for step in range(round((end - start) / BLOCK) + 1)]
    return [(now, event) for now in times for event in stream.partial("", now, quiet=True)]


def test_what_acts_alone_waits_for_a_second_of_silence():
    stream = Stream()
    assert said(stream, "finish", 10.0) == []
    assert stream.memory.waiting.heard == Heard("finish", (), "finish")
    ((at, heard),) = silence(stream, 11.0, 13.0)
    assert heard.intent == "finish"
    assert 10.5 + ALONE_S <= at < 10.5 + ALONE_S + BLOCK
    assert silence(stream, 13.0, 15.0) == []


def test_what_acts_alone_is_dropped_when_more_is_said():
    stream = Stream()
    assert said(stream, "finish", 10.0) == []
    assert stream.partial("[unk]", 11.2, quiet=False) == []
    assert silence(stream, 11.3, 14.0) == []
    assert stream.end() == []


def test_a_stop_after_a_finish_is_a_stop_and_no_finish():
    stream = Stream()
    said(stream, "finish", 10.0)
    found = [event for step in range(9) for event in stream.partial("stop", 11.0 + BLOCK * step, quiet=True)]
    assert [event.intent for event in found] == ["stop"]
    assert silence(stream, 12.0, 14.0) == []


def test_at_the_end_of_the_sound_what_waits_is_obeyed():
    stream = Stream()
    said(stream, "start over", 3.0)
    assert [event.intent for event in stream.end()] == ["start_over"]
    assert stream.end() == []


@given(st.lists(st.floats(0.05, 1.0), min_size=1, max_size=6), st.floats(0.0, 3.0))
def test_talk_is_all_that_sounded_without_a_longer_gap(pieces_s, gap_s):
    stream, now = Stream(), 0.0
    for piece_s in pieces_s:
        said(stream, "[unk]", now, piece_s)
        now += piece_s + 1.0
    found = said(stream, "next", now - 1.0 + gap_s, confidence=0.7) + stream.end()
    amid = sum(pieces_s) > TALK_S and gap_s < TALK_GAP_S
    if abs(sum(pieces_s) - TALK_S) > 1e-6 and abs(gap_s - TALK_GAP_S) > 1e-6:
        assert any(isinstance(event, Heard) for event in found) == (not amid)


@given(st.integers(1, 8), st.floats(0.41, 1.0), st.sampled_from(["stop", "ouch", "wait"]))
def test_a_safety_word_said_again_and_again_is_heard_as_soon_as_it_is_understood(times, confidence, word):
    stream = Stream()
    for number in range(times):
        said(stream, "[unk]", 0.8 * number)
    assert any(isinstance(event, Heard) for event in said(stream, word, 0.8 * times, confidence=confidence))


@given(st.floats(0.05, 3.0), st.floats(0.0, 3.0), st.sampled_from(["finish", "next", "stop", "six", "my leg is numb"]))
def test_only_what_acts_alone_minds_talk_before_it_however_sure(talk_s, gap_s, words):
    stream = Stream()
    said(stream, "[unk]", 0.0, talk_s)
    found = said(stream, words, talk_s + gap_s) + stream.end()
    amid = talk_s > TALK_S and gap_s < TALK_GAP_S
    if abs(talk_s - TALK_S) > 1e-6 and abs(gap_s - TALK_GAP_S) > 1e-6:
        assert [isinstance(event, Heard) for event in found] == [words != "finish" or not amid]


def test_a_stop_amid_talk_beside_a_finish_is_a_stop():
    stream = Stream()
    said(stream, "[unk]", 0.0, 2.0)
    assert [event.intent for event in said(stream, "finish stop", 2.2)] == ["stop"]
    assert stream.end() == []


def test_our_own_voice_is_nobodys_talk():
    stream = Stream()
    said(stream, "[unk]", 0.0, 3.0)
    stream.restart()
    assert said(stream, "finish", 3.2) + stream.end() == [Heard("finish", (), "finish")]
