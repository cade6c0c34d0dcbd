"""The whole examination, in order; what is found in the room is spoken as well as printed."""

from collections.abc import Callable, Iterator
from functools import partial

from assistant.app import App
from assistant.doctor import hands, installation, keeping
from assistant.doctor.findings import Finding, Found, step
from assistant.doctor.house import house
from assistant.doctor.room import Room
from assistant.words.errors import LimberError

PARTS: tuple[tuple[str, Callable[[App], Found]], ...] = (
    ("libraries", installation.libraries),
    ("settings", keeping.settings),
    ("content", installation.content),
    ("memory", keeping.memory),
    ("disk", keeping.room),
    ("clock", keeping.clock),
    ("voice", installation.voice),
    ("speech model", installation.model),
    ("one synthetic command", installation.command),
    ("echo", installation.echo),
    ("loudspeaker", partial(installation.device, kind="output")),
    ("microphone", partial(installation.device, kind="input")),
    ("buttons", hands.buttons),
    ("light", hands.light),
    ("house", house),
)
"""name, and what is done; what to do when it fails is in the language's doctor.yaml"""


def examine_parts(app: App) -> Iterator[Finding]:
    """The steps in which nothing is said or listened to; a later one is tried even when an earlier one fails."""
    for name, look in PARTS:
        remedy = app.language.texts["doctor"].get(f"remedies.{name.replace(' ', '_')}", "")
        yield step(name, partial(look, app), remedy)


def examine(app: App, show: Callable[[str], None]) -> Iterator[Finding]:
    """Every step in order; a later one is tried even when an earlier one fails. Speaks once there is a loudspeaker.

    `show` is given what somebody is asked to do.
    """
    say = app.language.reader("doctor")
    findings = {}
    for finding in examine_parts(app):
        findings[finding.step] = finding
        yield finding
    if not (findings["loudspeaker"].ok and findings["microphone"].ok):
        return
    try:
        turns = app.turns()
    except LimberError as error:
        yield Finding("devices", False, str(error), say("remedies.devices"))
        return
    with turns:
        turns.say(say("try_devices"))
        for finding in Room(app, turns, show).examine():
            turns.say(f"{finding.words}. {finding.remedy}")
            yield finding
