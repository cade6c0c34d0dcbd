"""The person's buttons, put together from what was learnt and set."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.content.hands import NO_PIN, ButtonSettings
from assistant.running.hands import ButtonSource, Hands
from assistant.running.keys import Keys
from assistant.running.learnt import learnt
from assistant.running.links import Links
from assistant.running.pins import PinButton


def hands_of(settings: ButtonSettings) -> Hands | None:
    """All buttons there are; None where none was learnt or set. Raises `LimberError`."""
    sources: list[ButtonSource] = []
    if known := learnt():
        sources.append(Keys(known, grab=settings.grab))
    if settings.pin != NO_PIN:
        sources.append(PinButton(settings.pin))
    return Hands(settings, sources) if sources else None


@contextmanager
def pressing_into(links: Links, hands: Hands | None) -> Iterator[None]:
    """While this lasts, presses go into the inbox of a session; that there is a button is known before it begins."""
    if hands is None:
        yield
        return
    hands.post_to(links.before.put)
    hands.post_to(links.inbox.put)
    try:
        yield
    finally:
        hands.post_to(None)
