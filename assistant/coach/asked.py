"""What the coach has asked and nobody has answered yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.words.effects import Line
from assistant.words.events import Heard


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question, as it is asked again when it was not understood."""

    lines: tuple[Line, ...]
    answer: str
    """The kind of its answer: "yes_no", "where", "number", "which", "hour", "change" or "effort"."""


@dataclass
class Asked:
    """The question that waits for its answer, and how that is going."""

    question: OpenQuestion | None = None
    """The last one that was asked; whether it still waits is the flow's to say."""
    misses: int = 0
    """How many answers in a row were not understood."""
    choices: Mapping[str, Heard] = field(default_factory=dict)
    """Number -> what it stands for, while answers can be given by number."""
    guess: Heard | None = None
    """What somebody was asked to confirm having said."""

    def settle(self, heard: Heard) -> Heard | None:
        """What somebody means who says this now; None: that a guess was wrong. Nothing is left to be confirmed."""
        guess, choices = self.guess, self.choices
        self.guess, self.choices, self.misses = None, {}, 0
        meant = choices.get(heard.slot("number") or "", heard)
        if guess and meant.intent == "yes":
            return guess
        return None if guess and meant.intent == "no" else meant
