"""One exercise: its table -> `Exercise`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.content.fields import Table, suggestion
from assistant.content.model import (
    ANSWERS,
    AREAS,
    KINDS,
    LOADS,
    ORIGINS,
    PLANES,
    TIMED,
    Ask,
    Dose,
    Exercise,
    Kind,
    Phase,
    Rung,
)


@dataclass(frozen=True, slots=True)
class Names:
    """What an exercise may refer to."""

    positions: Collection[str]
    reasons: Collection[str]
    cues: Collection[str]
    """Keys of phrases.yaml"""
    sources: Collection[str]
    """Short names of sources.yaml, the seeds among them"""


def read_exercise(table: Table, names: Names) -> Exercise:
    """Read one exercise and check everything but what it says of other exercises."""
    kind = table.choice("kind", KINDS)
    name = table.text("id")
    exercise = Exercise(
        id=name,
        name=table.text("name"),
        kind=kind,
        position=_known(table, "position", names.positions),
        purpose=table.text("purpose"),
        reason=_known(table, "reason", names.reasons),
        setup=table.texts("setup", required=True),
        short=table.text("short"),
        feel=table.text("feel"),
        not_feel=table.text("not_feel", ""),
        exit=table.texts("exit", required=True),
        dose=_dose(table.table("dose"), kind, names.cues),
        load=_load(table.table("load")),
        ladder=tuple(_rung(rung, name, kind, names) for rung in table.tables("ladder", required=True)),
        sided=table.flag("sided"),
        directions=table.texts("directions"),
        breath=table.flag("breath", default=True),
        breathing=table.text("breathing", ""),
        planes=table.texts("planes"),
        clock=table.flag("clock"),
        advanced=table.flag("advanced"),
        touch_check=table.text("touch_check", ""),
        asks=tuple(_ask(one) for one in table.tables("asks")),
        equipment=table.texts("equipment"),
        hip_flags=table.texts("hip_flags"),
        if_hurts=_if_hurts(table.table("if_hurts", required=False)),
        seeds=_all_known(table, "seeds", names.sources),
        sources=_all_known(table, "sources", names.sources),
        note=table.text("note", ""),
    )
    for direction in exercise.directions:
        if f"turn_{direction}" not in names.cues:
            table.mistake("directions", f"there is no phrase 'turn_{direction}' to announce that direction")
    _check(table, exercise)
    table.close()
    return exercise


def _known(table: Table, key: str, names: Collection[str], default: str | None = None) -> str:
    name = table.text(key, default)
    if name and name not in names:
        table.mistake(key, f"there is no {key} '{name}'{suggestion(name, names)}")
    return name


def _all_known(table: Table, key: str, names: Collection[str]) -> tuple[str, ...]:
    found = table.texts(key)
    for name in found:
        if name not in names:
            table.mistake(key, f"sources.yaml has no '{name}'{suggestion(name, names)}")
    return found


def _load(table: Table) -> Mapping[str, int]:
    load = {area: table.whole(area, 0, most=3) for area in LOADS}
    table.close()
    return load


def _if_hurts(table: Table) -> Mapping[str, str]:
    for area in table.names():
        if area not in AREAS:
            table.mistake(area, f"there is no area '{area}'{suggestion(area, AREAS)}")
    return {area: table.text(area) for area in table.names()}


def _check(table: Table, exercise: Exercise) -> None:
    if [rung.id for rung in exercise.ladder].count(exercise.id) != 1:
        table.mistake("ladder", f"the ladder must hold '{exercise.id}' itself exactly once")
    if len({rung.id for rung in exercise.ladder}) != len(exercise.ladder):
        table.mistake("ladder", "a rung stands on this ladder twice")
    if len(exercise.ladder) == 1:
        table.mistake("ladder", "this ladder leads nowhere; give it an easier or a harder rung")
    if exercise.kind == "circles" and len(exercise.directions) != 2:
        table.mistake("directions", "circles need two directions")
    for plane in exercise.planes:
        if plane not in PLANES:
            table.mistake("planes", f"there is no plane '{plane}'{suggestion(plane, PLANES)}")
    if not exercise.seeds and not exercise.sources:
        table.mistake("id", f"'{exercise.id}' names neither 'seeds' nor 'sources'; where is it from?")
    if exercise.dose.origin == "seed" and not exercise.seeds:
        table.mistake("dose", "the dose is said to be from a seed, but 'seeds' names none; use 'origin: proposed'")
    words = " ".join((*exercise.setup, exercise.short, exercise.feel, *exercise.exit))
    if exercise.sided and "{side}" not in words:
        table.mistake("setup", "each side is done for itself, but the words never say {side}")
    if not exercise.sided and ("{side}" in words or "{other}" in words):
        table.mistake("setup", "the words say {side}, but 'sided: true' is missing")


def _ask(table: Table) -> Ask:
    answer = table.choice("answer", ANSWERS)
    ask = Ask(table.text("key"), table.text("say"), answer)
    table.close()
    return ask


def _rung(table: Table, owner: str, kind: Kind, names: Names) -> Rung:
    move = "move" in table
    rung = Rung(
        id=table.text("move") if move else table.text("id"),
        change="" if move else table.text("change", ""),
        dose=_dose(table.table("dose"), kind, names.cues) if "dose" in table else None,
        move=move,
        source=_known(table, "source", names.sources, ""),
    )
    if not move and rung.id != owner and not rung.change:
        table.mistake("id", f"rung '{rung.id}' needs 'change': what is said when one arrives at it")
    table.close()
    return rung


def _dose(table: Table, kind: Kind, cues: Collection[str]) -> Dose:
    timed = kind in TIMED
    dose = Dose(
        origin=table.choice("origin", ORIGINS),
        sets=table.whole("sets", 1, least=1, most=10),
        hold_s=table.whole("hold_s", least=3, most=300) if timed else 0,
        reps=table.whole("reps", least=1, most=60) if not timed else 0,
        rest_s=table.number("rest_s", 8, most=180),
        phases=tuple(_phase(phase, cues) for phase in table.tables("phases", required=not timed)),
        count_after=table.flag("count_after"),
    )
    table.close()
    return dose


def _phase(table: Table, cues: Collection[str]) -> Phase:
    phase = Phase(table.text("say"), table.number("seconds", least=1, most=30))
    if phase.say not in cues and phase.say != "{side}":
        table.mistake("say", f"there is no phrase '{phase.say}'{suggestion(phase.say, cues)}")
    table.close()
    return phase
