"""The domain: which areas, levels, planes, sides, equipment there are. Data, read from domain.yaml."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.content.fields import Table, suggestion

ANYWHERE = "any"
"""The place of a session in several positions."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The names that content may use."""

    areas: tuple[str, ...]
    """Where it can hurt."""
    loaded_as: Mapping[str, tuple[str, ...]]
    """area -> the areas whose load counts for it; most count for themselves"""
    travels: frozenset[str]
    """Areas from which pain may run down the leg."""
    loads: tuple[str, ...]
    """What exercises give their load on."""
    levels: tuple[str, ...]
    surfaces: tuple[str, ...]
    """Where one can lie."""
    muscles: tuple[str, ...]
    """What an exercise strengthens or stretches."""
    planes: tuple[str, ...]
    """Directions a hip moves in."""
    sides: tuple[str, ...]
    demands: Mapping[str, str]
    """What an exercise may ask that some people must not do -> how the pages call it."""
    furniture: tuple[str, ...]
    """What exercises may need of a home."""
    equipment: tuple[str, ...]
    at_hand: frozenset[str]
    """The equipment a home can be expected to have."""
    part_of: Mapping[str, str]
    """A thing -> the equipment that it is one of, so that who has that needs no other."""
    days: tuple[str, ...]
    tip_kinds: tuple[str, ...]
    activities: tuple[str, ...]
    """What somebody may find hard and name by voice."""

    @property
    def named(self) -> Mapping[str, tuple[str, ...]]:
        """What every language has words for: kind of word -> ids."""
        return {
            "side": self.sides,
            "area": self.areas,
            "place": (ANYWHERE, *self.levels),
            "days": self.days,
            "equipment": self.equipment,
            "activity": self.activities,
            "furniture": self.furniture,
        }


def read_domain(table: Table) -> Domain:
    """domain.yaml"""
    areas, equipment, demands = table.table("areas"), table.table("equipment"), table.table("demands")
    loaded_as: dict[str, tuple[str, ...]] = {}
    travels = set()
    for name in areas.names():
        area = areas.table(name)
        loaded_as[name] = area.texts("as") or (name,)
        if area.flag("travels"):
            travels.add(name)
        area.close()
    themselves = [name for name, others in loaded_as.items() if others == (name,)]
    for name, others in loaded_as.items():
        for other in others:
            if other not in themselves:
                areas.mistake(name, f"exercises give no load on '{other}'{suggestion(other, themselves)}")
    at_hand, part_of = set(), {}
    for name in equipment.names():
        thing = equipment.table(name)
        if "part_of" in thing:
            part_of[name] = thing.choice("part_of", equipment.names())
        if thing.flag("at_hand"):
            at_hand.add(name)
        thing.close()
    domain = Domain(
        areas=tuple(areas.names()),
        loaded_as=loaded_as,
        travels=frozenset(travels),
        loads=(*themselves, *table.texts("also_loaded")),
        levels=table.texts("levels", required=True),
        surfaces=table.texts("surfaces", required=True),
        muscles=table.texts("muscles", required=True),
        planes=table.texts("planes", required=True),
        sides=table.texts("sides", required=True),
        demands={name: demands.text(name) for name in demands.names()},
        furniture=table.texts("furniture", required=True),
        equipment=tuple(equipment.names()),
        at_hand=frozenset(at_hand),
        part_of=part_of,
        days=table.texts("days", required=True),
        tip_kinds=table.texts("tip_kinds", required=True),
        activities=table.texts("activities", required=True),
    )
    table.close()
    return domain


def either(table: Table, key: str, known: Collection[str]) -> tuple[str, ...]:
    """Names of which one is enough, written "wall or chair"; empty when the key is not there."""
    names = tuple(table.text(key).split(" or ")) if key in table else ()
    for name in names:
        if name not in known:
            table.mistake(key, f"there is no '{name}'{suggestion(name, known)}; write it as 'wall or chair'")
    return names
