"""Somebody speaks over the coach, or a device goes away."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coach.speech import GIVES_WAY_MOST, LISTEN_S
from assistant.words.effects import GiveWay, Say, SpeakOn
from assistant.words.events import Back, Guess, Heard, HearsBetween, Lost, SpeechBegan, Unclear
from tests.support.drive import Driver, library

GENTLE = library().routines["floor_only_gentle"]
A_HOLD = replace(GENTLE, items=("figure4_supine", *GENTLE.items[1:]))


def kinds(effects):
    return [type(effect) for effect in effects if isinstance(effect, GiveWay | SpeakOn)]


def times(driver, kind):
    return [at for at, effect in driver.effects if isinstance(effect, kind)]


def test_we_fall_silent_for_somebody_and_go_on_when_nothing_comes_of_it():
    driver = Driver()
    driver.run(1)
    assert kinds(driver.event(SpeechBegan())) == [GiveWay]
    begun = driver.now
    driver.run(5)
    assert times(driver, SpeakOn) == [begun + LISTEN_S]


def test_a_command_ends_the_silence_at_once_and_is_obeyed():
    driver = Driver()
    driver.run(1)
    driver.event(SpeechBegan())
    driver.run(0.5)
    effects = driver.hear("how_long")
    assert isinstance(effects[0], SpeakOn)
    assert any(isinstance(effect, Say) for effect in effects)


def test_a_television_does_not_keep_us_silent_for_ever():
    driver = Driver()
    driver.run(0.1)
    for _ in range(GIVES_WAY_MOST + 1):
        driver.event(SpeechBegan())
        driver.run(LISTEN_S + 0.01)
    assert len(times(driver, GiveWay)) == GIVES_WAY_MOST


def test_a_count_goes_on_while_we_are_silent():
    driver = Driver(A_HOLD)
    driver.run_until("work")
    driver.run(6)
    driver.event(SpeechBegan())
    driver.run(5)
    beats = [at for at, _ in driver.numbers]
    assert all(abs(after - before - 1) < 1e-6 for before, after in itertools.pairwise(beats))


@given(st.lists(st.sampled_from([SpeechBegan(), Unclear("x"), Guess(Heard("next")), Heard("pause"), Heard("resume"),
                                 Heard("how_long"), Lost("microphone"), Back("microphone"), Back("speaker"), 0.4, 2.0]), max_size=25))  # fmt: skip
def test_we_speak_on_whenever_we_gave_way_and_time_never_hangs(events):
    driver = Driver()
    for event in events:
        if isinstance(event, float):
            driver.run(event)
        elif not driver.left:
            driver.event(event)
    driver.run(LISTEN_S + 0.1)
    assert len(times(driver, SpeakOn)) == len(times(driver, GiveWay))
    assert not driver.coach.view().giving_way


def test_a_lost_microphone_is_said_and_pauses_the_session_until_one_says_go_on():
    driver = Driver(A_HOLD)
    driver.run_until("work")
    driver.run(6)
    driver.event(Lost("microphone"))
    assert driver.gate == "paused"
    assert driver.said[-1][1] == "mic_lost"
    counted = len(driver.numbers)
    driver.run(30)
    driver.event(Back("microphone"))
    assert driver.said[-1][1] == "mic_back"
    driver.hear("resume")
    assert driver.gate == "open"
    driver.run(15)
    assert driver.numbers[counted][1] == driver.numbers[counted - 1][1] + 1


def test_a_microphone_lost_three_times_in_a_row_ends_the_session_cleanly():
    driver = Driver()
    driver.run_until("brief")
    for _ in range(3):
        driver.event(Lost("microphone"))
    assert driver.flow == "closing"
    assert driver.said[-1][1] == "closing_deaf"
    driver.run(30)
    assert driver.left


def test_a_word_in_between_begins_the_count_of_failures_anew():
    driver = Driver()
    driver.run_until("brief")
    for _ in range(5):
        driver.event(Lost("microphone"))
        driver.event(Back("microphone"))
        driver.hear("resume")
    assert driver.flow == "brief"


def test_a_loudspeaker_that_comes_back_is_announced_and_the_narration_goes_on():
    driver = Driver()
    driver.run_until("brief")
    driver.event(Back("speaker"))
    assert [key for _, key in driver.said].count("speaker_back") == 1
    driver.run_until("work")


@pytest.mark.parametrize("why", ["late", "missing"])
@pytest.mark.parametrize("since", [0, 1])
def test_that_nobody_is_heard_over_us_is_said_with_the_reason_and_the_session_goes_on(why, since):
    driver = Driver()
    driver.run(since)
    driver.event(HearsBetween(why))
    driver.run(1)
    said = [line.key for _, effect in driver.effects if isinstance(effect, Say) for line in effect.lines]
    assert f"hears_between_{why}" in said
    assert driver.coach.view().gate == "open"
