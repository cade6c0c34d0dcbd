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
    yield ""
    yield f"* {len(runs)} runs, {minutes:.0f} minutes together: {minutes / 60:.1f} of the four hours that are wanted."
    busy = sum(bool(each["behind"]) for each in deaf)
    yield (
        f"* Silently deaf: {len(deaf)} times. That is three calls in a row without an answer, although systemd had "
        "been told that sound flows. "
        f"In {busy} of them the machine was too busy to hear all, and the log said so."
    )
    yield f"* Never answered: {total('never_answered')} times. Traces of errors in what it showed: {total('traces')}."
    yield (
        f"* {total('processes')} processes: {total('restarted_by_the_watchdog')} were begun anew by the watchdog, "
        f"{total('had_to_be_killed')} of which did not end when they were asked to."
    )
    yield (
        f"* {total('sessions_begun')} sessions were begun, {total('sessions_ended')} came to their end, and "
        f"{total('sessions_kept')} are in the history. The others were under way when the process was killed."
    )
    yield (
        f"* {total('calls')} calls; {total('answered_at_the_first_call')} sessions began at the first one. "
        f"{total('sessions_not_left_by_voice')} sessions could not be left by voice."
    )
    ends = ", ".join(f"{run['last_end_s']:.1f}" for run in runs)
    yield f"* To end at the last took {ends} s."
