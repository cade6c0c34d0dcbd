"""A session built to fit a wish: so many minutes, on this surface, without kneeling, gentle.

It stays at one level, or goes from standing to a chair. First come the parts that content/fitting.yaml names, such as
strength for the buttocks; then breath at the beginning and rest at the end; then as many directions of movement as the
time allows (s000). Where no time is left for breath, each part is the exercise that takes least. It never takes longer
than was asked for, as far as `length.py` can reckon.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, auto

from assistant.coach.length import session_s
from assistant.content.model import Cap, Exercise, Library, Routine
from assistant.content.needed import CALM, REST
from assistant.content.position import Position
from assistant.content.wish import Wish

DEFAULT_MINUTES = 10
GENTLE_MOST = 2
"""The most that a gentle exercise loads the hip, from 0 to 3. The lower back may be loaded one less, and balance not at
all."""
FRAMES = (("floor", "bed"), ("standing", "chair"), ("chair",), ("standing",))
"""The levels that one session may have together, the frame that is taken first at the front."""
BUILT = "fit"
"""The id of a session that was built to fit; the library has no routine of that name."""


class Cut(IntEnum):
    """How far a session is cut down, the least at the front; each holds what stands before it."""

    NOTHING = auto()
    HOLDS = auto()
    """And calm breathing at the beginning or the end."""
    REPS = auto()
    RESTS = auto()
    """Before another side or exercise."""
    WORDS = auto()
    """All is told in short."""


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
    off_the_floor = wish.no_kneeling or wish.no_floor
    return position.level != "bed" and not (off_the_floor and position.level == "floor")


@dataclass
class Draft:
    """A session being built at some levels, with its doses as written or cut down."""

    library: Library
    routine: Routine
    """Without its items."""
    choices: Mapping[str, Exercise]
    """What suits the wish at these levels."""
    limit_s: float
    known: Collection[str]
    """Exercises that are told in short."""
    cut: Cut
    stiff: Collection[str] = ()
    """Directions in which a self-check found one side stiffer; they come first."""
    quick: bool = False
    """Whether each part that a session holds is the exercise that takes least, and not the first choice."""
    parts: list[Exercise] = field(default_factory=list)
    opening: tuple[str, ...] = ()
    ending: tuple[str, ...] = ()

    def fill(self) -> "Draft":
        """Take in what a session holds, then breath and rest, then every direction of movement."""
        for names in self.library.fitting.holds.values():
            able = [self.choices[name] for name in names if name in self.choices]
            self._first_that_fits(sorted(able, key=self._length_with) if self.quick else able)
        if not any(part.strengthens for part in self.parts):
            self._first_that_fits(each for each in self.choices.values() if each.strengthens)
        if not self._warm:
            self._first_that_fits(each for each in self.choices.values() if _moves(each))
        if not self._warm:
            self.parts = [part for part in self.parts if not part.stretches]
        self._begin_with_breath()
        self._end_with_rest()
        self._cover_directions()
        return self

    @property
    def worth(self) -> tuple[int, ...]:
        """What tells a better session from a worse one, the weightiest first."""
        strong = any(part.strengthens for part in self.parts)
        return (
            bool(self.built.items),
            self.held,
            strong,
            bool(self.opening),
            -self.levels,
            self.routine.brief * len(self.parts),
            -self.cut,
        )

    @property
    def _warm(self) -> bool:
        return any(_moves(part) for part in self.parts)

    @property
    def held(self) -> int:
        """How many of the parts that a session holds are in it."""
        names = {part.id for part in self.parts}
        return sum(bool(names.intersection(part)) for part in self.library.fitting.holds.values())

    @property
    def built(self) -> Routine:
        """The session."""
        items = (*self.opening, *(part.id for part in _in_order(self.library, self.parts)), *self.ending)
        rules, cut = self.library.fitting, self.cut
        short = Cap(rules.least_hold_s, rules.least_reps if cut >= Cut.REPS else 0)
        caps = {name: Cap(reps=rules.least_breaths) if name in (*CALM, *REST) else short for name in items}
        return replace(
            self.routine,
            items=items,
            caps=caps if cut >= Cut.HOLDS else {},
            rests=cut < Cut.RESTS,
            brief=self.routine.brief or cut >= Cut.WORDS,
        )

    @property
    def fits(self) -> bool:
        """Whether it takes no longer than it may."""
        return session_s(self.library, self.built, self.known) <= self.limit_s

    def _length_with(self, exercise: Exercise) -> float:
        """Seconds of the session so far with one exercise more."""
        return session_s(self.library, replace(self, parts=[*self.parts, exercise]).built, self.known)

    def _first_that_fits(self, exercises: Iterable[Exercise]) -> None:
        for exercise in exercises:
            if self._take(exercise):
                return

    def _take(self, exercise: Exercise) -> bool:
        self.parts.append(exercise)
        if not self.fits:
            self.parts.pop()
            return False
        return True

    def _begin_with_breath(self) -> None:
        """Breathe first, where the first exercise is; anywhere, if there is nothing else to do."""
        ordered = _in_order(self.library, self.parts)
        self.opening = self._first_of(CALM, ordered[0] if ordered else None)
        if not self.fits:
            self.opening = ()

    def _end_with_rest(self) -> None:
        """Rest last, where the last exercise is."""
        before = self.built.items
        rest = self._first_of(REST, self.library.exercises[before[-1]]) if before else ()
        self.ending = rest if rest != self.opening else ()
        if not self.fits:
            self.ending = ()

    def _order(self) -> Callable[[Exercise], tuple[bool, bool, int, int, bool, str]]:
        """By what the next exercise is chosen, as the session stands now; the highest first."""
        covered = {plane for part in self.parts for plane in part.planes}
        places = {part.position for part in self.parts}
        names = {part.id for part in self.parts}
        near = {rung.id for part in self.parts for rung in part.ladder}

        def order(each: Exercise) -> tuple[bool, bool, int, int, bool, str]:
            other_form = each.id in near or any(rung.id in names for rung in each.ladder)
            return (
                _moves(each),
                not other_form,
                len({*each.planes} & {*self.stiff}),
                len({*each.planes} - covered),
                each.position in places,
                each.id,
            )

        return order

    @property
    def levels(self) -> int:
        """At how many levels its exercises are."""
        return len({_level(self.library, self.library.exercises[name]) for name in self.built.items})

    def _first_of(self, names: Iterable[str], beside: Exercise | None) -> tuple[str, ...]:
        """The first of these exercises that suits the wish, on the level of another one if one is given."""
        there = (self.choices[name] for name in names if name in self.choices)
        level = beside and _level(self.library, beside)
        return next(((each.id,) for each in there if level in (None, _level(self.library, each))), ())

    def _cover_directions(self) -> None:
        still = [each for each in self.choices.values() if each.planes and each.id not in (*CALM, *REST)]
        still = [each for each in still if each not in self.parts]
        while still:
            for best in sorted(still, key=self._order(), reverse=True):  # which is best changes only with what is taken
                still.remove(best)
                if self._take(best):
                    break


def build(  # noqa: PLR0913  # what is known of the person comes in parts
    library: Library,
    wish: Wish,
    allowed: Iterable[str],
    known: Collection[str] = (),
    surface: str = "",
    stiff: Collection[str] = (),
) -> Routine | None:
    """The session for a wish out of the `allowed` exercises; None when none of them suits it.

    The `known` exercises are told in short. `surface` is where the person has to lie, if anywhere. The directions that
    are `stiff` on one side come first.
    """
    minutes = wish.minutes or DEFAULT_MINUTES
    lying = "bed" if wish.place == "bed" else surface or "floor"
    choices = [exercise for name in sorted(allowed) if suits(library, exercise := library.exercises[name], wish)]
    if not choices:
        return None
    brief = minutes <= library.fitting.brief_minutes
    routine = Routine(BUILT, library.phrases["fit_name"][0], (), "", minutes, surface=lying, brief=brief, wish=wish)
    found = max(_drafts(library, routine, choices, known, stiff), key=lambda draft: draft.worth)
    if not found.opening:
        quick = _drafts(library, routine, choices, known, stiff, quick=True)
        found = max(found, *quick, key=lambda draft: draft.worth)
    return found.built if found.built.items else _shortest(library, routine, choices, known)


def _drafts(  # noqa: PLR0913  # as `build`
    library: Library,
    routine: Routine,
    choices: Iterable[Exercise],
    known: Collection[str],
    stiff: Collection[str],
    *,
    quick: bool = False,
) -> Iterator[Draft]:
    """A session in each frame, with its doses as written and cut down; the one that is taken first at the front."""
    for frame in FRAMES:
        there = {each.id: each for each in choices if _level(library, each) in frame}
        for cut in Cut:
            yield Draft(library, routine, there, routine.minutes * 60, known, cut, stiff, quick).fill()


def _shortest(library: Library, routine: Routine, choices: Iterable[Exercise], known: Collection[str]) -> Routine:
    """The one exercise that takes least, for a time in which nothing fits; one that moves if there is any."""

    def alone(exercise: Exercise) -> Routine:
        return replace(Draft(library, routine, {}, 0, known, cut=Cut.WORDS, parts=[exercise]).built)

    best = min(choices, key=lambda each: (not _moves(each), session_s(library, alone(each), known), each.id))
    return alone(best)


def _moves(exercise: Exercise) -> bool:
    """Whether it moves the hips or works, so that it warms them up."""
    return exercise.kind in ("reps", "circles", "alternating", "carry") and bool(exercise.planes)


def _level(library: Library, exercise: Exercise) -> str:
    return library.positions[exercise.position].level


def _in_order(library: Library, parts: Iterable[Exercise]) -> list[Exercise]:
    """From standing down to lying, one position after the other; in each what moves first, then what holds.

    A level begins with a position in which something moves, so that nothing is stretched cold.
    """
    places, levels = list(library.positions), ("standing", "chair", "floor", "bed")
    groups: dict[str, list[Exercise]] = {}
    for part in parts:
        groups.setdefault(part.position, []).append(part)
    for group in groups.values():
        group.sort(key=lambda each: (not _moves(each), each.load["hip"], each.id))
    ordered: list[Exercise] = []
    for level in levels:
        here = [name for name in reversed(places) if name in groups and library.positions[name].level == level]
        warm = next((name for name in here if _moves(groups[name][0])), "")
        for name in sorted(here, key=lambda name: name != warm):
            ordered += groups[name]
    return ordered
