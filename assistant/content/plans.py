"""A plan that a clinician wrote for one person: what its file says beside a routine -> `Prescribed`."""

from collections.abc import Mapping
from datetime import date

from assistant.content.fields import Table, suggestion
from assistant.content.model import SIDES, Exercise
from assistant.content.prescription import PlanHead, Prescribed, Prescription

SPOKEN_MOST = 20
"""Words of one spoken sentence; a longer one is not followed by ear. The sentences of exercises keep to the same."""


def read_prescribed(table: Table, exercises: Mapping[str, Exercise]) -> tuple[tuple[str, ...], Prescribed]:
    """(the exercises in order, what is prescribed) of a person's own file."""
    items: list[str] = []
    wanted: dict[str, Prescription] = {}
    for entry in table.entries("items"):
        name = entry if isinstance(entry, str) else entry.text("exercise")
        if not isinstance(entry, str):
            wanted[name] = _prescription(entry, exercises.get(name))
        items.append(name)
    for name in wanted:
        if items.count(name) > 1:
            table.mistake("items", f"'{name}' stands in this plan twice; write all that is wanted of it once")
    return tuple(items), Prescribed(_head(table), wanted)


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
        say=_spoken(table),
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


def _prescription(entry: Table, exercise: Exercise | None) -> Prescription:
    found = Prescription(
        sets=entry.whole("sets", 0, least=1, most=10) if "sets" in entry else 0,
        side=entry.choice("side", SIDES) if "side" in entry else "",
        rung=entry.text("rung", ""),
        say=_spoken(entry),
        note=entry.text("note", ""),
    )
    entry.close()
    if exercise is not None:
        _check(entry, found, exercise)
    return found


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


def _spoken(table: Table) -> tuple[str, ...]:
    texts = table.texts("say")
    for text in texts:
        if len(text.split()) > SPOKEN_MOST:
            table.mistake(
                "say", f"'{text[:30]}...' is too long to be spoken; write it in lines of {SPOKEN_MOST} words at most"
            )
    return texts
