"""Calls for help with a house: dialogues/house.yaml has the conversations, and this the law of them."""

from hypothesis import given, settings

from assistant.coach.today import Today
from assistant.words.events import Heard
from assistant.words.records import HelpWanted
from tests.coach.test_laws import PEOPLE, ROUTINES, SPEECH
from tests.support.drive import Driver

CALLS = {"call_for_help", "fell"}


@settings(max_examples=40, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH)
def test_the_house_is_told_only_of_who_called_and_they_hear_that_nobody_is_sure_to_come(routine, person, speech):
    driver = Driver(routine, person=person, today=Today(calls_help=True))
    for wait, event in [*speech, (60.0, Heard("call_for_help")), (60.0, Heard("call_for_help"))]:
        driver.run(wait)
        driver.event(event)
    called = sum(isinstance(event, Heard) and event.intent in CALLS for _, event in speech) + 2
    told = [record for record in driver.records if isinstance(record, HelpWanted)]
    driver.run(30)
    said = [key for _, key in driver.said]
    assert len(told) <= called
    assert len(told) == 0 or "house_unsure" in said
