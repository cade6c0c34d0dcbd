"""What a session can do: tell, answer, ask, count, freeze. No rows and no conditions; those are the session's."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.coach import telling
from assistant.coach.counting import Drill, drill
from assistant.coach.person import Person, permitted, remember, surface
from assistant.coach.plan import Plan
from assistant.coach.timeline import Timeline
from assistant.coach.today import Today
from assistant.content.model import TIMED, Library, Routine
from assistant.words.effects import Adjust, Channel, Chime, Count, Effect, Hold, Hush, Keep, Line, Release, Say, line
from assistant.words.events import Heard
from assistant.words.records import (
    ExerciseBegun,
    Practised,
    PreferenceSet,
    Record,
    SessionEnd,
    SessionEnded,
    SetEnd,
    SetEnded,
    Taught,
)
from assistant.words.units import Seconds

RATE = (0.64, 2.9)
"""Of the voice's own words a minute; the voice itself keeps to 100 to 450."""
VOLUME = (0.25, 4.0)
VERBOSE, BRIEFLY = 2, 1
VERBOSITY = (0, VERBOSE)
LISTEN_S = 1.5
"""How long we keep silent for somebody who speaks over us, when no command comes of it."""
HOLDS_MOST = 2
"""How often one sentence gives way; after that it is a television."""
IN_EXERCISE = ("ready", "work", "rest")
BEFORE_FIRST = -0.001
"""An elapsed time at which a drill's first tick is still to come."""


@dataclass
class Yielding:
    """Giving way to somebody who speaks over us."""

    until: Seconds | None = None
    """While we keep silent for them: until when."""
    times: int = 0
    """How often the present sentence has given way."""


def _within(bounds: tuple[float, float], value: float) -> float:
    return min(bounds[1], max(bounds[0], value))


def heard(event: Any) -> Heard:
    """What was heard, out of the state machine's envelope; nothing for a deadline."""
    given = event.kwargs.get("event")
    return given if isinstance(given, Heard) else Heard("")


class Stage:
    """One session under way: its place, its clocks, and what has been said and counted.

    Every verb adds to `effects`; `follow_ups` are triggers to be fired when the present one is through.
    """

    def __init__(self, library: Library, routine: Routine, person: Person, today: Today) -> None:
        self.library, self.pacing = library, library.pacing
        self.person, self.today = person, today
        self.plan = Plan(library, self._placed(routine), permitted(library.screening, person))
        self.plan.follow(today)
        self.state: Any = None
        """The state machine's, as it writes it."""
        self.trigger_name = ""
        self.flow_before = "asleep"
        """The flow's state before the present trigger."""
        self.now = Seconds(0)
        self.effects: list[Effect] = []
        self.follow_ups: deque[str] = deque()
        self.course, self.wall = Timeline(), Timeline()
        """`course` stands still while the gate is shut; `wall` does not."""
        self.level, self.position = "standing", ""
        """Where the person is; a session begins standing."""
        self.wait_s = 0.0
        """From the end of a description until the count begins by itself."""
        self.done = 0
        self.rate = self.volume = 1.0
        self.verbosity = self.told_verbosity = VERBOSE
        """What the person asked for (0 name only, 1 short, 2 full), and the one in force."""
        self.fading = True
        """Whether exercises one knows are told in short; until somebody asks for more or less."""
        self.practised_now: set[str] = set()
        self.says = 0
        self.prefix: tuple[Line, ...] = ()
        """What is said before the next narration."""
        self.telling: Say | None = None
        """The narration whose end the flow waits for."""
        self.lines_told = 0
        """How many of its lines have been heard."""
        self.drill = Drill((), Seconds(0))
        self.origin = Seconds(0)
        self.counted: float | None = None
        """How far an interrupted count had got; None when none is interrupted."""
        self.taken_up = BEFORE_FIRST
        """Where the count under way took up."""
        self.area: str | None = None
        self.word: str | None = None
        """Where it hurts and how it feels, in the pain report under way."""
        self.misses = 0
        """How many answers in a row were not understood."""
        self.choices: Mapping[str, Heard] = {}
        """Answers that can be given by number just now."""
        self.yielding = Yielding()
        """Our silence while somebody speaks over us."""
        self.guess: Heard | None = None
        """What somebody was asked to confirm having said."""

    # where we are

    @property
    def states(self) -> tuple[str, ...]:
        """(flow, gate), by their short names."""
        inside = self.state if isinstance(self.state, list) else [self.state]
        return tuple(str(name).rsplit("_", 1)[1] for name in inside)

    @property
    def flow(self) -> str:
        """The flow's state."""
        return self.states[0]

    @property
    def elapsed(self) -> float:
        """How far the count has got, in its own time; during its lead, where it takes up."""
        return max(self.taken_up, self.now - self.origin) if self.counted is None else self.counted

    def hold(self) -> None:
        """Somebody speaks over us: keep silent for them, but not for ever for a television."""
        if self.yielding.until is None:
            if self.yielding.times >= HOLDS_MOST:
                return
            self.yielding.times += 1
            self.effects.append(Hold())
        self.yielding.until = Seconds(self.now + LISTEN_S)

    def release(self) -> None:
        """Go on talking, if we were silent for somebody."""
        if self.yielding.until is not None:
            self.yielding.until = None
            self.effects.append(Release())

    def say_speaker_back(self) -> None:
        """The loudspeaker was away, and session time stood still."""
        self._answer(line("speaker_back"))

    def say_not_kept(self) -> None:
        """Nothing can be written down any more; the session goes on."""
        self._answer(line("not_kept"))

    def _say(self, lines: tuple[Line, ...]) -> Say:
        self.says += 1
        self.yielding.times = 0
        said = Say(self.says, lines)
        self.effects += [Hush(("talk",)), said]
        return said

    def _tell(self, *lines: Line) -> None:
        """Say something whose end the flow waits for."""
        self.telling, self.lines_told = self._say((*self.prefix, *lines)), 0
        self.prefix = ()

    def _keep(self, record: Record) -> None:
        """Record something, and know it from now on."""
        self.effects.append(Keep(record))
        self.person = remember(self.person, record)

    def _placed(self, routine: Routine) -> Routine:
        """The routine, lying where the person's answers say."""
        where = surface(self.library.screening, self.person)
        return replace(routine, surface=where) if where else routine

    def _answer(self, *lines: Line) -> None:
        """Say something now; a narration it interrupts goes on after it, at the sentence it was in.

        While the gate is shut the narration keeps waiting instead.
        """
        if self.telling and not self.course.frozen:
            self._tell(*lines, *self.telling.lines[self.lines_told :])
        else:
            self._say(lines)

    def _ask(self, *lines: Line) -> None:
        self.course.cancel("answer_due")
        self._tell(*lines)

    def _quiet(self, *channels: Channel) -> None:
        self.telling = None
        self.effects.append(Hush(channels))

    def _count_from(self, elapsed: float) -> None:
        self.origin = Seconds(self.now + self.pacing.lead_s - max(0.0, elapsed))
        self.effects += [
            Chime("begin", Seconds(self.now + self.pacing.lead_s - 1)),
            Count(self.origin, self.drill.after(elapsed)),
        ]
        self.counted, self.taken_up = None, elapsed
        self.course.set("count_due", self.origin + self.drill.seconds)

    def _drop_count(self) -> None:
        self.counted = None
        self.course.cancel()
        self.effects.append(Hush(("count", "chime")))

    def _hold_count(self) -> None:
        if self.flow_before == "work" and self.counted is None:
            self.counted = self.elapsed

    def _interrupt(self) -> None:
        """Silence at once; a count remembers where it was."""
        self._hold_count()
        self.course.cancel()
        self._quiet("talk", "count", "chime")

    def _freeze(self) -> None:
        """Silence at once; everything keeps its place."""
        self._hold_count()
        self.course.freeze(self.now)
        self.effects.append(Hush())

    def _arrive(self) -> None:
        self.position = self.plan.exercise.position
        self.level = telling.level_of(self.plan)

    def _describe(self, *opening: Line) -> None:
        self._keep(ExerciseBegun(self.plan.routine.id, tuple(self.plan.items), self.plan.at))
        moved = bool(telling.travel(self.plan, self.level, self.position))
        self.wait_s = self.pacing.ready_s if moved else self.pacing.side_s
        self._set_detail()
        clock = self.plan.exercise.clock and "clock" not in self.person.taught
        if clock:
            self._keep(Taught("clock"))
        lines = telling.item(self.plan, self.level, self.position, opening, clock=clock)
        self._tell(*lines, line("ready_prompt", wait=int(self.wait_s)))

    def _describe_side(self) -> None:
        self.wait_s = self.pacing.side_s
        self._tell(*telling.side(self.plan, self.level, self.position))

    def _go_to(self, at: int) -> None:
        self._drop_count()
        self.plan.go_to(at)
        self._describe()

    def _climb(self, steps: int, opening: str) -> None:
        self._drop_count()
        rung = self.plan.climb(steps)
        if rung.move:
            self._describe(line(opening), line("instead", name=self.plan.exercise.name))
            return
        self.wait_s = self.pacing.ease_s
        change = telling.change(self.plan) or (telling.brief(self.plan),)
        self._tell(line(opening), *change)

    def _back_to_ready(self, opening: Line) -> None:
        self.wait_s = self.pacing.ease_s
        self._quiet("talk")
        self._answer(opening)
        self.course.set("ready_due", self.now + self.wait_s)

    def _timed(self) -> bool:
        return self.plan.exercise.kind in TIMED

    def _close(self, how: SessionEnd, *lines: Line) -> None:
        """Say goodbye; `how` is how the session ended, for the history."""
        self._keep(SessionEnded(how))
        self._drop_count()
        self.wall.cancel()
        self._tell(*lines)

    def _finish_set(self) -> tuple[Line, ...]:
        self.effects.append(Chime("done"))
        self._record_set("done")
        if self.plan.exercise.id not in self.practised_now:
            self.practised_now.add(self.plan.exercise.id)
            self._keep(Practised(self.plan.exercise.id))
        key = "released" if self.plan.exercise.kind == "hold" else "finished_reps"
        return (line(key), *telling.way_out(self.plan.exercise, self.plan.side))

    def _record_set(self, how: SetEnd) -> None:
        if how == "done" and self.plan.next_step in ("item", None):
            self.done += 1
        planned = drill(self.plan.exercise, self.plan.dose).seconds
        counting = self.flow_before == "work" or self.counted is not None
        done = planned if how == "done" else min(planned, max(0.0, self.elapsed)) if counting else 0.0
        plan = self.plan
        self._keep(
            SetEnded(plan.exercise.id, plan.rung.id, plan.side, plan.set, how, round(planned, 1), round(done, 1))
        )

    def _rest_s(self) -> float:
        return self.plan.dose.rest_s if self.plan.next_step == "set" else self.pacing.rest_s

    def _ease_out(self) -> tuple[Line, ...]:
        way = telling.way_out(self.plan.exercise, self.plan.side) if self.flow_before in IN_EXERCISE else ()
        return (line("ease_out"), *way)

    def _other(self) -> str | None:
        return self.plan.substitute(self.area, self.plan.items) if self.area else None

    def _offer_line(self) -> Line:
        return line("offer_other", area=self.area) if self.area else line("offer_on")

    def _here(self) -> dict[str, object]:
        plan = self.plan
        side = {"side": plan.side} if plan.side else {}
        return {"name": plan.exercise.name, "number": plan.at + 1, "total": len(plan.items), **side}

    def recall_preferences(self) -> None:
        """Speak as the person asked for last time."""
        wanted = self.person.preferences
        if "rate" in wanted:
            self.rate = _within(RATE, wanted["rate"])
            self.effects.append(Adjust("rate", self.rate))
        if "volume" in wanted:
            self.volume = _within(VOLUME, wanted["volume"])
            self.effects.append(Adjust("volume", self.volume))
        if "verbosity" in wanted:
            self.verbosity, self.fading = int(_within(VERBOSITY, wanted["verbosity"])), False
            self._set_detail()

    def _set_rate(self, rate: float, key: str) -> None:
        before, self.rate = self.rate, _within(RATE, rate)
        self._adjusted(Adjust("rate", self.rate), before, key)

    def _set_volume(self, volume: float, key: str) -> None:
        before, self.volume = self.volume, _within(VOLUME, volume)
        self._adjusted(Adjust("volume", self.volume), before, key)

    @property
    def detail(self) -> int:
        """How much of this exercise is told: less once it is well known, unless somebody asked."""
        known = self.person.practised.get(self.plan.exercise.id, 0) >= self.pacing.full_times
        return min(self.verbosity, BRIEFLY) if known and self.fading else self.verbosity

    def _set_detail(self) -> None:
        if self.detail != self.told_verbosity:
            self.told_verbosity = self.detail
            self.effects.append(Adjust("verbosity", self.detail))

    def _set_verbosity(self, steps: int, key: str, *more: Line) -> None:
        before = self.detail
        self.verbosity, self.fading = int(_within(VERBOSITY, before + steps)), False
        self.told_verbosity = self.verbosity
        self._adjusted(Adjust("verbosity", self.verbosity), before, key, *more)

    def _adjusted(self, adjust: Adjust, before: float, key: str, *more: Line) -> None:
        self.effects.append(adjust)
        self._keep(PreferenceSet(adjust.name, adjust.value))
        self._answer(line(key if adjust.value != before else "at_limit"), *more)
