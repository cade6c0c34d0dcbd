"""A call is answered with a button as well as with the voice."""

import queue

import pytest

from assistant.commands.reminding import NOT_NOW, READY, _answered
from assistant.words.events import HasButton, Pressed


class Room:
    """Turns in a room where nobody speaks."""

    def __init__(self):
        self.said = []

    def say(self, text):
        self.said.append(text)

    def take(self):
        return None


@pytest.mark.parametrize(
    ("kinds", "wanted"),
    [
        (["down", "short"], READY),
        (["down", "held", "long"], NOT_NOW),
        (["down", "held", "very_long"], NOT_NOW),
        (["down", "short", "down", "held", "long"], NOT_NOW),
    ],
)
def test_a_press_answers_a_call(kinds, wanted):
    pressed: queue.SimpleQueue[Pressed | HasButton] = queue.SimpleQueue()
    pressed.put(HasButton())
    for kind in kinds:
        pressed.put(Pressed(kind))
    room = Room()
    said = _answered(room, ["It is time."], lambda _heard: None, pressed)
    assert said
    assert said <= wanted
    assert room.said == ["It is time."]
