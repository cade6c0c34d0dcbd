"""Measure the whole program on a virtual sound card: `scripts/bench room_live [--count MINUTES] [--soak MINUTES]`.

First a hold is counted, and its beats are compared with the clock of the sink, which is the loudspeaker. Then "stop" is
played into the microphone again and again. Where it cuts something off, the time until the sink is silent is measured.
Memory is watched in this second part, and CPU time in both. Needs PipeWire, as the tests in tests/room do.
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
from assistant.coach.person import cleared
from assistant.running.links import Links
from assistant.running.transcript import Entry, Transcript
from assistant.words.events import Heard
from assistant.words.samples import Samples
from benchmarks.counting import attack_near, naive
from benchmarks.shared import DOCS, ROOT, app, long_hold

ROOM = ROOT / "tests/room/room.sh"
WAV = ROOT / "tests/hearing/wav"
RATE = 48000
"""Samples a second that the recordings have."""
EVERY_S = 9.0
"""Seconds from one stop to the next."""
AUDIBLE = 0.01
"""A sample above this counts as sound, where full scale is 1."""


def outside(count: float, soak: float) -> int:
    """Start the virtual sound card, and this benchmark once more inside it. Returns its exit status."""
    with tempfile.TemporaryDirectory() as folder:
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        env = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), "XDG_DATA_HOME": folder}
        line = [sys.executable, "-m", "benchmarks.room_live", "--inside", folder]
        line += ["--count", str(count), "--soak", str(soak)]
        return subprocess.run(["dbus-run-session", "--", str(ROOM), *line], env=env, check=False).returncode


class Recording:
    """What a sink plays from a known moment on."""

    def __init__(self, source: str, path: Path) -> None:
        """Record the source of this name into a file, and return when the recording has begun."""
        self.path = path
        shape = ["--rate=48000", "--channels=1", "--format=s16le", "--latency-msec=5"]
        self._process = subprocess.Popen(["parec", "-d", source, *shape], stdout=path.open("wb"))
        while not path.stat().st_size:
            time.sleep(0.002)
        self.begun = time.monotonic() - path.stat().st_size / 2 / RATE
        self._marks: list[tuple[float, float]] = []
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        """Note every second how long the recording is, because a virtual sound card loses a piece now and then."""
        while self._process.poll() is None:
            self._marks.append((time.monotonic() - self.begun, self.path.stat().st_size / 2 / RATE))
            time.sleep(1)

    def lost_s(self, at: float) -> float:
        """Seconds of sound that had been lost `at` seconds after the beginning."""
        return next((now - length for now, length in self._marks if now >= at), 0.0)

    def sound(self) -> Samples:
        """End the recording and return all of it."""
        self._process.terminate()
        self._process.wait()
        return np.fromfile(self.path, "<i2").astype(np.float32) / np.float32(32768)


def used() -> tuple[float, float]:
    """CPU seconds of this process and its children, and MB that this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system, pages * 4096 / 1e6


def inside(folder: Path, count: float, soak: float) -> None:
    """Run a session that counts, then stop it and go on with it again and again."""
    library, routine = long_hold(60 * count + 60)
    shared = app()
    parts = shared.parts(library, routine, cleared(library.screening))
    links = Links()
    out, mouth = Recording("speaker.monitor", folder / "out.raw"), Recording("mouth.monitor", folder / "mouth.raw")
    live = shared.live(parts, links)
    ear = shared.ear(live, links)
    ear.start()
    ended = threading.Event()
    player = threading.Thread(target=live.run, args=(ended.is_set,), daemon=True)
    player.start()
    for _ in range(3):
        time.sleep(0.5)
        links.inbox.put(Heard("start", (), "start"))
    cpu, begun = used()[0], time.monotonic()
    time.sleep(60 * count + 10)
    soaked_from = time.monotonic()
    memory: list[tuple[float, float]] = []
    stops: list[float] = []
    obeyed = 0
    stop = str(next(WAV.glob("stop__espeak*.wav")))
    links.inbox.put(Heard("start_over", (), "start over"))
    time.sleep(6)
    while time.monotonic() < soaked_from + 60 * soak:
        if len(stops) % 4 == 3:
            links.inbox.put(Heard("start_over", (), "start over"))
            time.sleep(6)
        stops.append(time.monotonic())
        before = heard_stops(parts.notes.transcript)
        subprocess.run(["paplay", "-d", "mouth", stop], check=True)
        time.sleep(3)
        obeyed += heard_stops(parts.notes.transcript) > before
        links.inbox.put(Heard("resume", (), "go on"))
        time.sleep(EVERY_S - 3)
        memory.append((time.monotonic() - begun, used()[1]))
    share = (used()[0] - cpu) / (time.monotonic() - begun)
    entries = list(parts.notes.transcript.entries)
    ended.set()
    player.join()
    ear.close()
    figures = {
        "minutes": count + soak, "soak_minutes": soak, "stops": len(stops), "stops_obeyed": obeyed,
        "cpu_percent": round(100 * share, 1), "underruns": live.underruns, "overflows": ear.overflows,
        "memory_mb": round(memory[-1][1]), "memory_mb_per_hour": slope(memory),
    }  # fmt: skip
    measure((out, mouth), entries, [at - mouth.begun for at in stops], figures)


def heard_stops(transcript: Transcript) -> int:
    """How often "stop" was heard so far."""
    return sum(entry.get("intent") == "stop" for entry in list(transcript.entries))


def slope(memory: list[tuple[float, float]]) -> float:
    """How fast memory grows, in MB an hour. The first third of `memory`, (seconds, MB), is left out."""
    late = np.array(memory[len(memory) // 3 :])
    return round(float(np.polyfit(late[:, 0] / 3600, late[:, 1], 1)[0]), 1)


def measure(
    recorded: tuple[Recording, Recording], entries: Sequence[Entry], stops: Sequence[float], figures: dict[str, float]
) -> None:
    """Print all figures and write them into docs/.

    `recorded` are the recordings of the loudspeaker and of the mouth. `stops` are the seconds of the mouth's recording
    at which a stop was begun. `figures` are those that are known already.
    """
    played, said = (recording.sound() for recording in recorded)
    later = recorded[1].begun - recorded[0].begun
    counts = [_time(entry) for entry in entries if entry["kind"] == "count"]
    first = int(np.flatnonzero(np.abs(played) > AUDIBLE)[0])
    told = next(_time(entry) for entry in entries if entry["kind"] in ("said", "count", "chime"))
    rough = first / RATE - told
    wide = [attack_near(played, round((at + rough) * RATE)) / RATE - at for at in counts[:20]]
    offset = float(np.median(wide))
    errors = np.array([1000 * (attack_near(played, round((at + offset) * RATE)) / RATE - at - offset) for at in counts])
    cuts = [_time(entry) + FADE_S + offset for entry in entries if entry["kind"] == "cut"]
    late = []
    for at in stops:
        first = round((at - recorded[1].lost_s(at)) * RATE)
        word = np.flatnonzero(np.abs(said[first : first + 2 * RATE]) > AUDIBLE)
        begun, end = (at + word[edge] / RATE + later - recorded[0].lost_s(at + later) for edge in (0, -1))
        cut = next((silent for silent in cuts if begun < silent < end + 2), None)
        if cut is not None:
            late.append(cut - end)
    figures |= {
        "counted": len(counts), "drift_ms": round(float(np.abs(errors - np.median(errors[:20])).max()), 2),
        "naive_ms_late_after_a_minute": round(naive()[-1]), "stops_over_speech": len(late),
        "silence_median_ms": round(1000 * float(np.median(late))),
        "silence_p95_ms": round(1000 * float(np.percentile(late, 95))),
    }  # fmt: skip
    print(json.dumps(figures, indent=1))
    (DOCS / "room_live.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _time(entry: Entry) -> float:
    """When something happened, in seconds of the session."""
    return float(str(entry["t"]))


def main() -> None:
    """Start the virtual sound card, or run inside it."""
    parser = argparse.ArgumentParser(prog="scripts/bench room_live", description=__doc__)
    parser.add_argument("--count", type=float, default=10)
    parser.add_argument("--soak", type=float, default=20)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.inside, asked.count, asked.soak)
    else:
        sys.exit(outside(asked.count, asked.soak))


if __name__ == "__main__":
    main()
