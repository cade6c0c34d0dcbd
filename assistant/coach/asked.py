"""What the coach has asked: the question that waits, what it is not sure to have heard, and what was just answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.coach.marking import Mark
from assistant.words.effects import Line
from assistant.words.events import Heard

LATE = "late_due"
"""The deadline after which an answer to a question about a number stands."""
AnswerKind = Literal["yes_no", "where", "pain", "number", "which", "hour", "change", "activity", "effort"]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question, as it is asked again when it was not understood."""

    lines: tuple[Line, ...]
    answer: AnswerKind
    """The kind of its answer: "pain" is zero to ten, "number" is a number of something else."""


@dataclass(frozen=True, slots=True)
class ClosedQuestion:
    """A question about a number that was answered a moment ago, or met with silence."""

    question: OpenQuestion
    state: str
    """In which it was asked."""
    mark: Mark
    """How the session stood before the answer, to go back to."""
    turn: int
    """Which turn of the session answered it."""
    kept: list[str] = field(default_factory=list)
    """The kinds of the records that the answer led to, in order."""


@dataclass
class Asked:
    """The question that waits for its answer, and how that is going."""

    question: OpenQuestion | None = None
    """The last one that was asked; whether it still waits is the flow's to say."""
    missed: bool = False
    """Whether a question of yes or no was met with silence just before this one, so that a late answer to it counts."""
    misses: int = 0
    """How many answers to it were not understood, or were of another kind."""
    choices: Mapping[str, Heard] = field(default_factory=dict)
    """Number -> what it stands for, while answers can be given by number."""
    guess: Heard | None = None
    """What somebody was asked to confirm having said."""
    certain: Heard | None = None
    """A number that is taken without being confirmed."""
    confirmed: bool = False
    """Whether the number that comes now was just said by us and confirmed, so that it is not said a second time."""
    closed: ClosedQuestion | None = None
    """The last question about a number, while a late or corrected answer to it can come."""
    pain: int | None = None
    """The last pain that was told, 0 to 10."""

    @property
    def doubted(self) -> Heard | None:
        """The number that somebody was asked to confirm."""
        return self.guess if self.guess and self.guess.intent == "number" else None

    def suspects(self, heard: Heard) -> bool:
        """Whether somebody was just asked whether they said this."""
        return self.guess is not None and (self.guess.intent, self.guess.slots) == (heard.intent, heard.slots)

    def mumbled(self) -> None:
        """Somebody said something that was not understood: only a number still waits to be confirmed."""
        self.guess = self.doubted

    def leave(self) -> bool:
        """Nothing is asked any more; whether something was."""
        asked, self.question = self.question, None
        if asked:
            self.guess = None
        return asked is not None

    def ask(self, question: OpenQuestion) -> None:
        """Another question waits from now on."""
        self.question, self.missed, self.misses, self.choices, self.guess = question, False, 0, {}, None
