"""The step of the examination about the house."""

from assistant.app import App
from assistant.doctor.findings import Found
from assistant.house.client import try_broker


def house(app: App) -> Found:
    """Whether the broker that is set answers, and lets us in."""
    say, settings = app.language.reader("doctor"), app.settings.house
    if not settings.host:
        return say("house_none"), {}
    try_broker(settings)
    return say("house_there", host=settings.host), {}
