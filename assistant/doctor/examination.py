"""The whole examination, in order; what is found in the room is spoken as well as printed."""

from collections.abc import Callable, Iterator
from functools import partial

from assistant.app import App
from assistant.doctor import installation
from assistant.doctor.findings import Finding, Found, step
from assistant.doctor.room import Room
from assistant.words.errors import LimberError

PARTS: tuple[tuple[str, Callable[[App], Found], str], ...] = (
    ("libraries", installation.libraries, "install Limber again; in a checkout: scripts/setup"),
    ("content", installation.content, "run 'limber check'"),
    ("voice", installation.voice, "install the synthesiser: sudo apt-get install espeak-ng libespeak-ng1"),
    ("speech model", installation.model, "'limber fetch-model' fetches one; without it the built-in one is used"),
    ("one synthetic command", installation.command, "'limber fetch-model' fetches another model"),
    ("echo", installation.echo, ""),
)
"""name, what is done, and what to do when it fails"""


def examine(app: App, show: Callable[[str], None]) -> Iterator[Finding]:
    """Every step in order; a later one is tried even when an earlier one fails. Speaks once there is a loudspeaker.

    `show` is given what somebody is asked to do.
    """
    for name, look, remedy in PARTS:
        yield step(name, partial(look, app), remedy)
    speaker = step(
        "loudspeaker",
        lambda: installation.device(app, "output"),
        "plug one in, or name one as 'speaker' in settings.yaml",
    )
    microphone = step(
        "microphone",
        lambda: installation.device(app, "input"),
        "plug one in, or name one as 'microphone' in settings.yaml",
    )
    yield speaker
    yield microphone
    if not (speaker.ok and microphone.ok):
        return
    try:
        turns = app.turns()
    except LimberError as error:
        yield Finding("devices", False, str(error), "another program may hold the device; close it")
        return
    with turns:
        turns.say("The parts are there. Now I try the devices.")
        for finding in Room(app, turns, show).examine():
            turns.say(f"{finding.words}. {finding.remedy}")
            yield finding
