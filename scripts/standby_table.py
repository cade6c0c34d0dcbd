"""The tables of docs/standby-figures.md, from docs/standby.json, which `scripts/bench standby` writes."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LEAST_95 = (3.00, 4.74, 6.30, 7.75, 9.15, 10.51, 11.84, 13.15, 14.43, 15.71, 16.96)
"""The most that a mean may be where 0, 1, 2 ... events were counted: the upper end of the one-sided 95 % interval."""


def standby_table(file: Path) -> str:
    """The tables; a sentence where nothing was measured yet."""
    if not file.exists():
        return "Not measured yet.\n"
    data = json.loads(file.read_text(encoding="utf-8"))
    parts = (_wakes(data.get("wakes", [])), _alarms(data.get("alarms", {})), _costs(data))
    return "\n".join(["", *(line for part in parts for line in (*part, ""))])


def _wakes(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    yield from (
        "| neural voices that training never met | share | 95 % interval | calls (voices) |",
        "|---|---|---|---|",
    )
    for row in rows:
        span = f"{100 * row['low']:.1f} to {100 * row['high']:.1f}"
        yield f"| {row['name']} | {100 * row['share']:.1f} % | {span} | {row['clips']} ({row['speakers']}) |"


def _alarms(kinds: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield from ("| sound in which nobody calls | hours | woken | openWakeWord woken |", "|---|---|---|---|")
    for name, each in kinds.items():
        yield f"| {name} | {each['hours']:.2f} | {each['ours']} | {each['other']} |"
    hours, ours, other = (sum(each[key] for each in kinds.values()) for key in ("hours", "ours", "other"))
    if not hours:
        return
    yield f"| all | {hours:.2f} | {ours} | {other} |"
    most = [f"{LEAST_95[count] / hours:.1f}" if count < len(LEAST_95) else "more" for count in (ours, other)]
    yield ""
    yield (
        f"That is {ours / hours:.2f} an hour, with 95 % certainty at most {most[0]}; "
        f"openWakeWord {other / hours:.2f}, at most {most[1]}."
    )


def _costs(data: Mapping[str, Any]) -> Iterator[str]:
    if share := data.get("share"):
        theirs = [each["other_share"] for each in data.get("alarms", {}).values()]
        beside = f" openWakeWord's engine takes {100 * sum(theirs) / len(theirs):.1f} %." if theirs else ""
        yield "| standby takes of a core | in talk | in a quiet room |"
        yield "|---|---|---|"
        for name, each in share.items():
            yield f"| {name} the echo canceller | {100 * each['talk']:.1f} % | {100 * each['quiet']:.1f} % |"
        yield ""
        if beside:
            yield beside.strip()
        yield ""
    if memory := data.get("sessions"):
        tenth = memory[min(9, len(memory) - 1)]
        yield (
            f"Memory in standby after the 1st, the 10th and the {len(memory)}th session in a row: {memory[0]:.0f}, "
            f"{tenth:.0f} and {memory[-1]:.0f} MB."
        )
