"""A plan that a clinician wrote for one person: what its file says beside a routine -> `Prescribed`."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from assistant.content.fields import Table, suggestion
from assistant.content.model import SIDES, TIMED, Exercise
from assistant.content.prescription import PlanHead, Prescribed, Prescription
from assistant.content.spoken import spoken

ROUNDS_MOST = 10
ITEMS_MOST = 100
"""Exercises of a plan, each counted as often as it is done: two hours of the shortest.

Raised, a slip of the keyboard makes a session without an end.
"""
PLAN_MOST = 40_000
"""Letters of a plan's file; of the longest that was written, ten times as much."""

Field = Literal["hold_s", "reps"]
DOSED: Mapping[bool, tuple[Field, Field, str]] = {
    True: ("hold_s", "reps", "held for seconds"), False: ("reps", "hold_s", "counted in repetitions")
}  # fmt: skip
"""whether an exercise is timed -> the field of its dose, the one that it has not, and how that is said"""


class Reach(NamedTuple):
    """How far a dose can go in the course of time, whatever is written."""

    hold_s: float
    reps: int

    def most(self, exercise: Exercise, field: Field) -> float:
        """The most seconds of a hold, or repetitions, that an exercise can come to on any of its rungs."""
        doses = [exercise.dose, *(rung.dose for rung in exercise.ladder if rung.dose)]
        if field == "hold_s":
            return max(self.hold_s, *(dose.hold_s for dose in doses))
        return max(self.reps, *(dose.reps for dose in doses))


def read_prescribed(
    table: Table, exercises: Mapping[str, Exercise], reach: Reach
) -> tuple[tuple[str, ...], Prescribed]:
    """(the exercises in order, what is prescribed) of a person's own file.

    An exercise may come several times. What is wanted of it is written once, and holds each time.
    """
    wanted: dict[str, Prescription] = {}

    def in_order(part: Table, *, rounds: bool) -> list[str]:
        items: list[str] = []
        for entry in part.entries("items"):
            if isinstance(entry, str):
                items.append(entry)
            elif "rounds" in entry:
                often = entry.whole("rounds", least=2, most=ROUNDS_MOST)
                if not rounds:
                    entry.mistake(
                        "rounds", "there are no rounds within rounds; write the exercises one after the other"
                    )
                items += in_order(entry, rounds=False) * (often if rounds else 1)
                entry.close()
            else:
                name = entry.text("exercise")
                found = _prescription(entry, exercises.get(name), reach)
                if wanted.setdefault(name, found) != found:
                    message = f"'{name}' is wanted in two ways; write once what is wanted of it, as it holds each time"
                    entry.mistake("exercise", message)
                items.append(name)
        return items

    items = in_order(table, rounds=True)
    if len(items) > ITEMS_MOST:
        table.mistake("items", f"a plan has at most {ITEMS_MOST} exercises, rounds counted, and this has {len(items)}")
    own = tuple(each.text("id") for each in table.tables("exercises"))
    return tuple(items[:ITEMS_MOST]), Prescribed(_head(table), wanted, own)


def _head(table: Table) -> PlanHead:
    often = table.table("frequency", required=False)
    days = often.whole("days_a_week", least=1, most=7) if "frequency" in table else 0
    head = PlanHead(
        author=table.text("author", ""),
        date=_day(table),
        contact=table.text("contact", ""),
        days_a_week=days,
        times_a_day=often.whole("times_a_day", 1, least=1, most=10),
        usual_pain=table.whole("usual_pain", most=10) if "usual_pain" in table else None,
        say=spoken(table),
    )
    often.close()
    return head


def _day(table: Table) -> str:
    text = table.text("date", "")
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        table.mistake("date", f"'date' must be a day such as 2026-03-02, not '{text}'")
        return ""


def _prescription(entry: Table, exercise: Exercise | None, reach: Reach) -> Prescription:
    found = Prescription(
        sets=entry.whole("sets", 0, least=1, most=10) if "sets" in entry else 0,
        side=entry.choice("side", SIDES) if "side" in entry else "",
        rung=entry.text("rung", ""),
        say=spoken(entry),
        note=entry.text("note", ""),
        hold_s=entry.whole("hold_s", least=3, most=300) if "hold_s" in entry else 0,
        reps=entry.whole("reps", least=1, most=60) if "reps" in entry else 0,
        rest_s=entry.whole("rest_s", least=5, most=180) if "rest_s" in entry else 0,
    )
    entry.close()
    if exercise is not None:
        _check(entry, found, exercise)
        _check_dose(entry, found, exercise, reach)
    return found


def _check_dose(entry: Table, found: Prescription, exercise: Exercise, reach: Reach) -> None:
    field, other, done = DOSED[exercise.kind in TIMED]
    most, wanted = reach.most(exercise, field), found.hold_s if field == "hold_s" else found.reps
    if other in entry:
        entry.mistake(other, f"'{exercise.id}' is {done}, so it takes '{field}' and not '{other}'")
    if wanted > most:
        entry.mistake(field, f"'{field}' of '{exercise.id}' never goes above {most:g}, so it cannot be {wanted:g}")
    doses = [exercise.dose, *(rung.dose for rung in exercise.ladder if rung.dose)]
    if found.rest_s and (found.sets or max(dose.sets for dose in doses)) == 1:
        entry.mistake("rest_s", "this rest is between sets, and there is one set; leave it out, or write 'sets'")


def _check(entry: Table, found: Prescription, exercise: Exercise) -> None:
    if found.side and not exercise.sided:
        entry.mistake("side", f"'{exercise.id}' is not done one side after the other, so it takes no 'side'")
    rungs = {rung.id: rung for rung in exercise.ladder}
    if not found.rung:
        return
    if found.rung not in rungs:
        own = ", ".join(rung.id for rung in exercise.ladder if not rung.move)
        hint = suggestion(found.rung, rungs)
        entry.mistake("rung", f"the ladder of '{exercise.id}' has no rung '{found.rung}'{hint}; it has: {own}")
    elif rungs[found.rung].move:
        entry.mistake("rung", f"'{found.rung}' is an exercise of its own; write it in the place of '{exercise.id}'")
