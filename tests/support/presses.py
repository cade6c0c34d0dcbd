"""Somebody who has one button and says nothing."""

from assistant.coach.person import Person
from assistant.coach.states import ASKING
from assistant.coach.today import Today
from assistant.content.model import Routine
from assistant.words.events import Pressed, PressKind
from tests.support.drive import LINE_S, Driver

LOOKS_MOST = 2000
"""So often it is looked for something at the most, twice in each sentence, before a test gives up."""
ANSWERS = {
    "pain": ("number_heard", {"number": 2}),
    "number": ("number_heard", {"number": 7}),
    "where": ("choose_area", {"area": "hip"}),
    "which": ("choose_which_left", {}),
    "hour": ("choose_hour", {"number": 3}),
    "change": ("choose_change_much_better", {}),
    "activity": ("activity_named", {"activity": "stairs"}),
    "effort": ("choose_effort_right", {}),
}
"""kind of answer -> (key, slots) of the choice that this person takes"""


def with_button(
    routine: str | Routine = "floor_only_gentle", person: Person | None = None, today: Today | None = None
) -> Driver:
    """A session of somebody with a button, who says nothing and waits where it waits."""
    return Driver(routine, person=person, today=today, step_s=None, button=True)


def press(driver: Driver, kind: PressKind = "short") -> None:
    """One press, with all that is told of it."""
    driver.event(Pressed("down"))
    if kind in ("long", "very_long"):
        driver.event(Pressed("held"))
    driver.event(Pressed(kind))


def hear_out(driver: Driver) -> None:
    """Wait until nothing is said."""
    for _ in range(LOOKS_MOST):
        if not driver.talking or driver.left:
            return
        driver.run(LINE_S / 2)
    raise AssertionError(f"it never falls silent in {driver.flow}")


def choose(driver: Driver, key: str, **slots: object) -> None:
    """Press when this choice is read out."""
    wanted = tuple(sorted((name, str(value)) for name, value in slots.items()))
    for _ in range(LOOKS_MOST):
        if driver.talking and driver.last == (key, wanted):
            driver.run(LINE_S / 4)
            press(driver)
            return
        driver.run(LINE_S / 2)
    raise AssertionError(f"{key} {slots} was not read out in {driver.flow}; the last was {driver.last}")


def answer(driver: Driver, *, yes: bool) -> None:
    """Answer the question that waits, when it has been heard."""
    hear_out(driver)
    if driver.flow not in ASKING:
        return
    kind = driver.coach.view().asked.answer
    if kind == "yes_no" or driver.coach.doubts is not None:
        press(driver, "short" if yes else "long")
        return
    press(driver)
    named_before = kind == "activity" and driver.coach.person.activities
    key, slots = ("choose_unsure", {}) if named_before else ANSWERS[kind]
    choose(driver, key, **slots)


def whole_session(driver: Driver, *, yes: bool = False, most: int = LOOKS_MOST) -> None:
    """Go through a session with the button alone; `yes`: every question that can be is answered so."""
    for _ in range(most):
        if driver.left:
            return
        if driver.flow in ASKING:
            answer(driver, yes=yes)
        elif driver.flow in ("work", "rest", "closing", "recovering"):
            driver.run(LINE_S)
        else:
            hear_out(driver)
            press(driver)
    raise AssertionError(f"the session does not end; it is in {driver.flow}")
