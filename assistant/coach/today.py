"""What earlier sessions mean for this one; the history works it out, the coach goes by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.content.rounds import numbered
from assistant.words.effects import Line

Reason = Literal["easy", "pain", "flare", "skipped", "pinch", "no_pinch"]


@dataclass(frozen=True, order=True, slots=True)
class Lever:
    """How an exercise is done today, beside how it is written: one of these is changed at a time."""

    rungs: int = 0
    """Up (or down) its ladder."""
    hold_s: float = 0
    """Of a timed exercise; 0: as written."""
    reps: int = 0
    """0: as written"""


@dataclass(frozen=True, slots=True)
class Change:
    """An exercise that is done otherwise than last time."""

    exercise: str
    before: Lever
    now: Lever
    why: Reason

    @property
    def harder(self) -> bool:
        """Whether it asks more."""
        return self.now > self.before


@dataclass(frozen=True, slots=True)
class CutOff:
    """A session that ended by itself, in the middle."""

    routine: str
    items: tuple[str, ...]
    at: int
    """The index, among the items, of the exercise under way."""
    rung: str = ""
    """The rung on which the exercise under way was done last."""
    side: str = ""
    """The side that was done last, "left", "right" or empty."""
    set_no: int = 0
    """The set that was done last, counted from 1; 0: none was."""
    hurt: tuple[tuple[str, str, str], ...] = ()
    """(area, zone, exercise) of each report of pain in it"""


@dataclass(frozen=True, slots=True)
class Found:
    """What the last self-check found; empty: nothing that tells the sides apart."""

    side: str = ""
    """The stiffer side, "left" or "right"."""
    planes: tuple[str, ...] = ()
    """The directions in which it is."""
    longer: Mapping[str, float] = field(default_factory=dict)
    """stretch in one of these directions -> seconds for which it is held on that side"""


@dataclass(frozen=True, slots=True)
class Today:
    """What the coach knows of earlier sessions; nothing for somebody new."""

    levers: Mapping[str, Lever] = field(default_factory=dict)
    """exercise -> how it is done"""
    changes: tuple[Change, ...] = ()
    """What is new since last time."""
    on_hold: bool = False
    """Whether nothing is made harder because pain before sessions has climbed."""
    rested: Mapping[str, str] = field(default_factory=dict)
    """stretch that had all the minutes a week allows -> the exercise that moves where it holds, done instead"""
    waiting: Mapping[str, str] = field(default_factory=dict)
    """exercise -> the one that must be easy first"""
    check_due: bool = False
    """Whether a self-check is to be offered."""
    activities_due: bool = False
    """Whether the question about three activities of one's own joins it."""
    answered: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """exercise -> the keys of its questions that were answered before it was broken off"""
    cut_off: CutOff | None = None
    morning: bool = False
    """Whether to ask about the morning after the last session."""
    doing: tuple[Line, ...] = ()
    """The answer to "how am I doing?\""""
    found: Found = Found()  # frozen
    """What the last self-check found."""
    damaged: bool = False
    """Whether what was remembered was lost."""
    mended: bool = False
    """Whether a part of it was damaged and set aside."""
    unread: bool = False
    """Whether what is remembered cannot be read."""
    unkept: bool = False
    """Whether nothing of this session is kept."""
    voice_unread: bool = False
    """Whether what is known of the person's voice cannot be read."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """voice that can be heard at once -> how it is called; the one that is set comes first. Empty: none is heard."""
    calls_help: bool = False
    """Whether a house is there that is told when the person calls for help."""
    day: int = 0
    """The number of the day, counted from the first day of the year 1; 0: not known."""

    def without_rested(self, items: Iterable[str]) -> tuple[str, ...]:
        """The exercises, with the one that moves in the place of each stretch that rests, once in each round."""
        times = ((self.rested.get(name, name), nth) for name, nth in numbered(items))
        return tuple(name for name, _ in dict.fromkeys(times))
