"""Ways from one level to another: stations, where a person can rest, and steps that lead from one to the next."""

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import chain

from assistant.content.domain import Domain, either
from assistant.content.fields import Table, suggestion

STANDING = "standing"
"""The station at which a session begins, and to which the way up leads."""
LYING = "lying"
"""The station of somebody who lies on the floor, wherever they were before."""
FURNITURE = ("chair", "bed")
"""What a step may need."""


@dataclass(frozen=True, slots=True)
class WayStep:
    """One movement from a station to the next."""

    start: str
    end: str
    say: str
    needs: str = ""
    """Furniture, one of `FURNITURE`, or empty."""
    steady: bool = False
    """Whether it rises, and one stays at its end until one feels steady."""


_Parted = tuple[tuple[WayStep, ...], tuple[WayStep, ...]]


@dataclass(frozen=True, slots=True)
class Ways:
    """Every station and step."""

    levels: Mapping[str, str]
    """station -> level"""
    load: Mapping[str, Mapping[str, int]]
    """station -> what being there loads, 0 to 3"""
    steps: tuple[WayStep, ...]
    before: Mapping[str, tuple[str, ...]]
    """position -> the stations at which its words can begin"""
    within: Mapping[str, str]
    """position -> the station of somebody who is in it"""
    lying_in_bed: str
    """The station of whoever lies on a bed."""
    to: Mapping[str, str]
    """level -> what is said before the first step there"""
    _found: dict[tuple[str, str, frozenset[str]], tuple[WayStep, ...] | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """(start, end, furniture) -> the way, where it was searched for. There are few, and they are asked for often."""
    _parts: dict[tuple[str, str, str, frozenset[str]], _Parted | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What `parted` found, in the same way."""

    def step(self, start: str, end: str) -> WayStep:
        """The step between two stations; there must be one."""
        return next(step for step in self.steps if (step.start, step.end) == (start, end))

    def entered_from(self, position: str, level: str) -> tuple[str, ...]:
        """The stations at which a position's words can begin, on a level."""
        return (self.lying_in_bed,) if self._on_bed(position, level) else self.before[position]

    def station(self, position: str, level: str) -> str:
        """The station of somebody who is in a position on a level."""
        return self.lying_in_bed if self._on_bed(position, level) else self.within[position]

    def settled(self, station: str) -> bool:
        """Whether one can be in a position there; elsewhere one is on the way."""
        return station == self.lying_in_bed or station in self.within.values()

    def path(self, start: str, end: str, furniture: Collection[str] = FURNITURE) -> tuple[WayStep, ...] | None:
        """The shortest way with this furniture; None: there is none."""
        asked = (start, end, frozenset(furniture))
        if asked not in self._found:
            self._found[asked] = _search(self.steps, *asked)
        return self._found[asked]

    def parted(self, start: str, position: str, level: str, furniture: Collection[str] = FURNITURE) -> _Parted | None:
        """The shortest way to where a position's words begin, in two parts; None: there is none with this furniture.

        The first leads to the level, and each of its steps waits for the person. The second leads from one position on
        that level to the next, and is told in one go.
        """
        asked = (start, position, level, frozenset(furniture))
        if asked not in self._parts:
            self._parts[asked] = self._part(*asked)
        return self._parts[asked]

    def _part(self, start: str, position: str, level: str, furniture: frozenset[str]) -> _Parted | None:
        found = (self.path(start, end, furniture) for end in self.entered_from(position, level))
        steps = min((way for way in found if way is not None), key=len, default=None)
        if steps is None:
            return None
        stations = (start, *(step.end for step in steps))
        there = (at for at, name in enumerate(stations) if self.levels[name] == level and self.settled(name))
        led = next(there, len(steps))
        return steps[:led], steps[led:]

    def leads(self, start: str, end: str, furniture: Collection[str]) -> bool:
        """Whether there is a way with this furniture."""
        return self.path(start, end, furniture) is not None

    def _on_bed(self, position: str, level: str) -> bool:
        return level == "bed" and self.levels[self.within[position]] != "bed"


def _search(steps: tuple[WayStep, ...], start: str, end: str, furniture: frozenset[str]) -> tuple[WayStep, ...] | None:
    """The shortest way; of two that are as short, the one whose steps stand first; None: there is none."""
    waiting: deque[tuple[str, tuple[WayStep, ...]]] = deque([(start, ())])
    seen = {start}
    while waiting:
        at, path = waiting.popleft()
        if at == end:
            return path
        for step in steps:
            if step.start == at and step.end not in seen and (not step.needs or step.needs in furniture):
                seen.add(step.end)
                waiting.append((step.end, (*path, step)))
    return None


def read_ways(table: Table, words: Table, positions: Collection[str], domain: Domain) -> Ways:
    """ways.yaml, and its words."""
    stations, said = table.table("stations"), words.table("steps")
    levels, load = {}, {}
    for name in stations.names():
        station = stations.table(name)
        levels[name], loads = station.choice("level", domain.levels), station.table("load", required=False)
        load[name] = {area: loads.whole(area, most=3) for area in loads.names() if _loaded(loads, area, domain)}
        loads.close()
        station.close()
    steps: list[WayStep] = []
    for part in table.tables("steps", required=True):
        start, end = part.choice("from", levels), part.choice("to", levels)
        say = said.text(f"{start} to {end}")
        needs = part.choice("needs", FURNITURE) if "needs" in part else ""
        steps.append(WayStep(start, end, say, needs, steady=part.flag("steady")))
        part.close()
    places = table.table("positions")
    before, within = {}, {}
    for name in positions:
        place = places.table(name)
        before[name], within[name] = either(place, "from", levels), place.choice("at", levels)
        place.close()
    goals = words.table("to")
    ways = Ways(
        levels,
        load,
        tuple(steps),
        before,
        within,
        table.choice("lying_in_bed", levels),
        {level: goals.text(level) for level in domain.levels},
    )
    for start in levels:
        for end in {STANDING, *chain(*before.values()), ways.lying_in_bed}:
            if start != end and not ways.leads(start, end, FURNITURE):
                table.mistake("steps", f"no way leads from '{start}' to '{end}'")
    for used in (stations, places, goals, said, words, table):
        used.close()
    return ways


def _loaded(table: Table, area: str, domain: Domain) -> bool:
    if area not in domain.loads:
        table.mistake(area, f"nothing loads '{area}'{suggestion(area, domain.loads)}")
    return area in domain.loads
