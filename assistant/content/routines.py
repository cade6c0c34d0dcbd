"""One routine: its table -> `Routine`, with what it says of exercises checked."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from assistant.content.domain import Domain
from assistant.content.fields import Table, suggestion
from assistant.content.model import TIMED, Cap, Exercise, Routine
from assistant.content.plans import DOSED, Reach, read_prescribed
from assistant.content.prescription import Prescribed
from assistant.content.spoken import check_spoken

ID_MOST = 60
"""Letters of a plan's id, which files are called by; a file's name has 255 bytes at most, with what is put after it."""


class Written(NamedTuple):
    """What a routine is checked against."""

    exercises: Mapping[str, Exercise]
    domain: Domain
    reach: Reach


def read_routine(table: Table, words: Table, known: Written) -> Routine:
    """A routine; its name and purpose are in `words`, which is `table` itself for a person's own file.

    Only such a file may say more of an exercise than its id, and who wrote it. An area that the file says it `spares`
    is one that nothing in it may load; that is checked here, and not kept.
    """
    exercises, domain = known.exercises, known.domain
    if words is table:
        items, prescribed = read_prescribed(table, exercises, known.reach)
        _check_id(table)
        for key in ("name", "purpose"):
            check_spoken(table, key, [table.text(key, "")])
    else:
        items, prescribed = table.texts("items", required=True), Prescribed()
    routine = Routine(
        id=table.text("id"),
        name=words.text("name"),
        minutes=table.number("minutes", 0, most=120),
        items=items,
        purpose=words.text("purpose", ""),
        seeds=table.texts("seeds"),
        caps=_caps(table.table("caps", required=False), known),
        surface=table.choice("surface", domain.surfaces, "floor"),
        note=table.text("note", ""),
        brief=table.flag("brief"),
        prescribed=prescribed,
    )
    for item in routine.items:
        if item not in exercises:
            table.mistake_at_word("items", item, f"there is no exercise '{item}'{suggestion(item, exercises)}")
    _check_within(table, routine)
    _check_spared(table, routine.items, exercises, domain)
    table.close()
    return routine


def _check_id(table: Table) -> None:
    name = table.text("id")
    if "/" in name or name.startswith(".") or len(name) > ID_MOST:
        message = f"'id' is a name for files, with at most {ID_MOST} letters, no slash, and no dot at its front"
        table.mistake("id", message)


def _check_within(table: Table, routine: Routine) -> None:
    """What is prescribed stays within the caps."""
    for name, cap in routine.caps.items():
        wanted = routine.of(name)
        for much, most, said in (
            (wanted.sets, cap.sets, f"in {wanted.sets} sets"),
            (wanted.hold_s, cap.hold_s, f"for {wanted.hold_s:g} seconds"),
            (wanted.reps, cap.reps, f"in {wanted.reps} repetitions"),
        ):
            if most and much > most:
                table.mistake("caps", f"'{name}' is to be done {said}, but its cap allows {most:g}")


def _check_spared(table: Table, items: Iterable[str], exercises: Mapping[str, Exercise], domain: Domain) -> None:
    for area in table.texts("spares"):
        if area not in domain.areas:
            table.mistake_at_word("spares", area, f"there is no area '{area}'{suggestion(area, domain.areas)}")
            continue
        for item in items:
            if item in exercises and exercises[item].loads(area) >= 2:
                table.mistake_at_word("items", item, f"'{item}' loads the {area}, which this routine is to spare")


def _caps(table: Table, known: Written) -> Mapping[str, Cap]:
    caps: dict[str, Cap] = {}
    for name in table.names():
        cap = table.table(name)
        caps[name] = Cap(
            cap.whole("hold_s", least=1, most=300) if "hold_s" in cap else 0,
            cap.whole("reps", least=1, most=60) if "reps" in cap else 0,
            cap.whole("sets", least=1, most=10) if "sets" in cap else 0,
        )
        cap.close()
        if name in known.exercises:
            _check_cap(cap, caps[name], known.exercises[name], known.reach)
        else:
            table.mistake(name, f"there is no exercise '{name}'{suggestion(name, known.exercises)}")
    return caps


def _check_cap(table: Table, cap: Cap, exercise: Exercise, reach: Reach) -> None:
    """A cap that can never have an effect is a mistake, because whoever wrote it relies on it."""
    field, other, done = DOSED[exercise.kind in TIMED]
    wanted, most = getattr(cap, field), reach.most(exercise, field)
    if other in table:
        table.mistake(other, f"'{exercise.id}' is {done}, so its cap is '{field}' and not '{other}'")
    if not table.names():
        table.mistake("", f"the cap of '{exercise.id}' is empty; write '{field}', 'sets' or both")
    if wanted > most:
        table.mistake(
            field, f"a cap of {wanted:g} has no effect: '{field}' of '{exercise.id}' never goes above {most:g}"
        )
