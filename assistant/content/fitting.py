"""How a session is built to fit a wish: fitting.yaml -> `FittingRules`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.content.fields import Table, suggestion


@dataclass(frozen=True, slots=True)
class FittingRules:
    """What a built session holds, and how its doses shrink; content/fitting.yaml says where each number comes from."""

    holds: Mapping[str, tuple[str, ...]]
    """part -> the exercises that stand for it, the first choice at the front; the most important part first"""
    least_hold_s: int
    """Seconds to which a hold is cut down where time is short."""
    least_breaths: int
    """The same of calm breathing at the beginning or the end."""
    least_reps: int
    """Repetitions to which a dose is cut down where time is short."""
    brief_minutes: float
    """Up to so many minutes each exercise is told in short from the first time on."""


def read_fitting(table: Table, exercises: Collection[str]) -> FittingRules:
    """fitting.yaml"""
    parts = table.table("holds")
    holds = {part: parts.texts(part, required=True) for part in parts.names()}
    for part, names in holds.items():
        for name in names:
            if name not in exercises:
                parts.mistake(part, f"there is no exercise '{name}'{suggestion(name, exercises)}")
    parts.close()
    rules = FittingRules(
        holds=holds,
        least_hold_s=table.whole("least_hold_s", least=10, most=60),
        least_breaths=table.whole("least_breaths", least=2, most=20),
        least_reps=table.whole("least_reps", least=2, most=20),
        brief_minutes=table.number("brief_minutes", least=0, most=60),
    )
    table.texts("sources", required=True)
    table.close()
    return rules
