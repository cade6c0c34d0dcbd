"""Ctrl-C in any state of a session: one short goodbye, nothing asked, and what was done is kept."""

from hypothesis import example, given, settings

from assistant.words.effects import Keep, Say
from assistant.words.events import AT_KEYBOARD, Heard
from assistant.words.records import SessionEnded
from tests.coach.test_laws import PEOPLE, ROUTINES, SPEECH, WAITS
from tests.coach.test_trouble_laws import brought, said
from tests.support.drive import LINE_S

PRESSED = [Heard("stop", (), AT_KEYBOARD), Heard("finish", (), AT_KEYBOARD)]
PARTING = ("closing", "done")
"""The states in which goodbye has been said already."""
A_MOMENT_S = 0.1


@example("office_micro", None, [(5.0, Heard("stop"))], 0)
@example("back_questionnaire", None, [*[(0.0, Heard("stop"))] * 2, (0.0, Heard("red_flag", (("flag", "bladder"),)))], 0)
@settings(max_examples=80, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS)
def test_ctrl_c_says_one_word_and_ends_the_session_once_in_every_state(routine, person, speech, wait):
    driver = brought(routine, person, speech, wait)
    ended = len(endings(driver))
    parting = driver.flow in PARTING
    driver.event(PRESSED[0])
    parting = parting and driver.flow in PARTING
    effects = driver.event(PRESSED[1])
    asked_at = driver.now
    driver.run(LINE_S + A_MOMENT_S)
    assert driver.flow == "done"
    assert said(effects) == ([] if parting else ["closing_at_once"])
    assert {key for at, key in driver.said if at > asked_at} <= {"closing_at_once"}
    assert len(endings(driver)) == max(1, ended)


def endings(driver):
    """Every record of an ending: a red flag that is named during the goodbye ends the session a second time."""
    return [record for record in driver.records if isinstance(record, SessionEnded)]


@settings(max_examples=30, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS)
def test_trouble_that_is_told_after_ctrl_c_is_still_answered(routine, person, speech, wait):
    driver = brought(routine, person, speech, wait)
    for event in PRESSED:
        driver.event(event)
    effects = driver.hear("red_flag", flag="chest")
    assert driver.coach.person.lock == "chest"
    assert any(isinstance(effect, Say) for effect in effects)
    assert any(isinstance(effect, Keep) for effect in effects)
