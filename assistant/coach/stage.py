"""What a session under way knows: the place it has reached, its clocks, what is being said, counted and asked.

A stage is made of parts, each in a file of its own, and of what single topics remember (`Stage.of`). It holds no rows
of the table and knows no topic: outputs and conditions are functions over a stage and a `Turn`, in `topics/`.
"""

from collections import deque
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.coach.asked import Asked, OpenQuestion
from assistant.coach.bounds import Bounds
from assistant.coach.button import Button, ReadingOut
from assistant.coach.counting import Drill, drill
from assistant.coach.left import Reached, Waits, left_s, remaining_s
from assistant.coach.permission import furniture, permitted, placed, surface, too_hard
from assistant.coach.person import Person, known_well, remember
from assistant.coach.place import Place
from assistant.coach.plan import Plan
from assistant.coach.preferences import BRIEFLY, Preferences
from assistant.coach.running_count import RunningCount
from assistant.coach.speech import WAITS, Speech
from assistant.coach.states import MOVING
from assistant.coach.timeline import Timeline
from assistant.coach.today import Today
from assistant.content.model import Library, Routine
from assistant.words.effects import Effect, Hush, Keep, Line
from assistant.words.events import Heard
from assistant.words.records import OF_ANSWERS, Record, SessionEnd
from assistant.words.units import Seconds

Own = TypeVar("Own")


@dataclass(frozen=True, slots=True)
class Turn:
    """What an output or a condition answers: one trigger, fired once."""

    trigger: str
    before: str
    """The flow's state when the trigger was fired."""
    heard: Heard = Heard("")  # noqa: RUF009  # frozen
    """What was heard; an empty one when nothing was, as for a deadline."""


class Stage:
    """One session under way. Its parts add to `effects`; the coach takes them from there."""

    def __init__(self, library: Library, routine: Routine, person: Person, today: Today) -> None:
        self.library, self.pacing = library, library.pacing
        self.person, self.today = person, today
        bounds = Bounds(permitted(library, person), permitted(library, person, hoped=True))
        bounds.too_hard = too_hard(library, person)
        self.plan = Plan(library, self.placed(routine), bounds, today)
        self.flow, self.gate = "asleep", "open"
        """The states of the two regions. Only the machine sets them."""
        self.possible: frozenset[str] = frozenset()
        """Every trigger that has a row from these states, whatever its condition. Only the machine sets it."""
        self.now = Seconds(0)
        self.effects: list[Effect] = []
        self.follow_ups: deque[str | Heard] = deque()
        """Triggers to be fired, and words to be taken as heard, when the present trigger is through."""
        self.turns = 0
        """How often something came in: words, or a deadline."""
        self.course = Timeline()
        """Deadlines that stand still while the session is paused or stopped."""
        self.wall = Timeline()
        """Deadlines that go on meanwhile."""
        self.speech = Speech(self.effects, self.course)
        self.count = RunningCount(self.effects, self.course, self.pacing.lead_s)
        self.preferences = Preferences()
        self.place = Place(library.ways, furniture=furniture(library.screening, person))
        self.asked = Asked()
        self.button = Button()
        self.reading = ReadingOut()
        self.wait_s = 0.0
        """Seconds from the end of a description until the count begins by itself."""
        self.waits = Waits()
        self.done = 0
        """How many exercises have been done to their end."""
        self.told_at = Seconds(0)
        """When the last sentence had been heard, or a question was put."""
        self.unheard = 0
        """How many exercises have been done to their end since anybody was heard."""
        self.met = False
        """Whether anybody was heard in this session."""
        self.practised: set[str] = set()
        """Exercises of which a set was done in this session."""
        self.check_offered = False
        """Whether a self-check was offered in this session."""
        self.ended: SessionEnd | None = None
        """How the session ended, once the goodbye has begun."""
        self.own: dict[type, object] = {}
        """What each topic remembers in this session, by its class; `of` gives it."""

    def of(self, kind: type[Own]) -> Own:
        """What a topic remembers in this session, as the class that stands in its file; made on first use."""
        found = self.own.get(kind)
        if not isinstance(found, kind):
            found = self.own[kind] = kind()
        return found

    @property
    def detail(self) -> int:
        """How much of this exercise is told: 0 name only, 1 short, 2 full; only the name of none that is new."""
        exercise = self.plan.exercise.id
        again = self.plan.comes_again and exercise in self.practised
        told = self.preferences.detail(known=self.plan.routine.brief or again or exercise in self.known)
        return told if exercise in self.person.practised or exercise in self.practised else max(told, BRIEFLY)

    @property
    def known(self) -> frozenset[str]:
        """The exercises that are told in short, because they have been done often enough."""
        return known_well(self.person, self.pacing.full_times)

    @property
    def left_s(self) -> float:
        """A rough length, in seconds, of what is left of the session."""
        if not self.place.described and self.flow not in ("travel", *MOVING):
            return remaining_s(self.plan, self.known)
        untold, counted_s = 0.0, 0.0
        if self.flow in ("travel", "brief") and self.speech.telling:
            untold = len(self.speech.left) / len(self.speech.telling.lines)
        if self.flow == "work" or self.count.interrupted_at is not None:
            counted_s = max(0.0, self.count.elapsed(self.now))
        reached = Reached(untold, counted_s, self.flow == "rest", self.waits.share)
        return left_s(self.plan, self.place, self.known, reached)

    @property
    def surface(self) -> str:
        """Where the person lies, if their answers about health say; else empty."""
        return surface(self.library, self.person, hoped=True)

    @property
    def offers_open(self) -> bool:
        """Whether what the welcome offers may still be taken: no exercise has been described to its end."""
        return not self.place.described

    def drill(self) -> Drill:
        """What is counted in the set under way, as much of it aloud as the person wants."""
        return drill(self.plan.exercise, self.plan.dose, self.preferences.counting)

    @property
    def usual_pain(self) -> int | None:
        """The pain, 0 to 10, that is usual for this person; None: nobody said.

        What a clinician wrote in the plan goes before what they said themselves.
        """
        written = self.plan.routine.prescribed.head.usual_pain
        return self.person.usual_pain if written is None else written

    def placed(self, routine: Routine) -> Routine:
        """The routine, lying where the person may and can lie."""
        return replace(routine, surface=placed(self.library, routine, self.person))

    def lie_where_allowed(self) -> None:
        """Lie, in the session under way, where the person may and can lie, and lean on what there is."""
        self.place.furniture = furniture(self.library.screening, self.person)
        self.plan.lie_on(placed(self.library, self.plan.routine, self.person))

    def keep(self, record: Record) -> None:
        """Record something, and know it from now on."""
        self.effects.append(Keep(record))
        if self.asked.closed and self.asked.closed.turn == self.turns and record.kind in OF_ANSWERS:
            self.asked.closed.kept.append(record.kind)
        self.person = remember(self.person, record)

    def ask(self, question: OpenQuestion, *opening: Line) -> None:
        """Say the opening and then the question; its answer is waited for once it has been heard."""
        self.asked.ask(question)
        self.told_at = self.now
        self.speech.waiting = question.lines
        self.tell_anew(*opening, *question.lines, *self.button.hint(question))

    def tell_anew(self, *lines: Line) -> None:
        """Tell something in the middle of a question; waiting for its answer begins again afterwards."""
        self.course.cancel(*WAITS)
        self.speech.tell(*lines)

    def interrupt(self, turn: Turn) -> None:
        """Silence at once; a count remembers where it was."""
        self._interrupt_count(turn)
        self.course.cancel()
        self.speech.quiet("talk", "count", "chime")

    def freeze(self, turn: Turn) -> None:
        """Silence at once; everything keeps its place."""
        self._interrupt_count(turn)
        self.course.freeze(self.now)
        self.effects.append(Hush())

    def thaw(self) -> None:
        """Let the course go on after a pause."""
        self.wall.cancel()
        self.course.thaw(self.now)

    def recall_preferences(self) -> None:
        """Speak as the person asked for last time."""
        self.effects += self.preferences.recall(self.person.preferences)

    def suit_detail(self) -> None:
        """Tell as much as this exercise needs."""
        self.effects += self.preferences.change_detail(self.detail)

    def _interrupt_count(self, turn: Turn) -> None:
        if turn.before == "work":
            self.count.interrupt(self.now)
