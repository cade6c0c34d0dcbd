"""A session built to fit a wish: so many minutes, on this surface, without kneeling, gentle.

It begins with breathing and ends with rest, covers as many directions of movement as the time allows (s000), and
takes its exercises position by position, to spare getting up and down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assistant.coach.length import session_s
from assistant.content.model import Exercise, Library, Routine
from assistant.content.needed import CALM, REST
from assistant.content.position import Position

PLACES = ("floor", "chair", "bed", "standing")
DEFAULT_MINUTES = 10
GENTLE_MOST = 2
"""The most that a gentle exercise loads the hip, from 0 to 3. The lower back may be loaded one less, and balance not at
all."""
BUILT = "fit"
"""The id of a session that was built to fit; the library has no routine of that name."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for; zero and empty: no wish."""

    minutes: int = 0
    place: str = ""
    """One of `PLACES`."""
    no_kneeling: bool = False
    gentle: bool = False

    def heard(self, slots: Mapping[str, str]) -> "Wish":
        """The wish with what was said now: the slots "minutes" and "want"."""
        wish = replace(self, minutes=int(slots["minutes"])) if "minutes" in slots else self
        want = slots.get("want", "")
        if want in PLACES:
            return replace(wish, place=want)
        return replace(
            wish, no_kneeling=wish.no_kneeling or want == "no_kneeling", gentle=wish.gentle or want == "gentle"
        )


def suits(library: Library, exercise: Exercise, wish: Wish) -> bool:
    """Whether an exercise may be chosen for a wish."""
    if exercise.advanced or exercise.reason == "assess" or not library.domain.at_hand.issuperset(exercise.equipment):
        return False
    load = exercise.load
    if wish.gentle and (max(load["hip"], load["low_back"] + 1) > GENTLE_MOST or load["balance"]):
        return False
    position = library.positions[exercise.position]
    return _is_there(position, wish) and not (wish.no_kneeling and position.kneeling)


def _is_there(position: Position, wish: Wish) -> bool:
    """Whether a position is at the wished place; getting down to the floor takes kneeling."""
    if wish.place == "bed":
        return position.lying or position.level == "bed"
    if wish.place:
        return position.level == wish.place
    return position.level != "bed" and not (wish.no_kneeling and position.level == "floor")


def build(library: Library, wish: Wish, allowed: Iterable[str]) -> Routine | None:
    """The session for a wish out of the `allowed` exercises; None when none of them suits it."""
    minutes = wish.minutes or DEFAULT_MINUTES
    surface = "bed" if wish.place == "bed" else "floor"
    choices = [exercise for name in sorted(allowed) if suits(library, exercise := library.exercises[name], wish)]
    if not choices:
        return None
    names = {exercise.id for exercise in choices}
    opening = [name for name in CALM if name in names][:1]
    ending = [name for name in REST if name in names and name not in opening][:1]
    chosen: list[Exercise] = []
    covered: set[str] = set()
    middle = [exercise for exercise in choices if exercise.id not in (*CALM, *REST) and exercise.planes]
    routine = Routine(BUILT, library.phrases["fit_name"][0], (), "", minutes, surface=surface)

    def with_items(parts: Iterable[Exercise]) -> Routine:
        items = (*opening, *(exercise.id for exercise in _by_position(library, parts)), *ending)
        return replace(routine, items=items)

    while middle:
        best = max(
            middle,
            key=lambda exercise: (
                len({*exercise.planes} - covered),
                -_travels(library, [*chosen, exercise]),
                exercise.id,
            ),
        )
        middle.remove(best)
        if session_s(library, with_items([*chosen, best])) <= minutes * 60:
            chosen.append(best)
            covered |= {*best.planes}
    found = with_items(chosen)
    if not found.items:
        found = replace(found, items=(min(choices, key=lambda exercise: exercise.id).id,))
    return found


def _by_position(library: Library, parts: Iterable[Exercise]) -> list[Exercise]:
    """From standing down to lying, one position after the other; lighter before heavier."""
    places = list(library.positions)
    levels = ("standing", "chair", "floor", "bed")

    def order(exercise: Exercise) -> tuple[int, int, int, str]:
        level = levels.index(library.positions[exercise.position].level)
        return level, -places.index(exercise.position), exercise.load["hip"], exercise.id

    return sorted(parts, key=order)


def _travels(library: Library, parts: Iterable[Exercise]) -> int:
    return len({library.positions[exercise.position].level for exercise in parts}) * 10 + len(
        {exercise.position for exercise in parts}
    )
