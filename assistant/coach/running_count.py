"""The count under way: where it began, how far it has got, and where it was when something interrupted it."""

from assistant.coach.counting import Drill
from assistant.coach.timeline import Timeline
from assistant.words.effects import Chime, Count, Effect, Hush
from assistant.words.units import Seconds

BEFORE_FIRST = -0.001
"""An elapsed time, in seconds, at which a drill's first tick is still to come."""


class RunningCount:
    """Adds counts to `effects` and sets the deadline `count_due` in `course`."""

    def __init__(self, effects: list[Effect], course: Timeline, lead_s: float) -> None:
        """`lead_s` is the time in seconds from the decision to count until the count's origin."""
        self._effects, self._course, self._lead_s = effects, course, lead_s
        self.drill = Drill((), Seconds(0))
        self._origin = Seconds(0)
        self._taken_up = BEFORE_FIRST
        """Where the count under way took up, in its own time."""
        self.interrupted_at: float | None = None
        """How far an interrupted count had got, in its own time; None when none is interrupted."""

    def elapsed(self, now: Seconds) -> float:
        """How far the count has got, in its own time; during its lead, where it takes up."""
        return max(self._taken_up, now - self._origin) if self.interrupted_at is None else self.interrupted_at

    def prepare(self, drill: Drill) -> None:
        """Count this drill next; an interrupted count that had got past its end is forgotten."""
        self.drill = drill
        if self.interrupted_at is not None and not drill.after(self.interrupted_at):
            self.interrupted_at = None

    def start(self, now: Seconds) -> None:
        """Count from where the count was interrupted, or else from the beginning."""
        elapsed = BEFORE_FIRST if self.interrupted_at is None else self.interrupted_at
        self._origin = Seconds(now + self._lead_s - max(0.0, elapsed))
        self._effects += [
            Chime("begin", Seconds(now + self._lead_s - 1)),
            Count(self._origin, self.drill.after(elapsed)),
        ]
        self.interrupted_at, self._taken_up = None, elapsed
        self._course.set("count_due", self._origin + self.drill.seconds)

    def lengthen(self, longer: Drill) -> None:
        """Go on counting, after the last tick, with what a longer drill has beyond it."""
        more = longer.after(self.drill.ticks[-1].at)
        self._effects.append(Count(self._origin, more))
        self.drill = Drill((*self.drill.ticks, *more), longer.seconds, longer.numbers)
        self._course.set("count_due", self._origin + self.drill.seconds)

    def recount(self, drill: Drill, now: Seconds) -> None:
        """Count the same drill in another way from now on; no beat moves."""
        self.drill = drill
        if self.interrupted_at is not None:
            return
        self._effects.append(Hush(("count", "chime")))
        if now < self._origin - 1:
            self._effects.append(Chime("begin", Seconds(self._origin - 1)))
        self._effects.append(Count(self._origin, drill.after(self.elapsed(now))))

    def interrupt(self, now: Seconds) -> None:
        """Remember how far the count has got."""
        if self.interrupted_at is None:
            self.interrupted_at = self.elapsed(now)

    def drop(self) -> None:
        """Silence the count and forget it, with every deadline of the course."""
        self.interrupted_at = None
        self._course.cancel()
        self._effects.append(Hush(("count", "chime")))
