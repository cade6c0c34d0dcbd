"""A coach driven by events and deadlines, without sleeping and without sound.

`Driver` stands in for narration, mixer and speaker: a line takes `LINE_S` to say, lines of one `Say` follow each
other, a hush drops what waits. That is an honest small implementation of their contract, not a mock.
"""

from copy import copy, deepcopy
from dataclasses import dataclass, field, fields
from functools import cache

from assistant.app import load_commands
from assistant.coach.coach import Coach
from assistant.coach.person import Person, cleared
from assistant.coach.today import Today
from assistant.content.load import load_library
from assistant.content.model import Library, Routine
from assistant.hearing.decoding.grammar import Grammar
from assistant.words.clinical_records import TakenBack
from assistant.words.effects import (
    Adjust,
    Chime,
    Count,
    Effect,
    GiveWay,
    Hush,
    Keep,
    Leave,
    Line,
    Listen,
    Say,
    SpeakOn,
)
from assistant.words.events import Begin, Event, HasButton, Heard, Told
from assistant.words.records import (
    MorningPain,
    PainAfter,
    PainBefore,
    PainReported,
    Record,
    StateEntered,
)
from assistant.words.units import Seconds

LINE_S = 2.0
QUESTIONS = ("question", "anything_changed", "urgent_sure")
SCORED_RECORDS = (MorningPain, PainBefore, PainReported, PainAfter)


@cache
def library() -> Library:
    return load_library()


@cache
def grammar() -> Grammar:
    return Grammar(load_commands())


@cache
def intents() -> list[str]:
    return list(grammar().commands.names)


def _shared(coach: Coach) -> list[object]:
    """What sessions have in common, because it never changes."""
    content = coach._stage.library
    return [content, coach._machine._interpreter, *(getattr(content, each.name) for each in fields(content))]


@dataclass
class Driver:
    routine: str | Routine = "floor_only_gentle"
    """Its name, or one made for the test."""
    now: float = 0.0
    person: Person | None = None
    """None: somebody known whose answers limit nothing, who says nothing about pain before the session."""
    today: Today | None = None
    content: Library | None = None
    """None: the library in English."""
    step_s: float | None = 4.0
    """Seconds after which the person says "ready" where nothing goes on without it; None: they never do by themselves."""
    button: bool = False
    """Whether the person has a button; somebody who has says nothing before the session."""
    left: bool = False
    """Whether the session is over; trouble that is told while the program goes begins it again."""
    said: list[tuple[float, str]] = field(default_factory=list)
    """(when it began, key) of every line"""
    numbers: list[tuple[float, int]] = field(default_factory=list)
    """(when, which) of every number that sounded"""
    lines: list[tuple[str, Line]] = field(default_factory=list)
    """("begun" or "told", which) of every line, and ("heard", intent) of what the person said, in order"""
    counts: list[tuple[int, str, str]] = field(default_factory=list)
    """(how many of `lines` there were, exercise, side) of every time that a count was begun or taken up"""
    words: list[tuple[float, str]] = field(default_factory=list)
    states: list[tuple[float, str, str]] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    effects: list[tuple[float, Effect]] = field(default_factory=list)
    _talk: list[tuple[float, float, Told, Line]] = field(default_factory=list)
    """(begins, ends, what it reports, which)"""
    _gave_way_at: float | None = None
    _awaited_since: float | None = None
    _count: list[tuple[float, str, int]] = field(default_factory=list)

    def fork(self) -> "Driver":
        """The same session once more, that may go on otherwise."""
        other = copy(self)
        for each in fields(self):
            if isinstance(value := getattr(self, each.name), list):
                setattr(other, each.name, [*value])
        other.coach = deepcopy(self.coach, {id(part): part for part in _shared(self.coach)})
        return other

    def __post_init__(self) -> None:
        known = self.person or cleared(library().screening, self.today.day if self.today else 0)
        content = self.content or library()
        routine = content.routines[self.routine] if isinstance(self.routine, str) else self.routine
        self.coach = Coach(content, routine, intents(), known, self.today)
        if self.button:
            self.coach.handle(HasButton(), Seconds(self.now))
        self._perform(self.coach.handle(Begin(), Seconds(self.now)))
        if self.person is None and not self.button:
            self.hear("next")

    @property
    def flow(self) -> str:
        return self.coach.states[0]

    @property
    def gate(self) -> str:
        return self.coach.states[1]

    @property
    def exercise(self) -> str:
        return self.coach.view().exercise

    @property
    def talking(self) -> bool:
        """Whether something is being said."""
        return bool(self._talk)

    @property
    def last(self) -> tuple[str, tuple[tuple[str, object], ...]]:
        """(key, slots) of the line that was begun last."""
        told = next(said for how, said in reversed(self.lines) if how == "begun")
        return told.key, told.slots

    @property
    def scores(self) -> list[int | None]:
        """Every score of pain that was kept and not taken back, in order."""
        held: list[Record] = []
        for record in self.records:
            if isinstance(record, TakenBack):
                held.pop(max(at for at, old in enumerate(held) if old.kind == record.what))
            else:
                held.append(record)
        return [record.score for record in held if isinstance(record, SCORED_RECORDS)]

    def hear(self, intent: str, **slots: str) -> list[Effect]:
        return self.event(Heard(intent, tuple(sorted(slots.items())), intent))

    def score(self, number: int) -> None:
        """Answer a question about pain, and confirm the number if that is asked."""
        self.hear("number", number=str(number))
        if self.coach.doubts is not None:
            self.hear("yes")

    def hear_question(self) -> None:
        """Wait until a question about health that is being put has been begun; nobody answers before that."""
        while self.flow == "screen" and any(said.key in QUESTIONS for *_, said in self._talk[1:]):
            self.run(LINE_S / 2)
        if self.flow == "screen" and self._talk:
            self.run(LINE_S / 2)

    def say(self, words: str) -> None:
        for meaning in grammar().meanings(words):
            self.event(Heard(meaning.intent, meaning.slots, words))

    def walk_to(self, exercise: str) -> None:
        """Say "next" until an exercise is described, beginning at the welcome."""
        self.hear("next")
        if self.flow == "prepare":
            self.hear("start")
        while self.exercise != exercise:
            assert self.flow == "brief", f"{exercise} is not in this session"
            self.hear("next")

    def event(self, event: Event) -> list[Effect]:
        if isinstance(event, Heard):
            self.lines.append(("heard", Line(event.intent)))
        effects = self.coach.handle(event, Seconds(self.now))
        self._perform(effects)
        return effects

    def run_to(self, time: float) -> None:
        """Let everything happen up to a time."""
        while not self.left:
            upcoming = self._next()
            if upcoming is None or upcoming > time:
                break
            self._go(upcoming)
            due, told = self.coach.next_deadline(), self._next_told()
            if told is not None and told <= upcoming:
                _, _, report, said = self._talk.pop(0)
                self.lines += [("told", said), *(("begun", line) for *_, line in self._talk[:1])]
                self._perform(self.coach.handle(report, Seconds(self.now)))
            elif due is not None and due <= upcoming:
                self._perform(self.coach.advance(Seconds(self.now)))
            else:
                self.hear("start")
        if not self.left:
            self._go(max(time, self.now))

    def run(self, seconds: float) -> None:
        self.run_to(self.now + seconds)

    def run_until(self, flow: str, limit: float = 3600) -> None:
        """Let everything happen until the flow is in a state."""
        end = self.now + limit
        while self.flow != flow and self.now < end and not self.left:
            upcoming = self._next()
            if upcoming is None:
                break
            self.run_to(upcoming)
        assert self.flow == flow, f"{self.flow} instead of {flow} at {self.now}"

    def run_to_end(self, limit: float = 4 * 3600) -> None:
        self.run_until("done", limit)

    def _next(self) -> float | None:
        """When something happens next."""
        times = (self.coach.next_deadline(), self._next_told(), self._next_ready())
        return min((max(self.now, at) for at in times if at is not None), default=None)

    def _next_ready(self) -> float | None:
        """When the person says that they are ready, where nothing goes on without it."""
        waits = self.step_s is not None and self.gate == "open" and not self._talk
        if self.step_s is None or not waits or not self.coach.view(Seconds(self.now)).awaited:
            self._awaited_since = None
            return None
        if self._awaited_since is None:
            self._awaited_since = self.now
        return self._awaited_since + self.step_s

    def _next_told(self) -> float | None:
        """When the line that sounds will have been heard; nothing sounds while somebody is listened to."""
        return self._talk[0][1] if self._talk and self._gave_way_at is None else None

    @property
    def _silent(self) -> float:
        return 0.0 if self._gave_way_at is None else self.now - self._gave_way_at

    def _go(self, time: float) -> None:
        sounded = [tick for tick in self._count if tick[0] <= time]
        self._count = [tick for tick in self._count if tick[0] > time]
        for at, key, number in sounded:
            if key == "number":
                self.numbers.append((at, number))
            else:
                self.words.append((at, key))
        self.now = time

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            self.effects.append((self.now, effect))
            match effect:
                case Say(number, lines):
                    self._narrate(number, lines)
                case Count(origin, ticks):
                    view = self.coach.view()
                    self.counts.append((len(self.lines), view.exercise, view.side))
                    self._count += [(origin + tick.at, tick.key, tick.number) for tick in ticks]
                    self._count.sort()
                case Hush(channels):
                    if "talk" in channels:
                        self._talk.clear()
                        self.said = [line for line in self.said if line[0] <= self.now]
                    if "count" in channels:
                        self._count.clear()
                case Keep(StateEntered(flow, gate)):
                    self.states.append((self.now, flow, gate))
                    self.left = flow == "done"
                case Keep(record):
                    self.records.append(record)
                case GiveWay():
                    self._gave_way_at = self.now
                case SpeakOn():
                    self._talk = [(a + self._silent, b + self._silent, told, said) for a, b, told, said in self._talk]
                    self._gave_way_at = None
                case Adjust() | Listen() | Chime() | Leave():
                    pass

    def _narrate(self, number: int, lines: tuple[Line, ...]) -> None:
        begin = self._talk[-1][1] if self._talk else self.now
        for at, said in enumerate(lines):
            if not self._talk:
                self.lines.append(("begun", said))
            self._talk.append((begin, begin + LINE_S, Told(number, at), said))
            self.said.append((begin, said.key))
            begin += LINE_S
