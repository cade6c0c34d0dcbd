"""Laws that hold for any person saying anything at any time."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.coach.permission import permitted
from assistant.coach.person import Person
from assistant.coach.states import MOVING
from assistant.words.clinical_records import TakenBack
from assistant.words.effects import SOFT
from assistant.words.events import Heard, Pressed, PressKind, Unclear
from assistant.words.records import PainReported, SetEnded
from assistant.words.units import Seconds
from tests.support.drive import Driver, grammar, intents, library

AREAS = library().domain.areas
ROUTINES = st.sampled_from(sorted(library().routines))
QUESTIONS = [question.id for question in library().screening.questions]
PEOPLE = st.one_of(
    st.none(),
    st.builds(
        Person,
        introduced=st.booleans(),
        answers=st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(["yes", "no", "unsure"])),
        lock=st.sampled_from(["", "", "", "numb", "chest"]),
        practised=st.dictionaries(st.sampled_from(sorted(library().exercises)), st.integers(1, 5), max_size=5),
    ),
)
PRESSES = get_args(PressKind)
WAITS = st.floats(0, 90, allow_nan=False)


@st.composite
def utterances(draw):
    intent = draw(st.sampled_from([*intents(), None, *PRESSES]))
    if intent is None:
        return Unclear("mumble")
    if intent in PRESSES:
        return Pressed(intent)
    slots = []
    if intent in ("number", "correct"):
        slots.append(("number", str(draw(st.integers(0, 10)))))
    if intent in ("have", "have_no"):
        slots.append(("thing", draw(st.sampled_from(library().domain.furniture))))
    if intent == "health" and draw(st.booleans()):
        slots.append(("changed", "changed"))
    for name, slot in (
        ("symptom", "quality"),
        ("red_flag", "flag"),
        ("pick", "routine"),
        ("activity", "activity"),
        ("fit", "minutes"),
        ("fit", "want"),
        ("more_time", "extra"),
        ("avoid", "avoid"),
    ):
        if intent == name and (name != "fit" or draw(st.booleans())):
            slots.append((slot, draw(st.sampled_from(sorted(grammar().commands.slots[slot])))))
    if intent == "area" or (intent == "hurts" and draw(st.booleans())):
        slots.append(("area", draw(st.sampled_from(AREAS))))
        if draw(st.booleans()):
            slots.append(("side", draw(st.sampled_from(["left", "right"]))))
    return Heard(intent, tuple(sorted(slots)), intent)


SPEECH = st.lists(st.tuples(WAITS, utterances()), max_size=14)


@settings(max_examples=150, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH)
def test_whatever_is_said_a_session_comes_to_its_end(routine, person, speech):
    driver = Driver(routine, person=person)
    for wait, event in speech:
        driver.run(wait)
        driver.event(event)
    for _ in range(2):  # somebody who fell and does not answer is waited for, paused, and asked once more afterwards
        driver.hear("resume")
        driver.run(300)
    driver.hear("resume")
    driver.run_to_end()
    assert driver.left


@settings(max_examples=100, deadline=None)
@given(ROUTINES, SPEECH, st.lists(WAITS, min_size=1, max_size=8))
def test_splitting_the_waking_up_changes_nothing(routine, speech, naps):
    whole, split = Driver(routine), Driver(routine)
    for wait, event in speech:
        whole.run(wait)
        end = split.now + wait
        for nap in naps:
            split.run_to(min(end, split.now + nap))
        split.run_to(end)
        split.now = whole.now
        whole.event(event)
        split.event(event)
    assert whole.effects == split.effects
    assert whole.numbers == split.numbers


@settings(max_examples=100, deadline=None)
@given(ROUTINES, SPEECH)
def test_a_replay_equals_the_original(routine, speech):
    def play():
        driver = Driver(routine)
        for wait, event in speech:
            driver.run(wait)
            driver.event(event)
        return driver.effects

    assert play() == play()


@settings(max_examples=60, deadline=None)
@given(ROUTINES, SPEECH, SPEECH)
def test_a_fork_of_a_session_goes_on_like_the_session_and_leaves_it_alone(routine, before, after):
    def play(driver, speech):
        for wait, event in speech:
            driver.run(wait)
            driver.event(event)

    driver = Driver(routine)
    play(driver, before)
    fork, effects, view = driver.fork(), [*driver.effects], driver.coach.view()
    play(fork, after)
    assert (driver.effects, driver.coach.view()) == (effects, view)
    play(driver, after)
    assert (fork.effects, fork.coach.view()) == (driver.effects, driver.coach.view())


WAYS = ["count_again", "count_less", "stop_counting"]
COUNTED = st.sampled_from(["figure4_supine", "glute_bridge", "leg_circles", "windshield_wipers_supine"])


@settings(max_examples=100, deadline=None)
@given(
    COUNTED,
    st.sampled_from(WAYS),
    st.lists(st.tuples(st.floats(0.1, 20), st.floats(0, 200), st.sampled_from(["pause", "stop"])), max_size=6),
)
def test_any_pattern_of_pauses_counts_each_number_once_and_on_the_beat(exercise, way, pauses):
    gentle = library().routines["floor_only_gentle"]
    routine = replace(gentle, items=(exercise, *gentle.items[1:]))
    quiet = Driver(routine)
    paused = Driver(routine)
    for driver in (quiet, paused):
        driver.run_until("ready")
        driver.hear(way)
        driver.run_until("work")
        driver.numbers.clear()
        driver.words.clear()
    for run, rest, how in pauses:
        paused.run(run)
        if paused.records:
            break
        paused.hear(how)
        silent = len(paused.numbers) + len(paused.words)
        paused.run(min(rest, 14) if how == "stop" else rest)
        assert len(paused.numbers) + len(paused.words) == silent, "a number sounded in a pause"
        paused.hear("resume")
    assert counted(paused) == counted(quiet)


@settings(max_examples=100, deadline=None)
@given(COUNTED, st.lists(st.tuples(st.floats(0, 12), st.sampled_from(WAYS)), max_size=6))
def test_however_the_way_of_counting_changes_in_a_set_no_beat_moves_or_comes_twice(exercise, wishes):
    gentle = library().routines["floor_only_gentle"]
    routine = replace(gentle, items=(exercise, *gentle.items[1:]))
    whole, wished = Driver(routine), Driver(routine)
    for driver in (whole, wished):
        driver.run_until("work")
        driver.numbers.clear()
        driver.words.clear()
    for wait, way in wishes:
        wished.run(wait)
        if wished.records and any(isinstance(record, SetEnded) for record in wished.records):
            break
        wished.hear(way)
    counted(whole)
    counted(wished)
    assert rested(whole) == rested(wished)
    beats = [*wished.numbers, *((at, 0) for at, key in wished.words if key == SOFT)]
    places = [at for at, _ in beats]
    assert len(places) == len(set(places))
    assert {told for told in wished.numbers if told[0] <= rested(whole)} <= set(whole.numbers)


def rested(driver):
    """When the rest after the first set began."""
    return next(at for at, flow, _ in driver.states if flow == "rest")


def counted(driver):
    """The numbers and soft ticks of the first set, up to the rest after it."""
    if not any(isinstance(record, SetEnded) for record in driver.records):
        driver.run_until("rest")
    end = rested(driver)
    soft = [(at, 0) for at, key in driver.words if key in (SOFT, "halfway")]
    return [number for at, number in sorted([*driver.numbers, *soft]) if at <= end]


@example("studio_mix_30", [(8.0, Heard("start")), (70.0, Heard("stop"))], "groin", 4, 0.0, [(0.0, Heard("previous"))])
@settings(max_examples=200, deadline=None)
@given(ROUTINES, SPEECH, st.sampled_from(AREAS), st.integers(4, 10), WAITS, SPEECH)
def test_a_reported_area_is_never_loaded_much_again(routine, before, area, score, wait, after):
    driver = Driver(routine)
    for pause, event in before:
        driver.run(pause)
        driver.event(event)
    if driver.flow in ("closing", "done"):
        return
    driver.run(wait)
    driver.hear("resume")
    driver.hear("hurts", area=area)
    if driver.flow != "scale":
        return
    driver.score(score)
    least = library().pain.spare_red if score > library().pain.amber_most else library().pain.spare_amber
    worked = check_work(driver, area, least)
    for pause, event in after:
        driver.run(pause)
        worked()
        driver.event(event)
        worked()
    driver.hear("resume")
    for _ in range(500):
        if driver.left:
            break
        driver.run(5)
        worked()


@example(
    "office_micro",
    None,
    [(32.0, Heard("start")), (0.0, Heard("stop")), (0.0, Heard("have_no", (("thing", "chair"),)))],
)
@example("bed_check", Person(), [(0.0, Heard("unsure")), (0.0, Heard("yes")), (0.0, Heard("hurts"))])
@settings(max_examples=150, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH)
def test_nothing_is_done_that_the_health_answers_do_not_allow(routine, person, speech):
    driver = Driver(routine, person=person)
    for pause, event in [*speech, *[(20.0, Heard("next"))] * 3]:
        for part in (pause / 2, pause / 2):
            driver.run(part)
            known = driver.coach.person
            if driver.gate == "open" and driver.flow in ("brief", "ready", "work", "rest"):
                assert driver.exercise in permitted(library(), known)
                assert not known.lock
        driver.event(event)


def check_work(driver, area, least):
    def look():
        if driver.flow in ("work", "ready") and TakenBack(PainReported.kind) not in driver.records[reported:]:
            assert library().exercises[driver.exercise].loads(area) < least, driver.exercise

    reported = len(driver.records)
    look()
    return look


@settings(max_examples=100, deadline=None)
@given(ROUTINES, SPEECH)
def test_time_that_runs_backwards_is_an_error(routine, speech):
    driver = Driver(routine)
    for wait, event in speech:
        driver.run(wait)
        driver.event(event)
    driver.coach.advance(Seconds(driver.now))
    with pytest.raises(ValueError, match="backwards"):
        driver.coach.advance(Seconds(driver.now - 0.5))


@settings(max_examples=100, deadline=None)
@given(ROUTINES, SPEECH, st.sampled_from(sorted(library().pain.never_again_words)), SPEECH)
def test_what_brought_a_grave_symptom_is_never_done_again(routine, before, word, after):
    driver = Driver(routine)
    for pause, event in before:
        driver.run(pause)
        driver.event(event)
    driver.hear("resume")
    if driver.flow not in MOVING:
        return
    left = driver.exercise
    driver.hear("symptom", quality=word)
    back_and_on = [(40.0, Heard(intent)) for intent in ("previous", "previous", "next", "next", "next")]
    for pause, event in [*after, (0.0, Heard("resume")), *back_and_on]:
        driver.run(pause)
        assert driver.flow not in ("work", "ready") or driver.exercise != left
        driver.event(event)
        assert driver.flow not in ("work", "ready") or driver.exercise != left
