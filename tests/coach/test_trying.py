"""Another voice: what is heard, what is kept, and that whatever matters more is done at once, in the usual voice."""

import pytest

from assistant.coach.states import VOICED
from assistant.coach.today import Today
from assistant.words.effects import Hush, UseVoice
from assistant.words.events import HasButton, Lost, NotSet, Pressed
from tests.coach.test_machine import reach
from tests.support.drive import Driver, library

VOICES = {"clear": "clear", "joe": "Joe", "/home/me/anna.yaml": "anna"}
SAMPLE_S = 14


def session(flow="rest", voices=VOICES):
    driver = Driver("three_stretches", today=Today(voices=voices))
    if flow != "welcome":
        driver.run_until(flow)
    return driver


def used(driver):
    """(voice, whether it is kept) of every change, in order"""
    return [(effect.name, effect.kept) for _, effect in driver.effects if isinstance(effect, UseVoice)]


def said(driver):
    return [key for _, key in driver.said]


@pytest.mark.parametrize("answer", ["this one", "yes", "go on"])
def test_the_voice_that_is_heard_is_kept_and_the_session_goes_on(answer):
    driver = session()
    driver.say("another voice")
    assert (driver.gate, used(driver)) == ("trying", [("joe", False)])
    assert driver.last == ("voice_sample", (("voice", "Joe"),))
    driver.run(3)
    driver.say(answer)
    assert used(driver) == [("joe", False), ("joe", True)]
    assert driver.gate == "open"
    driver.run_until("work")
    assert said(driver).count("voice_chosen") == 1


@pytest.mark.parametrize("answer", ["no", "next", "limber another voice", None])
def test_the_next_one_is_heard_after_a_no_or_a_silence_and_after_the_last_it_is_as_before(answer):
    driver = session()
    driver.hear("another_voice")
    for _ in VOICES:
        assert driver.gate == "trying"
        driver.say(answer) if answer else driver.run(SAMPLE_S + 1)
        if driver.gate == "open":
            break
    assert used(driver) == [("joe", False), ("/home/me/anna.yaml", False), ("clear", False)]
    driver.run(2)
    assert said(driver).count("voice_usual") == 1
    driver.run_until("work")


def test_the_one_that_was_kept_is_the_usual_one_from_then_on():
    driver = session("welcome")
    for _ in range(2):
        driver.hear("another_voice")
        driver.hear("this_one")
    driver.hear("another_voice")
    driver.hear("pause")
    assert used(driver) == [
        ("joe", False), ("joe", True), ("/home/me/anna.yaml", False), ("/home/me/anna.yaml", True),
        ("clear", False), ("/home/me/anna.yaml", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "gate", "key"),
    [("stop", "stopped", "stopped"), ("pause", "paused", "paused"), ("that hurts", "open", "where_hurts")],
)
def test_what_matters_more_is_done_at_once_and_in_the_usual_voice(words, gate, key):
    driver = session()
    driver.hear("another_voice")
    driver.run(1)
    before = len(driver.effects)
    driver.say(words)
    effects = [effect for _, effect in driver.effects[before:]]
    assert any(isinstance(effect, Hush) and "talk" in effect.channels for effect in effects)
    assert (driver.gate, used(driver)[-1]) == (gate, ("clear", False))
    driver.run(8)
    assert key in said(driver) or driver.flow == "where"


def test_a_microphone_that_is_lost_pauses_it():
    driver = session()
    driver.hear("another_voice")
    driver.event(Lost("microphone"))
    assert (driver.gate, used(driver)[-1]) == ("paused", ("clear", False))


def test_who_had_paused_is_still_paused_afterwards():
    driver = session()
    driver.hear("pause")
    driver.hear("another_voice")
    assert driver.gate == "trying"
    driver.hear("yes")
    assert driver.gate == "paused"
    driver.run(60)
    assert driver.flow == "rest"


def test_without_another_voice_that_is_said_and_nothing_changes():
    for voices in ({}, {"clear": "clear"}):
        driver = session(voices=voices)
        driver.hear("another_voice")
        assert (driver.gate, driver.last[0]) == ("open", "voice_only")
        assert not used(driver)


@pytest.mark.parametrize("flow", ["ready", "work", "where", "harmed", "locked"])
def test_in_a_position_or_in_trouble_no_voice_is_tried(flow):
    assert flow not in VOICED
    driver = reach(flow)
    driver.hear("another_voice")
    assert driver.gate == "open"
    assert not used(driver)


def test_a_question_that_waits_is_asked_again_in_the_new_voice():
    driver = reach("before")
    driver.run(6)
    driver.hear("another_voice")
    driver.run(3)
    driver.hear("this_one")
    driver.run(0.1)
    begun = len(driver.said)
    driver.run(12)
    assert "pain_before" in [key for _, key in driver.said[begun - 3 :]]
    driver.score(2)
    assert driver.scores == [2]


def test_a_button_keeps_a_voice_or_goes_to_the_next():
    driver = session()
    driver.event(HasButton())
    driver.hear("another_voice")
    for press in ("down", "held", "long"):
        driver.event(Pressed(press))
    assert used(driver)[-1] == ("/home/me/anna.yaml", False)
    driver.event(Pressed("down"))
    driver.event(Pressed("short"))
    assert used(driver)[-1] == ("/home/me/anna.yaml", True)
    assert driver.gate == "open"


def test_what_cannot_be_written_down_is_said():
    driver = session()
    driver.event(NotSet())
    assert driver.last[0] == "voice_not_kept"


def test_a_sample_is_long_enough_to_be_answered_at_the_slowest_pace():
    """At 100 words a minute, with the gaps between sentences, five seconds are left."""
    words = library().phrases["voice_sample"][0].split()
    assert library().pacing.voice_s / 0.64 - (len(words) * 60 / 100 + 3) > 5
