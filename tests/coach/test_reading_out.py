"""Choices that are read out: which one a press means, and what comes when nobody presses."""

from assistant.coach.person import cleared
from assistant.words.records import PainBefore
from tests.support.drive import library
from tests.support.presses import hear_out, press, with_button

KNOWN = cleared(library().screening)


def test_a_press_right_at_the_beginning_of_a_choice_means_the_one_before():
    driver = with_button(person=KNOWN)
    driver.run_until("before")
    hear_out(driver)
    press(driver)
    while driver.last != ("number_heard", (("number", "4"),)):
        driver.run(0.1)
    press(driver)
    assert [record.score for record in driver.records if isinstance(record, PainBefore)] == [3]


def test_two_quick_presses_at_a_choice_begin_the_reading_again():
    driver = with_button(person=KNOWN)
    driver.run_until("before")
    hear_out(driver)
    press(driver)
    driver.run(12)
    assert driver.last[1] != (("number", "0"),)
    press(driver, "double")
    assert driver.last == ("number_heard", (("number", "0"),))


def test_choices_that_nobody_takes_leave_the_question_as_silence_does():
    driver = with_button(person=KNOWN)
    driver.run_until("before")
    hear_out(driver)
    press(driver)
    driver.run(120)
    assert "read_again" in [key for _, key in driver.said]
    assert driver.flow != "before"
    assert [record for record in driver.records if isinstance(record, PainBefore)] == []


def test_the_voice_answers_while_choices_are_read_out():
    driver = with_button(person=KNOWN)
    driver.run_until("before")
    hear_out(driver)
    press(driver)
    driver.run(7)
    driver.hear("number", number="3")
    assert [record.score for record in driver.records if isinstance(record, PainBefore)] == [3]
    driver.run(3)
    assert not driver.last[0].startswith("choose")
