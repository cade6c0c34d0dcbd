"""Which session is wanted: a routine by its name, or one built to fit."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict

from assistant.app import PLANS, fitted, library_with
from assistant.coach.person import Person
from assistant.content.load import load_library
from assistant.content.model import Library, Routine
from assistant.content.wish import Wish
from assistant.places import plans_folder
from assistant.settings import Settings
from assistant.words.errors import LimberError
from assistant.words.events import Heard


def wish_of(asked: argparse.Namespace) -> Wish:
    """What a session is to be like; an empty wish where nothing was said about it."""
    no_floor = bool(vars(asked).get("no_floor"))
    return Wish(asked.minutes, asked.place, no_kneeling=asked.no_kneeling, no_floor=no_floor, gentle=asked.gentle)


def chosen(asked: argparse.Namespace, settings: Settings, person: Person) -> tuple[Library, Routine]:
    """The routine that was asked for, or one built to fit the wishes. Raises `LimberError`."""
    wish = wish_of(asked)
    if wish == Wish():
        return library_with(asked.routine or settings.routine, settings.language)
    if asked.routine:
        raise LimberError("either name a routine, or say what a session should be like; not both")
    library = load_library(language=settings.language)
    return library, fitted(library, wish, person)


def as_asked(
    asked: argparse.Namespace, settings: Settings, person: Person, wanted: Sequence[Heard]
) -> tuple[argparse.Namespace, tuple[Heard, ...]]:
    """The session that is wanted instead of the one `asked` for, and what is to be said in it.

    A session that cannot be had is asked for within the usual one, where the coach says why not. The coach knows no
    plan of the person's own by its file, so one that cannot be had raises `LimberError`.
    """
    nothing = argparse.Namespace(**{**vars(asked), **asdict(Wish()), "routine": ""})
    instead, wish, events, plan = nothing, Wish(), [], ""
    for heard in wanted:
        slots = dict(heard.slots)
        match heard.intent:
            case "start":
                pass
            case "fit" | "avoid":
                wish = wish.heard(slots)
                instead = argparse.Namespace(**{**vars(nothing), **asdict(wish)})
            case "pick":
                routine = slots["routine"]
                plan = str(plans_folder() / routine) if routine.lower().endswith(PLANS) else ""
                instead = argparse.Namespace(**{**vars(nothing), "routine": plan or routine})
            case _:
                events.append(heard)
    if instead is nothing:
        return asked, tuple(events)
    try:
        chosen(instead, settings, person)
    except LimberError:
        if plan:
            raise
        return asked, tuple(heard for heard in wanted if heard.intent != "start")
    return instead, tuple(events)
