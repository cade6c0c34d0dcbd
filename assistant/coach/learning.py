"""What makes later sessions shorter: it is kept when the session ends, unless nobody was there."""

from dataclasses import dataclass, field

from assistant.coach.stage import Stage
from assistant.words.records import Record, SessionEnd, SessionEnded


@dataclass
class Learnt:
    """What was learnt in this session and is not kept yet."""

    records: list[Record] = field(default_factory=list)


def learn(stage: Stage, record: Record) -> None:
    """Note what was done or explained."""
    stage.of(Learnt).records.append(record)


def has_learnt(stage: Stage, record: Record) -> bool:
    """Whether it was noted in this session."""
    return record in stage.of(Learnt).records


def unlearn(stage: Stage) -> None:
    """Keep nothing of it."""
    stage.of(Learnt).records.clear()


def end(stage: Stage, how: SessionEnd) -> None:
    """Record how the session ends, and what was learnt in it; in an empty room that is nothing."""
    stage.ended = how
    if how != "unattended":
        for record in stage.of(Learnt).records:
            stage.keep(record)
    unlearn(stage)
    stage.keep(SessionEnded(how))
