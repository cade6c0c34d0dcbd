"""What is done in the place of an exercise that somebody may not do: an easier form of it, or one for the same reason.

A session keeps its sense that way: who may not lie on the back breathes on a chair, and moves the pelvis there. What
stands in is chosen on a level on which the session is already, so that nobody goes up and down more often.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.coach.bounds import Bounds
from assistant.content.model import Exercise, Library
from assistant.content.needed import ALWAYS, CALM
from assistant.content.rounds import Time, numbered

Allowed = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Filled:
    """What is done of some exercises that were wanted."""

    items: tuple[str, ...]
    stands_for: Mapping[Time, int]
    """exercise, each time that it comes -> the index, among the wanted, of the one that it is or stands in for"""
    left_out: tuple[str, ...]
    """Those that have nothing to stand in for them."""


def fill(library: Library, wanted: Sequence[str], done: Filled, bounds: Bounds) -> Filled:
    """Follow what was `done` with what may be done of the rest, and at the least with calm breathing.

    An easier form stands in for whatever may not be done; one for the same reason only for what the person may not do
    at all. While open questions decide what may be done, calm breathing where one is comes before anything else.
    What comes in several rounds has the same to stand in for it in each.
    """

    def allowed(name: str) -> bool:
        return bounds.allow(library.exercises[name])

    items = done.items
    if not items and bounds.open and allowed(ALWAYS):
        items = (ALWAYS,)
    breathed = bool({*CALM}.intersection(items))
    before = dict.fromkeys(numbered(items))
    over = {time: done.stands_for[time] for time in before if time in done.stands_for}
    chosen: dict[str, str | None] = {wanted[at]: name for (name, _), at in over.items() if name != wanted[at]}
    kept: dict[Time, int] = {}
    for at, (name, nth) in enumerate(numbered(wanted)):
        if at in over.values() or (name, nth) in before or (breathed and name in CALM and not nth):
            continue
        instead = name if allowed(name) else chosen.get(name)
        if (instead is None and name not in chosen) or (instead is not None and not allowed(instead)):
            taken = {each for each, _ in kept}
            instead = _easier(library, name, allowed, wanted)
            if (instead is None or instead in taken) and bounds.forbids(name):
                kept_by = {*taken, *(each for each in wanted if allowed(each))}
                instead = _alike(library, name, allowed, (*items, *taken, *wanted), kept_by) or instead
            chosen[name] = instead
        if instead and (instead, nth) not in before:
            kept.setdefault((instead, nth), at)
    ordered = _by_level(library, kept, wanted)
    found = (*items, *(name for name, _ in ordered)) or (ALWAYS,)
    ats = (*(over.get(time) for time in before), *(kept[time] for time in ordered))
    stands_for = {time: at for time, at in zip(numbered(found), ats, strict=False) if at is not None}
    return Filled(found, stands_for, tuple(name for name, instead in chosen.items() if instead is None))


def _by_level(library: Library, kept: Collection[Time], wanted: Collection[str]) -> list[Time]:
    """What is on one level together, in the order in which the levels come first, where anything stands in."""
    if {name for name, _ in kept} <= set(wanted):
        return list(kept)
    levels = list(dict.fromkeys(_level(library, name) for name, _ in kept))
    return sorted(kept, key=lambda time: levels.index(_level(library, time[0])))


def _level(library: Library, exercise: str) -> str:
    return library.positions[library.exercises[exercise].position].level


def _easier(library: Library, exercise: str, allowed: Allowed, wanted: Collection[str]) -> str | None:
    """The nearest easier exercise on the ladder that may be done, and best one that is not `wanted` for itself."""
    found = None
    seen = {exercise}
    while (rung := library.exercises[exercise].ladder[0]).move and rung.id not in seen:
        exercise = rung.id
        seen.add(exercise)
        if allowed(exercise):
            found = found or exercise
            if exercise not in wanted:
                return exercise
    return found


def _alike(
    library: Library, exercise: str, allowed: Allowed, taken: Collection[str], kept: Collection[str]
) -> str | None:
    """An exercise for the same reason that asks no more, on a level of those that are kept, or anywhere if none is."""
    levels = {_level(library, name) for name in kept}
    was = library.exercises[exercise]
    choices = [other for other in library.exercises.values() if _can_stand_in(other, was) and other.id not in taken]

    choices = [other for other in choices if not levels or other.id == ALWAYS or _level(library, other.id) in levels]

    def order(other: Exercise) -> tuple[bool, int, str]:
        return other.id == ALWAYS, sum(other.load.values()), other.id

    return next((other.id for other in sorted(choices, key=order) if allowed(other.id)), None)


def _can_stand_in(other: Exercise, was: Exercise) -> bool:
    if other.reason != was.reason or other.advanced or other.equipment or other.asks:
        return False
    return max(other.load.values()) <= max(1, *was.load.values())
