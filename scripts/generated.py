"""The parts of the documentation that are made from data. `pages()` is what they should be; a test compares."""

import ast
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from hearing_table import hearing_table
from soak_table import soak_table
from standby_table import standby_table
from who_may_do_what import who_may_do_what

from assistant.app import load_commands
from assistant.coach.drawing import page as state_machine
from assistant.coach.length import session_s
from assistant.content.commands import Commands
from assistant.content.load import CONTENT, load_library
from assistant.content.model import TIMED, Dose, Exercise, Library

ROOT = Path(__file__).resolve().parents[1]


def pages() -> dict[Path, str]:
    """Every generated file and its content."""
    library = load_library()
    return {
        ROOT / "docs/hearing-figures.md": filled(
            "hearing-figures.md", "<!-- hearing -->\n", hearing_table(ROOT / "docs/hearing.json"), "<!-- /hearing -->"
        ),
        ROOT / "docs/room-figures.md": filled("room-figures.md", "<!-- room -->\n", room(), "<!-- /room -->"),
        ROOT / "docs/standby-figures.md": filled(
            "standby-figures.md", "<!-- standby -->\n", standby_table(ROOT / "docs/standby.json"), "<!-- /standby -->"
        ),
        ROOT / "docs/service.md": filled(
            "service.md", "<!-- soak -->\n", soak_table(ROOT / "docs/soak.json"), "<!-- /soak -->"
        ),
        ROOT / "docs/commands.md": filled(
            "commands.md", "<!-- phrases -->\n", phrases(load_commands()), "<!-- /phrases -->"
        ),
        ROOT / "docs/exercises.md": exercises(library),
        ROOT / "docs/routines.md": routines(library),
        ROOT / "docs/state-machine.md": state_machine(),
        ROOT / "docs/seeds.md": seeds(),
        ROOT / "docs/ear-constants.md": ear_constants(),
        ROOT / "docs/who-may-do-what.md": who_may_do_what(library),
    }


def filled(page: str, begins: str, text: str, ends: str) -> str:
    """A page of docs/ with `text` between two marks. Raises ValueError when a mark is missing."""
    before, begin, rest = (ROOT / "docs" / page).read_text(encoding="utf-8").partition(begins)
    _, end, after = rest.partition(ends)
    if not (begin and end):
        raise ValueError(f"docs/{page} has lost '{begins.strip()}' or '{ends}'")
    return f"{before}{begins}{text}{ends}{after}"


def phrases(commands: Commands) -> str:
    """The table of every phrase and the table of every slot in docs/commands.md."""
    lines = ["", "| intent | phrases | when it acts |", "|---|---|---|"]
    for intent in commands.intents:
        templates = " · ".join(template.replace("|", "\\|") for template in intent.phrases)
        lines.append(f"| `{intent.name}` | {templates} | {intent.act} |")
    lines += ["", "| slot | what may be said in it |", "|---|---|"]
    for name, values in commands.slots.items():
        lines.append(f"| `{{{name}}}` | {' · '.join(way for ways in values.values() for way in ways)} |")
    return "\n".join([*lines, "", ""])


def room() -> str:
    """The table of docs/room-figures.md, from docs/room.json and docs/room_live.json, which the benchmarks write."""
    lines: list[str] = []
    file, live = ROOT / "docs/room.json", ROOT / "docs/room_live.json"
    data = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"rows": [], "alone": {}}
    lines += (
        ["| what | share | 95 % interval | clips |", "|---|---|---|---|"]
        if data["rows"]
        else ["The offline table is not measured yet."]
    )
    for row in data["rows"]:
        span = f"{100 * row['low']:.1f} to {100 * row['high']:.1f}"
        name = row["name"] + (f" ({row['notes']})" if row["notes"] and "better" not in row["notes"] else "")
        lines.append(f"| {name} | {100 * row['share']:.1f} % | {span} | {row['clips']} |")
    if alone := data["alone"]:
        found = f"{alone['false_commands']} commands, {alone['pauses']} pauses"
        lines += ["", f"{alone['hours']} hours of narration that says every command, with nobody there: {found}."]
    if live.exists():
        measured = json.loads(live.read_text(encoding="utf-8"))
        lines += [
            "",
            f"Live on a virtual sound card, {measured['minutes']:g} minutes:",
            "",
            f"* a spoken stop was obeyed {measured['stops_obeyed']} times of {measured['stops']}",
            f"* from its end to silence at the sink, the {measured['stops_over_speech']} times that we spoke: median {measured['silence_median_ms']} ms, p95 {measured['silence_p95_ms']} ms",
            f"* counting: off by {measured['drift_ms']} ms at most against the sink's clock, over {measured['counted']} beats",
            f"* {measured['underruns']} underruns, {measured['overflows']} overflows; {measured['cpu_percent']} % of one core",
            f"* {measured['memory_mb']} MB at the end, growing by {measured['memory_mb_per_hour']} MB an hour in the last {measured['soak_minutes'] * 2 / 3:.0f} minutes",
        ]
    return "\n".join([*lines, ""])


def _dose(exercise: Exercise, dose: Dose) -> str:
    if exercise.kind in TIMED:
        words = f"{dose.hold_s:g} s"
    elif exercise.kind == "circles":
        words = f"{dose.reps} each way"
    else:
        words = f"{dose.reps} times" if exercise.kind != "breathing" else f"{dose.reps} breaths"
    sets = f", {dose.sets} sets" if dose.sets > 1 else ""
    side = ", each side" if exercise.sided else ""
    return f"{words}{side}{sets} ({dose.origin})"


def exercises(library: Library) -> str:
    """docs/exercises.md"""
    lines = [
        "# Exercises",
        "",
        "Made by `scripts/docs` from `assistant/content/`, with the names of `assistant/languages/en/`. Loads are 0 (none) to 3 (high);",
        "a dose is from a seed, or proposed and waiting for a clinician. Ladders go from the easiest form to the hardest; *italics* are other exercises.",
        "",
        "| exercise | kind | position | dose | loads | ladder | from |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in sorted(library.exercises):
        exercise = library.exercises[name]
        loads = ", ".join(f"{area.replace('_', ' ')} {load}" for area, load in exercise.load.items() if load) or "none"
        ladder = " → ".join(f"*{rung.id}*" if rung.move else rung.id for rung in exercise.ladder)
        origin = ", ".join((*exercise.seeds, *exercise.sources))
        position = library.positions[exercise.position].name
        lines.append(
            f"| **{exercise.name}** `{exercise.id}` | {exercise.kind} | {position} | {_dose(exercise, exercise.dose)} | {loads} | {ladder} | {origin} |"
        )
    return "\n".join(lines) + "\n"


def routines(library: Library) -> str:
    """docs/routines.md"""
    lines = [
        "# Routines",
        "",
        "Made by `scripts/docs` from `assistant/content/routines/` and `assistant/languages/en/routines.yaml`.",
        "",
    ]
    for routine in library.routines.values():
        minutes = round(session_s(library, routine) / 60)
        lines += [f"## {routine.name} (`{routine.id}`)", "", f"{routine.purpose} About {minutes} minutes.", ""]
        for number, name in enumerate(routine.items, start=1):
            exercise = library.exercises[name]
            lines.append(
                f"{number}. {exercise.name}, {library.positions[exercise.position].name}: {_dose(exercise, exercise.dose)}"
            )
        lines += ["", *([routine.note, ""] if routine.note else [])]
    return "\n".join(lines).rstrip() + "\n"


def seed_items() -> dict[str, list[dict[str, Any]]]:
    """docs/seeds.yaml"""
    items: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "docs/seeds.yaml").read_text(encoding="utf-8"))
    return items


def seeds() -> str:
    """docs/seeds.md"""
    names = yaml.safe_load((CONTENT / "sources.yaml").read_text(encoding="utf-8"))["seeds"]
    lines = ["# What the sources teach, and where it lives", "", "Made by `scripts/docs` from `docs/seeds.yaml`.", ""]
    for seed, items in seed_items().items():
        lines += [f"## {seed}: {names[seed]}", "", "| item | lives in |", "|---|---|"]
        for entry in items:
            places = entry.get("in")
            where = (
                ", ".join(f"`{place}`" for place in places) if isinstance(places, list) else f"left out: {entry['out']}"
            )
            lines.append(f"| {entry['item']} | {where} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def ear_constants() -> str:
    """docs/ear-constants.md: each constant of assistant/hearing/ that has a docstring, by file."""
    lines = [
        "# What the ear goes by",
        "",
        "Made by `scripts/docs` from the constants of `assistant/hearing/` and what stands below each of them. They are",
        "thresholds, times and sizes. What a single command needs otherwise is in `assistant/languages/en/commands.yaml`.",
        "",
    ]
    for path in sorted((ROOT / "assistant/hearing").rglob("*.py")):
        if rows := [f"| `{name}` | `{value}` | {about} |" for name, value, about in constants(path)]:
            lines += [f"## `{path.relative_to(ROOT)}`", "", "| name | value | about |", "|---|---|---|", *rows, ""]
    return "\n".join(lines).rstrip() + "\n"


def constants(path: Path) -> Iterator[tuple[str, str, str]]:
    """(name, value as it is written, docstring in one line) of each public constant of a file that has a docstring.

    Type aliases, which are capitalised like classes, are none.
    """
    for node, below in itertools.pairwise(ast.parse(path.read_text(encoding="utf-8")).body):
        match node, below:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value),
                ast.Expr(value=ast.Constant(value=str() as about)),
            ) if name.isupper() and not name.startswith("_"):
                yield name, ast.unparse(value).replace("|", "\\|"), " ".join(about.replace("|", "\\|").split())
            case _:
                pass


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
