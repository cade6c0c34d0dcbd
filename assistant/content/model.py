"""The content's own words: exercises, doses, ladders, positions, routines and safety rules, all frozen.

Texts may hold `{side}` and `{other}`; everything else in them is said as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

AREAS = ("low_back", "hip", "knee", "groin", "ankle", "wrist", "shoulder", "neck")
"""Where it can hurt. `groin` is a pinch at the front of the hip; loads are given for the others and balance."""
LOADS = ("low_back", "hip", "knee", "ankle", "wrist", "shoulder", "neck", "balance")
KINDS = ("hold", "reps", "circles", "alternating", "breathing")
LEVELS = ("standing", "chair", "floor")
ORIGINS = ("seed", "proposed")

Kind = Literal["hold", "reps", "circles", "alternating", "breathing"]


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a repetition: what is said at its start and how long it lasts."""

    say: str
    """A cue of phrases.yaml, such as "up" or "breathe_in"."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Dose:
    """How much. Which fields count depends on the exercise's kind."""

    origin: str
    """"seed": a source document gives the number; "proposed": ours, and needs a clinician's eye."""
    sets: int = 1
    hold_s: float = 0
    """hold: seconds of each set and side"""
    reps: int = 0
    """reps: per set and side; circles: per direction; alternating: each movement counts one; breathing: breaths"""
    rest_s: float = 8
    """between sets"""
    phases: tuple[Phase, ...] = ()
    """of one repetition; for alternating moves of one movement to one side"""
    count_after: bool = False
    """The number closes the repetition with a beat of its own, instead of opening it."""

    @property
    def period(self) -> float:
        """Seconds of one repetition without its closing beat."""
        return sum(phase.seconds for phase in self.phases)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: this exercise as written, a change to it, or a different exercise."""

    id: str
    change: str = ""
    """What is said when one arrives here; empty for the exercise as written or another exercise."""
    dose: Dose | None = None
    """A dose of its own, or None for the exercise's."""
    move: bool = False
    """Whether `id` names another exercise of the library."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise as it is taught."""

    id: str
    name: str
    kind: Kind
    position: str
    purpose: str
    setup: tuple[str, ...]
    """Ground-up and spoken in full: base contacts, trunk, limbs, movement."""
    short: str
    feel: str
    not_feel: str
    exit: tuple[str, ...]
    dose: Dose
    load: Mapping[str, int]
    """0 none to 3 high, for every area of `LOADS`"""
    ladder: tuple[Rung, ...]
    """From the easiest to the hardest; exactly one rung is the exercise as written."""
    sided: bool = False
    """Whether each side is done for itself, with `{side}` in the words."""
    directions: tuple[str, ...] = ()
    """circles: the two ways round, in the order they are done"""
    breath: bool = True
    """hold: whether breath cues are set between the numbers"""
    touch_check: str = ""
    equipment: tuple[str, ...] = ()
    hip_flags: tuple[str, ...] = ()
    if_hurts: Mapping[str, str] = field(default_factory=dict)
    """area -> the exercise to go to instead"""
    seeds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""

    def loads(self, area: str) -> int:
        """The load on an area a person can name."""
        return self.load["hip" if area == "groin" else area]

    @property
    def home(self) -> int:
        """The index in the ladder of the exercise as written."""
        return next(at for at, rung in enumerate(self.ladder) if rung.id == self.id)


@dataclass(frozen=True, slots=True)
class Position:
    """A way to be: how it is called, on which level it is, and how one gets into it."""

    id: str
    name: str
    level: str
    enter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Routine:
    """A list of exercises in order."""

    id: str
    name: str
    minutes: float
    items: tuple[str, ...]
    purpose: str
    seeds: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PainRules:
    """What "that hurts" leads to; content/safety/pain.yaml says where each number comes from."""

    green_most: int
    amber_most: int
    unanswered: int
    """The score taken for silence."""
    answer_s: float
    """How long a question waits."""
    spare_amber: int
    """After an amber report, exercises loading the area this much or more are spared."""
    spare_red: int
    stop_words: tuple[str, ...]
    refer_words: tuple[str, ...]
    """Words after which the coach advises to see somebody."""
    substitutes: Mapping[str, tuple[str, ...]]
    """area -> exercises that spare it, best first"""


@dataclass(frozen=True, slots=True)
class Pacing:
    """Waits between the parts of a session, in seconds."""

    ready_s: float
    """After a change of position, until the count starts by itself."""
    side_s: float
    """The same when only the side changes."""
    ease_s: float
    """The same after an easier or harder rung."""
    rest_s: float
    more_s: float
    """What "more time" adds."""
    lead_s: float
    """From "begin" to the first beat."""
    stopped_s: float
    """After "stop", until the session ends."""
    paused_s: float
    """Between reminders while paused."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the coach knows."""

    exercises: Mapping[str, Exercise]
    positions: Mapping[str, Position]
    transitions: Mapping[tuple[str, str], tuple[str, ...]]
    """(level, level) -> what is said on the way"""
    routines: Mapping[str, Routine]
    pain: PainRules
    pacing: Pacing
    phrases: Mapping[str, tuple[str, ...]]
    """key -> wordings from full to shortest"""
