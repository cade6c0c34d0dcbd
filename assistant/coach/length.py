"""How long things take, before they are done: words at a speaking rate, waits, and the exact count."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.coach.counting import drill
from assistant.content.clinical import Pacing
from assistant.content.model import Dose, Exercise, Library, Routine
from assistant.content.needed import only_questions
from assistant.content.rounds import numbered
from assistant.content.ways import STANDING, WayStep

Step = Literal["side", "set", "item"]
"""What comes after a side is done."""
Moved = Literal["enter", "turn", "stay"]
"""Whether one gets into a position, changes in it to the other side, or is in it."""
Detail = Literal["full", "new", "known"]
"""How much of an exercise is told: all; in short, to somebody new to it; or in short."""
Planned = tuple[Exercise, Dose, Detail]
"""An exercise, how much of it is done, and how much is told."""

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
BEFORE_S = 30
"""Seconds of the greeting, what is needed, and the question about pain with its answer. Raising it makes every session
seem longer by as much."""
AFTER_S = 36
"""Seconds of the last rest, the questions about pain and effort with their answers, and the goodbye. Raising it does
the same."""
REST_S = 10
"""Seconds, of these, of the last rest, which a session that is told in short leaves out. Raising it makes such a
session seem shorter."""
EFFORT_S = 14
"""Seconds, of these, of the question about effort, which is not asked after questions alone. Raising it makes a session
of questions seem shorter."""
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
TEXTS_KEPT = 4096
"""How many texts are measured once only. Raising it takes memory; below the number of texts of the library, building a
session that fits becomes slow."""


def minutes(seconds: float) -> int:
    """As it is said: whole minutes, at least one."""
    return max(1, round(seconds / 60))


def _talk_s(texts: Iterable[str]) -> float:
    return sum(map(_text_s, texts))


@lru_cache(TEXTS_KEPT)
def _text_s(text: str) -> float:
    return len(text.split()) * WORD_S + SENTENCE_S * (text.count(". ") + 1) if text else 0.0


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


@dataclass(frozen=True, slots=True)
class ExerciseTimes:
    """How long the parts of one exercise take, in seconds."""

    told: float
    """From its name until the first count."""
    each: float
    """One side of one set, with the way out."""
    asked: float
    """What is asked after a side, with the answers."""
    steps: Mapping[Step, float]
    """From the end of one count to the next: the rest, and what is said in between; "item": only the rest."""

    def left_s(self, sides: int, sets: int, side_at: int = 0, set_no: int = 1) -> float:
        """Seconds from the beginning of a count, of this side of this set, to the end of the last rest."""
        sides_left = sides * (sets - set_no + 1) - side_at
        turns, more_sets = sides_left - 1 - (sets - set_no), sets - set_no
        between = turns * self.steps["side"] + more_sets * self.steps["set"]
        return sides_left * self.each + (sides - side_at) * self.asked + between + self.steps["item"]


def _usual_parts(library: Library, routine: Routine, planned: Planned, *, moves: bool) -> ExerciseTimes:
    """`exercise_parts`, worked out once: building a session that fits asks for the same ones a thousand times."""
    exercise, dose, detail = planned
    key = ("times", id(exercise), dose, detail, moves, routine.rests)
    # The exercise is kept with them, so that no other one comes to have its id.
    return library.worked_out.once(key, lambda: (exercise, exercise_parts(library, routine, planned, moves=moves)))[1]


def exercise_parts(
    library: Library, routine: Routine, planned: Planned, *, moves: bool, waits: float = 1
) -> ExerciseTimes:
    """The parts of one exercise of a routine; `moves`: whether one changes position for it.

    `waits` is the share, 0 to 1, of each wait before a count that passes until the person says that they are ready.
    """
    exercise, dose, detail = planned
    pacing, place = library.pacing, library.positions[exercise.position]
    enter = place.enter if moves else (place.again,)
    body = [exercise.short, *([exercise.not_feel] * (detail == "new"))]
    if detail == "full":
        body = [exercise.purpose, *exercise.setup, exercise.feel, exercise.not_feel]
        body += [exercise.touch_check, exercise.breathing]
    settled = pacing.step_s if exercise.equipment else waits * wait_s(library, exercise, "enter" if moves else "stay")
    often = library.phrases["dose_sets"] if dose.sets > 1 else ()
    prompts = PROMPTS_S if detail == "full" else SHORT_PROMPTS_S
    told = prompts + _talk_s((*enter, *body, *often)) + settled
    each = drill(exercise, dose).seconds + _talk_s(exercise.exit) + WAY_OUT_S
    asked = _talk_s(ask.say for ask in exercise.asks) + len(exercise.asks) * library.pain.answer_s
    _, across = library.ways.parted(library.ways.station(place.id, place.level), place.id, place.level) or ((), ())
    again = (*[step.say for step in across], place.turn, *place.enter) if place.sided else (place.again,)
    turned = waits * wait_s(library, exercise, "turn" if place.sided else "stay")
    moved: Moved = "enter" if place.leave or place.sided else "stay"
    entered = place.enter if moved == "enter" else (place.again,)
    between = {
        "side": _talk_s((exercise.short, *again)) + turned + WAY_OUT_S,
        "set": _talk_s((exercise.short, *entered)) + waits * wait_s(library, exercise, moved) + WAY_OUT_S,
        "item": 0,
    }
    order: tuple[Step, ...] = ("side", "set", "item")
    steps = {step: between[step] + rest_s(pacing, routine, exercise, dose, step) for step in order}
    return ExerciseTimes(told, each, asked, steps)


def items_s(  # noqa: PLR0913  # where somebody is comes in parts
    library: Library,
    routine: Routine,
    items: Iterable[Planned],
    position: str = "",
    station: str = STANDING,
    *,
    waits: float = 1,
) -> float:
    """Seconds of these exercises of a routine, and of the way up after them, from where somebody is.

    `waits` is what `exercise_parts` has of it.
    """
    total = 0.0
    for planned in items:
        exercise, dose, _ = planned
        target = routine.level_of(library.positions[exercise.position])
        led, across = library.ways.parted(station, exercise.position, target) or ((), ())
        total += _way_s(library, led, target) + _talk_s(step.say for step in across)
        moves = exercise.position != position
        parts = (
            _usual_parts(library, routine, planned, moves=moves)
            if waits == 1
            else exercise_parts(library, routine, planned, moves=moves, waits=waits)
        )
        total += parts.told + parts.left_s(len(routine.sides_of(exercise)) or 1, dose.sets)
        position, station = exercise.position, library.ways.station(exercise.position, target)
    if library.ways.levels[station] in ("standing", "chair"):
        return total
    return total + OFFER_S + _way_s(library, library.ways.path(station, STANDING) or (), "standing")


def around_s(library: Library, routine: Routine) -> float:
    """Seconds of what is said and waited for before the exercises of a routine, and after them."""
    return BEFORE_S + after_s(routine) - (routine.brief and routine.id in library.routines) * OFFERED_S


def after_s(routine: Routine) -> float:
    """Seconds of what comes after the exercises of a routine."""
    return AFTER_S - REST_S * routine.brief - EFFORT_S * only_questions(routine.items)


def session_s(library: Library, routine: Routine, known: Collection[str] = ()) -> float:
    """Seconds of a whole routine, for somebody who says "ready" only where it is waited for.

    The exercises `known` are told in short, and each that comes again.
    """
    exercises = ((library.exercises[name], nth) for name, nth in numbered(routine.items))
    items = (
        (each, routine.dose_of(each.id, each.dose), detail_of(routine, each.id, known, again=nth > 0))
        for each, nth in exercises
    )
    return around_s(library, routine) + items_s(library, routine, items)


def detail_of(routine: Routine, name: str, known: Collection[str], *, again: bool) -> Detail:
    """How much of an exercise is told; `again`: whether it comes again in this session."""
    if again or name in known:
        return "known"
    return "new" if routine.brief else "full"


def _way_s(library: Library, steps: Sequence[WayStep], level: str) -> float:
    """Seconds of a way to a level, step by step; none without steps."""
    if not steps:
        return 0
    told = _talk_s((library.ways.to[level], *(step.say for step in steps)))
    steady = sum(step.steady for step in steps) * STEADY_S
    return STEP_PROMPTS_S + told + steady + len(steps) * library.pacing.step_s
