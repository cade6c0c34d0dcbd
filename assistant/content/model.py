"""The content as code knows it: exercises, doses, ladders, positions, routines and the whole library, all frozen.

Structure comes from content/, sentences from a language's folder. Sentences of exercises and positions may hold
`{side}` and `{other}`; everything else in them is said as it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from math import inf
from typing import Literal

from assistant.content.advice import Advice
from assistant.content.clinical import Pacing, PainRules, ProgressRules, RedFlags, Screening
from assistant.content.domain import Domain
from assistant.content.fitting import FittingRules
from assistant.content.measures import Ask, MeasureRules
from assistant.content.position import Position
from assistant.content.prescription import AS_WRITTEN, Prescribed, Prescription
from assistant.content.ways import Ways
from assistant.content.wish import Wish
from assistant.content.worked_out import WorkedOut
from assistant.languages.language import Language

ORIGINS = ("seed", "proposed")
"""Where a dose is from."""
Kind = Literal["hold", "carry", "release", "reps", "circles", "alternating", "breathing"]
KINDS: tuple[Kind, ...] = ("hold", "carry", "release", "reps", "circles", "alternating", "breathing")
TIMED: tuple[Kind, ...] = ("hold", "carry", "release")
"""Kinds whose dose is seconds, not repetitions."""
SIDES = ("right", "left")
"""The sides of an exercise, in the order they are done."""


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
    """reps: per set and side; circles: each way round; alternating: each movement counts one; breathing: breaths"""
    rest_s: float = 0
    """between sets; 0: as pacing.yaml says"""
    phases: tuple[Phase, ...] = ()
    """of one repetition; for alternating moves of one movement to one side"""
    reverse: tuple[Phase, ...] = ()
    """circles: of one circle the other way round; none: the same words as the first way"""
    count_after: bool = False
    """The number closes the repetition with a beat of its own, instead of a part of the last phase."""

    @property
    def period(self) -> float:
        """Seconds of one repetition without its closing beat."""
        return sum(phase.seconds for phase in self.phases)

    def capped(self, cap: "Cap") -> "Dose":
        """No more of it than a cap allows."""
        sets, reps = min(self.sets, cap.sets or self.sets), min(self.reps, cap.reps or self.reps)
        hold_s = min(self.hold_s, cap.hold_s or self.hold_s)
        same = (sets, hold_s, reps) == (self.sets, self.hold_s, self.reps)
        return self if same else replace(self, sets=sets, hold_s=hold_s, reps=reps)


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
    load: Mapping[str, int] = field(default_factory=dict)
    """What it loads more than the exercise as written, 0 to 3; of this exercise's own rungs."""
    source: str = ""
    """Where it is from, a key of sources.yaml: no code reads it, it is for whoever reviews the ladder."""


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
    """0 none to 3 high, for everything the domain says is loaded"""
    ladder: tuple[Rung, ...]
    """From the easiest to the hardest; exactly one rung is the exercise as written."""
    sided: bool = False
    """Whether each side is done for itself, with `{side}` in the words."""
    turns: tuple[str, ...] = ()
    """circles: the sentence that begins each of the two ways round, in the order they are done"""
    breath: bool = True
    """hold: whether breath cues are set between the numbers"""
    breathing: str = ""
    """How breath goes with the movement."""
    planes: tuple[str, ...] = ()
    """Of the domain's planes, those it moves the hips in."""
    strengthens: tuple[str, ...] = ()
    """Of the domain's muscles, those it makes stronger."""
    stretches: tuple[str, ...] = ()
    """hold: of the domain's muscles, those it lengthens; their minutes a week are counted."""
    daily: str = ""
    """hold: the source that asks for it every day, so that no weekly limit makes it rest; a key of sources.yaml."""
    moving: str = ""
    """hold that stretches: the exercise that moves where this one holds, done in its place while it rests."""
    clock: bool = False
    """Whether its words use the clock face."""
    advanced: bool = False
    """Never chosen for somebody; only done when a routine names it."""
    quiet: bool = False
    """breathing: whether the breaths are counted and not their seconds"""
    touch_check: str = ""
    asks: tuple[Ask, ...] = ()
    equipment: tuple[str, ...] = ()
    """Of the domain's equipment."""
    settle_s: float = 0
    """Seconds that getting ready for it takes, on each side, where its position alone would give less."""
    needs: tuple[str, ...] = ()
    """Of the domain's furniture, what it needs beside what its position needs: one of these; empty: nothing."""
    demands: tuple[str, ...] | None = None
    """Of the domain's demands, what it asks of the body beside what its position asks; None: nobody has marked it."""
    if_hurts: Mapping[str, str] = field(default_factory=dict)
    """area -> the exercise to go to instead"""
    seeds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""
    """For whoever reviews the content; never said."""
    loaded_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """The domain's: area -> the areas whose load counts for it."""

    def loads(self, area: str) -> int:
        """The load on an area a person can name."""
        return max(self.load[counted] for counted in self.loaded_as.get(area, (area,)))

    def on(self, rung: Rung) -> "Exercise":
        """The exercise as it is done on a rung of its own: with what that loads."""
        return replace(self, load={**self.load, **rung.load}) if rung.load else self

    @property
    def loads_nothing(self) -> bool:
        """Whether nobody's pain needs it spared."""
        return not any(self.load.values())

    @property
    def home(self) -> int:
        """The index in the ladder of the exercise as written."""
        return next(at for at, rung in enumerate(self.ladder) if rung.id == self.id)


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
    surface: str = "floor"
    """Where one lies: "floor" or "bed"."""
    note: str = ""
    """For whoever reviews the content; never said."""
    brief: bool = False
    """Whether every exercise is told in short from the first time on, because the time is short."""
    rests: bool = True
    """Whether there is a rest before another side or exercise, beside the time that getting ready for it takes."""
    prescribed: Prescribed = Prescribed()  # noqa: RUF009  # frozen
    """What the clinician who wrote it wants, beside the exercises; empty for the library's own routines."""
    wish: Wish = Wish()  # noqa: RUF009  # frozen
    """What it was built to fit; an empty wish for what was written by somebody."""

    def of(self, exercise: str) -> Prescription:
        """What is prescribed of an exercise."""
        return self.prescribed.exercises.get(exercise, AS_WRITTEN)

    def dose_of(self, exercise: str, dose: Dose, more_sets: int = 0, *, own_rung: bool = False) -> Dose:
        """A dose of an exercise as it is prescribed, and so many more sets, within this routine's caps.

        `own_rung`: the dose belongs to a rung on which the exercise does not begin, and is never made greater there.
        """
        wanted = self.of(exercise)
        sets, rest_s = (wanted.sets or dose.sets) + more_sets, wanted.rest_s or dose.rest_s
        hold_s, reps = wanted.hold_s or dose.hold_s, wanted.reps or dose.reps
        if own_rung:
            hold_s, reps = min(hold_s, dose.hold_s), min(reps, dose.reps)
        same = (sets, hold_s, reps, rest_s) == (dose.sets, dose.hold_s, dose.reps, dose.rest_s)
        dosed = dose if same else replace(dose, sets=sets, hold_s=hold_s, reps=reps, rest_s=rest_s)
        return dosed.capped(self.caps[exercise]) if exercise in self.caps else dosed

    def hold_most_s(self, exercise: str) -> float:
        """The longest that the caps let an exercise be held, in seconds; endless where they do not say."""
        return self.caps.get(exercise, Cap()).hold_s or inf

    def sides_of(self, exercise: Exercise) -> tuple[str, ...]:
        """The sides an exercise is done on, in order; empty when it has none.

        What is not in a plan, but done in a session of it, keeps to the plan's side if it has only one.
        """
        if not exercise.sided:
            return ()
        only = self.of(exercise.id).side or ("" if exercise.id in self.items else self.prescribed.only_side)
        return (only,) if only else SIDES

    def start_of(self, exercise: Exercise) -> int:
        """The index of the rung on which an exercise begins."""
        wanted = self.of(exercise.id).rung
        return next((at for at, rung in enumerate(exercise.ladder) if rung.id == wanted), exercise.home)

    def with_stand_in(self, instead: str, item: str) -> "Routine":
        """The same where one exercise stands in for another: as many sets, and on no other side."""
        wanted = self.of(item).for_another
        if instead in self.items or instead in self.prescribed.exercises or wanted == AS_WRITTEN:
            return self
        exercises = {**self.prescribed.exercises, instead: wanted}
        return replace(self, prescribed=replace(self.prescribed, exercises=exercises))

    def level_of(self, position: Position) -> str:
        """The level a position is taken on: what lies on the floor may lie on a bed instead."""
        return self.surface if position.level == "floor" else position.level


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the coach knows, in one language."""

    exercises: Mapping[str, Exercise]
    positions: Mapping[str, Position]
    ways: Ways
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
    fitting: FittingRules
    phrases: Mapping[str, tuple[str, ...]]
    """key -> wordings from full to shortest"""
    domain: Domain
    language: Language
    measures: MeasureRules
    worked_out: WorkedOut = field(default_factory=WorkedOut, init=False, repr=False, compare=False)
    """What follows from the library alone."""

    def equipment_of(self, items: Iterable[str]) -> tuple[str, ...]:
        """What these exercises and their positions need beside furniture, each once."""
        exercises = [self.exercises[item] for item in items]
        things = dict.fromkeys(
            chain(*((*self.positions[each.position].equipment, *each.equipment) for each in exercises))
        )
        return tuple(thing for thing in things if self.domain.part_of.get(thing) not in things)
