"""One button is enough: for every question, for every trouble, and for a whole session from hello to goodbye."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import get_args

import pytest

from assistant.coach.asked import AnswerKind
from assistant.coach.button import HINTS_MOST, VARIANT
from assistant.coach.person import Person, cleared
from assistant.coach.states import ASKING
from assistant.coach.today import Today
from assistant.content.needed import only_questions
from assistant.running.standby import Hold, Standby
from assistant.words.effects import Chime, Say
from assistant.words.events import Back, HasButton, Heard, Lost, Muted, Pressed
from assistant.words.records import CheckAnswered, EffortTold, PainBefore, PainReported, SessionEnded, SetEnded
from assistant.words.units import Seconds
from tests.support.drive import LINE_S, Driver, library
from tests.support.presses import ANSWERS, answer, choose, hear_out, press, whole_session, with_button

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
KNOWN = cleared(library().screening)
BY_VOICE = re.compile(r"\b(say|tell me)\b", re.IGNORECASE)
"""What asks for a voice."""
VOICE_TOO = {"welcome", "session_over_button", "clear_confirm_button", "disclaimer"}
"""Sentences that name the voice beside the button, or do not ask for it."""


@pytest.mark.parametrize("routine", sorted(library().routines))
def test_every_routine_can_be_done_with_one_button_from_standby_to_goodbye(routine):
    rest = Standby(time(7))
    assert [*rest.take(Pressed("down"), Seconds(1), NOON), *rest.take(Pressed("short"), Seconds(1), NOON)] == [Hold()]
    driver = with_button(routine, person=KNOWN)
    whole_session(driver)
    assert [record.how for record in driver.records if isinstance(record, SessionEnded)] == ["finished"]
    assert [record.how for record in driver.records if isinstance(record, SetEnded)].count("done") > 0
    assert [record.score for record in driver.records if isinstance(record, PainBefore)] == [2]
    efforts = [record.effort for record in driver.records if isinstance(record, EffortTold)]
    assert efforts == ([] if only_questions(library().routines[routine].items) else ["right"])


@pytest.mark.parametrize("yes", [True, False])
def test_somebody_new_answers_every_question_about_health_with_one_button(yes):
    driver = with_button("floor_only_gentle", person=Person())
    driver.run(1)
    asked = 0
    while driver.flow == "screen":
        asked += 1
        answer(driver, yes=yes)
    assert asked >= (1 if yes else 3)
    assert set(driver.coach.person.answers.values()) == {"yes" if yes else "no"}
    if yes:
        assert driver.flow == "locked"
    else:
        whole_session(driver)


def texts(driver):
    """The English of all that was begun, by its key."""
    for how, said in driver.lines:
        if how == "begun" and said.key in library().phrases:
            yield said.key, library().phrases[said.key][0]


@pytest.mark.parametrize("routine", ["floor_only_gentle", "office_micro", "foundation_assess"])
@pytest.mark.parametrize("person", [KNOWN, Person()], ids=["known", "new"])
def test_nobody_with_a_button_is_asked_to_say_something(routine, person):
    driver = with_button(routine, person=person)
    whole_session(driver)
    asked = {key for key, text in texts(driver) if BY_VOICE.search(text)}
    assert asked - VOICE_TOO == set()


def test_nobody_without_a_button_is_told_of_one():
    driver = Driver("floor_only_gentle", person=Person())
    driver.hear("no")
    driver.hear("pause")
    driver.run(3600)
    told = {line.key for _, effect in driver.effects if isinstance(effect, Say) for line in effect.lines}
    assert not {key for key in told if key.endswith(VARIANT) or key.startswith(("button", "hint", "read"))}


def test_what_the_button_does_is_told_once_ever():
    first = with_button(person=KNOWN)
    assert "button_how" in [key for _, key in first.said]
    again = with_button(person=first.coach.person)
    assert "button_how" not in [key for _, key in again.said]


def test_a_button_that_comes_or_goes_in_a_session_is_told():
    driver = Driver(person=replace(KNOWN, taught=frozenset({"button"})), step_s=None)
    driver.run_until("before")
    driver.event(HasButton())
    assert driver.last[0] == "button_here"
    press(driver, "double")
    assert "hint_number" in [key for _, key in driver.said]
    driver.event(HasButton(there=False))
    assert "button_gone" in [key for _, key in driver.said]


def test_how_a_question_is_answered_is_told_at_first_and_when_it_is_asked_again():
    driver = with_button(person=Person())
    driver.run(1)
    for _ in range(HINTS_MOST + 1):
        hear_out(driver)
        press(driver, "long")
    hear_out(driver)
    heard = [said.key for how, said in driver.lines if how == "begun"]
    assert heard.count("hint_yes_no") == HINTS_MOST
    press(driver, "double")
    hear_out(driver)
    assert driver.last[0] == "hint_yes_no"


@pytest.mark.parametrize("kind", [kind for kind in get_args(AnswerKind) if kind != "yes_no"])
def test_every_kind_of_question_has_its_answers_read_out(kind):
    """Each of the answers is the one that the voice would give, to the letter."""
    key, slots = ANSWERS[kind]
    driver, spoken = (at_question(kind) for _ in range(2))
    hear_out(driver)
    press(driver)
    choose(driver, key, **slots)
    said = {
        "pain": Heard("number", (("number", "2"),)), "number": Heard("number", (("number", "7"),)),
        "where": Heard("area", (("area", "hip"),)), "which": Heard("which", (("which", "left"),)),
        "hour": Heard("hour", (("hour", "at_3"),)), "change": Heard("change", (("change", "much_better"),)),
        "activity": Heard("activity", (("activity", "stairs"),)), "effort": Heard("effort", (("effort", "right"),)),
    }[kind]  # fmt: skip
    spoken.event(said)
    assert driver.records[-1] == spoken.records[-1]
    assert driver.coach.states == spoken.coach.states


def at_question(kind):
    """Where a question of this kind waits."""
    driver = with_button(routine_that_asks(kind), person=KNOWN, today=Today(activities_due=True))
    if kind == "where":
        driver.run_until("before")
        driver.hear("hurts")
    for _ in range(600):
        asked = driver.coach.view().asked
        if asked and asked.answer == kind:
            return driver
        if driver.flow in ASKING:
            answer(driver, yes=False)
        elif driver.flow in ("brief", "ready", "travel", "prepare", "welcome", "rest"):
            press(driver)
        driver.run(LINE_S)
    raise AssertionError(f"nothing of the kind {kind} was asked")


def routine_that_asks(kind):
    wanted = [each for each in library().exercises.values() if kind in {ask.answer for ask in each.asks}]
    known = library().routines["foundation_assess"]
    if kind == "activity":
        return replace(known, items=("check_activities",))
    return replace(known, items=(wanted[0].id,) if wanted else known.items[:1])


def at_work():
    driver = with_button(person=KNOWN)
    for _ in range(200):
        if driver.flow == "work":
            return driver
        if driver.flow in ASKING:
            answer(driver, yes=False)
        else:
            hear_out(driver)
            press(driver)
    raise AssertionError(driver.flow)


def test_a_count_is_silent_as_soon_as_a_press_is_long_and_stops_when_it_is_very_long():
    driver = at_work()
    driver.run(6)
    driver.event(Pressed("down"))
    assert driver.gate == "open"
    driver.event(Pressed("held"))
    assert driver.gate == "paused"
    driver.event(Pressed("very_long"))
    assert driver.gate == "stopped"


def test_a_pause_says_how_to_go_on_and_reads_out_what_else_there_is_trouble_first():
    driver = at_work()
    driver.run(6)
    press(driver, "long")
    assert driver.gate == "paused"
    driver.run(60)
    read = list(dict.fromkeys(key for _, key in driver.said if key.startswith("choose")))
    assert read[:4] == ["choose_hurts", "choose_unwell", "choose_strange", "choose_call_for_help"]
    assert read[-1] == "choose_finish"
    driver.run(200)
    assert "read_again" in [key for _, key in driver.said]
    press(driver, "long")
    assert driver.gate == "open"


def test_what_hurts_and_how_much_is_told_with_three_presses_and_a_pause():
    driver = at_work()
    driver.run(6)
    press(driver, "long")
    choose(driver, "choose_hurts")
    assert driver.flow == "where"
    answer(driver, yes=False)
    assert driver.flow in ("scale", "spread")
    answer(driver, yes=False)
    assert [record.score for record in driver.records if isinstance(record, PainReported)] == [2]


def test_an_emergency_sign_is_told_with_the_button_and_the_lock_is_lifted_with_it_too():
    driver = at_work()
    driver.run(6)
    press(driver, "long")
    choose(driver, "choose_unwell")
    choose(driver, "choose_flag_chest")
    assert driver.flow == "locked"
    assert driver.coach.person.lock == "chest"
    hear_out(driver)
    press(driver, "long")
    assert driver.gate == "paused"
    choose(driver, "choose_clear")
    assert driver.flow == "confirm"
    hear_out(driver)
    press(driver)
    assert not driver.coach.person.lock


def test_another_session_is_chosen_with_the_button():
    driver = with_button(person=KNOWN)
    answer(driver, yes=False)
    driver.run_until("welcome")
    press(driver, "long")
    choose(driver, "choose_fit")
    choose(driver, "choose_minutes", minutes=5)
    assert (driver.flow, driver.gate) == ("welcome", "open")
    assert driver.coach.view().routine != "floor_only_gentle"


def test_a_press_that_says_ready_once_more_does_not_skip_what_has_just_begun():
    driver = at_work()
    driver.run(0.5)
    press(driver)
    assert driver.flow == "work"
    driver.run(8)
    press(driver)
    assert driver.flow != "work"


@pytest.mark.parametrize("lost", [Lost("microphone"), Muted()])
def test_with_a_button_a_session_goes_on_without_a_microphone(lost):
    driver = at_work()
    driver.event(lost)
    assert driver.gate == "paused"
    press(driver, "long")
    assert driver.gate == "open"
    for _ in range(5):
        driver.run(1)
        driver.event(lost)
        assert (driver.flow, driver.gate) == ("work", "open"), "it is told once"
    driver.event(Back("microphone"))
    driver.event(lost)
    assert driver.gate == "paused"


def test_after_the_goodbye_a_long_press_still_tells_what_hurts():
    driver = with_button("three_stretches", person=KNOWN)
    driver.run(1)
    driver.hear("finish")
    hear_out(driver)
    if driver.flow == "closing":
        press(driver, "long")
        choose(driver, "choose_unwell")
        choose(driver, "choose_flag_breath")
    assert driver.coach.person.lock == "breath"


def test_the_answer_to_a_number_is_the_number_that_was_counted():
    driver = at_question("number")
    answer(driver, yes=False)
    assert [record.value for record in driver.records if isinstance(record, CheckAnswered)][-1:] == ["7"]


def test_where_a_long_press_does_not_pause_a_tick_tells_that_it_can_be_let_go():
    driver = with_button(person=Person())
    driver.run(1)
    hear_out(driver)
    driver.event(Pressed("down"))
    before = len(driver.effects)
    driver.event(Pressed("held"))
    assert [effect for _, effect in driver.effects[before:]] == [Chime("tick")]
    assert driver.gate == "open"
    driver.event(Pressed("long"))
    assert "no" in driver.coach.person.answers.values()
