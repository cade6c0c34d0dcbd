"""What is done instead of an exercise that is spared, and how a session is filled up again: pure rules."""

from collections.abc import Callable, Collection, Iterable, Sequence

from assistant.content.model import Exercise, Library, Routine
from assistant.content.rounds import numbered


def instead_of(
    library: Library, routine: Routine, exercise: Exercise, area: str, allowed: Callable[[str], bool]
) -> Iterable[str]:
    """Exercises that may be done in this one's place when an area hurts, best first.

    Its own way out comes first, then those on its level: nobody is sent to the floor from a chair without need.
    """
    own = exercise.if_hurts.get(area)
    listed = library.pain.substitutes[area]
    same = [name for name in listed if level(library, routine, name) == level(library, routine, exercise.id)]
    choices = dict.fromkeys((*([own] if own else []), *same, *listed))
    return (name for name in choices if name != exercise.id and allowed(name))


def exchanged(
    items: Sequence[str], later: int, allowed: Callable[[str], bool], find: Callable[[str, Collection[str]], str | None]
) -> list[tuple[str, str]]:
    """(what is done, what it stands in for) of the items from an index on; what nothing can stand in for is gone.

    `find` names what stands in for an exercise, and is none of those that are taken. It is the same in every round.
    """
    done = {*numbered(items[:later])}
    chosen: dict[str, str | None] = {}
    found: list[tuple[str, str]] = []
    for name, nth in numbered(items)[later:]:
        if not allowed(name) and name not in chosen:
            chosen[name] = find(name, {each for each, _ in done})
        instead = chosen.get(name, name)
        if instead and (instead, nth) not in done:
            done.add((instead, nth))
            found.append((instead, name))
    return found


def filled(library: Library, routine: Routine, items: Sequence[str], choices: Iterable[str], least: int) -> list[str]:
    """The items, with choices added until so many of them are more than breathing; those on the routine's levels first.

    What is added stands before a breathing exercise at the end, which closes the session.
    """
    kept = list(items)
    levels = {level(library, routine, name) for name in routine.items}
    ordered = sorted(choices, key=lambda name: level(library, routine, name) not in levels)
    for name in ordered:
        if moving(library, kept) >= least:
            break
        if name not in kept and moving(library, (name,)):
            closes = len(kept) > 1 and not moving(library, kept[-1:])
            kept.insert(len(kept) - closes, name)
    return kept


def by_level(
    library: Library, routine: Routine, items: Sequence[str], later: int, planned: Collection[str]
) -> list[str]:
    """The items, and from an index on what is on one level together, if any of them was not planned.

    So nobody who is sore goes up and down twice. The level that is reached comes first, then the others in their order.
    """
    done, ahead = items[:later], items[later:]
    if {*ahead} <= {*planned}:
        return [*items]
    levels = list(dict.fromkeys(level(library, routine, name) for name in (*done[-1:], *ahead)))
    return [*done, *sorted(ahead, key=lambda name: levels.index(level(library, routine, name)))]


def moving(library: Library, names: Collection[str]) -> int:
    """How many of the exercises are more than breathing."""
    return sum(library.exercises[name].kind != "breathing" for name in names)


def level(library: Library, routine: Routine, exercise: str) -> str:
    """The level on which a routine has an exercise, such as "chair"."""
    return routine.level_of(library.positions[library.exercises[exercise].position])
