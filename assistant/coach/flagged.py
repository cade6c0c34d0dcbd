"""The red flags that were heard in this session, so that one that was misheard can be taken back in it."""

from dataclasses import dataclass, field

from assistant.coach.interview import asked
from assistant.coach.returning import note_origin
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import IN_EXERCISE, LOCKED
from assistant.words.effects import Line, line
from assistant.words.records import Locked


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A red flag that was heard, and what has to be put right if nobody said it."""

    flag: str
    before: str
    """The red flag that had locked already; empty when none had."""
    state: str
    """The state in which it was heard."""
    stays: bool
    """Whether the person was to stay down before."""
    question: str = ""
    """The question about health whose answer it was; empty: it was said by itself."""
    ended_set: bool = False
    """Whether a set was recorded as ended by it."""


@dataclass
class Flagged:
    """What is remembered of them."""

    raised: list[RaisedFlag] = field(default_factory=list)
    """In the order they were heard in; the last one locks."""


def last_raised(stage: Stage) -> RaisedFlag | None:
    """The red flag of this session that keeps it locked; None: one of an earlier session does, or none."""
    raised = stage.of(Flagged).raised
    return raised[-1] if raised and raised[-1].flag == stage.person.lock else None


def raise_flag(stage: Stage, turn: Turn, flag: str, *, answer: bool = False) -> None:
    """Lock because of a red flag; `answer`: it is the answer to the question about health that is asked.

    One that is heard again while it locks already is the same one: whoever says what they did not say names it, too.
    """
    known = last_raised(stage)
    if known is None or known.flag != flag or turn.before not in LOCKED:
        question = asked(stage).id if answer else ""
        first = stage.of(Flagged).raised[:1] if turn.before in LOCKED else []
        state = first[0].state if first else turn.before
        ended_set = turn.before in IN_EXERCISE
        raised = RaisedFlag(flag, stage.person.lock, state, stage.place.stays, question, ended_set)
        stage.of(Flagged).raised.append(raised)
    if turn.before not in LOCKED:
        note_origin(stage, turn)
    stage.keep(Locked(flag))


def said_back(stage: Stage) -> tuple[Line, ...]:
    """What was heard, so that somebody who never said it knows; nothing for a lock of an earlier session."""
    raised = last_raised(stage)
    if raised is None:
        return ()
    return (line("flag_answered") if raised.question else line("flag_heard", flag=raised.flag),)


def way_back(stage: Stage) -> tuple[Line, ...]:
    """How to take it back; nothing for a lock of an earlier session."""
    return (line("locked_misheard"),) if last_raised(stage) else ()
