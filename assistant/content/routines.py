"""One routine: its table -> `Routine`, with what it says of exercises checked."""

from collections.abc import Iterable, Mapping

from assistant.content.domain import Domain
from assistant.content.fields import Table, suggestion
from assistant.content.model import Cap, Exercise, Routine
from assistant.content.plans import read_prescribed
from assistant.content.prescription import Prescribed


def read_routine(table: Table, words: Table, exercises: Mapping[str, Exercise], domain: Domain) -> Routine:
    """A routine; its name and purpose are in `words`, which is `table` itself for a person's own file.

    Only such a file may say more of an exercise than its id, and who wrote it. An area that the file says it `spares`
    is one that nothing in it may load; that is checked here, and not kept.
    """
    if words is table:
        items, prescribed = read_prescribed(table, exercises)
    else:
        items, prescribed = table.texts("items", required=True), Prescribed()
    routine = Routine(
        id=table.text("id"),
        name=words.text("name"),
        minutes=table.number("minutes", 0, most=120),
        items=items,
        purpose=words.text("purpose", ""),
        seeds=table.texts("seeds"),
        caps=_caps(table.table("caps", required=False), exercises),
        surface=table.choice("surface", domain.surfaces, "floor"),
        note=table.text("note", ""),
        prescribed=prescribed,
    )
    for item in routine.items:
        if item not in exercises:
            table.mistake("items", f"there is no exercise '{item}'{suggestion(item, exercises)}")
    _check_sets(table, routine)
    _check_spared(table, routine.items, exercises, domain)
    table.close()
    return routine


def _check_sets(table: Table, routine: Routine) -> None:
    for name, cap in routine.caps.items():
        if cap.sets and routine.of(name).sets > cap.sets:
            wanted = routine.of(name).sets
            table.mistake("caps", f"'{name}' is to be done in {wanted} sets, but its cap allows {cap.sets}")


def _check_spared(table: Table, items: Iterable[str], exercises: Mapping[str, Exercise], domain: Domain) -> None:
    for area in table.texts("spares"):
        if area not in domain.areas:
            table.mistake("spares", f"there is no area '{area}'{suggestion(area, domain.areas)}")
            continue
        for item in items:
            if item in exercises and exercises[item].loads(area) >= 2:
                table.mistake("items", f"'{item}' loads the {area}, which this routine is to spare")


def _caps(table: Table, exercises: Mapping[str, Exercise]) -> Mapping[str, Cap]:
    caps: dict[str, Cap] = {}
    for name in table.names():
        if name not in exercises:
            table.mistake(name, f"there is no exercise '{name}'{suggestion(name, exercises)}")
        cap = table.table(name)
        caps[name] = Cap(cap.whole("hold_s", 0, most=300), cap.whole("reps", 0, most=60), cap.whole("sets", 0, most=10))
        cap.close()
    return caps
