"""Laws of sitting down: whoever is dizzy sits or lies down first, and does nothing else any more in that session."""

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.coach.states import MOVING
from assistant.coach.today import CutOff, Today
from assistant.words.events import Heard
from tests.coach.test_laws import PEOPLE, ROUTINES, SPEECH, WAITS
from tests.coach.test_trouble_laws import said
from tests.support.drive import Driver, library

WORDS = st.sampled_from(sorted(library().pain.sit_down_words))
NINE = library().routines["morning_nine"].items
CUT_OFF = Today(cut_off=CutOff("morning_nine", NINE, 2))
DOWN = ("down_chair", "down_bed", "down_floor", "down_here")


def step(driver, pause, event):
    driver.run(pause)
    driver.event(event)


def is_restful(driver):
    exercise = library().exercises[driver.exercise]
    return library().positions[exercise.position].restful and not exercise.load["balance"]


@example(
    "morning_nine", None, [(1.0, Heard("start")), (60.0, Heard("start"))], 2.0, "dizzy",
    [(1.0, Heard("previous")), (1.0, Heard("easier")), (1.0, Heard("health")), (1.0, Heard("pick", (("routine", "office_micro"),)))],
)  # fmt: skip
@settings(max_examples=120, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, WORDS, SPEECH)
def test_after_a_dizzy_spell_nothing_is_done_standing_or_kneeling(routine, person, before, wait, word, after):
    driver = Driver(routine, person=person, today=CUT_OFF)
    for pause, event in before:
        step(driver, pause, event)
    driver.run(wait)
    keys = said(driver.hear("symptom", quality=word))
    if driver.flow != "enough":
        return
    assert keys[0] in DOWN
    walk = [(1.0, Heard("no")), *after, (0.0, Heard("resume")), *[(40.0, Heard("next"))] * 4]
    for pause, event in walk:
        step(driver, pause, event)
        for _ in range(4):
            if driver.flow in MOVING or driver.flow == "travel":
                assert is_restful(driver), driver.exercise
            driver.run(3)
    driver.run_to_end()


@settings(max_examples=60, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, WORDS)
def test_ending_is_offered_first_and_silence_ends(routine, person, before, wait, word):
    driver = Driver(routine, person=person)
    for pause, event in before:
        step(driver, pause, event)
    driver.run(wait)
    driver.hear("symptom", quality=word)
    if driver.flow != "enough":
        return
    driver.run_until("closing", 40)
    driver.run_to_end()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["morning_nine", "floor_only_gentle"]),
    st.lists(st.sampled_from(["4", "5"]), min_size=9, max_size=9),
)
def test_however_often_it_hurts_moderately_stopping_is_offered(routine, scores):
    driver = Driver(routine)
    driver.hear("start")
    reports = 0
    for score in scores:
        driver.hear("hurts")
        driver.hear("number", number=score)
        if driver.flow == "easing":
            driver.run(20)
            driver.hear("number", number=score)
        reports += 1
        if driver.flow == "enough":
            break
    assert driver.flow == "enough"
    assert reports == library().pain.amber_reports


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["figure4_foot_on_wall", "glute_bridge", "clamshell"]), st.integers(0, 3))
def test_a_small_pain_does_not_bring_the_same_exercise_back_for_ever(exercise, score):
    driver = Driver("floor_only_gentle")
    driver.walk_to(exercise)
    begun = (driver.exercise, driver.coach.view().rung)
    times = 0
    while (driver.exercise, driver.coach.view().rung) == begun:
        while driver.flow != "work":
            driver.run(5)
            driver.hear("start")
        driver.hear("hurts")
        driver.hear("number", number=str(score))
        times += 1
        assert times <= library().pain.green_reports
    assert times == library().pain.green_reports


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["figure4_foot_on_wall", "figure4_supine", "knee_to_chest"]), st.integers(1, 50))
def test_more_time_never_makes_a_hold_longer_than_a_minute(exercise, times):
    driver = Driver(floor_with(exercise))
    driver.walk_to(exercise)
    while driver.flow != "work":
        driver.run(5)
        driver.hear("start")
    for _ in range(times):
        driver.hear("more_time")
    begun = driver.now
    driver.run_until("rest", 400)
    assert driver.now - begun <= max(library().pain.hold_most_s, driver.coach.view().dose.hold_s) + 10


def floor_with(exercise):
    known = library().routines["floor_only_gentle"]
    return known if exercise in known.items else replace(known, items=(*known.items, exercise))
