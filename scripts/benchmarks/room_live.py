"""The program on a virtual sound card, for as long as you like: `scripts/bench room_live [--minutes 10]`.

First a hold is counted for so many minutes and its beats are compared with the sink's own clock; then, for as long
again, "stop" is played into the microphone again and again and the time to silence at the sink is taken. CPU and
memory of the whole program are watched all the while. Needs PipeWire, as the tests in tests/room do.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.audio.mixer import FADE_S
from assistant.audio.speaker import Speaker
from assistant.coach.person import cleared
from assistant.events import Heard
from assistant.hearing.microphone import Microphone
from assistant.hearing.reference import Reference
from assistant.live import Ear, Live
from assistant.transcript import Entry
from benchmarks.counting import attack_near, naive
from benchmarks.hearing import DOCS
from benchmarks.stage import app, long_hold
from training.rooms import Sound

ROOT = Path(__file__).resolve().parents[2]
ROOM = ROOT / "tests/room/room.sh"
WAV = ROOT / "tests/hearing/wav"
RATE = 48000
EVERY_S = 9.0


def outside(minutes: float) -> int:
    """Start the room and this program inside it."""
    with tempfile.TemporaryDirectory() as folder:
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        env = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), "XDG_DATA_HOME": folder}
        line = [sys.executable, "-m", "benchmarks.room_live", "--inside", folder, "--minutes", str(minutes)]
        return subprocess.run(["dbus-run-session", "--", str(ROOM), *line], env=env, check=False).returncode


class Recording:
    """What a sink plays, from a known moment on."""

    def __init__(self, source: str, path: Path) -> None:
        self.path = path
        shape = ["--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=5"]
        self._process = subprocess.Popen(["parec", "-d", source, *shape], stdout=path.open("wb"))
        while not path.stat().st_size:
            time.sleep(0.002)
        self.begun = time.monotonic() - path.stat().st_size / 2 / RATE

    def sound(self) -> Sound:
        """All of it."""
        self._process.terminate()
        self._process.wait()
        return np.fromfile(self.path, "<i2").astype(np.float32) / 32768


def used() -> tuple[float, float]:
    """(CPU seconds, resident MB) of this process and its voice."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system, pages * 4096 / 1e6


def inside(folder: Path, minutes: float) -> None:
    """Count, then stop and go on."""
    seconds = round(60 * minutes)
    library, routine = long_hold(2 * seconds + 120)
    shared = app()
    performance = shared.performance(library, routine, cleared(library.screening))
    reference = Reference()
    out, mouth = Recording("speaker.monitor", folder / "out.raw"), Recording("mouth.monitor", folder / "mouth.raw")
    live = Live(performance, Speaker, (), reference)
    ear = Ear(Microphone, shared.listener(live.saying), reference, live.inbox)
    performance.listen = ear.listen_for
    ear.start()
    ended = threading.Event()
    player = threading.Thread(target=live.run, args=(ended.is_set,), daemon=True)
    player.start()
    for _ in range(3):
        time.sleep(0.5)
        live.inbox.put(Heard("start", (), "start"))
    memory: list[tuple[float, float]] = []
    cpu, begun = used()[0], time.monotonic()
    counted_until = begun + seconds + 10
    while time.monotonic() < counted_until:
        time.sleep(5)
        memory.append((time.monotonic() - begun, used()[1]))
    stops: list[float] = []
    stop, go_on = (str(next(WAV.glob(f"{name}__espeak*.wav"))) for name in ("stop", "go_on"))
    live.inbox.put(Heard("start_over", (), "start over"))
    time.sleep(6)
    while time.monotonic() < counted_until + seconds:
        if len(stops) % 4 == 3:
            live.inbox.put(Heard("start_over", (), "start over"))
            time.sleep(6)
        stops.append(time.monotonic())
        subprocess.run(["paplay", "-d", "mouth", stop], check=True)
        time.sleep(3)
        subprocess.run(["paplay", "-d", "mouth", go_on], check=True)
        time.sleep(EVERY_S - 3)
        memory.append((time.monotonic() - begun, used()[1]))
    share = (used()[0] - cpu) / (time.monotonic() - begun)
    entries = list(performance.transcript.entries)
    ended.set()
    player.join()
    ear.close()
    figures = {
        "minutes": 2 * minutes, "cpu_percent": round(100 * share, 1), "underruns": live.underruns, "overflows": ear.overflows,
        "memory_mb": round(memory[-1][1]), "memory_mb_per_hour": slope(memory),
    }  # fmt: skip
    measure((out, mouth), entries, [at - mouth.begun for at in stops], figures)


def slope(memory: list[tuple[float, float]]) -> float:
    """MB an hour, after the first third."""
    late = np.array(memory[len(memory) // 3 :])
    return round(float(np.polyfit(late[:, 0] / 3600, late[:, 1], 1)[0]), 1)


def measure(
    recorded: tuple[Recording, Recording], entries: Sequence[Entry], stops: Sequence[float], figures: dict[str, float]
) -> None:
    """Print and keep the figures; `recorded` are the loudspeaker and the mouth, in which the `stops` were begun."""
    played, said = (one.sound() for one in recorded)
    later = recorded[1].begun - recorded[0].begun
    counts = [float(entry["t"]) for entry in entries if entry["kind"] == "count"]
    first = int(np.flatnonzero(np.abs(played) > 0.01)[0])
    told = next(float(entry["t"]) for entry in entries if entry["kind"] in ("said", "count", "chime"))
    rough = first / RATE - told
    wide = [attack_near(played, round((at + rough) * RATE)) / RATE - at for at in counts[:20]]
    offset = float(np.median(wide))
    errors = np.array([1000 * (attack_near(played, round((at + offset) * RATE)) / RATE - at - offset) for at in counts])
    cuts = [float(entry["t"]) + FADE_S + offset for entry in entries if entry["kind"] == "cut"]
    late = []
    for at in stops:
        word = np.flatnonzero(np.abs(said[round(at * RATE) : round((at + 2) * RATE)]) > 0.01)
        begun, end = (at + word[edge] / RATE + later for edge in (0, -1))
        cut = next((one for one in cuts if begun < one < end + 2), None)
        if cut is not None:
            late.append(cut - end)
    figures |= {
        "counted": len(counts), "drift_ms": round(float(np.abs(errors - np.median(errors[:20])).max()), 2),
        "naive_ms_late_after_a_minute": round(naive()[-1]), "stops": len(stops), "stops_obeyed": len(late),
        "silence_median_ms": round(1000 * float(np.median(late))),
        "silence_p95_ms": round(1000 * float(np.percentile(late, 95))),
    }  # fmt: skip
    print(json.dumps(figures, indent=1))
    (DOCS / "room_live.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench room_live", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.inside, asked.minutes)
    else:
        sys.exit(outside(asked.minutes))


if __name__ == "__main__":
    main()
