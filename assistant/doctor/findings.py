"""What a step of the examination finds."""

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.words.errors import LimberError


@dataclass(frozen=True, slots=True)
class Finding:
    """One step: what was looked at, whether it works, what was found, and what should be done."""

    step: str
    ok: bool
    words: str
    remedy: str = ""
    figures: dict[str, float] = field(default_factory=dict)


class StepError(LimberError):
    """A step that does not work, with a remedy of its own."""

    def __init__(self, words: str, remedy: str, **figures: float) -> None:
        super().__init__(words)
        self.remedy, self.figures = remedy, figures


Found = tuple[str, dict[str, float]]
"""What a step that works has found, in words and in figures."""


def step(name: str, look: Callable[[], Found], remedy: str = "") -> Finding:
    """Do one step; `remedy` is given when it fails without one of its own."""
    try:
        words, figures = look()
    except StepError as wrong:
        return Finding(name, False, str(wrong), wrong.remedy, wrong.figures)
    except LimberError as error:
        return Finding(name, False, str(error), remedy)
    return Finding(name, True, words, figures=figures)
