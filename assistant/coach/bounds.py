"""Which exercises may be done in a session: what the person may do at all, today's limit, and what is left alone."""

from dataclasses import dataclass, field, replace

from assistant.content.model import Exercise, Rung

Some = frozenset[str] | None
"""Exercises; None: every one."""


@dataclass
class Bounds:
    """The bounds of one session."""

    only: Some = None
    """What this person may do at all, with what they have told us."""
    hoped: Some = None
    """What they may do if the questions that are still open are answered well; None: as `only`."""
    today: Some = None
    """What may be done in this session, whatever else is permitted."""
    settled: Some = None
    """What is done sitting or lying, where somebody had to sit or lie down; None: nobody had to."""
    unwell: bool = False
    """Whether there was pain above green, a symptom or a fall in this session, so that nothing gets harder."""
    barred: set[str] = field(default_factory=set)
    """Exercises not to be done again."""
    too_hard: frozenset[str] = frozenset()
    """Rungs, of exercises that the person may do, that are too much for them."""
    beyond: frozenset[str] = frozenset()
    """Exercises to which the way from where the person is loads what is spared."""
    spared: dict[str, int] = field(default_factory=dict)
    """area -> the least load that is left out"""

    def copy(self) -> "Bounds":
        """The same, and what is changed in one is not changed in the other."""
        return replace(self, barred={*self.barred}, spared={**self.spared})

    @property
    def open(self) -> bool:
        """Whether open questions decide what may be done."""
        return self.hoped is not None and self.hoped != self.only

    def spare(self, area: str, least: int) -> None:
        """Leave out what loads an area this much, and what was left out before."""
        self.spared[area] = min(least, self.spared.get(area, least))

    def forbids(self, exercise: str) -> bool:
        """Whether the person may not do an exercise at all, whatever hurts today."""
        return self.only is not None and exercise not in self.only

    def allow(self, exercise: Exercise) -> bool:
        """Whether an exercise may be done, and leaves every spared area alone."""
        return self._fits(exercise, self.only)

    def may_allow(self, exercise: Exercise) -> bool:
        """Whether an exercise may be done if every open question is answered well."""
        return self._fits(exercise, self.hoped if self.open else self.only)

    def allow_rung(self, exercise: Exercise, rung: Rung) -> bool:
        """Whether an exercise may be done on a rung of its own ladder, and leaves every spared area alone there."""
        return rung.id not in self.too_hard and not (self.spared and self._loads_spared(exercise.on(rung)))

    def hurts(self, exercise: Exercise) -> bool:
        """Whether the pain of today, or what it led to, is against an exercise."""
        limits = [limit for limit in (self.today, self.settled) if limit is not None]
        outside = exercise.id in self.beyond or any(exercise.id not in limit for limit in limits)
        return outside or self._loads_spared(exercise)

    def sore(self, exercise: Exercise) -> bool:
        """Whether today there was trouble, or an area that the exercise loads at all is spared."""
        return self.unwell or any(exercise.loads(area) for area in self.spared)

    def _loads_spared(self, exercise: Exercise) -> bool:
        return any(exercise.loads(area) >= least for area, least in self.spared.items())

    def _fits(self, exercise: Exercise, only: Some) -> bool:
        permitted = only is None or exercise.id in only
        return permitted and exercise.id not in self.barred and not self.hurts(exercise)
