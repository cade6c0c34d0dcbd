"""Laws of rungs: each step of a ladder is weighed as an exercise is, after pain, by the health answers, and in a plan."""

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.coach.permission import limiting, permitted, too_hard
from assistant.coach.person import cleared
from assistant.coach.states import MOVING
from assistant.coach.today import Lever, Today
from assistant.content.model import SIDES, Cap, Routine
from assistant.content.prescription import PlanHead, Prescribed, Prescription
from assistant.words.events import Heard
from tests.coach.test_laws import PEOPLE, ROUTINES, SPEECH
from tests.support.drive import Driver, library

LIBRARY = library()
RULES = LIBRARY.pain
LADDERS = sorted(LIBRARY.exercises)
AREAS = sorted(RULES.substitutes)
OTHERS = ("fit", "pick", "check_me", "avoid", "usual", "options", "more_options", "correct", "take_up", "am_here")
"""Intents after which another session is done than the one that is looked at, or the report is taken back."""


def done(driver):
    """The exercise under way, as it is done on its rung."""
    exercise = LIBRARY.exercises[driver.exercise]
    return exercise.on(next(rung for rung in exercise.ladder if rung.id == driver.coach.view().rung))


def alone(exercise, hardest):
    """An exercise that is begun as it is written, or by a plan on its hardest rung."""
    rungs = [rung.id for rung in LIBRARY.exercises[exercise].ladder if not rung.move]
    wanted = Prescribed(PlanHead(), {exercise: Prescription(rung=rungs[-1])}) if hardest else Prescribed()
    items = (exercise, "seated_pelvic_clock", "side_weight_shift")
    return replace(LIBRARY.routines["three_stretches"], items=items, prescribed=wanted)


def walk(driver, speech, look):
    for pause, event in [*speech, *[(30.0, Heard("start")), (1.0, Heard("easier"))] * 3, *[(40.0, Heard("next"))] * 3]:
        if getattr(event, "intent", "") in OTHERS:
            continue
        for _ in range(3):
            driver.run(pause / 3)
            look()
        driver.event(event)
        look()


@example("runner_lunge_alternating", "knee", "5", [], False)
@example("squat", "knee", "4", [], True)
@example("half_kneeling_hip_flexor", "knee", "7", [], False)
@example("ninety_ninety_hold", "wrist", "5", [(5.0, Heard("previous")), (5.0, Heard("easier"))], False)
@example("floor_hip_twist", "low_back", "5", [(5.0, Heard("previous")), (5.0, Heard("harder"))], False)
@settings(max_examples=80, deadline=None)
@given(st.sampled_from(LADDERS), st.sampled_from(AREAS), st.sampled_from(["4", "5", "7", "9"]), SPEECH, st.booleans())
def test_after_pain_no_rung_and_no_way_to_it_loads_what_hurts(exercise, area, score, speech, hardest):
    driver = Driver(alone(exercise, hardest))
    driver.walk_to(exercise)
    driver.run_until("work")
    driver.hear("hurts", area=area)
    if driver.flow == "spread":
        driver.hear("no")
    driver.hear("number", number=score)
    driver.hear("yes")  # a high one is confirmed, and going on is taken up
    driver.hear("yes")
    seen = len(driver.effects)

    def look():
        nonlocal seen
        if driver.flow in MOVING:
            assert done(driver).loads(area) < RULES.spare_from("amber"), (driver.exercise, driver.coach.view().rung)
        for _, effect in driver.effects[seen:]:
            for line in getattr(effect, "lines", ()):
                if line.key == "step" and driver.flow != "rising":
                    load = LIBRARY.ways.load[str(dict(line.slots)["end"])]
                    counted = LIBRARY.domain.loaded_as.get(area, (area,))
                    assert all(load.get(each, 0) < RULES.spare_amber for each in counted), line
        seen = len(driver.effects)

    walk(driver, speech, look)


def limits(person):
    return [limit for question in limiting(LIBRARY.screening, person) for limit in question.limits]


@settings(max_examples=80, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH)
def test_no_rung_loads_more_than_the_answers_allow(routine, person, speech):
    driver = Driver(routine, person=person, today=Today(levers={name: Lever(rungs=2) for name in LADDERS}))

    def look():
        if driver.flow in MOVING:
            assert driver.coach.view().rung not in too_hard(LIBRARY, driver.coach.person)
            for limit in limits(driver.coach.person):
                assert all(done(driver).load[area] <= most for area, most in limit.most.items())

    walk(driver, [*speech, (20.0, Heard("harder")), (20.0, Heard("harder"))], look)


@st.composite
def plans(draw):
    """What a clinician may write: any exercise on any rung of its own, on one side, in so many sets, within a cap."""
    items = draw(st.lists(st.sampled_from(LADDERS), min_size=1, max_size=4, unique=True))
    wanted, caps = {}, {}
    for name in items:
        exercise = LIBRARY.exercises[name]
        rungs = [rung.id for rung in exercise.ladder if not rung.move]
        wanted[name] = Prescription(
            sets=draw(st.integers(0, 3)),
            side=draw(st.sampled_from(["", *SIDES])) if exercise.sided else "",
            rung=draw(st.sampled_from(["", *rungs])),
        )
        if draw(st.booleans()):
            caps[name] = Cap(draw(st.integers(5, 20)), draw(st.integers(2, 6)), max(1, wanted[name].sets))
    return Routine("mine", "Mine", tuple(items), "", caps=caps, prescribed=Prescribed(PlanHead(), wanted))


ANSWERS = st.dictionaries(
    st.sampled_from([question.id for question in LIBRARY.screening.questions if not question.flag]),
    st.sampled_from(["yes", "no", "unsure"]),
)


@settings(max_examples=80, deadline=None)
@given(plans(), ANSWERS, SPEECH)
def test_a_prescribed_rung_side_and_dose_never_exceed_what_the_person_may_do(plan, answers, speech):
    person = cleared(LIBRARY.screening)
    driver = Driver(plan, person=replace(person, answers={**person.answers, **answers}))

    def look():
        view = driver.coach.view()
        if driver.flow not in MOVING or view.routine != "mine":
            return
        assert view.exercise in permitted(LIBRARY, view.person)
        for limit in limits(view.person):
            assert all(done(driver).load[area] <= most for area, most in limit.most.items()), view.rung
        wanted = plan.of(view.exercise)
        assert not (wanted.side and view.side) or view.side == wanted.side
        cap = plan.caps.get(view.exercise, Cap())
        for most, dose in ((cap.sets, view.dose.sets), (cap.hold_s, view.dose.hold_s), (cap.reps, view.dose.reps)):
            assert not most or dose <= most

    walk(driver, [*speech, (5.0, Heard("harder")), (5.0, Heard("another_set"))], look)


def test_the_rungs_that_load_more_are_known():
    """So that the laws above look at something."""
    more = [rung.id for exercise in LIBRARY.exercises.values() for rung in exercise.ladder if rung.load]
    assert {"runner_lunge_knee_down", "squat_deep", "bridge_march"} <= {*more}
    careful = cleared(LIBRARY.screening)
    assert "squat_deep" in too_hard(LIBRARY, replace(careful, answers={**careful.answers, "osteoporosis": "yes"}))
