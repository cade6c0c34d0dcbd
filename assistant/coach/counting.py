"""Doses -> which word at which offset, exactly.

A drill is counted in whole beats of one second wherever a person has to keep time with it. Every offset is computed
from the drill's own start, never by adding to the last one, so nothing drifts.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.content.model import TIMED, Dose, Exercise
from assistant.words.effects import Tick
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
CLOSING_S = 0.7
"""Seconds from the last beat to the end, so that its word is out before the next sentence. Raising it makes a pause
there."""


@dataclass(frozen=True, slots=True)
class Drill:
    """Everything that is counted in one set of one side."""

    ticks: tuple[Tick, ...]
    seconds: Seconds
    """From the origin to the end, the last word included."""

    def after(self, elapsed: float) -> tuple[Tick, ...]:
        """The ticks still to come when so much has been counted."""
        return tuple(tick for tick in self.ticks if tick.at > elapsed)

    def numbers_after(self, elapsed: float) -> int:
        """How many numbers are still to come."""
        return sum(tick.key == "number" for tick in self.after(elapsed))


def drill(exercise: Exercise, dose: Dose) -> Drill:
    """The count of one set of one side."""
    ticks = tuple(sorted(_WAYS[exercise.kind](exercise, dose), key=lambda tick: tick.at))
    tail = 0.0 if dose.count_after or exercise.kind in TIMED else dose.phases[-1].seconds
    if exercise.kind == "alternating":
        tail = min(tail, 1.0)
    return Drill(ticks, Seconds(ticks[-1].at + max(tail, CLOSING_S)))


def _tick(at: float, key: str, number: int = 0, *, fits_beat: bool = True) -> Tick:
    return Tick(Seconds(at), key, number, fits_beat)


def _hold(exercise: Exercise, dose: Dose) -> Iterator[Tick]:
    whole = int(dose.hold_s)
    yield from _carry(exercise, dose)
    if exercise.breath:
        for start in range(0, whole - BREATH_IN_S, BREATH_IN_S + BREATH_OUT_S):
            yield _tick(start + 0.5, "breathe_in")
            yield _tick(start + BREATH_IN_S + 0.5, "breathe_out")
    if (
        whole >= HALFWAY_FROM_S
        and whole % 2 == 0
        and (whole // 2) % (BREATH_IN_S + BREATH_OUT_S) not in (0, BREATH_IN_S)
    ):
        yield _tick(whole / 2 + 0.5, "halfway")


def _carry(_exercise: Exercise, dose: Dose) -> Iterator[Tick]:
    for number in range(1, int(dose.hold_s) + 1):
        yield _tick(number, "number", number)


def _release(_exercise: Exercise, dose: Dose) -> Iterator[Tick]:
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


def _reps(_exercise: Exercise, dose: Dose, origin: float = 0.0) -> Iterator[Tick]:
    for number, start in _starts(dose, origin):
        for at, (offset, phase) in enumerate(zip(_offsets(dose), dose.phases, strict=True)):
            if at == 0 and not dose.count_after:
                yield _tick(start, "number", number)
            else:
                yield _tick(start + offset, phase.say)
        if dose.count_after:
            yield _tick(start + dose.period, "number", number)


def _circles(exercise: Exercise, dose: Dose) -> Iterator[Tick]:
    round_s = TURN_S + dose.reps * (dose.period + (1.0 if dose.count_after else 0.0))
    for way, phases in enumerate((dose.phases, dose.reverse or dose.phases)):
        yield Tick(Seconds(way * round_s), "turn", way, fits_beat=False, exercise=exercise.id)
        yield from _reps(exercise, replace(dose, phases=phases), way * round_s + TURN_S)


def _alternating(_exercise: Exercise, dose: Dose) -> Iterator[Tick]:
    for number, start in _starts(dose):
        side = "right" if number % 2 else "left"
        *first, last = zip(_offsets(dose), dose.phases, strict=True)
        for offset, phase in first:
            yield _tick(start + offset, phase.say.replace("{side}", side))
        offset, phase = last
        if phase.seconds >= 2:
            yield _tick(start + offset, phase.say.replace("{side}", side))
            offset += 1
        yield _tick(start + offset, "number", number)


def _breathing(_exercise: Exercise, dose: Dose) -> Iterator[Tick]:
    for _number, start in _starts(dose):
        for offset, phase in zip(_offsets(dose), dose.phases, strict=True):
            yield _tick(start + offset, phase.say)
            for beat in range(2, int(phase.seconds) + 1):
                yield _tick(start + offset + beat - 1, "number", beat)


_WAYS: Mapping[str, Callable[[Exercise, Dose], Iterator[Tick]]] = {
    "hold": _hold,
    "carry": _carry,
    "release": _release,
    "reps": _reps,
    "circles": _circles,
    "alternating": _alternating,
    "breathing": _breathing,
}
