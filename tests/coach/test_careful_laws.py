"""Laws of care: nobody rises from a fall in a hurry, nothing gets harder once something was felt, no missing chair is used."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.words.events import Heard
from assistant.words.records import SetEnded
from tests.coach.test_laws import PEOPLE, ROUTINES, SPEECH, WAITS
from tests.coach.test_trouble_laws import brought, said
from tests.support.drive import Driver, library

HARDER = {"harder_now", "more_given", "set_added"}
WAYS = {"way", "step", "begin", "enter", "enter_again"}
"""Lines that move somebody, or begin a count."""
FELT = st.one_of(
    st.just(Heard("fell")),
    st.builds(lambda word: Heard("symptom", (("quality", word),)), st.sampled_from(sorted(library().pain.stop_words))),
)
ASKED_FOR = ("harder", "more_time", "another_set")


@example("floor_only_gentle", None, [(120.0, Heard("start"))], 5.0, Heard("fell"), [])
@settings(max_examples=60, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, FELT, SPEECH)
def test_nothing_gets_harder_after_a_symptom_or_a_fall(routine, person, before, wait, felt, after):
    driver = brought(routine, person, before, wait)
    driver.event(felt)
    begun = len(driver.effects)
    steady = [(3.0, Heard("no")), (3.0, Heard("no")), (40.0, Heard("yes"))]
    for pause, event in [*steady, *after, *[(30.0, Heard("start"))] * 4]:
        driver.run(pause)
        driver.event(event)
        for intent in ASKED_FOR:
            driver.hear(intent)
    assert not HARDER & {*said([effect for _, effect in driver.effects[begun:]])}


@example("morning_nine", None, [(90.0, Heard("start"))], 5.0, [(1.0, Heard("no")), (1.0, Heard("resume"))])
@settings(max_examples=60, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, WAITS, SPEECH)
def test_after_a_fall_nobody_moves_before_their_head_is_clear_and_they_have_rested(
    routine, person, before, wait, after
):
    driver = brought(routine, person, before, wait)
    driver.hear("fell")
    if driver.flow != "harmed":
        return
    begun, rested = len(driver.effects), False
    for pause, event in after:
        driver.run(pause)
        if getattr(event, "intent", "") == "get_up" and driver.flow in ("closing", "down"):
            continue  # they were told to stay, and know better
        driver.event(event)
    for _, effect in driver.effects[begun:]:
        for key in said([effect]):
            rested |= key in ("help_go_on", "enough_for_today")
            assert rested or key not in WAYS, key


@settings(max_examples=40, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH)
def test_nothing_is_counted_to_an_empty_room_for_long(routine, person, speech):
    driver = Driver(routine, person=person, step_s=None)
    for pause, event in speech:
        driver.run(pause)
        driver.event(event)
    begun = len(driver.records)
    driver.run_to_end(24 * 3600)
    done = {record.exercise for record in driver.records[begun:] if isinstance(record, SetEnded)}
    assert len(done) <= library().pacing.unheard_most + 1  # and the one that was under way


@example(
    "floor_only_gentle",
    [(100.0, Heard("have_no", (("thing", "chair"),)))] * 2,
    [(20.0, Heard("have_no", (("thing", "bed"),)))],
)
@example(
    "floor_only_gentle",
    [(20.0, Heard("have_no", (("thing", "bed"),)))] * 2,
    [(20.0, Heard("have_no", (("thing", "chair"),)))],
)
@example("foundation_assess", [(28.0, Heard("resume")), (83.0, Heard("resume")), (43.0, Heard("stop"))], [])
@settings(max_examples=60, deadline=None)
@given(ROUTINES, SPEECH, SPEECH)
def test_nobody_is_led_over_furniture_that_they_have_not(routine, before, after):
    driver = Driver(routine)
    denials = [(20.0, Heard("have_no", (("thing", thing),))) for thing in ("chair", "bed")]
    seen = 0
    for pause, event in [*before, denials[0], *after, denials[1], (5.0, Heard("finish")), (20.0, Heard("get_up"))]:
        for part in (pause / 2, pause / 2):
            driver.run(part)
            look(driver, seen)
            seen = len(driver.effects)
        driver.event(event)
        look(driver, seen)
        seen = len(driver.effects)
    for _ in range(8):
        driver.run(20)
        look(driver, seen)
        seen = len(driver.effects)


def look(driver, seen):
    """No step that is said leads over something that is not there."""
    answers = driver.coach.person.answers
    for _, effect in driver.effects[seen:]:
        for line in getattr(effect, "lines", ()):
            if line.key == "step":
                step = library().ways.step(*(dict(line.slots)[end] for end in ("start", "end")))
                assert not step.needs or answers.get(step.needs) == "yes", (step, answers)
