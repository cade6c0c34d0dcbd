"""The table drawn for people: as a Mermaid state diagram, and as plain tables, a topic each."""

import inspect
from collections.abc import Iterable, Iterator

from assistant.coach.states import ASKING, LIVE, MOVING, TALKING, UNHURRIED
from assistant.coach.table import Condition, Row, Says, Topic
from assistant.coach.topics import GATE_ROWS, ROWS, TOPICS

_GROUPS = {LIVE: ("any",), TALKING: ("welcome", "moving"), MOVING: ("moving",), ASKING: ("asking",)}
_IN_TABLES = {"any": LIVE, "moving": MOVING, "asking": ASKING, "unhurried": UNHURRIED}
_GROUP_NAMES = {
    "moving": f"any of {', '.join(MOVING)}",
    "asking": f"any of {', '.join(ASKING)}",
    "any": "any but closing and done",
}


def mermaid() -> str:
    """A Mermaid state diagram of both regions; rows of a whole group are drawn from the group."""
    arrows = _arrows(ROWS)
    groups = [
        f'        state "{words}" as {name}'
        for name, words in _GROUP_NAMES.items()
        if any(arrow.strip().startswith(f"{name} ") for arrow in arrows)
    ]
    return "\n".join([
        "stateDiagram-v2",
        "    direction LR",
        "    state flow {",
        *groups,
        "        [*] --> asleep",
        *arrows,
        "        done --> [*]",
        "    }",
        "    state gate {",
        "        [*] --> open",
        *_arrows(GATE_ROWS),
        "    }",
    ])  # fmt: skip


def _arrows(rows: Iterable[Row]) -> list[str]:
    merged: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for source in _GROUPS.get(row.sources, row.sources):
            if row.target:
                merged.setdefault((source, row.target), []).extend(map(_shown, row.triggers))
    return [f"        {start} --> {end}: {', '.join(dict.fromkeys(names))}" for (start, end), names in merged.items()]


def _shown(trigger: str) -> str:
    if trigger.startswith("back_"):
        return "pain report over"
    return "pain rules" if trigger.startswith("relief_") else trigger


def page() -> str:
    """docs/state-machine.md"""
    groups = [f"* **{name}**: {', '.join(states)}" for name, states in _IN_TABLES.items() if name != "any"]
    lines = [
        "# The state machine",
        "",
        "Made by `scripts/docs` from `assistant/coach/topics/`, where each topic of conversation has its own file.",
        "",
        "Two regions run side by side. The *flow* is the course of the session. The *gate* is open, paused, stopped or",
        "trying; while it is not open the flow keeps its place. A row of the flow that leads elsewhere opens the gate",
        "first.",
        "",
        "```mermaid",
        mermaid(),
        "```",
        "",
        "## The table",
        "",
        "A row is taken when its trigger comes in one of the states under *from* and its condition holds. Triggers are",
        "what a person can say, or our own: *told* (what was said has been heard), names with *due* (a time has come),",
        "names with *relief* (what the pain rules decided) or *back* (a pain report is over), and more. An empty *to*",
        "stays in the state. Groups:",
        "",
        *groups,
        "* **any**: every state of the flow but asleep, closing and done",
        "",
    ]
    for topic in TOPICS:
        lines += _topic(topic)
    return "\n".join(lines).rstrip() + "\n"


def _topic(topic: Topic) -> Iterator[str]:
    yield from (f"### {topic.name}", "", *(topic.about or "").partition("\n\n")[0].splitlines(), "")
    yield from ("| trigger | from | to | what is done | when |", "|---|---|---|---|---|")
    for row in topic.rows:
        cells = (", ".join(row.triggers), _from(row), row.target or "", _done(row), _when(row))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _from(row: Row) -> str:
    """The states a row begins from, with the names of groups for all states of a group."""
    states = list(row.sources)
    for name, group in _IN_TABLES.items():
        if set(group) <= set(states):
            states[states.index(group[0])] = name
            states = [state for state in states if state not in group]
    return ", ".join(states)


def _done(row: Row) -> str:
    if isinstance(row.output, Says):
        return f"Say `{row.output.key}`"
    return f"{_described(row.output)} (`{_named(row.output)}`)"


def _when(row: Row) -> str:
    if row.when:
        return _clause(row.when)
    return f"unless {_clause(row.unless)}" if row.unless else ""


def _clause(condition: Condition) -> str:
    return _described(condition).removeprefix("Whether ")


def _described(function: object) -> str:
    """The first sentence of a function's docstring."""
    return (inspect.getdoc(function) or "").partition("\n\n")[0].replace("\n", " ").rstrip(".")


def _named(function: object) -> str:
    return str(getattr(function, "__name__", ""))
