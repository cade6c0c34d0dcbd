"""How long things take, before they are done: words at a speaking rate, waits, and the exact count."""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from assistant.coach.counting import drill
from assistant.content.clinical import Pacing
from assistant.content.model import Dose, Exercise, Library, Routine
from assistant.content.rounds import numbered
from assistant.content.ways import STANDING, WayStep

Step = Literal["side", "set", "item"]
"""What comes after a side is done."""
Moved = Literal["enter", "turn", "stay"]
"""Whether one gets into a position, changes in it to the other side, or is in it."""

WORD_S = 0.3
"""Seconds of one word with its share of the pauses inside a sentence, at the default voice. Raising it makes every
session seem longer, so that a session built to fit gets fewer exercises."""
SENTENCE_S = 0.65
"""Seconds of silence after a sentence, as narration leaves them (`GAP_S`). Raising it does the same."""
PROMPTS_S = 16
"""Seconds of what is said around every exercise: its name, its dose, the prompt to get ready, and "begin". Raising
it makes a session of many short exercises seem longer."""
SHORT_PROMPTS_S = 10
"""The same for an exercise that is told in short. Raising it does the same to sessions of known exercises."""
AROUND_S = 66
"""Seconds of the greeting, what is needed, the questions about pain and effort with their answers, the last rest and
the goodbye. Raising it makes every session seem longer by as much."""
REST_S = 10
"""Seconds, of these, of the last rest, which a session that is told in short leaves out. Raising it makes such a
session seem shorter."""
OFFERED_S = 20
"""Seconds of the hint, the wait for a choice and the tip, which a written session that is told in short leaves out too.
Raising it does the same."""
WAY_OUT_S = 3
"""Seconds of what is said after each set and before each second side. Raising it makes every exercise seem longer."""

STEP_PROMPTS_S = 5
"""Seconds of what is said on a way to another level beside its steps. Raising it does the same."""
STEADY_S = 3
"""Seconds of what is said at a step after which one stays until one feels steady. Raising it does the same."""
OFFER_S = 10
"""Seconds of the offer of the way up at the end, and of parting. Raising it does the same."""


def minutes(seconds: float) -> int:
    """As it is said: whole minutes, at least one."""
    return max(1, round(seconds / 60))


def _talk_s(texts: Iterable[str]) -> float:
    return sum(len(text.split()) * WORD_S + SENTENCE_S * max(1, text.count(". ") + 1) for text in texts if text)


def wait_s(library: Library, exercise: Exercise, moved: Moved) -> float:
    """Seconds from a description until the count begins by itself."""
    place = library.positions[exercise.position]
    into = {"enter": place.enter_s, "turn": place.turn_s, "stay": library.pacing.side_s}
    return max(into[moved], exercise.settle_s)


def rest_s(pacing: Pacing, routine: Routine, exercise: Exercise, dose: Dose, before: Step | None) -> float:
    """Seconds of rest before what comes next (None: nothing does).

    Where time is short there is none before another side or exercise: getting ready for it is a rest.
    """
    if before == "set":
        return dose.rest_s or (pacing.strength_rest_s if exercise.strengthens else pacing.rest_s)
    return pacing.rest_s if routine.rests else 0


def exercise_s(library: Library, routine: Routine, name: str, *, moves: bool, short: bool = False) -> float:
    """Seconds of one exercise of a routine, with all its sides and sets.

    `moves`: whether one changes position for it; `short`: whether it is told in short, not in full.
    """
    exercise, pacing = library.exercises[name], library.pacing
    dose, sides = routine.dose_of(name, exercise.dose), len(routine.sides_of(exercise)) or 1
    place = library.positions[exercise.position]
    enter = place.enter if moves else (place.again,)
    body: tuple[str, ...] = (
        (exercise.short,)
        if short
        else (
            exercise.purpose,
            *exercise.setup,
            exercise.feel,
            exercise.not_feel,
            exercise.touch_check,
            exercise.breathing,
        )
    )
    settled = pacing.step_s if exercise.equipment else wait_s(library, exercise, "enter" if moves else "stay")
    often = library.phrases["dose_sets"] if dose.sets > 1 else ()
    told = (SHORT_PROMPTS_S if short else PROMPTS_S) + _talk_s((*enter, *body, *often)) + settled
    each = drill(exercise, dose).seconds + _talk_s(exercise.exit) + WAY_OUT_S
    asked = _talk_s(ask.say for ask in exercise.asks) + len(exercise.asks) * library.pain.answer_s
    _, across = library.ways.parted(library.ways.station(place.id, place.level), place.id, place.level) or ((), ())
    again = (*[step.say for step in across], place.turn, *place.enter) if place.sided else (place.again,)
    turned = wait_s(library, exercise, "turn" if place.sided else "stay")
    second_side = _talk_s((exercise.short, *again)) + turned + WAY_OUT_S
    moved: Moved = "enter" if place.leave or place.sided else "stay"
    next_set = _talk_s((exercise.short, *(place.enter if moved == "enter" else (place.again,)))) + wait_s(
        library, exercise, moved
    )
    resting: dict[Step, int] = {"side": dose.sets * (sides - 1), "set": dose.sets - 1, "item": 1}
    rests = sum(times * rest_s(pacing, routine, exercise, dose, step) for step, times in resting.items())
    begun = (sides - 1) * dose.sets * second_side + (dose.sets - 1) * (next_set + WAY_OUT_S)
    return told + dose.sets * sides * each + sides * asked + begun + rests


def session_s(library: Library, routine: Routine, known: Collection[str] = ()) -> float:
    """Seconds of a whole routine, for somebody who says "ready" only where it is waited for.

    The exercises `known` are told in short, and each that comes again.
    """
    total, position, station = float(AROUND_S), "", STANDING
    if routine.brief:
        total -= REST_S + (routine.id in library.routines) * OFFERED_S
    for name, nth in numbered(routine.items):
        exercise = library.exercises[name]
        target = routine.level_of(library.positions[exercise.position])
        led, across = library.ways.parted(station, exercise.position, target) or ((), ())
        total += _way_s(library, led, target) + _talk_s(step.say for step in across)
        short = routine.brief or nth > 0 or name in known
        total += exercise_s(library, routine, name, moves=exercise.position != position, short=short)
        position, station = exercise.position, library.ways.station(exercise.position, target)
    if library.ways.levels[station] in ("standing", "chair"):
        return total
    return total + OFFER_S + _way_s(library, library.ways.path(station, STANDING) or (), "standing")


def _way_s(library: Library, steps: Sequence[WayStep], level: str) -> float:
    """Seconds of a way to a level, step by step; none without steps."""
    if not steps:
        return 0
    told = _talk_s((library.ways.to[level], *(step.say for step in steps)))
    steady = sum(step.steady for step in steps) * STEADY_S
    return STEP_PROMPTS_S + told + steady + len(steps) * library.pacing.step_s
