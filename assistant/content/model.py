"""The content's own words: exercises, doses, ladders, positions, routines and safety rules, all frozen.

Texts may hold `{side}` and `{other}`; everything else in them is said as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

AREAS = ("low_back", "hip", "knee", "groin", "ankle", "wrist", "shoulder", "neck")
"""Where it can hurt. `groin` is a pinch at the front of the hip; loads are given for the others and balance."""
LOADS = ("low_back", "hip", "knee", "ankle", "wrist", "shoulder", "neck", "balance")
LEVELS = ("standing", "chair", "bed", "floor")
ORIGINS = ("seed", "proposed")
PLANES = ("flexion", "extension", "abduction", "adduction", "rotation", "diagonal")
"""Directions a hip moves in; s000 asks a routine to cover them."""

Kind = Literal["hold", "carry", "release", "reps", "circles", "alternating", "breathing"]
KINDS: tuple[Kind, ...] = ("hold", "carry", "release", "reps", "circles", "alternating", "breathing")
TIMED: tuple[Kind, ...] = ("hold", "carry", "release")
"""Kinds whose dose is seconds, not repetitions."""


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
    """hold, carry, release: seconds of each set and side"""
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

    def capped(self, cap: "Cap") -> "Dose":
        """No more of it than a cap allows."""
        return replace(
            self,
            sets=min(self.sets, cap.sets or self.sets),
            hold_s=min(self.hold_s, cap.hold_s or self.hold_s),
            reps=min(self.reps, cap.reps or self.reps),
        )


@dataclass(frozen=True, slots=True)
class Cap:
    """The most a person's own plan allows of one exercise; 0: no limit of its own."""

    hold_s: float = 0
    reps: int = 0
    sets: int = 0


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


Answer = Literal["number", "which", "hour", "change", "yes_no"]
ANSWERS: tuple[Answer, ...] = ("number", "which", "hour", "change", "yes_no")
"""What a self-check is answered by: zero to ten; left, right or neither; an hour; better or worse; yes or no."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of a self-check, asked when its exercise is done; of a sided one, for each side."""

    key: str
    say: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise as it is taught."""

    id: str
    name: str
    kind: Kind
    position: str
    purpose: str
    reason: str
    """A key of reasons.yaml: why it is worth doing."""
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
    breathing: str = ""
    """How breath goes with the movement."""
    planes: tuple[str, ...] = ()
    """Of `PLANES`, those it moves the hips in."""
    clock: bool = False
    """Whether its words use the clock face."""
    advanced: bool = False
    """Never chosen for somebody; only done when a routine names it."""
    touch_check: str = ""
    asks: tuple[Ask, ...] = ()
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
    def loads_nothing(self) -> bool:
        """Whether nobody's pain needs it spared."""
        return not any(self.load.values())

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
    items: tuple[str, ...]
    purpose: str
    minutes: float = 0
    """What its author aims at; 0: nothing said. How long it takes is reckoned from what is in it."""
    seeds: tuple[str, ...] = ()
    caps: Mapping[str, Cap] = field(default_factory=dict)
    """exercise -> the most of it"""
    spares: tuple[str, ...] = ()
    """Areas nothing in it may load."""
    surface: str = "floor"
    """Where one lies: "floor" or "bed"."""
    note: str = ""

    def capped(self, exercise: str, dose: Dose) -> Dose:
        """A dose of an exercise, within this routine's caps."""
        return dose.capped(self.caps[exercise]) if exercise in self.caps else dose

    def level_of(self, position: Position) -> str:
        """The level a position is taken on: what lies on the floor may lie on a bed instead."""
        return self.surface if position.level == "floor" else position.level


@dataclass(frozen=True, slots=True)
class Advice:
    """One reason or tip."""

    id: str
    say: str
    seeds: tuple[str, ...]
    kind: str = ""
    """tips: tip, progress, recovery or scheduling"""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about health, and what may be done after the answer that limits."""

    id: str
    ask: str
    limits_on: str
    """"yes" or "no"; "I don't know" limits too"""
    say: str
    allow: frozenset[str]
    surface: str = ""
    """Where one lies from then on, if that changes."""


@dataclass(frozen=True, slots=True)
class Screening:
    """The questions before the first session."""

    questions: tuple[Question, ...]
    without_answers: frozenset[str]
    """Exercises that need no answer."""
    answer_s: float


@dataclass(frozen=True, slots=True)
class RedFlags:
    """Words that lock sessions, and whom to call."""

    say: Mapping[str, tuple[str, ...]]
    locked_s: float


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
    never_again_words: tuple[str, ...]
    """Words after which the very exercise is not offered again."""
    easing_s: float
    """In a smaller range, before the question is asked again."""
    rise_stop: int
    """Points above the score before the session that count as red, when above green too."""
    at_rest_only: tuple[str, ...]
    """What is left to do when it hurts too much at rest."""
    substitutes: Mapping[str, tuple[str, ...]]
    """area -> exercises that spare it, best first"""

    def spare_from(self, zone: str) -> int:
        """After a report of this zone, amber or red, exercises loading the area this much or more are spared."""
        return self.spare_red if zone == "red" else self.spare_amber


@dataclass(frozen=True, slots=True)
class ProgressRules:
    """How the next session follows from the last; content/safety/progress.yaml says where each number comes from."""

    easy_sessions: int
    max_pain: int
    holds_s: tuple[int, ...]
    reps_more: int
    reps_most: int
    steps_down_most: int
    amber_reports: int
    left_out: int
    morning_rise: int
    weeks_climbing: int
    minutes_a_week: float
    """Of held stretches in one direction."""
    waits: Mapping[str, tuple[str, int]]
    """exercise -> (the one that must be easy first, how often)"""
    change_points: float
    """Of a pain score, the smallest that means anything ..."""
    change_share: float
    """... or this share of what it was."""
    check_days: int
    activities_days: int
    change_fingers: int
    """Of a self-check's numbers, the smallest change that means anything when it was seen twice."""
    cut_off_hours: float


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
    sitting_s: float
    """Of sitting, until a break is offered."""
    full_times: float
    """Sessions with an exercise after which it is told in short."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the coach knows."""

    exercises: Mapping[str, Exercise]
    positions: Mapping[str, Position]
    transitions: Mapping[tuple[str, str], tuple[str, ...]]
    """(level, level) -> what is said on the way"""
    routines: Mapping[str, Routine]
    pain: PainRules
    screening: Screening
    red_flags: RedFlags
    progress: ProgressRules
    professional: tuple[str, ...]
    """When to see somebody, sentence by sentence."""
    reasons: Mapping[str, Advice]
    tips: tuple[Advice, ...]
    pacing: Pacing
    phrases: Mapping[str, tuple[str, ...]]
    """key -> wordings from full to shortest"""
