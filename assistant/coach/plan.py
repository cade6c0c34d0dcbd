"""Where we are in a session: exercise, rung, set, side; what comes next; what is spared."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.coach.bounds import Bounds, Some
from assistant.coach.length import Step
from assistant.coach.longer import longer_s, started
from assistant.coach.rungs import at_most
from assistant.coach.sparing import by_level, exchanged, filled, instead_of, moving
from assistant.coach.stand_in import Filled, fill
from assistant.coach.today import Change, Found, Lever, Today
from assistant.content.model import Dose, Exercise, Library, Routine, Rung
from assistant.content.rounds import Time, carried


class Plan:
    """A session's items and the place reached in them."""

    def __init__(
        self, library: Library, routine: Routine, bounds: Bounds | None = None, today: Today | None = None
    ) -> None:
        """`bounds` say what this person may do (None: everything), and `today` what earlier sessions mean for it."""
        self.library, self.routine = library, routine
        self.bounds = bounds or Bounds()
        self.eased = False
        """Whether every exercise begins one rung easier."""
        self.today = known = today or Today()
        self.levers: Mapping[str, Lever] = known.levers
        """exercise -> how it is done otherwise than written"""
        self.bounds.barred |= {*known.rested, *known.waiting}
        self.left_out: tuple[str, ...] = ()
        """Those of the routine's exercises that may not be done, and have nothing to stand in for them."""
        self.wanted: tuple[str, ...] = ()
        """The exercises that were asked for, whether they may be done or not."""
        self.stands_for: Mapping[Time, int] = {}
        """exercise, each time that it comes -> the index, among the wanted, of the one that it is or stands in for"""
        self.instead: Mapping[str, str] = {}
        """exercise -> the one that is done in its place from now on, in every round"""
        self.left_on: dict[str, int] = {}
        """exercise -> the rung that was asked for in this session, on which it begins when it comes again"""
        self.items: list[str] = []
        self.at = self.set = self.side_at = self.rung_at = self.more_sets = 0
        self._order: tuple[str, ...] = ()
        """The sides in the order that the person asked for; empty: in the usual order."""
        self.begin(routine)

    def begin(self, routine: Routine) -> None:
        """Take up a routine from its beginning, with what may not be done replaced by an easier one or left out."""
        self.routine, self.wanted = routine, self.today.without_rested(routine.items)
        self.stands_for, self.instead = {}, {}
        self._take_up_from(0)
        if self.bounds.today is not None:
            self._fill(0, self.library.pain.gentle, routine.items)
        self.go_to(0)

    def _take_up_from(self, kept: int) -> None:
        """Keep so many items, and follow them with what may be done of the rest."""
        done = Filled(tuple(self.items[:kept]), self.stands_for, ())
        found = fill(self.library, self.wanted, done, self.bounds)
        self.items, self.stands_for, self.left_out = list(found.items), found.stands_for, found.left_out
        for (name, _), at in found.stands_for.items():
            self._stand_in(name, self.wanted[at])

    def undo(self, changes: Iterable[Change]) -> None:
        """Do these exercises as they were done last time, and begin the one under way again."""
        self.levers = {**self.levers, **{change.exercise: change.before for change in changes}}
        self.go_to(self.at)

    def ease(self, *, eased: bool) -> None:
        """Begin every exercise one rung easier from now on, or not any more; the one under way begins again."""
        self.eased = eased
        self.go_to(self.at)

    def lie_on(self, surface: str) -> None:
        """Lie on this from now on, "floor" or "bed"."""
        self.routine = replace(self.routine, surface=surface)

    def permit(self, only: Some, hoped: Some = None, *, keep: int = 0) -> None:
        """Do only exercises that this person may do (None: any); `keep` items stay, the rest is anew."""
        self.bounds.only, self.bounds.hoped = only, hoped
        if not keep:
            self.begin(self.routine)
            return
        self._take_up_from(keep)
        if self.at >= keep:
            self.go_to(min(keep, len(self.items) - 1))

    def limit_today(self, only: Some) -> None:
        """Do only these in this session (None: all), of what is permitted, and begin the routine again."""
        self.bounds.today = only
        self.begin(self.routine)

    @property
    def exercise(self) -> Exercise:
        """The exercise we are at."""
        return self.library.exercises[self.items[self.at]]

    @property
    def comes_again(self) -> bool:
        """Whether it has come in an earlier round."""
        return self.items[self.at] in self.items[: self.at]

    @property
    def rung(self) -> Rung:
        """The rung of its ladder."""
        return self.exercise.ladder[self.rung_at]

    @property
    def dose(self) -> Dose:
        """The dose in force on this rung and side, within the routine's caps."""
        return self.dose_on(self.side)

    def dose_on(self, side: str) -> Dose:
        """The same on a side; the stiffer one may be held longer."""
        written, lever = self.rung.dose or self.exercise.dose, self.levers.get(self.exercise.id, Lever())
        if self.rung_at == self._planned_rung():
            found = self.today.found if side == self.today.found.side and not self.eased else Found()
            written = started(written, lever, longer_s(found, self.routine, self.exercise, self.bounds))
        own_rung = self.rung.dose is not None and self.rung_at != self.routine.start_of(self.exercise)
        return self.routine.dose_of(self.exercise.id, written, self.more_sets, own_rung=own_rung)

    @property
    def sides(self) -> Sequence[str]:
        """The sides this exercise is done on, in order; empty when it has none."""
        usual = self.routine.sides_of(self.exercise)
        order = self._order or (usual[::-1] if usual[-1:] == (self.today.found.side,) else ())
        return order if len(usual) > 1 and order else usual

    @property
    def side(self) -> str:
        """The side we are at, or an empty text."""
        return self.sides[self.side_at] if self.sides else ""

    @property
    def next_step(self) -> Step | None:
        """What comes after this side is done."""
        if self.side_at + 1 < len(self.sides):
            return "side"
        if self.set < self.dose.sets:
            return "set"
        return "item" if self.has_next else None

    @property
    def next_at(self) -> int:
        """The index of the nearest later exercise that may still be done; where we are when there is none."""
        return next((at for at in range(self.at + 1, len(self.items)) if self.allowed(self.items[at])), self.at)

    @property
    def previous_at(self) -> int:
        """The same of the nearest earlier exercise."""
        return next((at for at in reversed(range(self.at)) if self.allowed(self.items[at])), self.at)

    @property
    def has_next(self) -> bool:
        """Whether another exercise follows."""
        return self.next_at > self.at

    @property
    def following(self) -> Exercise | None:
        """The exercise after this one."""
        return self.library.exercises[self.items[self.next_at]] if self.has_next else None

    def advance(self) -> Step | None:
        """Go to what comes next and say what kind of step it was."""
        step = self.next_step
        if step == "side":
            self.side_at += 1
        elif step == "set":
            self.set += 1
            self.side_at = 0
        elif step == "item":
            self.go_to(self.next_at)
        return step

    def go_to(self, at: int) -> None:
        """Begin the exercise at an index."""
        self.at, self.more_sets = at, 0
        self.restart()
        self.rung_at = self._first_rung()

    def switch_side(self) -> None:
        """Go to the other side of the same set; the side that is left comes after it."""
        self._order = (self.sides[self.side_at - 1], self.side)
        self.side_at = 0

    def restart(self) -> None:
        """Begin this exercise again, on the same rung."""
        self.set, self.side_at, self._order = 1, 0, ()

    def above(self, steps: int) -> Rung | None:
        """The rung so many steps up (or down) the ladder; None when it ends there or the rung is spared."""
        at = self.rung_at + steps
        if not 0 <= at < len(self.exercise.ladder):
            return None
        rung = self.exercise.ladder[at]
        fits = self.allowed(rung.id) if rung.move else self.bounds.allow_rung(self.exercise, rung)
        return rung if fits else None

    def climb(self, steps: int) -> Rung:
        """Go to the rung that `above` names; there must be one."""
        rung = self.above(steps)
        if rung is None:
            raise ValueError("the ladder ends here")
        if rung.move:
            self.swap(rung.id)
        else:
            self.rung_at += steps
            self.left_on[self.exercise.id] = self.rung_at
        return rung

    def swap(self, exercise: str) -> None:
        """Do another exercise in this one's place, in later rounds too; set and side are kept where it has them."""
        side, was = self.side, self.items[self.at]
        self._stand_in(exercise, was)
        before, later = self.items, (exercise if name == was else name for name in self.items[self.at :])
        self.items, self.more_sets = [*before[: self.at], *later], 0
        self.stands_for = carried(self.stands_for, before, self.items)
        self.instead = {**self.instead, was: exercise}
        self.rung_at = self._first_rung()
        self.side_at = self.sides.index(side) if side in self.sides else 0
        self.set = min(self.set, self.dose.sets)

    def allowed(self, exercise: str) -> bool:
        """Whether an exercise may be done, and leaves every spared area alone."""
        return self.bounds.allow(self.library.exercises[exercise])

    def bar(self, exercise: str) -> None:
        """Never do an exercise again in this session; the one under way is left by whoever calls."""
        self.bounds.barred.add(exercise)
        self.items = [*self.items[: self.at + 1], *(item for item in self.items[self.at + 1 :] if item != exercise)]

    def spare(self, area: str, least: int, *, begun: bool = True) -> None:
        """Leave out, from here on, what loads an area this much: swap later items for allowed ones or drop them.

        `begun`: whether the exercise we are at has begun; it is left as it is, by whoever calls.
        """
        self.bounds.spare(area, least)
        later = self.at + begun
        kept, planned = self.items[:later], self.items
        own = self.exercise.if_hurts.get(area) if begun else None

        def find(item: str, done: Collection[str]) -> str | None:
            reserved = [own] if own and item != self.exercise.id else []
            return self._instead_of(item, area, (*done, *planned, *reserved))

        for instead, item in exchanged(planned, later, self.allowed, find):
            kept.append(instead)
            self._stand_in(instead, item)
            if instead != item:
                self.instead = {**self.instead, item: instead}
        self.items = kept or planned
        self._fill(later, (*self.library.pain.substitutes[area], *self.library.pain.gentle), planned[later:])
        self.items = by_level(self.library, self.routine, self.items, later, planned)
        if not begun:
            self.go_to(min(self.at, len(self.items) - 1))

    def substitute(self, area: str, taken: Sequence[str] = ()) -> str | None:
        """The best exercise that spares an area and all others reported, and is not taken already."""
        return self._instead_of(self.exercise.id, area, taken)

    def _instead_of(self, exercise: str, area: str, taken: Sequence[str]) -> str | None:
        if (same := self.instead.get(exercise)) and self.allowed(same):
            return same
        choices = instead_of(self.library, self.routine, self.library.exercises[exercise], area, self.allowed)
        return next((choice for choice in choices if choice not in taken), None)

    def _fill(self, at: int, choices: Iterable[str], planned: Sequence[str]) -> None:
        """Fill up the items from an index on, if little more than breathing is left of what was planned there."""
        done, ahead = self.items[:at], self.items[at:]
        least = min(self.library.pain.keep_least, moving(self.library, planned))
        fresh = [name for name in choices if self.allowed(name) and name not in done]
        self.items = [*done, *filled(self.library, self.routine, ahead, fresh, least)]

    def _planned_rung(self) -> int:
        """Where the exercise begins: as the plan says, changed by the lever; easier if all is, or a place is sore."""
        lever = self.levers.get(self.exercise.id, Lever())
        wanted = self.routine.start_of(self.exercise) + lever.rungs - self._is_eased
        return at_most(self.exercise, self.bounds, wanted)

    def _first_rung(self) -> int:
        """The same, or where the person left it in an earlier round; nothing begins harder for who is unwell."""
        planned = self._planned_rung()
        left = at_most(self.exercise, self.bounds, self.left_on.get(self.exercise.id, planned))
        return min(planned, left) if self._is_eased or self.bounds.unwell else left

    @property
    def _is_eased(self) -> bool:
        return self.eased or any(self.exercise.loads(area) for area in self.bounds.spared)

    def _stand_in(self, instead: str, item: str) -> None:
        self.routine = self.routine.with_stand_in(instead, item)
