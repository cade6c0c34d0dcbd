"""What the table is made of: rows, and topics that hold them.

A row says: when this trigger is fired in one of these states, and its condition holds, then do this and go there.
Rows of one trigger and state are tried in order; the first whose condition holds is taken. Outputs belong to rows,
never to states: a state machine has no history, so going on after a pause must not repeat what entering the state
once said.

A trigger is an intent of commands.yaml, or one of ours: begin, told (a narration has been heard), unclear, NAME_due
(a deadline), relief_NAME (what the pain rules decided), back_NAME (a report of pain, or what came between, is over),
screened, named and checked (no more questions), enter_again (a position that was left is to be entered anew),
questions (some have to be answered before an exercise is described), interviewed (they were, in the midst of a
session), flagged (an answer locks), without (what an exercise needs is not there), nothing_left (no exercise may be
done any more), no_way (no way leads to any), refused (what was said has no row), doubted (a number is to be
confirmed), misheard (it was not said), corrected (another one was), back_to_STATE (whose answer is corrected),
try_voices (another voice is wanted, and there is one).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.coach.stage import Stage, Turn
from assistant.words.effects import line

Output = Callable[[Stage, Turn], None]
Condition = Callable[[Stage, Turn], bool]
Names = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Says:
    """An output that only says one sentence, named by its key; a narration goes on after it."""

    key: str

    def __call__(self, stage: Stage, _turn: Turn) -> None:
        """Say it."""
        stage.speech.answer(line(self.key))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `on` writes it shorter."""

    triggers: tuple[str, ...]
    sources: tuple[str, ...]
    target: str | None
    """None: stay, and only do the output."""
    output: Output
    when: Condition | None = None
    """The condition under which the row is taken."""
    unless: Condition | None = None
    """The condition under which it is not."""
    decides: bool = False
    """Whether the output ends in a trigger of ours, so that a row that stays may lead elsewhere all the same."""

    @property
    def moves(self) -> bool:
        """Whether it takes the flow elsewhere, at once or by what it decides."""
        return self.target is not None or self.decides


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of conversation."""

    name: str
    """Its file in `topics/`."""
    about: str | None
    """What that file says of itself."""
    rows: tuple[Row, ...]
    region: Literal["flow", "gate"] = "flow"


def on(  # noqa: PLR0913  # a row has so many columns
    triggers: Names,
    sources: Names,
    target: str | None,
    output: Output,
    *,
    when: Condition | None = None,
    unless: Condition | None = None,
    decides: bool = False,
) -> Row:
    """A row; one trigger or one state may be given by itself."""
    return Row(_names(triggers), _names(sources), target, output, when, unless, decides)


def _names(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names
