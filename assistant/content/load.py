"""YAML -> `Library`, strictly: every mistake in every file at once, each with its line and a suggestion."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from assistant.content.exercise import Names, read_exercise
from assistant.content.fields import Table, read_table, suggestion
from assistant.content.model import AREAS, LEVELS, Advice, Cap, Exercise, Library, Pacing, Position, Routine
from assistant.content.safety import read_pain, read_progress, read_red_flags, read_screening
from assistant.places import PACKAGE
from assistant.words.errors import ContentError, LimberError, Mistake

CONTENT = PACKAGE / "content"
COMMANDS = CONTENT / "en/commands.yaml"
SURFACES = ("floor", "bed")
TIP_KINDS = ("tip", "progress", "recovery", "scheduling")
_PACING = (
    "ready_s",
    "side_s",
    "ease_s",
    "rest_s",
    "more_s",
    "lead_s",
    "stopped_s",
    "paused_s",
    "sitting_s",
    "full_times",
)

Part = TypeVar("Part")
Ways = dict[tuple[str, str], tuple[str, ...]]


def read_text(path: Path) -> str:
    """A text file, or one sentence about why not."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LimberError(f"{path}: this is not a text file in UTF-8") from error
    except OSError as error:
        raise LimberError(f"{path}: cannot be read: {error.strerror}") from error


def load_library(folder: Path = CONTENT, extra: Iterable[Path] = ()) -> Library:
    """Read the whole library, and `extra` routine files into it.

    Raises `ContentError` with every mistake found; `LimberError` when a file cannot be read.
    """
    return _Reader(folder, extra).library()


class _Reader:
    """Reads one content folder: first what exercises refer to, then the exercises, then what refers to them."""

    def __init__(self, folder: Path, extra: Iterable[Path]) -> None:
        self.folder, self.extra = folder, tuple(extra)
        self.mistakes: list[Mistake] = []
        self.where: dict[str, tuple[str, int]] = {}
        self.exercises: dict[str, Exercise] = {}
        self.routines: dict[str, Routine] = {}

    def library(self) -> Library:
        """All of it, or `ContentError`."""
        phrases = self._file("en/phrases.yaml", _phrases)
        places = self._file("positions.yaml", _positions)
        reasons = self._file("en/reasons.yaml", _advice)
        tips = self._file("en/tips.yaml", _advice)
        sources = self._file("sources.yaml", _sources)
        pacing = self._file("pacing.yaml", _pacing)
        professional = self._file("safety/professional.yaml", _professional)
        flags = self._file("safety/red_flags.yaml", read_red_flags)
        if phrases is None or places is None or reasons is None or sources is None:
            raise ContentError(self.mistakes)
        self._exercises(Names(places[0], reasons, phrases, sources))
        for path in (*sorted((self.folder / "routines").glob("*.yaml")), *self.extra):
            self._routine(path)
        pain = self._file("safety/pain.yaml", lambda table: read_pain(table, self.exercises))
        progress = self._file("safety/progress.yaml", lambda table: read_progress(table, self.exercises))
        screening = self._file("safety/screening.yaml", lambda table: read_screening(table, self.exercises))
        for key in (f"area_{area}" for area in AREAS):
            if key not in phrases:
                self.mistakes.append(Mistake("en/phrases.yaml", 1, f"the phrase '{key}' is missing"))
        if self.mistakes or pain is None or screening is None or flags is None or professional is None:
            raise ContentError(self.mistakes)
        if tips is None or pacing is None or progress is None:
            raise ContentError(self.mistakes)
        return Library(
            self.exercises, *places, self.routines, pain, screening, flags, progress, professional,
            reasons, tuple(tips.values()), pacing, phrases,
        )  # fmt: skip

    def _file(self, name: str, read: Callable[[Table], Part]) -> Part | None:
        table = self._top(self.folder / name)
        return None if table is None else read(table)

    def _top(self, path: Path) -> Table | None:
        shown = str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else str(path)
        try:
            return read_table(read_text(path), shown, self.mistakes)
        except ContentError as error:
            self.mistakes += error.mistakes
            return None

    def _unique(self, name: str, table: Table, taken: Mapping[str, object]) -> None:
        if name in taken:
            file, line = self.where[name]
            table.mistake("id", f"'{name}' is already defined at {file}:{line}")
        self.where[name] = (table.file, table.line)

    def _exercises(self, names: Names) -> None:
        tables: dict[str, Table] = {}
        for path in sorted((self.folder / "exercises").glob("*.yaml")):
            top = self._top(path)
            if top is None:
                continue
            for table in top.tables("exercises", required=True):
                exercise = read_exercise(table, names)
                self._unique(exercise.id, table, self.exercises)
                self.exercises[exercise.id] = exercise
                tables[exercise.id] = table
            top.close()
        for name, exercise in self.exercises.items():
            self._check_neighbours(exercise, tables[name])

    def _check_neighbours(self, exercise: Exercise, table: Table) -> None:
        for rung in exercise.ladder:
            if rung.move and rung.id not in self.exercises:
                table.mistake("ladder", f"there is no exercise '{rung.id}'{suggestion(rung.id, self.exercises)}")
        for end, way in ((0, "easier"), (-1, "harder")):
            if loop := self._loop(exercise, end):
                table.mistake("ladder", f"the ladder goes round in a circle on the {way} side: {' -> '.join(loop)}")
        for area, name in exercise.if_hurts.items():
            if name not in self.exercises:
                table.mistake("if_hurts", f"there is no exercise '{name}'{suggestion(name, self.exercises)}")
            elif area in AREAS and self.exercises[name].loads(area) >= 2:
                table.mistake("if_hurts", f"'{name}' is the way out when the {area} hurts, but loads it itself")

    def _loop(self, exercise: Exercise, end: int) -> list[str]:
        """The exercises one comes through when climbing to an end for ever; empty when it does end."""
        seen = [exercise.id]
        while ladder := self.exercises[seen[-1]].ladder:
            rung = ladder[end]
            if not rung.move or rung.id not in self.exercises:
                break
            if rung.id in seen:
                return [*seen[seen.index(rung.id) :], rung.id]
            seen.append(rung.id)
        return []

    def _routine(self, path: Path) -> None:
        table = self._top(path)
        if table is None:
            return
        routine = Routine(
            id=table.text("id"),
            name=table.text("name"),
            minutes=table.number("minutes", 0, most=120),
            items=table.texts("items", required=True),
            purpose=table.text("purpose", ""),
            seeds=table.texts("seeds"),
            caps=self._caps(table.table("caps", required=False)),
            spares=table.texts("spares"),
            surface=table.choice("surface", SURFACES, "floor"),
            note=table.text("note", ""),
        )
        for item in routine.items:
            if item not in self.exercises:
                table.mistake("items", f"there is no exercise '{item}'{suggestion(item, self.exercises)}")
        for area in routine.spares:
            self._check_spared(table, routine, area)
        table.close()
        self._unique(routine.id, table, self.routines)
        self.routines[routine.id] = routine

    def _caps(self, table: Table) -> Mapping[str, Cap]:
        caps: dict[str, Cap] = {}
        for name in table.names():
            if name not in self.exercises:
                table.mistake(name, f"there is no exercise '{name}'{suggestion(name, self.exercises)}")
            one = table.table(name)
            caps[name] = Cap(
                one.whole("hold_s", 0, most=300), one.whole("reps", 0, most=60), one.whole("sets", 0, most=10)
            )
            one.close()
        return caps

    def _check_spared(self, table: Table, routine: Routine, area: str) -> None:
        if area not in AREAS:
            table.mistake("spares", f"there is no area '{area}'{suggestion(area, AREAS)}")
            return
        for item in routine.items:
            if item in self.exercises and self.exercises[item].loads(area) >= 2:
                table.mistake("items", f"'{item}' loads the {area}, which this routine is to spare")


def _phrases(table: Table) -> dict[str, tuple[str, ...]]:
    return {key: table.texts(key, required=True) for key in table.names()}


def _positions(table: Table) -> tuple[dict[str, Position], Ways]:
    places = table.table("positions")
    positions: dict[str, Position] = {}
    for name in places.names():
        one = places.table(name)
        level = one.choice("level", LEVELS)
        positions[name] = Position(name, one.text("name"), level, one.texts("enter", required=True))
        one.close()
    ways = table.table("transitions")
    found: Ways = {
        (start, end): ways.texts(f"{start} to {end}", required=True)
        for start in LEVELS
        for end in LEVELS
        if start != end
    }
    ways.close()
    table.close()
    return positions, found


def _advice(table: Table) -> dict[str, Advice]:
    advice: dict[str, Advice] = {}
    for name in table.names():
        one = table.table(name)
        kind = one.choice("kind", TIP_KINDS) if "kind" in one else ""
        advice[name] = Advice(name, one.text("say"), one.texts("seeds", required=True), kind)
        one.close()
    return advice


def _sources(table: Table) -> dict[str, str]:
    seeds, sources = table.table("seeds"), table.table("sources")
    found = {name: part.text(name) for part in (seeds, sources) for name in part.names()}
    table.close()
    return found


def _pacing(table: Table) -> Pacing:
    pacing = Pacing(**{name: table.number(name, least=1) for name in _PACING})
    table.close()
    return pacing


def _professional(table: Table) -> tuple[str, ...]:
    lines = table.texts("say", required=True)
    table.texts("seeds", required=True)
    table.close()
    return lines
