"""YAML -> `Library`, strictly: every mistake in every file at once, each with its line and a suggestion.

Structure is read from content/, the sentences that belong to it from a language's folder. Both use the same ids, and
files of the same name, so what belongs together is found side by side.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

from assistant.content.advice import read_advice
from assistant.content.clinical import Pacing
from assistant.content.domain import Domain, either, read_domain
from assistant.content.exercise import Names, loads_of, read_exercise
from assistant.content.fields import Table, nothing, read_table, suggestion
from assistant.content.fitting import read_fitting
from assistant.content.language import ENGLISH, LANGUAGES, language_folder, language_table, read_language
from assistant.content.measures import read_measures
from assistant.content.missing import missing, missing_files
from assistant.content.model import Exercise, Library, Routine
from assistant.content.needed import not_there
from assistant.content.plans import PLAN_MOST, Reach
from assistant.content.position import Position
from assistant.content.questions import Referred, read_demands, read_screening, some_of
from assistant.content.routines import Written, read_routine
from assistant.content.safety import read_pain, read_progress, read_red_flags
from assistant.content.ways import read_ways
from assistant.files import TEXT_MOST, read_text
from assistant.languages.language import Language
from assistant.places import PACKAGE
from assistant.words.errors import ContentError, Mistake

CONTENT = PACKAGE / "content"
COMMANDS = LANGUAGES / ENGLISH / "commands.yaml"
"""The vocabulary of the language that is spoken where none is set."""

Part = TypeVar("Part")


def load_library(
    folder: Path = CONTENT,
    extra: Iterable[Path] = (),
    language: str | Path = ENGLISH,
    unsaved: Mapping[Path, str] | None = None,
) -> Library:
    """Read the whole library in one language, and `extra` routine files into it.

    `unsaved`: what is to stand in some of these files, in the place of what does.

    Raises `ContentError` with every mistake found; `LimberError` when a file cannot be read or a language is unknown.
    """
    words = language_folder(language)
    if lacking := missing_files(words):
        raise ContentError(lacking)
    return _Reader(folder, words, extra, unsaved or {}).library()


def load_language(language: str | Path = ENGLISH) -> Language:
    """Read a language's rules, words and what it says outside a session, without the library. Raises as above."""
    mistakes: list[Mistake] = []
    domain = read_domain(read_table(read_text(CONTENT / "domain.yaml"), "domain.yaml", mistakes))
    found = read_language(language_folder(language), domain, mistakes)
    if mistakes or found is None:
        raise ContentError(mistakes)
    return found


class _Reader:
    """Reads one content folder: first what exercises refer to, then the exercises, then what refers to them."""

    def __init__(self, folder: Path, language: Path, extra: Iterable[Path], unsaved: Mapping[Path, str]) -> None:
        self.folder, self.language_folder, self.unsaved = folder, language, unsaved
        self.mistakes: list[Mistake] = []
        self.own = [table for path in extra if (table := self._top(path, PLAN_MOST)) is not None]
        """The person's own files."""
        self.where: dict[str, tuple[str, int]] = {}
        self.exercises: dict[str, Exercise] = {}
        self.routines: dict[str, Routine] = {}

    def library(self) -> Library:
        """All of it, or `ContentError`."""
        domain = self._file("domain.yaml", read_domain)
        if domain is None or self.mistakes:
            raise self._error()
        language = read_language(self.language_folder, domain, self.mistakes)
        phrases = _phrases(self._words("phrases.yaml"))
        places = self._file("positions.yaml", lambda table: _positions(table, self._words("positions.yaml"), domain))
        ways = self._file("ways.yaml", lambda table: read_ways(table, self._words("ways.yaml"), places or (), domain))
        sources = self._file("sources.yaml", _sources) or {}
        reasons = self._file("reasons.yaml", lambda table: read_advice(table, self._words("reasons.yaml"), (), sources))
        tips = self._file(
            "tips.yaml", lambda table: read_advice(table, self._words("tips.yaml"), domain.tip_kinds, sources)
        )
        pacing = self._file("pacing.yaml", _pacing)
        self._file("safety/professional.yaml", _seeds_only)
        professional = _professional(self._words("professional.yaml"))
        flags = self._file("safety/red_flags.yaml", lambda table: read_red_flags(table, self._words("red_flags.yaml")))
        demands = self._file("safety/demands.yaml", lambda table: read_demands(table, domain))
        if places is None or reasons is None or not sources or demands is None or flags is None:
            raise self._error()
        self._exercises(Names(places, reasons, phrases, sources, domain, demands))
        for name in demands:
            if name not in self.exercises:
                message = f"there is no exercise '{name}'{suggestion(name, self.exercises)}"
                self.mistakes.append(Mistake("safety/demands.yaml", 1, message))
        known = self.exercises
        pain = self._file("safety/pain.yaml", lambda table: read_pain(table, known, domain))
        fitting = self._file("fitting.yaml", lambda table: read_fitting(table, known))
        progress = self._file("safety/progress.yaml", lambda table: read_progress(table, known, domain.demands))
        if pain is not None and progress is not None:
            self._routines(domain, Reach(pain.hold_most_s, progress.reps_most))
        self.mistakes += not_there(known, self.routines)
        measures = self._file("measures.yaml", read_measures)
        questions = self._words("screening.yaml")
        screening = self._file(
            "safety/screening.yaml",
            lambda table: read_screening(table, questions, Referred(known, places, domain, flags.say)),
        )
        if language is not None and self.language_folder != LANGUAGES / ENGLISH:
            self.mistakes += missing(self.language_folder, language)
        if self.mistakes or pain is None or screening is None or language is None:
            raise self._error()
        if tips is None or pacing is None or progress is None or fitting is None or ways is None or measures is None:
            raise self._error()
        return Library(
            known, places, ways, self.routines, pain, screening, flags, progress, professional,
            reasons, tuple(tips.values()), pacing, fitting, phrases, domain, language, measures,
        )  # fmt: skip

    def _error(self) -> ContentError:
        """Every mistake, once: a language's reader and its comparison with English may find the same one."""
        return ContentError(list(dict.fromkeys(self.mistakes)))

    def _file(self, name: str, read: Callable[[Table], Part]) -> Part | None:
        table = self._top(self.folder / name)
        return None if table is None else read(table)

    def _words(self, name: str) -> Table:
        """A file of the language; what it lacks is noted once."""
        return language_table(self.language_folder, name, self.mistakes) or nothing(name)

    def _top(self, path: Path, most: int = TEXT_MOST) -> Table | None:
        """What stands in a file of at most so many letters; None where that is noted as a mistake."""
        shown = str(path.relative_to(self.folder)) if path.is_relative_to(self.folder) else str(path)
        try:
            text = self.unsaved[path] if path in self.unsaved else read_text(path)
            if len(text) > most:
                message = f"a plan has at most {most} letters, and this has {len(text)}"
                self.mistakes.append(Mistake(shown, 1, message))
                return None
            return read_table(text, shown, self.mistakes, kept=path not in self.unsaved)
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
            words = self._words(f"exercises/{path.name}")
            for table in top.tables("exercises", required=True):
                self._exercise(table, words.table(table.text("id")), names)
                tables[table.text("id")] = table
            words.close()
            top.close()
        for table in (each for own in self.own for each in own.tables("exercises")):
            self._exercise(table, table, names)
            tables[table.text("id")] = table
        for name, exercise in self.exercises.items():
            self._check_neighbours(exercise, tables[name], names.domain)

    def _exercise(self, table: Table, words: Table, names: Names) -> None:
        exercise = read_exercise(table, words, names)
        self._unique(exercise.id, table, self.exercises)
        self.exercises[exercise.id] = exercise

    def _check_neighbours(self, exercise: Exercise, table: Table, domain: Domain) -> None:
        for rung in exercise.ladder:
            if rung.move and rung.id not in self.exercises:
                table.mistake("ladder", f"there is no exercise '{rung.id}'{suggestion(rung.id, self.exercises)}")
        for end, way in ((0, "easier"), (-1, "harder")):
            if loop := self._loop(exercise, end):
                table.mistake("ladder", f"the ladder goes round in a circle on the {way} side: {' -> '.join(loop)}")
        if exercise.moving and (
            exercise.moving not in self.exercises or self.exercises[exercise.moving].kind == "hold"
        ):
            near = suggestion(exercise.moving, self.exercises)
            table.mistake("moving", f"there is no exercise '{exercise.moving}' that moves{near}")
        for area, name in exercise.if_hurts.items():
            if name not in self.exercises:
                table.mistake("if_hurts", f"there is no exercise '{name}'{suggestion(name, self.exercises)}")
            elif area in domain.areas and self.exercises[name].loads(area) >= 2:
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

    def _routines(self, domain: Domain, reach: Reach) -> None:
        """The library's routines, and the person's own files, which say their name and purpose themselves."""
        words = self._words("routines.yaml")
        ours = map(self._top, sorted((self.folder / "routines").glob("*.yaml")))
        for table in (*ours, *self.own):
            if table is None:
                continue
            said = table if table in self.own else words.table(table.text("id"))
            routine = read_routine(table, said, Written(self.exercises, domain, reach))
            if said is not table:
                said.close()
            self._unique(routine.id, table, self.routines)
            self.routines[routine.id] = routine
        words.close()


def _phrases(words: Table) -> dict[str, tuple[str, ...]]:
    return {key: words.texts(key, required=True) for key in words.names()}


def _positions(table: Table, words: Table, domain: Domain) -> dict[str, Position]:
    places, said = table.table("positions"), words.table("positions")
    positions: dict[str, Position] = {}
    for name in places.names():
        place, text = places.table(name), said.table(name)
        positions[name] = Position(
            name,
            text.text("name"),
            place.choice("level", domain.levels),
            text.texts("enter", required=True),
            lying=place.flag("lying"),
            restful=place.flag("restful"),
            kneeling=place.flag("kneeling"),
            demands=some_of(place, "demands", domain.demands),
            needs=either(place, "needs", domain.furniture),
            equipment=some_of(place, "equipment", domain.equipment),
            enter_s=place.number("enter_s", least=1, most=120),
            turn_s=place.number("turn_s", 0, most=120),
            turn=text.text("turn", ""),
            again=text.text("again", ""),
            leave=text.text("leave", ""),
            load=loads_of(place.table("load", required=False), domain),
        )
        place.close()
        text.close()
    for part in (said, places, words, table):
        part.close()
    return positions


def _sources(table: Table) -> dict[str, str]:
    seeds, sources = table.table("seeds"), table.table("sources")
    found = {name: part.text(name) for part in (seeds, sources) for name in part.names()}
    table.close()
    return found


def _pacing(table: Table) -> Pacing:
    pacing = Pacing(**{field.name: table.number(field.name, least=0.1) for field in fields(Pacing)})
    table.close()
    return pacing


def _seeds_only(table: Table) -> tuple[str, ...]:
    seeds = table.texts("seeds", required=True)
    table.close()
    return seeds


def _professional(words: Table) -> tuple[str, ...]:
    lines = words.texts("say", required=True)
    words.close()
    return lines
