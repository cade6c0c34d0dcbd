"""What one soak found, as a row of docs/soak.json. Each run adds its own, as four hours may be run in parts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.history.store import Store
from benchmarks.shared import DOCS
from benchmarks.soak.life import ASKED, ENDED, SESSION, Life
from tests.support.manager import Run

FILE = DOCS / "soak.json"


def figures(life: Life, runs: Sequence[Run], last: Run, minutes: float) -> dict[str, Any]:
    """The figures of one run."""
    with Store(life.folder / "data/limber/history.db") as store:
        kept = len(store.past().sessions)
    tally, shown = life.tally, life.shown()
    return {
        "day": f"{datetime.now().astimezone():%Y-%m-%d}", "minutes": round(minutes, 1), "watchdog_s": life.watchdog,
        "back_s": tally.back_s, "sessions_begun": shown.count(SESSION), "sessions_asked": shown.count(ASKED),
        "sessions_ended": shown.count(ENDED), "sessions_kept": kept,
        "sessions_not_left_by_voice": tally.not_left, "calls": tally.called,
        "answered_at_the_first_call": tally.answered_at_once, "never_answered": tally.never,
        "silently_deaf": [asdict(each) for each in tally.silently_deaf],
        "processes": len(runs), "restarted_by_the_watchdog": sum(run.stopped_for == "watchdog" for run in runs),
        "given_up_while_starting": sum(run.stopped_for == "start" for run in runs),
        "had_to_be_killed": sum(run.killed for run in runs), "traces": shown.count("Traceback"),
        "last_end_s": round((last.ended or 0) - last.asked, 1), "last_code": last.code,
    }  # fmt: skip


def add(run: Mapping[str, Any], file: Path = FILE) -> None:
    """Print the figures of a run, and write them down beside those of the runs before."""
    print(json.dumps(run, indent=1))
    before = json.loads(file.read_text(encoding="utf-8"))["runs"] if file.exists() else []
    file.write_text(json.dumps({"runs": [*before, run]}, indent=1) + "\n", encoding="utf-8")
