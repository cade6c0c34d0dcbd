"""YAML -> `Library`, strictly: every mistake in every file at once, each with its line and a suggestion."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant.content.fields import Table, read_table, suggestion
from assistant.content.model import (
    AREAS,
    KINDS,
    LEVELS,
    LOADS,
    ORIGINS,
    Dose,
    Exercise,
    Kind,
    Library,
    Pacing,
    PainRules,
    Phase,
    Position,
    Routine,
    Rung,
)
from assistant.errors import ContentError, LimberError, Mistake

CONTENT = Path(__file__).parent
COMMANDS = CONTENT / "en/commands.yaml"
_KIND: dict[str, Kind] = {
    "hold": "hold", "reps": "reps", "circles": "circles", "alternating": "alternating", "breathing": "breathing",
}  # fmt: skip


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
    reader = _Reader(folder)
    for path in extra:
        reader.routine_file(path)
    return reader.library()


class _Reader:
    """Reads one content folder; what refers to something else is checked when all is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mistakes: list[Mistake] = []
        self.where: dict[str, tuple[str, int]] = {}
        self.exercises: dict[str, Exercise] = {}
        self.routines: dict[str, Routine] = {}
        self.positions: dict[str, Position] = {}
        for path in sorted((folder / "exercises").glob("*.yaml")):
            for table in self._each(path):
                exercise = self._exercise(table)
                self._unique(exercise.id, table, self.exercises)
                self.exercises[exercise.id] = exercise
        for path in sorted((folder / "routines").glob("*.yaml")):
            self.routine_file(path)

    def routine_file(self, path: Path) -> None:
        """Add one routine from a file of its own."""
        table = self._top(path)
        if table is None:
            return
        routine = Routine(
            id=table.text("id"),
            name=table.text("name"),
            minutes=table.number("minutes", least=1, most=120),
            items=table.texts("items", required=True),
            purpose=table.text("purpose", ""),
            seeds=table.texts("seeds"),
            note=table.text("note", ""),
        )
        for item in routine.items:
            if item not in self.exercises:
                table.mistake("items", f"there is no exercise '{item}'{suggestion(item, self.exercises)}")
        table.close()
        self._unique(routine.id, table, self.routines)
        self.routines[routine.id] = routine

    def library(self) -> Library:
        """All of it, or `ContentError`."""
        transitions = self._positions(self._top(self.folder / "positions.yaml"))
        pain = self._pain(self._top(self.folder / "safety/pain.yaml"))
        pacing = self._pacing(self._top(self.folder / "pacing.yaml"))
        phrases = self._phrases(self._top(self.folder / "en/phrases.yaml"))
        if phrases is not None:
            self._check_references(phrases)
        if self.mistakes or pain is None or pacing is None or phrases is None:
            raise ContentError(self.mistakes)
        return Library(self.exercises, self.positions, transitions, self.routines, pain, pacing, phrases)

    def _top(self, path: Path) -> Table | None:
        try:
            return read_table(read_text(path), self._shown(path), self.mistakes)
        except ContentError as error:
            self.mistakes += error.mistakes
            return None

    def _shown(self, path: Path) -> str:
        return str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else str(path)

    def _each(self, path: Path) -> list[Table]:
        top = self._top(path)
        if top is None:
            return []
        tables = top.tables("exercises", required=True)
        top.close()
        return tables

    def _unique(self, name: str, table: Table, taken: Mapping[str, object]) -> None:
        if name in taken:
            file, line = self.where[name]
            table.mistake("id", f"'{name}' is already defined at {file}:{line}")
        self.where[name] = (table.file, table.line)

    def _exercise(self, table: Table) -> Exercise:
        kind = _KIND[table.choice("kind", KINDS)]
        dose = self._dose(table.table("dose"), kind)
        load_table = table.table("load")
        load = {area: load_table.whole(area, 0, most=3) for area in LOADS}
        load_table.close()
        name = table.text("id")
        hurts_table = table.table("if_hurts", required=False)
        hurts = {area: hurts_table.text(area) for area in hurts_table.names()}
        for area in hurts:
            if area not in AREAS:
                hurts_table.mistake(area, f"there is no area '{area}'{suggestion(area, AREAS)}")
        exercise = Exercise(
            id=name,
            name=table.text("name"),
            kind=kind,
            position=table.text("position"),
            purpose=table.text("purpose"),
            setup=table.texts("setup", required=True),
            short=table.text("short"),
            feel=table.text("feel"),
            not_feel=table.text("not_feel", ""),
            exit=table.texts("exit", required=True),
            dose=dose,
            load=load,
            ladder=tuple(self._rung(rung, name, kind) for rung in table.tables("ladder", required=True)),
            sided=table.flag("sided"),
            directions=table.texts("directions"),
            breath=table.flag("breath", default=True),
            touch_check=table.text("touch_check", ""),
            equipment=table.texts("equipment"),
            hip_flags=table.texts("hip_flags"),
            if_hurts=hurts,
            seeds=table.texts("seeds"),
            sources=table.texts("sources"),
            note=table.text("note", ""),
        )
        self._check_exercise(table, exercise)
        table.close()
        return exercise

    def _check_exercise(self, table: Table, exercise: Exercise) -> None:
        if [rung.id for rung in exercise.ladder].count(exercise.id) != 1:
            table.mistake("ladder", f"the ladder must hold '{exercise.id}' itself exactly once")
        if len({rung.id for rung in exercise.ladder}) != len(exercise.ladder):
            table.mistake("ladder", "a rung stands on this ladder twice")
        if exercise.kind == "circles" and len(exercise.directions) != 2:
            table.mistake("directions", "circles need two directions")
        words = " ".join((*exercise.setup, exercise.short, exercise.feel, *exercise.exit))
        if exercise.sided and "{side}" not in words:
            table.mistake("setup", "each side is done for itself, but the words never say {side}")
        if not exercise.sided and ("{side}" in words or "{other}" in words):
            table.mistake("setup", "the words say {side}, but 'sided: true' is missing")

    def _rung(self, table: Table, owner: str, kind: Kind) -> Rung:
        move = "move" in table
        rung = Rung(
            id=table.text("move") if move else table.text("id"),
            change="" if move else table.text("change", ""),
            dose=self._dose(table.table("dose"), kind) if "dose" in table else None,
            move=move,
            source=table.text("source", ""),
        )
        if not move and rung.id != owner and not rung.change:
            table.mistake("id", f"rung '{rung.id}' needs 'change': what is said when one arrives at it")
        table.close()
        return rung

    def _dose(self, table: Table, kind: Kind) -> Dose:
        dose = Dose(
            origin=table.choice("origin", ORIGINS),
            sets=table.whole("sets", 1, least=1, most=10),
            hold_s=table.number("hold_s", least=3, most=300) if kind == "hold" else 0,
            reps=table.whole("reps", least=1, most=60) if kind != "hold" else 0,
            rest_s=table.number("rest_s", 8, most=180),
            phases=tuple(self._phase(phase) for phase in table.tables("phases", required=kind != "hold")),
            count_after=table.flag("count_after"),
        )
        table.close()
        return dose

    def _phase(self, table: Table) -> Phase:
        phase = Phase(table.text("say"), table.number("seconds", least=1, most=30))
        self.where.setdefault(f"cue {phase.say}", (table.file, table.line))
        table.close()
        return phase

    def _positions(self, table: Table | None) -> dict[tuple[str, str], tuple[str, ...]]:
        if table is None:
            return {}
        places = table.table("positions")
        for name in places.names():
            one = places.table(name)
            level = one.choice("level", LEVELS)
            self.positions[name] = Position(name, one.text("name"), level, one.texts("enter", required=True))
            one.close()
        ways = table.table("transitions")
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for start in LEVELS:
            for end in LEVELS:
                if start != end:
                    found[start, end] = ways.texts(f"{start} to {end}", required=True)
        ways.close()
        table.close()
        return found

    def _pain(self, table: Table | None) -> PainRules | None:
        if table is None:
            return None
        substitutes = table.table("substitutes")
        rules = PainRules(
            green_most=table.whole("green_most", most=10),
            amber_most=table.whole("amber_most", most=10),
            unanswered=table.whole("unanswered", most=10),
            answer_s=table.number("answer_s", least=2, most=60),
            spare_amber=table.whole("spare_amber", least=1, most=3),
            spare_red=table.whole("spare_red", least=1, most=3),
            stop_words=table.texts("stop_words", required=True),
            refer_words=table.texts("refer_words", required=True),
            substitutes={area: substitutes.texts(area, required=True) for area in AREAS},
        )
        table.texts("sources", required=True)
        if not rules.green_most < rules.amber_most < 10:
            table.mistake("amber_most", "'green_most' must be below 'amber_most', and that below 10")
        for area, exercises in rules.substitutes.items():
            for name in exercises:
                if name not in self.exercises:
                    substitutes.mistake(area, f"there is no exercise '{name}'{suggestion(name, self.exercises)}")
                elif self.exercises[name].loads(area) >= rules.spare_amber:
                    substitutes.mistake(area, f"'{name}' loads the {area} itself")
        substitutes.close()
        table.close()
        return rules

    def _pacing(self, table: Table | None) -> Pacing | None:
        if table is None:
            return None
        names = ("ready_s", "side_s", "ease_s", "rest_s", "more_s", "lead_s", "stopped_s", "paused_s")
        pacing = Pacing(**{name: table.number(name, least=1, most=600) for name in names})
        table.close()
        return pacing

    def _phrases(self, table: Table | None) -> dict[str, tuple[str, ...]] | None:
        return None if table is None else {key: table.texts(key, required=True) for key in table.names()}

    def _check_references(self, phrases: Mapping[str, tuple[str, ...]]) -> None:
        for exercise in self.exercises.values():
            if exercise.position not in self.positions:
                self._refer(
                    exercise.id,
                    f"there is no position '{exercise.position}'{suggestion(exercise.position, self.positions)}",
                )
            others = [rung.id for rung in exercise.ladder if rung.move] + list(exercise.if_hurts.values())
            for name in others:
                if name not in self.exercises:
                    self._refer(exercise.id, f"there is no exercise '{name}'{suggestion(name, self.exercises)}")
            for direction in exercise.directions:
                if f"turn_{direction}" not in phrases:
                    self._refer(exercise.id, f"there is no phrase 'turn_{direction}' to announce that direction")
            for area, name in exercise.if_hurts.items():
                if area in AREAS and name in self.exercises and self.exercises[name].loads(area) >= 2:
                    self._refer(exercise.id, f"'{name}' is the way out when the {area} hurts, but loads it itself")
        for key in (name.removeprefix("cue ") for name in list(self.where) if name.startswith("cue ")):
            if key not in phrases and not key.startswith("{"):
                self._refer(f"cue {key}", f"there is no phrase '{key}'{suggestion(key, phrases)}")

    def _refer(self, name: str, message: str) -> None:
        file, line = self.where[name]
        self.mistakes.append(Mistake(file, line, message))
