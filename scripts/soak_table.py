"""The table of docs/service.md, from docs/soak.json, to which `scripts/bench soak` adds the figures of each run."""

import json
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Run = Mapping[str, Any]


def soak_table(file: Path) -> str:
    """The table and what there is to say of all runs together."""
    runs = json.loads(file.read_text(encoding="utf-8"))["runs"] if file.exists() else []
    return "\n".join(["", *_lines(runs), ""]) if runs else "Not measured yet.\n"


def _lines(runs: Sequence[Run]) -> Iterator[str]:
    back: dict[str, list[float]] = defaultdict(list)
    for run in runs:
        for name, took in run["back_s"].items():
            back[name] += took
    yield from ("| what happened | times | answered after it was over, median | longest |", "|---|---|---|---|")
    for name, took in back.items():
        yield f"| {name} | {len(took)} | {statistics.median(took):.0f} s | {max(took):.0f} s |"

    def total(key: str) -> int:
        return sum(run[key] for run in runs)

    minutes = sum(run["minutes"] for run in runs)
    deaf = [each for run in runs for each in run["silently_deaf"]]
    busy, muted = (sum(bool(each[key]) for each in deaf) for key in ("behind", "muted"))
    yield ""
    yield f"| in {minutes:.0f} minutes, of the 240 that are wanted (runs: {len(runs)}) | how often |"
    yield "|---|---|"
    counts = (
        ("three calls in a row without an answer, although systemd had been told that sound flows", len(deaf)),
        ("of these, the machine was too busy to hear all", busy),
        ("of these, the microphone gave nothing but the calls", muted),
        ("nobody was answered for minutes", total("never_answered")),
        ("the watchdog began it anew", total("restarted_by_the_watchdog")),
        ("it had to be killed, as it did not end when asked to", total("had_to_be_killed")),
        ("traces of errors", total("traces")),
        ("calls", total("calls")),
        ("sessions that began at the first call", total("answered_at_the_first_call")),
        ("sessions that could not be left by voice", total("sessions_not_left_by_voice")),
        ("sessions that were begun", total("sessions_begun")),
        ("sessions that came to their end", total("sessions_ended")),
        ("sessions in the history", total("sessions_kept")),
    )
    yield from (f"| {name} | {count} |" for name, count in counts)
