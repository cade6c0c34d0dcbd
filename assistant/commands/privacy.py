"""`limber privacy`: what is kept of a person, where, since when, and who can read it; printed or aloud."""

import argparse
from collections.abc import Iterator, Sequence

from assistant.app import App
from assistant.audio.speaker import Speaker
from assistant.commands.screen import wrapped
from assistant.commands.showing import visible
from assistant.content.household import HouseSettings
from assistant.languages.language import Reader
from assistant.running.inventory import SOUND, Held, inventory
from assistant.running.mouth import Mouth
from assistant.settings import Settings

OF_NOBODY = ("programs", "models", "service", "voices")
"""Kinds of files that say nothing of a person."""
UNITS = ((1_000_000, "MB"), (1_000, "kB"))


def arguments(parser: argparse.ArgumentParser) -> None:
    """How it is told."""
    parser.add_argument("--aloud", action="store_true", help="say it as well")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Tell it. Raises `LimberError` where it cannot be said aloud."""
    app, held = App.open(settings), inventory()
    say = app.language.reader("terminal")
    for each in held:
        print(f"{_said(each, say)}\n    {visible(str(each.where))}", flush=True)
    about = (*_about(held, say), *_sent(settings.house, say), say("privacy_delete"))
    for text in about:
        print(wrapped(text), flush=True)
    if asked.aloud:
        with Mouth(Speaker(settings.speaker), app.voice()) as mouth:
            for text in (*(_said(each, say) for each in held), *about):
                mouth.say(text)
    return 0


def _said(held: Held, say: Reader) -> str:
    """One kind, in a sentence that can be spoken."""
    day = f"{held.since.day} {say.named('privacy_months', str(held.since.month))} {held.since.year}"
    what = say("privacy_empty") if held.empty else say.named("privacy", held.kind)
    return say("privacy_kept", what=what, day=day, size=_size(held.size))


def _about(held: Sequence[Held], say: Reader) -> Iterator[str]:
    """What holds of all of it."""
    if not held:
        yield say("privacy_nothing")
    sound = [say.named("privacy", each.kind) for each in held if each.kind in SOUND]
    yield say("privacy_sound", what=", ".join(sound)) if sound else say("privacy_no_sound")
    others = [say.named("privacy", each.kind) for each in held if each.others and each.kind not in OF_NOBODY]
    yield say("privacy_others", what=", ".join(others)) if others else say("privacy_only_you")
    yield say("privacy_card")


def _sent(house: HouseSettings, say: Reader) -> Iterator[str]:
    """What leaves the machine."""
    if not house.host:
        yield say("privacy_left")
        return
    yield say("privacy_house", host=house.host)
    yield say("privacy_house_health" if house.send_health else "privacy_house_no_health")
    if house.hub:
        yield say("privacy_hub")


def _size(size: int) -> str:
    return next((f"{round(size / unit)} {name}" for unit, name in UNITS if size >= unit), "1 kB")
