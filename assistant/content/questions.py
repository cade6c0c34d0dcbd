"""The questions about health and about the home: safety/screening.yaml and safety/demands.yaml, and their sentences."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.content.clinical import Limit, Part, Question, QuestionGroup, Screening
from assistant.content.domain import Domain
from assistant.content.fields import Table, suggestion
from assistant.content.model import KINDS, Exercise
from assistant.content.position import Position

ANSWERS = ("yes", "no", "unsure")
PARTS: tuple[Part, ...] = ("first", "later")


def read_demands(table: Table, domain: Domain) -> dict[str, tuple[str, ...]]:
    """safety/demands.yaml: exercise -> what it asks of the body. Whoever reads the exercises checks their names."""
    found = {name: some_of(table, name, domain.demands) for name in table.names()}
    table.close()
    return found


def some_of(table: Table, key: str, known: Collection[str], *, required: bool = False) -> tuple[str, ...]:
    """A list of names, each of which must be known."""
    names = table.texts(key, required=required)
    for name in names:
        if name not in known:
            table.mistake(key, f"there is no '{name}'{suggestion(name, known)}; it must be one of {', '.join(known)}")
    return names


@dataclass(frozen=True, slots=True)
class Referred:
    """What the questions may refer to."""

    exercises: Mapping[str, Exercise]
    positions: Mapping[str, Position]
    domain: Domain
    flags: Collection[str]
    """The red flags that there are."""


def read_screening(table: Table, words: Table, known: Referred) -> Screening:
    """safety/screening.yaml, and a language's screening.yaml."""
    domain, exercises = known.domain, known.exercises
    named = table.table("limits")
    limits = {name: _limit(named.table(name), domain) for name in named.names()}
    said = words.table("groups")
    groups = tuple(QuestionGroup(name, said.text(name)) for name in table.texts("groups", required=True))
    questions: list[Question] = []
    for asked in table.tables("questions", required=True):
        questions.append(_question(asked, words, limits, known, {each.id: each for each in questions}))
    for part in (named, said, words):
        part.close()
    if len({question.id for question in questions}) != len(questions):
        table.mistake("questions", "two questions have the same id")
    _check_groups(table, [group.id for group in groups], questions)
    for thing in domain.furniture:
        if sum(question.furniture == thing for question in questions) != 1:
            table.mistake("questions", f"exactly one question must ask about the {thing}, or nothing could use it")
    screening = Screening(
        questions=tuple(questions),
        groups=groups,
        answer_s=table.number("answer_s", least=2, most=60),
        again_days=table.whole("again_days", least=7, most=366),
    )
    if not any(
        _always(exercise, known.positions[exercise.position], limits.values())
        for exercise in exercises.values()
        if exercise.position in known.positions
    ):
        table.mistake("limits", "one exercise that needs and loads nothing must pass every limit, so that one is left")
    table.texts("sources", required=True)
    table.close()
    return screening


def _check_groups(table: Table, groups: Sequence[str], questions: Sequence[Question]) -> None:
    for question in questions:
        if question.group not in groups:
            known = f"it must be one of {', '.join(groups)}"
            hint = suggestion(question.group, groups)
            table.mistake("groups", f"there is no group '{question.group}', which '{question.id}' is of{hint}; {known}")
    for group in groups:
        if groups.count(group) > 1 or not any(question.group == group for question in questions):
            table.mistake("groups", f"'{group}' must be named once, and be the group of a question")


def _limit(table: Table, domain: Domain) -> Limit:
    most = table.table("most", required=False)
    limit = Limit(
        leave_out=frozenset(some_of(table, "leave_out", domain.demands)),
        most={area: most.whole(area, most=3) for area in most.names() if _loaded(most, area, domain)},
        levels_out=frozenset(some_of(table, "levels_out", domain.levels)),
        kinds=frozenset(some_of(table, "kinds", KINDS)),
    )
    table.texts("sources", required=True)
    most.close()
    table.close()
    return limit


def _loaded(table: Table, area: str, domain: Domain) -> bool:
    if area not in domain.loads:
        table.mistake(area, f"nothing loads '{area}'{suggestion(area, domain.loads)}")
    return area in domain.loads


def _question(
    asked: Table, words: Table, limits: Mapping[str, Limit], known: Referred, before: Mapping[str, Question]
) -> Question:
    name = asked.text("id")
    said, after = words.table(name), asked.table("after", required=False)
    question = Question(
        id=name,
        ask=said.text("ask"),
        limits_on=asked.choice("limits_on", ("yes", "no")),
        say=said.text("say", ""),
        part=asked.choice("part", PARTS),
        group=asked.text("group"),
        limits=tuple(limits[each] for each in some_of(asked, "limits", limits) if each in limits),
        flag=asked.choice("flag", known.flags) if "flag" in asked else "",
        furniture=asked.choice("furniture", known.domain.furniture) if "furniture" in asked else "",
        after=after.choice("question", before) if "after" in asked and before else "",
        after_answers=frozenset(some_of(after, "answers", ANSWERS, required=True)) if "after" in asked else frozenset(),
    )
    if question.after and before[question.after].part != question.part:
        asked.mistake("after", f"'{question.after}' is asked at another time; give both the same 'part'")
    if question.after and before[question.after].group != question.group:
        asked.mistake("after", f"'{question.after}' is of another group; give both the same 'group'")
    for part in (said, after, asked):
        part.close()
    return question


def _always(exercise: Exercise, position: Position, limits: Collection[Limit]) -> bool:
    """Whether an exercise can be done by anybody, anywhere."""
    free = exercise.demands == () and not (position.demands or position.needs or exercise.needs)
    return (
        free
        and exercise.loads_nothing
        and all(
            (not limit.kinds or exercise.kind in limit.kinds) and position.level not in limit.levels_out
            for limit in limits
        )
    )
