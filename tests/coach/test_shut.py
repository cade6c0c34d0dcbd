"""While a session is paused or stopped, whatever is said gets an answer at once, and nothing forbidden is gone on with."""

import pytest

from assistant.coach.permission import permitted
from assistant.words.effects import Say
from tests.support.drive import Driver, intents, library

SLOTS = {"have": {"thing": "chair"}, "have_no": {"thing": "chair"}}


def shut(state: str, gate: str) -> Driver:
    """A session at the desk that was paused or stopped in a state."""
    driver = Driver("office_micro")
    if state != "welcome":
        driver.hear("start")
        driver.run_until(state)
    driver.hear(gate)
    driver.run(3)
    return driver


@pytest.mark.parametrize("gate", ["pause", "stop"])
@pytest.mark.parametrize("state", ["welcome", "brief", "work", "rest"])
def test_whatever_is_said_is_answered_at_once(state, gate):
    unanswered = []
    for intent in intents():
        driver = shut(state, gate)
        effects = driver.hear(intent, **SLOTS.get(intent, {}))
        if not any(isinstance(effect, Say) for effect in effects):
            unanswered.append(intent)
    assert not unanswered


@pytest.mark.parametrize("onwards", ["resume", "start", "yes", "easier", "repeat"])
@pytest.mark.parametrize("gate", ["pause", "stop"])
def test_what_needs_a_chair_is_left_when_the_person_without_one_goes_on(gate, onwards):
    driver = shut("work", gate)
    driver.hear("have_no", thing="chair")
    driver.hear(onwards)
    driver.hear("resume")
    assert driver.exercise == "breathing_anywhere"
    assert driver.exercise in permitted(library(), driver.coach.person)
    assert driver.flow == "brief"
