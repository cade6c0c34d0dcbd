"""A yes or no that is said with doubt, such as "I think so", never leads to more than "I don't know" does."""

from dataclasses import replace

import pytest

from assistant.coach.person import cleared
from assistant.words.records import HealthAnswered
from tests.support.drive import Driver, grammar, library

SCREENING = library().screening
LIKELY = grammar().commands.slots["likely"]["likely"]
UNLIKELY = grammar().commands.slots["unlikely"]["unlikely"]


def asked(question):
    """A session in which this one question is being asked."""
    known = cleared(SCREENING)
    answers = {name: answer for name, answer in known.answers.items() if name != question.id}
    if question.after:
        answers[question.after] = "yes"
    driver = Driver("morning_nine", person=replace(known, answers=answers))
    if driver.flow != "screen":
        driver.hear("next")
        driver.run_until("screen")
    driver.hear_question()
    return driver


def answers(driver):
    return [record.answer for record in driver.records if isinstance(record, HealthAnswered)]


@pytest.mark.parametrize("question", SCREENING.questions, ids=lambda question: question.id)
def test_a_question_about_health_is_answered_with_care(question):
    """A doubtful answer counts where it limits; a yes that does not is "I don't know", and so is a no to an urgent sign.

    To the other questions "not that I know of" is the usual way of saying no, and counts as that.
    """
    for words in LIKELY:
        driver = asked(question)
        driver.say(words)
        if question.flag:
            assert answers(driver) == []
            assert driver.lines[-1][1].key == "urgent_sure"
            driver.hear_question()
            driver.say(words)
        assert answers(driver) == ["yes" if question.limits_on == "yes" else "unsure"], words
        assert (driver.flow == "locked") == bool(question.flag)
    for words in UNLIKELY:
        driver = asked(question)
        driver.say(words)
        assert answers(driver) == ["unsure" if question.flag else "no"], words


@pytest.mark.parametrize("words", UNLIKELY)
def test_a_group_of_answers_does_not_stand_by_a_doubtful_no(words):
    driver = Driver()
    driver.hear("health")
    driver.hear_question()
    driver.say(words)
    driver.hear_question()
    assert driver.last[0] == "question"
    assert answers(driver) == []
