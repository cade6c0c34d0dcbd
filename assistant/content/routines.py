"""One routine: its table -> `Routine`, with what it says of exercises checked."""

from collections.abc import Mapping

from assistant.content.domain import Domain
from assistant.content.fields import Table, suggestion
from assistant.content.model import Cap, Exercise, Routine


def read_routine(table: Table, words: Table, exercises: Mapping[str, Exercise], domain: Domain) -> Routine:
    """A routine; its name and purpose are in `words`, which is `table` itself for a person's own file.

    An area that the file says it `spares` is one that nothing in it may load; that is checked here, and not kept.
    """
    routine = Routine(
        id=table.text("id"),
        name=words.text("name"),
        minutes=table.number("minutes", 0, most=120),
        items=table.texts("items", required=True),
        purpose=words.text("purpose", ""),
        seeds=table.texts("seeds"),
        caps=_caps(table.table("caps", required=False), exercises),
        surface=table.choice("surface", domain.surfaces, "floor"),
        note=table.text("note", ""),
    )
    for item in routine.items:
        if item not in exercises:
            table.mistake("items", f"there is no exercise '{item}'{suggestion(item, exercises)}")
    for area in table.texts("spares"):
        if area not in domain.areas:
            table.mistake("spares", f"there is no area '{area}'{suggestion(area, domain.areas)}")
            continue
        for item in routine.items:
            if item in exercises and exercises[item].loads(area) >= 2:
                table.mistake("items", f"'{item}' loads the {area}, which this routine is to spare")
    table.close()
    return routine


def _caps(table: Table, exercises: Mapping[str, Exercise]) -> Mapping[str, Cap]:
    caps: dict[str, Cap] = {}
    for name in table.names():
        if name not in exercises:
            table.mistake(name, f"there is no exercise '{name}'{suggestion(name, exercises)}")
        cap = table.table(name)
        caps[name] = Cap(cap.whole("hold_s", 0, most=300), cap.whole("reps", 0, most=60), cap.whole("sets", 0, most=10))
        cap.close()
    return caps
