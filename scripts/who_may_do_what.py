"""docs/who-may-do-what.md: a table for a clinician to read, of every kind of person and every exercise."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.coach.permission import permitted
from assistant.coach.person import Person, cleared
from assistant.content.clinical import Question
from assistant.content.model import Exercise, Library

INTRO = """# Who may do what

Made by `scripts/docs` from [`screening.yaml`](../assistant/content/safety/screening.yaml),
[`demands.yaml`](../assistant/content/safety/demands.yaml) and [`positions.yaml`](../assistant/content/positions.yaml).
[Safety](safety.md#questions-about-health) says how it comes about, and how to change it. Everything here is proposed
and wants a clinician's eye.

Each column is a person with this one answer, whose other answers limit nothing, and who has a chair, a bed and a wall.
Several answers leave what all of them leave. "I don't know" and no answer count like the answer that is named.
"""


def who_may_do_what(library: Library) -> str:
    """The page."""
    people = dict(_people(library))
    lines = [INTRO, "| column | the answer | what it leaves out | exercises left |", "|---|---|---|---|"]
    for name, (person, said, limits) in people.items():
        lines.append(f"| **{name}** | {said} | {limits} | {len(permitted(library, person))} |")
    may = {name: permitted(library, person) for name, (person, _, _) in people.items()}
    lines += ["", "| exercise | position | " + " | ".join(people) + " | what it asks |"]
    lines += ["|---" * (len(people) + 3) + "|"]
    order = {name: at for at, name in enumerate(library.positions)}
    for exercise in sorted(library.exercises.values(), key=lambda each: (order[each.position], each.id)):
        cells = " | ".join("yes" if exercise.id in may[name] else "–" for name in people)
        place = library.positions[exercise.position].name
        lines.append(f"| {exercise.name} `{exercise.id}` | {place} | {cells} | {_asks(library, exercise)} |")
    return "\n".join(lines) + "\n"


def _people(library: Library) -> Iterator[tuple[str, tuple[Person, str, str]]]:
    """(column, (the person, what they answered, what that leaves out)); questions that limit alike share a column."""
    alike: dict[str, list[Question]] = defaultdict(list)
    for question in library.screening.questions:
        if question.limits or question.furniture:
            alike[_left_out(library, question)].append(question)
    for left_out, questions in alike.items():
        said = "; ".join(f"“{question.ask}” {question.limits_on}" for question in questions)
        name = ", ".join(question.id.replace("_", " ") for question in questions)
        yield name, (_person(library, questions[0]), said, left_out)
    off_floor = _person(library, library.screening.question("floor"))
    no_bed = replace(off_floor, answers={**off_floor.answers, "bed": "no"})
    yield "floor, and no bed", (no_bed, "the answer about the floor, and no bed", "both")
    yield "nothing answered", (Person(introduced=True), "none at all", "everything that any answer leaves out")


def _person(library: Library, question: Question) -> Person:
    known = cleared(library.screening)
    after: Mapping[str, str] = {question.after: "yes"} if question.after else {}
    return replace(known, answers={**known.answers, **after, question.id: question.limits_on})


def _left_out(library: Library, question: Question) -> str:
    if question.furniture:
        return f"what needs a {question.furniture}"
    parts: list[str] = []
    for limit in question.limits:
        parts += [f"what {library.domain.demands[name]}" for name in sorted(limit.leave_out)]
        parts += [f"a load above {most} on {area.replace('_', ' ')}" for area, most in limit.most.items()]
        parts += [f"everything on the {level}" for level in sorted(limit.levels_out)]
        parts += [f"all but {kind} exercises" for kind in sorted(limit.kinds)]
    return "; ".join(dict.fromkeys(parts))


def _asks(library: Library, exercise: Exercise) -> str:
    """What an exercise and its position ask and need, in words."""
    position = library.positions[exercise.position]
    if exercise.demands is None:
        return "nobody has marked it"
    asked = [library.domain.demands[name] for name in (*position.demands, *exercise.demands)]
    needs = [f"needs a {' or a '.join(needed)}" for needed in (position.needs, exercise.needs) if needed]
    return "; ".join([*asked, *needs]) or "nothing of these"
