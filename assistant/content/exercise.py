"""One exercise: its table in content/exercises and its sentences in a language's exercises -> `Exercise`.

An exercise of a person's own file has its sentences in the same table. It is only done where that file names it, on a
ladder or in its items. It asks nothing, and says itself what it demands of the body.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.content.advice import all_known
from assistant.content.domain import Domain, either
from assistant.content.fields import Table, nothing, suggestion
from assistant.content.measures import ANSWERS, Ask
from assistant.content.model import KINDS, ORIGINS, TIMED, Dose, Exercise, Kind, Phase, Rung
from assistant.content.position import Position
from assistant.content.spoken import check_spoken
from assistant.languages.language import names_a_side

WAYS_ROUND = 2
SPOKEN = (
    "name", "purpose", "setup", "short", "feel", "not_feel", "exit", "turns", "breathing", "touch_check",
)  # fmt: skip
"""The sentences of an exercise."""


@dataclass(frozen=True, slots=True)
class Names:
    """What an exercise may refer to."""

    positions: Mapping[str, Position]
    reasons: Collection[str]
    cues: Collection[str]
    """Keys of phrases.yaml"""
    sources: Collection[str]
    """Short names of sources.yaml, the seeds among them"""
    domain: Domain
    demands: Mapping[str, tuple[str, ...]]
    """exercise -> what it asks of the body; one that is missing has not been marked"""


def read_exercise(table: Table, words: Table, names: Names) -> Exercise:
    """Read one exercise and check all but what it says of others; `words` has its sentences, and may be `table`."""
    kind, name, own = table.choice("kind", KINDS), table.text("id"), words is table
    asked, domain = nothing(table.file) if own else words.table("asks", required=False), names.domain
    exercise = Exercise(
        id=name,
        name=words.text("name"),
        kind=kind,
        position=_known(table, "position", names.positions),
        purpose=words.text("purpose"),
        reason=_known(table, "reason", names.reasons),
        setup=words.texts("setup", required=True),
        short=words.text("short"),
        feel=words.text("feel"),
        not_feel=words.text("not_feel", ""),
        exit=words.texts("exit", required=True),
        dose=_dose(table.table("dose"), kind, names.cues, own=own),
        load=loads_of(table.table("load"), domain),
        ladder=_ladder(table, words, (name, kind), names),
        sided=table.flag("sided"),
        turns=words.texts("turns", required=kind == "circles"),
        breath=table.flag("breath", default=True),
        breathing=words.text("breathing", ""),
        planes=_all_of(table, "planes", domain.planes),
        strengthens=_all_of(table, "strengthens", domain.muscles),
        stretches=_all_of(table, "stretches", domain.muscles),
        daily=_known(table, "daily", names.sources, ""),
        moving=table.text("moving", ""),
        clock=table.flag("clock"),
        advanced=own or table.flag("advanced"),
        quiet=table.flag("quiet"),
        touch_check=words.text("touch_check", ""),
        asks=() if own else tuple(_ask(ask, asked) for ask in table.tables("asks")),
        equipment=_all_of(table, "equipment", domain.equipment),
        needs=either(table, "needs", domain.furniture),
        demands=_demands(table, domain) if own else names.demands.get(name),
        if_hurts=_if_hurts(table.table("if_hurts", required=False), domain),
        seeds=all_known(table, "seeds", names.sources),
        sources=all_known(table, "sources", names.sources),
        settle_s=table.number("settle_s", 0, most=120),
        note=table.text("note", ""),
        loaded_as=domain.loaded_as,
    )
    _check(table, exercise, names)
    _check_words(table, words, exercise)
    for part in (table, asked, *(() if own else (words,))):
        part.close()
    return exercise


def _demands(table: Table, domain: Domain) -> tuple[str, ...] | None:
    """What an exercise of a person's own file asks of the body; None where nobody says, which is no empty list."""
    return _all_of(table, "demands", domain.demands) if "demands" in table else None


def _check_spoken(table: Table, exercise: Exercise) -> None:
    for key in SPOKEN:
        if not table.is_table(key):
            check_spoken(table, key, table.texts(key))
    check_spoken(table, "changes", (rung.change for rung in exercise.ladder))


def _known(table: Table, key: str, names: Collection[str], default: str | None = None) -> str:
    name = table.text(key, default)
    if name and name not in names:
        table.mistake(key, f"there is no {key} '{name}'{suggestion(name, names)}")
    return name


def _all_of(table: Table, key: str, known: Collection[str]) -> tuple[str, ...]:
    """A list of names that the domain has for this."""
    return all_known(table, key, known, f"there is no {key.removesuffix('s')}")


def loads_of(table: Table, domain: Domain) -> Mapping[str, int]:
    """What is loaded, and how much, 0 to 3; what is not named is 0."""
    load = {area: table.whole(area, 0, most=3) for area in domain.loads}
    table.close()
    return load


def _if_hurts(table: Table, domain: Domain) -> Mapping[str, str]:
    for area in table.names():
        if area not in domain.areas:
            table.mistake(area, f"there is no area '{area}'{suggestion(area, domain.areas)}")
    return {area: table.text(area) for area in table.names()}


def _check(table: Table, exercise: Exercise, names: Names) -> None:
    if [rung.id for rung in exercise.ladder].count(exercise.id) != 1:
        table.mistake("ladder", f"the ladder must hold '{exercise.id}' itself exactly once")
    if len({rung.id for rung in exercise.ladder}) != len(exercise.ladder):
        table.mistake("ladder", "a rung stands on this ladder twice")
    for rung in exercise.ladder:
        for area, more in rung.load.items():
            if rung.move or more <= exercise.load[area]:
                table.mistake("ladder", f"'load' of '{rung.id}' says only what it loads more than '{exercise.id}'")
    if len(exercise.ladder) == 1:
        table.mistake("ladder", "this ladder leads nowhere; give it an easier or a harder rung")
    if place := names.positions.get(exercise.position):
        for area, least in place.load.items():
            if exercise.load[area] < least:
                table.mistake(
                    "load", f"{area} is at least {least}, as everything in the position '{place.id}' loads it"
                )
    if exercise.kind == "hold" and not (exercise.strengthens or exercise.stretches or exercise.reason == "assess"):
        table.mistake("kind", "a hold needs 'stretches' or 'strengthens'; which muscles is it for?")
    if exercise.stretches and (exercise.kind != "hold" or not exercise.moving):
        table.mistake("stretches", "this is for a hold, with 'moving': the exercise that moves where this one holds")
    if exercise.daily and not exercise.stretches:
        table.mistake("daily", "this is for a stretch: no weekly limit makes it rest")


def _check_source(table: Table, exercise: Exercise) -> None:
    if not exercise.seeds and not exercise.sources:
        table.mistake("id", f"'{exercise.id}' names neither 'seeds' nor 'sources'; where is it from?")
    if exercise.dose.origin == "seed" and not exercise.seeds:
        table.mistake("dose", "the dose is said to be from a seed, but 'seeds' names none; use 'origin: proposed'")


def _check_words(table: Table, words: Table, exercise: Exercise) -> None:
    if words is table:
        _check_spoken(table, exercise)
    else:
        _check_source(table, exercise)
    _check_turns(table, words, exercise)
    _check_sides(words, exercise)


def _check_turns(table: Table, words: Table, exercise: Exercise) -> None:
    """Circles are done both ways round: each way has its sentence, and its cues in the order of that way."""
    if exercise.kind != "circles":
        if exercise.turns:
            words.mistake("turns", "only circles have 'turns'")
        return
    if exercise.turns and len(exercise.turns) != WAYS_ROUND:
        words.mistake("turns", f"circles need {WAYS_ROUND} 'turns', one sentence for each way round")
    if names_a_side(*exercise.turns):
        words.mistake("turns", "'turns' are the same for both sides, so they cannot say {side}")
    for dose in (exercise.dose, *(rung.dose for rung in exercise.ladder if rung.dose)):
        there, back = ([phase.say for phase in phases] for phases in (dose.phases, dose.reverse))
        if len(there) > 1 and back != there[::-1]:
            table.mistake("dose", f"the other way round needs 'reverse' phases that say {', '.join(there[::-1])}")


def _check_sides(words: Table, exercise: Exercise) -> None:
    said = names_a_side(*exercise.setup, exercise.short, exercise.feel, *exercise.exit)
    if exercise.sided and not said:
        words.mistake("setup", "each side is done for itself, but the words never say {side}")
    if said and not exercise.sided:
        words.mistake("setup", "the words say {side}, but the exercise is not one that is done for each side")


def _ask(table: Table, words: Table) -> Ask:
    answer, key = table.choice("answer", ANSWERS), table.text("key")
    ask = Ask(key, words.text(key), answer)
    table.close()
    return ask


def _ladder(table: Table, words: Table, owner: tuple[str, Kind], names: Names) -> tuple[Rung, ...]:
    changes, own = words.table("changes", required=False), words is table
    rungs = tuple(_rung(rung, changes, owner, names, own=own) for rung in table.tables("ladder", required=True))
    changes.close()
    return rungs


def _rung(table: Table, changes: Table, owner: tuple[str, Kind], names: Names, *, own: bool) -> Rung:
    """One rung. One that is neither another exercise nor this one as written needs words for what changes there."""
    (whose, kind), move = owner, "move" in table
    name = table.text("move") if move else table.text("id")
    rung = Rung(
        id=name,
        change="" if move else changes.text(name, "" if name == whose else None),
        dose=_dose(table.table("dose"), kind, names.cues, own=own) if "dose" in table else None,
        move=move,
        load=_more_load(table.table("load", required=False), names.domain),
        source=_known(table, "source", names.sources, ""),
    )
    table.close()
    return rung


def _more_load(table: Table, domain: Domain) -> Mapping[str, int]:
    """What a rung loads more than its exercise as written."""
    for area in table.names():
        if area not in domain.loads:
            table.mistake(area, f"nothing loads '{area}'{suggestion(area, domain.loads)}")
    load = {area: table.whole(area, least=1, most=3) for area in table.names() if area in domain.loads}
    table.close()
    return load


def _dose(table: Table, kind: Kind, cues: Collection[str], *, own: bool) -> Dose:
    """A dose. In a person's own file it is whoever wrote it that chose it, so it need not say where it is from."""
    timed = kind in TIMED
    sets = table.whole("sets", 1, least=1, most=10)
    if "rest_s" in table and sets == 1:
        table.mistake("rest_s", "this rest is between sets, and there is one set; leave it out")
    dose = Dose(
        origin=table.choice("origin", ORIGINS, "proposed" if own else None),
        sets=sets,
        hold_s=table.whole("hold_s", least=3, most=300) if timed else 0,
        reps=table.whole("reps", least=1, most=60) if not timed else 0,
        rest_s=table.number("rest_s", 0, most=180),
        phases=tuple(_phase(phase, cues) for phase in table.tables("phases", required=not timed)),
        reverse=tuple(_phase(phase, cues) for phase in table.tables("reverse")) if kind == "circles" else (),
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
