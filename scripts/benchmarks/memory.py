"""Measure the memory of a live session: `limber` on a virtual sound card, and the synthesiser that it starts.

A person answers questions, does an exercise and says that something hurts, so that every kind of vocabulary is made
ready. What is counted is the memory that each process has for itself, and its share of what several have (PSS), beside
the resident size (RSS), in which shared pages count for each. Needs PipeWire, as the tests in tests/room do.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.shared import ROOT, scratch
from tests.room.test_live import FIRST, LEAVE, be_known, say

STEPS: Sequence[Mapping[str, Any]] = (
    *FIRST,
    {"until": "after each step", "play": "ready", "heard": "ready"},
    {"until": "weaker or sore leg", "play": "ready", "heard": "ready"},
    {"until": "other knee", "play": "that_hurts"},
    {"until": "Where do you feel it", "play": "left_knee", "heard": "left knee"},
    {"until": "How strong is it", "play": "six"},
    {"until": "Did you say", "play": "yes"},
    {"until": "Shall we go on", "wait": 2.0, "play": "yes", "heard": "yes"},
    {"until": ".", "wait": 90.0, "play": "im_done"},
    LEAVE,
)
LOOK_S = 0.2
"""Seconds between two looks at the processes."""


def main() -> None:
    """Run one session and print the most that was seen."""
    folder = scratch()
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    be_known(folder / "data/limber/history.db")  # type: ignore[no-untyped-call]
    steps = [{**step, "play": say(step["play"])} if "play" in step else step for step in STEPS]  # type: ignore[no-untyped-call]
    words = ["dbus-run-session", "--", str(ROOT / "tests/room/room.sh"), sys.executable, "-m", "tests.room.inside"]
    words += [str(folder), json.dumps(steps), "--routine", "floor_only_gentle"]
    homes = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    env = {**os.environ, **homes, "XDG_RUNTIME_DIR": str(runtime), "PYTHON": sys.executable, "ECHO": "0.0"}
    with subprocess.Popen(words, env=env, cwd=ROOT) as room:
        most: dict[str, tuple[float, float]] = {}
        whole = 0.0
        while room.poll() is None:
            now = memory_mb(folder)
            whole = max(whole, sum(pss for pss, _ in now.values()))
            for name, (pss, rss) in now.items():
                most[name] = (max(pss, most.get(name, (0, 0))[0]), max(rss, most.get(name, (0, 0))[1]))
            time.sleep(LOOK_S)
    for name, (pss, rss) in most.items():
        print(f"{name}: {pss:.0f} MB (PSS), {rss:.0f} MB (RSS) at most")
    print(f"together: {whole:.0f} MB (PSS) at most")


def memory_mb(folder: Path) -> dict[str, tuple[float, float]]:
    """(PSS, RSS) in MB of the `limber` of this room, and of all processes together that it started."""
    found: dict[str, tuple[float, float]] = {}
    limbers: set[int] = set()
    for process in sorted(int(path.name) for path in Path("/proc").glob("[0-9]*")):
        try:
            here = Path(f"/proc/{process}")
            environ = (here / "environ").read_bytes()
            command = (here / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            parent = int((here / "stat").read_text().rpartition(")")[2].split()[1])
            rolled = (here / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        if str(folder).encode() not in environ:
            continue
        if "-m assistant " in command and parent not in limbers:
            name = "limber"
            limbers.add(process)
        elif parent in limbers:
            name = "synthesiser"
        else:
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in rolled[1:] if line.endswith("kB")}
        pss, rss = found.get(name, (0.0, 0.0))
        found[name] = (pss + sizes["Pss"], rss + sizes["Rss"])
    return found


if __name__ == "__main__":
    main()
