"""Count what a session, and a day of standby, write onto the card: strace looks at a process that does each.

Somebody does a whole session who answers each question. Nothing is heard, so what a live session writes into its
journal about hypotheses is not in it. In the day of standby the clock is looked at as often as in a real one.
"""

import os
import re
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import numpy as np

from assistant.app import App
from assistant.commands.remembering import opened, remembered
from assistant.content.wish import Wish
from assistant.logs import logging_on
from assistant.running.links import Links
from assistant.running.performance import Performance
from assistant.running.reminders import Calls, Reminders, parsed
from assistant.running.resident import LOOK_S
from assistant.settings import Settings
from assistant.words.cues import Cue
from assistant.words.events import Begin, Heard

ROUTINE, MOST_S, BLOCK_S = "floor_only_gentle", 3600.0, 0.05
SAID_AFTER_S = 4.0
"""Seconds of silence after which the person says something."""
LETTER_S = 0.06
"""Seconds that a letter of a sentence takes."""
YES = frozenset({"floor", "chair", "bed", "wall"})
"""Questions that they answer with yes; all others with no."""
CALL = re.compile(r"(p?write(?:64|v)?|fsync|fdatasync)\(\d+<([^>]*)>.*= (\d+)$")


def session() -> None:
    """A whole session that is remembered and has its journal; its seconds are printed."""
    app, links = App.open(Settings()), Links()
    asked = Namespace(**asdict(Wish()), routine=ROUTINE)
    with redirect_stdout(StringIO()), logging_on(None, print), remembered(asked, app, links, "typed") as prepared:
        made, silent_at = prepared.parts, 0.0

        def submit(cue: Cue, epoch: int) -> None:
            nonlocal silent_at
            length = LETTER_S * len(cue.text)
            made.mixer.add(cue, np.zeros(round(length * made.mixer.rate), np.float32), epoch)
            if cue.channel == "talk":
                silent_at = max(silent_at, performance.now) + length

        performance = Performance(made, submit=submit)
        performance.take(Begin())
        while not performance.over and performance.now < MOST_S:
            made.mixer.render(round(BLOCK_S * made.mixer.rate))
            performance.wake()
            if performance.now > silent_at + SAID_AFTER_S:
                silent_at = performance.now
                if said := _said(made.coach.view().asked, made.coach.states[0]):
                    performance.take(said)
    print(round(performance.now))


def _said(asked: object, flow: str) -> Heard | None:
    """What the person says now, if anything."""
    lines = getattr(asked, "lines", ())
    question = str(dict(lines[0].slots).get("question", "")) if lines else ""
    match flow:
        case "screen":
            return Heard("yes" if question in YES else "no")
        case "before" | "after":
            return Heard("number", (("number", "2"),))
        case "effort":
            return Heard("effort", (("effort", "right"),))
        case "brief" | "work" | "rest" | "closing" | "done":
            return None
    return Heard("start")


def standby() -> None:
    """A day of standby with a reminder, in which nobody calls; its seconds are printed."""
    now = [datetime(2026, 3, 2, tzinfo=UTC)]
    with logging_on(None, print), opened("go on") as store:
        reminders = Reminders(
            lambda: Calls(parsed(["every day at 8:00", *store.person().reminders])),
            lambda _kind, _at: True,
            lambda: now[0],
            UTC,
        )
        for _ in range(round(timedelta(days=1).total_seconds() / LOOK_S)):
            now[0] += timedelta(seconds=LOOK_S)
            reminders.look()
    print(round(timedelta(days=1).total_seconds()))


def measured(what: str, home: Path) -> str:
    """A row of the table."""
    environment = {
        **os.environ,
        **{f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
    }
    trace = home / f"{what}.trace"
    line = [
        "strace",
        "-f",
        "-y",
        "-qq",
        "-s",
        "0",
        "-e",
        "trace=write,pwrite64,writev,fsync,fdatasync",
        "-o",
        str(trace),
    ]
    done = subprocess.run(
        [*line, sys.executable, "-m", "benchmarks.writes", what], env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    calls, written = Counter[str](), 0
    for text in trace.read_text().splitlines():
        found = CALL.search(text)
        if found and found[2].startswith(str(home)) and found[2] != str(trace):
            calls["sync" if "sync" in found[1] else "write"] += 1
            written += int(found[3]) if "write" in found[1] else 0
    return (
        f"| {what} | {int(done.stdout) / 60:.0f} min | {calls['write']} | {written / 1000:.0f} kB | {calls['sync']} |"
    )


def main() -> None:
    """Print a row for each, on a disk and not in memory."""
    print("| what | how long | writes | bytes | waits for the card |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=Path.home()) as home:
        for what in ("session", "standby"):
            print(measured(what, Path(home)), flush=True)


if __name__ == "__main__":
    {"session": session, "standby": standby}[sys.argv[1]]() if sys.argv[1:] else main()
