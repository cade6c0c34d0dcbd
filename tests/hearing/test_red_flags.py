"""A red flag ends all sessions, so a word of it inside talk, or over our own voice, is asked about and not obeyed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.hearing.deciding.rules import WHOLE_WORDS
from assistant.words.events import Guess, Heard
from assistant.words.verdicts import Air
from tests.hearing.deciding import Stream
from tests.support.drive import grammar

FLAGS = st.sampled_from(sorted(text for texts in grammar().commands.slots["flag"].values() for text in texts))
BEFORE = st.sampled_from(["", *grammar().commands.courtesies.telling.before])
AFTER = st.sampled_from(["", *grammar().commands.courtesies.after])
SOMEBODY = Air(cancelled=True, ours_s=0.1, detected_s=0.2, near=1.0, near_s=1.0, saying="Now lift your hips.")
"""Somebody is detected who speaks over us."""


def said(stream, words, begun_s=10.0, length_s=0.5):
    """An utterance of which the recogniser is certain; what is decided at its end."""
    parts = tuple(words.split())
    return stream.final(parts, (1.0,) * len(parts), ((0.0, length_s),) * len(parts), begun_s=begun_s)


@given(FLAGS)
def test_in_quiet_every_red_flag_is_obeyed_however_short(flag):
    ((kind, intent),) = [(type(event), event.intent) for event in said(Stream(), flag)]
    assert (kind, intent) == (Heard, "red_flag")


@given(BEFORE, FLAGS, AFTER, st.booleans(), st.booleans(), st.floats(0.05, 3.0), st.floats(0.0, 3.0))
@example("now", "numbness", "", True, False, 1.0, 1.0)
@example("", "numb", "", False, True, 0.3, 0.3)
def test_what_locks_is_a_whole_phrase_or_a_word_in_quiet_and_else_it_is_asked(
    before, flag, after, over_us, talked, talk_s, gap_s
):
    stream = Stream(air=SOMEBODY if over_us else Air())
    if talked:
        said(stream, "[unk]", 0.0, talk_s)
    words = " ".join(text for text in (before, flag, after) if text)
    events = said(stream, words, talk_s + gap_s)
    assert [event.heard.intent if isinstance(event, Guess) else event.intent for event in events] == ["red_flag"]
    if len(flag.split()) < WHOLE_WORDS and (over_us or words != flag):
        assert isinstance(events[0], Guess)
    if len(flag.split()) >= WHOLE_WORDS and not over_us:
        assert isinstance(events[0], Heard)


@pytest.mark.parametrize("gap_s", [0.3, 1.0])
def test_a_single_word_just_after_talk_is_asked_about_and_a_moment_later_obeyed(gap_s):
    stream = Stream()
    said(stream, "[unk]", 0.0, 2.0)
    (event,) = said(stream, "numb", 2.0 + gap_s)
    assert event == Guess(Heard("red_flag", (("flag", "numb"),), "numb"))
    (event,) = said(stream, "numb", 8.0)
    assert isinstance(event, Heard)


def test_what_is_asked_back_is_the_phrase_without_the_courtesy():
    (event,) = said(Stream(air=SOMEBODY), "now numbness")
    assert event == Guess(Heard("red_flag", (("flag", "numb"),), "numbness"))


@given(
    st.sampled_from(grammar().commands.courtesies.asking),
    FLAGS | st.sampled_from(["i'm sharp", "i'm sore", "my knee hurts", "i fell"]),
)
def test_what_somebody_tells_of_themselves_is_no_request_but_a_red_flag_in_whole_words_is_asked_about(request, report):
    found = list(said(Stream(), f"{request} {report}"))
    asked = [event.heard.intent for event in found if isinstance(event, Guess)]
    whole = len(report.split()) >= WHOLE_WORDS and grammar().meaning(report).intent == "red_flag"
    assert asked == ["red_flag"] * whole
    assert not any(isinstance(event, Heard) for event in found)
    assert any(isinstance(event, Heard) for event in said(Stream(), f"{request} stop"))
    assert any(isinstance(event, Heard) for event in said(Stream(), report))


def test_a_stop_beside_a_doubtful_red_flag_is_still_a_stop():
    (event,) = said(Stream(air=SOMEBODY), "numb stop")
    assert event.intent == "stop"
