"""Laws of a red flag that was misheard: it locks at once, and only two answers in the same session take it back."""

import pytest
from hypothesis import example, given, settings

from assistant.words.clinical_records import FlagTakenBack
from assistant.words.events import Heard
from assistant.words.records import Unlocked
from tests.coach.test_laws import PEOPLE, ROUTINES, SPEECH, WAITS
from tests.coach.test_trouble_laws import FLAGS, GOODBYE, brought, said
from tests.support.drive import Driver, library

UNLOCKING = {"unsaid": FlagTakenBack, "confirm": Unlocked}
"""state in which a yes undoes a lock -> the record that tells of it"""


@settings(max_examples=60, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, FLAGS)
def test_what_was_heard_is_said_first_and_how_to_take_it_back_last(routine, person, speech, wait, flag):
    keys = said(brought(routine, person, speech, wait).hear("red_flag", flag=flag))
    told = {"flag_heard", "flag_answered", "flag_heard_button", "flag_answered_button"}
    assert keys[0] in told
    assert keys[-1].removesuffix("_button") == "locked_misheard"


@example("morning_nine", None, [(8.0, Heard("start"))], 60.0, "saddle", [(2.0, Heard("not_said")), (0.0, Heard("yes"))])
@settings(max_examples=150, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, FLAGS, SPEECH)
def test_only_a_yes_to_the_question_whether_it_was_not_said_undoes_a_lock(
    routine, person, speech, wait, flag, afterwards
):
    driver = brought(routine, person, speech, wait)
    driver.hear("red_flag", flag=flag)
    for pause, event in [*afterwards, (0.0, Heard("not_said")), (0.0, Heard("yes"))]:
        driver.run(pause)
        if driver.left:
            return
        flow, locked, before = driver.flow, driver.coach.person.lock, len(driver.records)
        driver.event(event)
        kinds = [type(record) for record in driver.records[before:]]
        assert {FlagTakenBack, Unlocked} & set(kinds) <= {UNLOCKING.get(flow)}
        if locked and not driver.coach.person.lock:
            assert UNLOCKING[flow] in kinds


@example("morning_nine", None, GOODBYE, 1.0, "chest")
@settings(max_examples=100, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, FLAGS)
def test_taken_back_the_lock_is_as_before_and_the_session_goes_on_to_its_end(routine, person, speech, wait, flag):
    driver = brought(routine, person, speech, wait)
    lock = driver.coach.person.lock
    driver.hear("red_flag", flag=flag)
    driver.hear("not_said")
    assert driver.flow == "unsaid"
    driver.hear("yes")
    taken_back = [record for record in driver.records if isinstance(record, FlagTakenBack)][-1]
    assert taken_back.flag == flag
    assert driver.coach.person.lock == taken_back.still
    assert lock in (flag, taken_back.still)
    for _ in range(3):
        driver.hear("resume")
        driver.run(300)
    driver.hear("resume")
    driver.run_to_end()
    assert driver.left


@pytest.mark.parametrize(("intent", "asks"), [("not_said", "unsaid"), ("clear", "confirm")])
def test_a_faint_yes_unlocks_nothing_and_is_asked_for_again(intent, asks):
    driver = Driver()
    driver.run_until("work")
    driver.hear("red_flag", flag="numb")
    driver.hear(intent)
    sure = library().red_flags.yes_sure
    for words, faint in (("yes", sure - 0.01), ("yes i do", 3 * sure - 0.01)):
        driver.event(Heard("yes", (), words, faint))
        assert (driver.flow, driver.coach.person.lock) == (asks, "numb")
        assert driver.talking
    driver.event(Heard("yes", (), "yes", sure))
    assert not driver.coach.person.lock
