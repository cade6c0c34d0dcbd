"""The table of docs/hearing-figures.md."""

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HEARING = ("commands", "cuts", "synthetic", "enrol", "coffee", "safety", "beside", "baseline", "noise")
"""The parts of the benchmark of the ear, in the order of the table."""


def hearing_table(file: Path) -> str:
    """The table, from the file that `scripts/bench hearing` writes."""
    if not file.exists():
        return "Not measured yet.\n"
    data = json.loads(file.read_text(encoding="utf-8"))
    older = data.get("older", [])
    lines = [*rows_of(data, [kind for kind in HEARING if kind not in older]), ""]
    if older:
        lines += ["Measured before there was a second pass, and in part with an earlier model:", ""]
        lines += [*rows_of(data, [kind for kind in HEARING if kind in older]), ""]
    lines += alarms(data["alarms"])
    loaded = f"loaded in {data['load_s']:.2f} s, {data['compile_s']:.2f} s when the vocabulary is new"
    size = f"{data['model_mb']:.1f} MB, {loaded}"
    memory = f"{data['memory_mb']} MB of memory for a program that only listens"
    lines += ["", f"Real-time factor {data['real_time_factor']:.3f} of a core; {size}; {memory}.", ""]
    return "\n".join(lines)


def rows_of(data: Mapping[str, Any], kinds: Sequence[str]) -> Iterator[str]:
    """A table of these parts of the benchmark of the ear."""
    yield from ("| what | share | 95 % interval | clips (people or voices) |", "|---|---|---|---|")
    for kind in kinds:
        rows = data["rows"].get(kind, [])
        for row in rows[:1] if kind == "coffee" else [] if kind == "noise" else rows:
            span = f"{100 * row['low']:.1f} to {100 * row['high']:.1f}"
            yield f"| {row['name']} | {100 * row['share']:.1f} % | {span} | {row['clips']} ({row['speakers']}) |"
        if kind == "coffee":
            yield from coffee_in_noise(rows[1:])
        if kind == "noise":
            yield from words_in_noise(rows)


def words_in_noise(every: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line for each level: the mean over the noises."""
    for snr in dict.fromkeys(row["name"].split(" at ")[1] for row in every):
        rows = [row for row in every if row["name"].endswith(snr)]
        share, clips = sum(row["right"] for row in rows), sum(row["clips"] for row in rows)
        name = f"command words of people, mean of {len(rows)} noises at {snr}"
        yield f"| {name} | {100 * share / clips:.1f} % | | {clips} ({rows[0]['speakers']}) |"


def coffee_in_noise(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line for each noise, with the share at each level, and their mean as the public benchmark takes it."""
    each: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        each[row["name"].split(" at ")[0]].append(row)
    for name, mine in (*each.items(), ("coffee orders, mean of these noises", rows)):
        levels = ", ".join(f"{row['name'].split(' at ')[1].split()[0]} dB {100 * row['share']:.1f}" for row in mine)
        mean = 100 * sum(row["right"] for row in mine) / sum(row["clips"] for row in mine)
        detail = "" if mine is rows else f" ({levels})"
        clips = f"{len(mine)} times {mine[0]['clips']} ({mine[0]['speakers']})"
        yield f"| {name}, mean of 24 to 6 dB{detail} | {mean:.1f} % | | {clips} |"


def alarms(every: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A table of the false alarms: how many there were, and the 95 % interval of how many there are in an hour."""
    if every:
        yield "| false alarms while an exercise is counted | hours | safety words | in an hour | others | in an hour |"
        yield "|---|---|---|---|---|---|"
    for each in every:
        cells = (f"{each[kind]} | {an_hour(each[kind], each['hours'])}" for kind in ("safety", "changing"))
        yield f"| {each['name']} | {each['hours']:.2f} | {' | '.join(cells)} |"


def an_hour(count: int, hours: float) -> str:
    """How often something happens in an hour, with the 95 % interval of a Poisson process, by Byar's approximation."""
    low, high = (
        (at * (1 - 1 / (9 * at) + z / (3 * math.sqrt(at))) ** 3 / hours if at else 0.0)
        for at, z in ((count, -1.96), (count + 1, 1.96))
    )
    return f"{count / hours:.1f} ({low:.1f} to {high:.1f})"
