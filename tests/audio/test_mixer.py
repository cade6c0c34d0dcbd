"""The mixer places every sound on its exact frame."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.audio.mixer import DUCKED, LATELY_S, SOUNDED_S, Mixer
from assistant.words.cues import Cue
from assistant.words.events import Told
from assistant.words.units import Rate

RATE = Rate(48000)


def click(length=100, size=0.5):
    return np.full(length, size, np.float32)


def play(mixer, total, block=480):
    return np.concatenate([mixer.render(min(block, total - done)) for done in range(0, total, block)])


@given(st.lists(st.integers(0, 9000), min_size=1, max_size=8, unique=True), st.integers(1, 1500))
def test_a_timed_cue_begins_exactly_at_its_frame(starts, block):
    starts = sorted(starts)
    starts = [at for at, before in zip(starts, [-1000, *starts], strict=False) if at - before >= 100]
    mixer = Mixer(RATE)
    for at in starts:
        mixer.add(Cue("one", "count", at=at), click(), mixer.epoch("count"))
    sound = play(mixer, 10000, block)
    rises = np.flatnonzero((sound > 0) & (np.concatenate([[0], sound[:-1]]) == 0))
    expected = [at for at in starts if at - 100 not in starts]
    assert rises.tolist() == expected
    assert [report.frame for report in mixer.reports() if report.kind == "began"] == starts


def test_sentences_follow_each_other_with_their_gaps():
    mixer = Mixer(RATE)
    for number in range(3):
        told = Told(7, number)
        mixer.add(Cue(f"s{number}", "talk", gap=1000, told=told), click(200), mixer.epoch("talk"))
    sound = play(mixer, 6000)
    rises = np.flatnonzero((sound > 0) & (np.concatenate([[0], sound[:-1]]) == 0))
    assert rises.tolist() == [0, 1200, 2400]
    ended = [(report.frame, report.cue.told.line) for report in mixer.reports() if report.kind == "ended"]
    assert ended == [(200, 0), (1400, 1), (2600, 2)]


def test_an_empty_sentence_is_told_at_once():
    mixer = Mixer(RATE)
    mixer.add(Cue("", "talk", told=Told(1, 0)), np.zeros(0, np.float32), mixer.epoch("talk"))
    play(mixer, 480)
    assert [report.kind for report in mixer.reports()] == ["began", "ended"]
    assert mixer.idle()


def test_hush_fades_within_twenty_milliseconds_and_drops_what_waits():
    mixer = Mixer(RATE)
    for text in ("a", "b"):
        mixer.add(Cue(text, "talk"), click(48000), mixer.epoch("talk"))
    mixer.render(4800)
    old = mixer.epoch("talk")
    mixer.hush("talk")
    mixer.add(Cue("late", "talk"), click(), old)
    after = play(mixer, 9600)
    assert np.all(np.diff(after[:960]) <= 0)
    assert not np.any(after[960:])
    assert mixer.idle()
    assert [(report.kind, report.cue.text) for report in mixer.reports()] == [("began", "a"), ("cut", "a")]


def test_a_count_gives_way_to_talk_without_moving():
    mixer = Mixer(RATE)
    mixer.add(Cue("s", "talk"), click(24000, 0.01), mixer.epoch("talk"))
    mixer.add(Cue("two", "count", at=9600), click(480), mixer.epoch("count"))
    sound = play(mixer, 12000)
    assert abs(sound[9600] - (0.5 * DUCKED + 0.01)) < 1e-6
    assert abs(sound[9599] - 0.01) < 1e-6


def test_a_cue_that_comes_too_late_is_dropped_and_reported():
    mixer = Mixer(RATE)
    mixer.render(4800)
    mixer.add(Cue("one", "count", at=100), click(), mixer.epoch("count"))
    assert not np.any(mixer.render(4800))
    assert [report.kind for report in mixer.reports()] == ["late"]


def test_nothing_is_ever_louder_than_full():
    mixer = Mixer(RATE)
    mixer.volume = 4.0
    mixer.add(Cue("s", "talk"), click(480, 0.7), mixer.epoch("talk"))
    assert mixer.render(480).max() == 1.0


def test_giving_way_silences_a_sentence_and_says_it_again_from_its_start():
    mixer = Mixer(RATE)
    mixer.add(Cue("first", "talk", told=Told(1, 0)), click(9600), mixer.epoch("talk"))
    mixer.add(Cue("second", "talk"), click(480), mixer.epoch("talk"))
    before = play(mixer, 4800)
    mixer.give_way()
    silent = play(mixer, 24000)
    mixer.speak_on()
    after = play(mixer, 48000)
    assert np.all(before > 0)
    assert not np.any(silent[960:])
    assert np.count_nonzero(after) == 9600 + 480
    kinds = [(report.kind, report.cue.text) for report in mixer.reports()]
    assert kinds == [
        ("began", "first"), ("cut", "first"), ("began", "first"), ("ended", "first"), ("began", "second"), ("ended", "second"),
    ]  # fmt: skip


def test_a_count_keeps_its_beat_inaudibly_while_we_give_way():
    mixer = Mixer(RATE)
    for at in (4800, 14400, 24000):
        mixer.add(Cue(str(at), "count", at=at), click(480), mixer.epoch("count"))
    play(mixer, 9600)
    mixer.give_way()
    silent = play(mixer, 9600)
    mixer.speak_on()
    after = play(mixer, 9600)
    assert not np.any(silent[480:])
    assert np.flatnonzero(after)[0] == 24000 - 19200
    assert [report.frame for report in mixer.reports() if report.kind == "began"] == [4800, 14400, 24000]


def test_what_was_hushed_while_we_gave_way_does_not_come_back():
    mixer = Mixer(RATE)
    mixer.add(Cue("first", "talk"), click(9600), mixer.epoch("talk"))
    play(mixer, 4800)
    mixer.give_way()
    mixer.hush("talk")
    mixer.add(Cue("answer", "talk"), click(480), mixer.epoch("talk"))
    assert not np.any(play(mixer, 9600)[960:])
    mixer.speak_on()
    assert np.count_nonzero(play(mixer, 24000)) == 480


@given(st.floats(0, SOUNDED_S), st.integers(1, 40))
def test_the_words_of_a_late_echo_are_those_that_sounded_then(ago_s, spoken_s):
    """Sentences of a second, one after the other: those of that moment, and of the moment before it."""
    mixer = Mixer(RATE)
    for number in range(spoken_s):
        mixer.add(Cue(str(number), "talk"), click(RATE), mixer.epoch("talk"))
    play(mixer, spoken_s * RATE)
    then_s = spoken_s - round(ago_s * RATE) / RATE
    sounded = [number for number in range(spoken_s) if number <= then_s and number + 1 > then_s - LATELY_S]
    assert mixer.sounding(ago_s).split() == [str(number) for number in sounded]


def test_a_tone_is_no_word_that_sounded():
    mixer = Mixer(RATE)
    mixer.add(Cue("ready", "chime"), click(), mixer.epoch("chime"))
    play(mixer, 480)
    assert mixer.sounding() == ""
