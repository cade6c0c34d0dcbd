"""Doses -> which word at which offset, exactly.

A drill is counted in whole beats of one second wherever a person has to keep time with it. Every offset is computed
from the drill's own start, never by adding to the last one, so nothing drifts.

Every number has its place in a drill, whatever is spoken there: the number, or a soft tick, or nothing. So a person may
change how they are counted for in the middle of a set, and no beat moves.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from assistant.content.model import TIMED, Dose, Exercise, Kind, Phase
from assistant.words.effects import SOFT, Tick
from assistant.words.units import Seconds

BREATH_IN_S = 4
"""Seconds of breathing in during a hold, after breathe.ersjournals.com/content/13/4/298. Raising it slows the
breath."""
BREATH_OUT_S = 6
"""Seconds of breathing out during a hold, from the same source; out is longer than in. Raising it slows the breath."""
HALFWAY_FROM_S = 20
"""Seconds of the shortest hold in which it is told that half is over; in a shorter one the numbers say enough.
Raising it leaves the word out of more holds."""
TURN_S = 4
"""Seconds given to hear which way round, at the start of circles and half way through. It is a sentence, so it takes
longer than a beat. Raising it makes the pause before the circles longer."""
SPARSE_S = 5
"""Seconds between two numbers of a release, which has no beat to keep. Raising it leaves the person longer without a
number."""
LONG_PHASE_S = 2
"""Seconds of a phase in which a number has a beat of its own after the cue."""
CLOSING_S = 0.7
"""Seconds from the last beat to the end, so that its word is out before the next sentence. Raising it makes a pause
there."""
ALL, FEW, NONE = 2, 1, 0
"""How much is counted aloud: every number; every fifth and the last three; or none, with a soft tick in its place."""
FEW_EVERY, FEW_LAST = 5, 3
"""Of fewer numbers: every so many, and so many at the end. Raising the first makes it quieter."""

DRILLS_KEPT = 512
"""How many counts are kept once they were made, about 3 kB each.

Building a session to fit asks for about 300 of them, and for each many times. Raising it takes memory; lowering it
makes building a session slow.
"""


@dataclass(frozen=True, slots=True)
class Drill:
    """Everything that is counted in one set of one side."""

    ticks: tuple[Tick, ...]
    seconds: Seconds
    """From the origin to the end, the last word included."""
    numbers: tuple[Tick, ...] = ()
    """Every number, whether it is spoken or not."""

    def after(self, elapsed: float) -> tuple[Tick, ...]:
        """The ticks still to come when so much has been counted."""
        return tuple(tick for tick in self.ticks if tick.at > elapsed)

    def numbers_after(self, elapsed: float) -> int:
        """How many numbers are still to come."""
        return sum(number.at > elapsed for number in self.numbers)

    def number_at(self, elapsed: float) -> int:
        """The last number whose place has been passed; 0 before the first one."""
        return next((number.number for number in reversed(self.numbers) if number.at <= elapsed), 0)


class _Manner(NamedTuple):
    """All that a count needs to know of an exercise."""

    exercise: str
    kind: Kind
    breath: bool
    quiet: bool


def drill(exercise: Exercise, dose: Dose, counting: int = ALL) -> Drill:
    """The count of one set of one side; `counting` is how much of it is counted aloud: ALL, FEW or NONE."""
    return _drill(_Manner(exercise.id, exercise.kind, exercise.breath, exercise.quiet), dose, counting)


@lru_cache(DRILLS_KEPT)
def _drill(manner: _Manner, dose: Dose, counting: int) -> Drill:
    if manner.kind == "breathing":
        made = _breathing(manner, dose, quiet=manner.quiet or counting != ALL)
    else:
        made = _WAYS[manner.kind](manner, dose)
    ticks = sorted(made, key=lambda tick: tick.at)
    end = ticks[-1].at + CLOSING_S
    if manner.kind not in TIMED and not dose.count_after:
        end = max(end, _rounds_s(manner, dose))
    numbers = tuple(tick for tick in ticks if tick.key == "number")
    return Drill(tuple(_aloud(manner, ticks, counting)), Seconds(end), numbers)


def _aloud(manner: _Manner, ticks: list[Tick], counting: int) -> Iterator[Tick]:
    """The ticks of a count, with as many of its numbers as are wanted."""
    if counting == ALL:
        yield from ticks
        return
    numbers = [tick for tick in ticks if tick.key == "number"]
    last = {id(tick) for at, tick in enumerate(numbers) if _is_last(numbers, at)}
    half = numbers[-1].number / 2 if manner.kind in TIMED and numbers[-1].number >= HALFWAY_FROM_S else 0
    for tick in ticks:
        if counting == NONE and tick.key == "halfway":
            continue
        if tick.key != "number" or (counting == FEW and (tick.number % FEW_EVERY == 0 or id(tick) in last)):
            yield tick
        elif counting == NONE:
            yield replace(tick, key="halfway") if tick.number == int(half) else replace(tick, key=SOFT)


def _is_last(numbers: list[Tick], at: int) -> bool:
    """Whether a number is among the last few of its run; circles have a run for each way round."""
    ahead = numbers[at : at + FEW_LAST + 1]
    return len(ahead) <= FEW_LAST or any(later.number <= ahead[0].number for later in ahead[1:])


def _rounds_s(manner: _Manner, dose: Dose) -> float:
    """Seconds of all repetitions, with the sentences that say which way round."""
    rounds = dose.reps * dose.period
    return 2 * (TURN_S + rounds) if manner.kind == "circles" else rounds


def _tick(at: float, key: str, number: int = 0, *, fits_beat: bool = True) -> Tick:
    return Tick(Seconds(at), key, number, fits_beat)


def _hold(manner: _Manner, dose: Dose) -> Iterator[Tick]:
    whole = int(dose.hold_s)
    yield from _carry(manner, dose)
    if manner.breath:
        for start in range(0, whole - BREATH_IN_S, BREATH_IN_S + BREATH_OUT_S):
            yield _tick(start + 0.5, "breathe_in")
            yield _tick(start + BREATH_IN_S + 0.5, "breathe_out")
    if (
        whole >= HALFWAY_FROM_S
        and whole % 2 == 0
        and (whole // 2) % (BREATH_IN_S + BREATH_OUT_S) not in (0, BREATH_IN_S)
    ):
        yield _tick(whole / 2 + 0.5, "halfway")


def _carry(_manner: _Manner, dose: Dose) -> Iterator[Tick]:
    for number in range(1, int(dose.hold_s) + 1):
        yield _tick(number, "number", number)


def _release(_manner: _Manner, dose: Dose) -> Iterator[Tick]:
    whole = int(dose.hold_s)
    for number in sorted({*range(SPARSE_S, whole + 1, SPARSE_S), whole}):
        yield _tick(number, "number", number)


def _starts(dose: Dose, origin: float = 0.0) -> Iterator[tuple[int, float]]:
    """(repetition counted from 1, when it starts)"""
    period = dose.period + (1.0 if dose.count_after else 0.0)
    for number in range(dose.reps):
        yield number + 1, origin + number * period


def _offsets(dose: Dose) -> list[float]:
    return list(itertools.accumulate((phase.seconds for phase in dose.phases[:-1]), initial=0.0))


def _closing(phase: Phase) -> float:
    """Seconds from the start of the last phase of a repetition to its number, which leaves both words their time."""
    return phase.seconds - 1 if phase.seconds >= LONG_PHASE_S else phase.seconds / 2


def _reps(_manner: _Manner, dose: Dose, origin: float = 0.0) -> Iterator[Tick]:
    """Every phase has its cue, and the number closes the repetition; of a single phase the number is cue enough."""
    for number, start in _starts(dose, origin):
        if len(dose.phases) == 1 and not dose.count_after:
            yield _tick(start, "number", number)
            continue
        for offset, phase in zip(_offsets(dose), dose.phases, strict=True):
            yield _tick(start + offset, phase.say)
        closing = dose.period if dose.count_after else _offsets(dose)[-1] + _closing(dose.phases[-1])
        yield _tick(start + closing, "number", number)


def _circles(manner: _Manner, dose: Dose) -> Iterator[Tick]:
    round_s = TURN_S + dose.reps * (dose.period + (1.0 if dose.count_after else 0.0))
    for way, phases in enumerate((dose.phases, dose.reverse or dose.phases)):
        yield Tick(Seconds(way * round_s), "turn", way, fits_beat=False, exercise=manner.exercise)
        yield from _reps(manner, replace(dose, phases=phases), way * round_s + TURN_S)


def _alternating(_manner: _Manner, dose: Dose) -> Iterator[Tick]:
    for number, start in _starts(dose):
        side = "right" if number % 2 else "left"
        *first, last = zip(_offsets(dose), dose.phases, strict=True)
        for offset, phase in first:
            yield _tick(start + offset, phase.say.replace("{side}", side))
        offset, phase = last
        if phase.seconds >= LONG_PHASE_S or not first:
            yield _tick(start + offset, phase.say.replace("{side}", side))
            offset += 1
        yield _tick(start + offset, "number", number)


def _breathing(_manner: _Manner, dose: Dose, *, quiet: bool) -> Iterator[Tick]:
    """Each breath with its seconds, or quietly: in, out, and which breath it was."""
    for number, start in _starts(dose):
        for offset, phase in zip(_offsets(dose), dose.phases, strict=True):
            yield _tick(start + offset, phase.say)
            for beat in () if quiet else range(2, int(phase.seconds) + 1):
                yield _tick(start + offset + beat - 1, "number", beat)
        if quiet:
            yield _tick(start + dose.period - 1, "number", number)


_WAYS: Mapping[str, Callable[[_Manner, Dose], Iterator[Tick]]] = {
    "hold": _hold,
    "carry": _carry,
    "release": _release,
    "reps": _reps,
    "circles": _circles,
    "alternating": _alternating,
}
