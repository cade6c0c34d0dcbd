"""Random sessions of somebody who says and presses anything at any time: the three that must never be are not seen."""

import random
from typing import get_args

import pytest

from assistant.words.events import HasButton, Pressed, PressKind
from tests.coach.test_random_sessions import begin
from tests.support.anybody import anything

SESSIONS, MOST = 40, 24
PRESSES = get_args(PressKind)


def said_or_pressed(chance):
    """What is said, a press or a part of one, or a button that comes or goes."""
    kind = chance.choices(["said", "pressed", "button"], [50, 45, 5])[0]
    if kind == "pressed":
        return Pressed(chance.choice(PRESSES))
    return HasButton(there=chance.random() < 0.8) if kind == "button" else anything(chance)


@pytest.mark.parametrize("part", range(4))
def test_no_random_session_with_a_button_does_what_must_never_be(part):
    for number in range(SESSIONS // 4):
        chance = random.Random(100_000 * part + number)
        watch = begin(chance)
        watch.look()
        for _ in range(chance.randrange(1, MOST)):
            for _ in range(2):
                watch.driver.run(chance.uniform(0, chance.choice([1, 15])))
                watch.look()
            watch.hear(said_or_pressed(chance))
