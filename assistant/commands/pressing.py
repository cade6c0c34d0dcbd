"""The person's buttons while a command runs; where they cannot be had, that is said, and everything else goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.commands.showing import warn
from assistant.running.handling import hands_of
from assistant.running.hands import Hands
from assistant.settings import Settings
from assistant.words.errors import LimberError


@contextmanager
def buttons_in_use(settings: Settings) -> Iterator[Hands | None]:
    """All buttons there are, while this lasts; None where there are none."""
    try:
        hands = hands_of(settings.buttons)
    except LimberError as error:
        warn(str(error))
        hands = None
    if hands is None:
        yield None
        return
    hands.start(warn)
    try:
        yield hands
    finally:
        hands.close()
