"""A law: nothing is counted that was not described since the person last changed their position.

Described is what has been heard to its end: what the exercise is called, every sentence of the way into its position
for its side, and one about what is done, unless the person has done the exercise before.
"""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.words.events import Heard
from tests.coach.test_laws import PEOPLE, ROUTINES, SPEECH
from tests.support.drive import Driver, library

NAMED = ("item", "instead", "again")
LEFT = ("ease_out", "leave", "step")
"""Keys of what leads somebody out of a position; the way out after a set leaves them in it, or the next one is told."""
DONE = ("setup", "short", "brief", "brief_again", "change")


def way_in(name, side):
    """The slots of every sentence that leads into an exercise's position."""
    position = library().positions[library().exercises[name].position]
    wanted = (side or "right") if position.sided else ""
    return position, {(position.id, str(n), wanted) for n in range(len(position.enter))}


def heard_way_in(lines, name, side):
    """Whether the way in was heard to its end since the person was last led elsewhere."""
    position, missing = way_in(name, side)
    for how, line in reversed(lines):
        slots = dict(line.slots)
        if line.key in LEFT:
            return False
        if line.key in ("enter", "enter_again"):
            sentence = (slots["position"], slots["n"], slots.get("side", ""))
            if slots["position"] != position.id or slots.get("side", "") != next(iter(missing), sentence)[2]:
                return False
            if how == "told":
                missing.discard(sentence)
        if not missing:
            return True
    return False


def heard_name(lines, name):
    """Whether the last name that was heard is this exercise's."""
    names = (dict(line.slots)["name"] for how, line in reversed(lines) if how == "told" and line.key in NAMED)
    return next(names, "") == library().exercises[name].name


def heard_what_is_done(lines, name):
    return any(how == "told" and line.key in DONE and dict(line.slots)["exercise"] == name for how, line in lines)


def said_ready(lines):
    """Whether whoever was led out of a position has said since then that they are back in one."""
    for how, line in reversed(lines):
        if how == "heard" and line.key in ("start", "yes"):
            return True
        if how == "begun" and line.key in ("ease_out", "leave"):
            return False
    return True


def check(driver):
    practised = {name for name, times in (driver.person.practised if driver.person else {}).items() if times}
    for count, name, side in driver.counts:
        before = driver.lines[:count]
        assert heard_name(before, name), name
        assert said_ready(before), name
        assert heard_way_in(before, name, side), name
        assert name in practised or heard_what_is_done(before, name), name


@example(
    "clinic_five",
    None,
    [(0.0, Heard("hurts", (("area", "low_back"),))), (0.0, Heard("number", (("number", "5"),)))],
    4.0,
)
@example("clinic_five", None, [(200.0, Heard("hurts")), (1.0, Heard("number", (("number", "2"),)))], 4.0)
@example("morning_nine", None, [(0.0, Heard("start")), (0.0, Heard("start")), (0.0, Heard("start"))], None)
@example("morning_nine", None, [(60.0, Heard("start")), (5.0, Heard("stop")), (9.0, Heard("resume"))], None)
@example("self_check", None, [(150.0, Heard("next")), (22.0, Heard("next"))], 4.0)
@settings(max_examples=200, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, st.sampled_from([4.0, 1.0, None]))
def test_nothing_is_counted_that_was_not_described(routine, person, speech, step_s):
    driver = Driver(routine, person=person, step_s=step_s)
    for wait, event in speech:
        driver.run(wait)
        driver.event(event)
        if driver.flow in ("brief", "ready"):
            driver.hear("start")
    driver.hear("resume")
    driver.run(600)
    check(driver)


def test_the_law_sees_sessions_that_count():
    driver = Driver("clinic_five")
    driver.run_to_end()
    check(driver)
    assert len(driver.counts) >= 8


def test_who_says_ready_again_and_again_gets_to_the_count():
    driver = Driver("three_stretches")
    driver.run_until("brief")
    for _ in range(60):
        driver.hear("start")
        driver.run(1.5)
        if driver.counts:
            break
    check(driver)
    assert driver.counts
