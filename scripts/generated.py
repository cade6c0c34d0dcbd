"""The parts of the documentation that are made from data. `pages()` is what they should be; a test compares."""

import re
from pathlib import Path
from typing import Any

import yaml

from assistant.coach.length import session_s
from assistant.coach.machine import mermaid
from assistant.content.load import CONTENT, load_library
from assistant.content.model import TIMED, Dose, Exercise, Library

ROOT = Path(__file__).resolve().parents[1]


def pages() -> dict[Path, str]:
    """Every generated file and its content."""
    library = load_library()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    drawn = re.sub(r"```mermaid\n.*?\n```", lambda _: f"```mermaid\n{mermaid()}\n```", readme, flags=re.DOTALL)
    return {
        ROOT / "README.md": drawn,
        ROOT / "docs/exercises.md": exercises(library),
        ROOT / "docs/routines.md": routines(library),
        ROOT / "docs/seeds.md": seeds(),
    }


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
        "Made by `scripts/docs` from `assistant/content/`. Loads are 0 (none) to 3 (high); a dose is from a seed, or",
        "proposed and waiting for a clinician. Ladders go from the easiest form to the hardest; *italics* are other exercises.",
        "",
        "| exercise | kind | position | dose | loads | ladder | from |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in sorted(library.exercises):
        one = library.exercises[name]
        loads = ", ".join(f"{area.replace('_', ' ')} {load}" for area, load in one.load.items() if load) or "none"
        ladder = " → ".join(f"*{rung.id}*" if rung.move else rung.id for rung in one.ladder)
        origin = ", ".join((*one.seeds, *one.sources))
        position = library.positions[one.position].name
        lines.append(
            f"| **{one.name}** `{one.id}` | {one.kind} | {position} | {_dose(one, one.dose)} | {loads} | {ladder} | {origin} |"
        )
    return "\n".join(lines) + "\n"


def routines(library: Library) -> str:
    """docs/routines.md"""
    lines = ["# Routines", "", "Made by `scripts/docs` from `assistant/content/routines/`.", ""]
    for routine in library.routines.values():
        minutes = round(session_s(library, routine) / 60)
        lines += [f"## {routine.name} (`{routine.id}`)", "", f"{routine.purpose} About {minutes} minutes.", ""]
        for number, name in enumerate(routine.items, start=1):
            one = library.exercises[name]
            lines.append(f"{number}. {one.name}, {library.positions[one.position].name}: {_dose(one, one.dose)}")
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
        for one in items:
            places = one.get("in")
            where = (
                ", ".join(f"`{place}`" for place in places) if isinstance(places, list) else f"left out: {one['out']}"
            )
            lines.append(f"| {one['item']} | {where} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
