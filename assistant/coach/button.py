"""The person's button, as far as the coach knows: whether there is one, and which choices are read out for it."""

from collections import Counter
from dataclasses import dataclass, field

from assistant.coach.asked import AnswerKind, OpenQuestion
from assistant.words.effects import Line, line
from assistant.words.events import Heard

VARIANT = "_button"
"""How the key of a sentence ends that is said in another one's place where there is a button."""
HINTS_MOST = 2
"""How often a session says, with a question of a kind, how the button answers it; later, when it is asked again."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One of them."""

    said: Line
    means: Heard | None = None
    """What it stands for."""
    more: "tuple[Offer, ...]" = ()
    """Or what is read out next when it is chosen."""


@dataclass
class ReadingOut:
    """What is remembered of it in a session."""

    choices: tuple[Offer, ...] = ()
    at: int = -1
    """Which is being named, or was named last; -1: none yet."""
    named_at: float = 0.0
    """When its naming began."""
    round: int = 0
    place: tuple[str, str] = ("", "")
    """The flow and the gate in which they are read out."""


@dataclass
class Button:
    """What is remembered of it in a session."""

    there: bool = False
    naming_s: float = 1.0
    """Between two choices that are read out."""
    shut: bool = False
    """Whether the press under way has paused the session."""
    deaf: bool = False
    """Whether the microphone is lost and that was said: with a button the session can go on without one."""
    hinted: Counter[str] = field(default_factory=Counter)
    """hint -> how often it was said"""

    def hint(self, question: OpenQuestion, *, again: bool = False) -> tuple[Line, ...]:
        """How the button answers a question; `again`: it is asked once more."""
        key = _hint(question.answer)
        if not self.there or (self.hinted[key] >= HINTS_MOST and not again):
            return ()
        self.hinted[key] += 1
        return (line(key),)


def _hint(kind: AnswerKind) -> str:
    match kind:
        case "yes_no":
            return "hint_yes_no"
        case "pain" | "number":
            return "hint_number"
        case _:
            return "hint_choices"
