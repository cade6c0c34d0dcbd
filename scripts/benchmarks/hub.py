"""Measure a clinic's hub with many speakers: real Mosquitto, a real `limber hub` with SQLite, and light speakers.

Each speaker is a connection of its own that sends what a real one sends, and keeps a session until it is confirmed.

* A working hour pressed together: all speakers tell their state once a second, and finish sessions at random moments.
* After a broker that was away: all speakers send several sessions at once.

    scripts/bench hub [SPEAKERS]

Two cores are enough, and nothing else should run on them: the load of the machine is printed with the figures.
"""

import os
import random
import secrets
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from assistant.history.past import Practice
from assistant.hub.collected import Collected
from assistant.hub.messages import About, FinishedSession, HubTopics, Stored, read_message, written
from benchmarks.shared import scratch

SPEAKERS = 200
STATES_S, SESSIONS = 60.0, 5
"""For how long they tell their states, and how many sessions each of them finishes meanwhile."""
BURST = 20
"""Sessions that each speaker has when the broker is back."""
AGAIN_S = 15.0
"""Seconds after which a session is sent again that was not confirmed; real speakers take longer."""
GIVES_UP_S = 300.0
SETS = 24
STATE = '{"state": "exercising", "routine": "Morning nine", "exercise": "Bridge", "side": "left", "seconds_left": 412}'
MOSQUITTO = shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin") or "mosquitto"


@dataclass
class LightSpeaker:
    """One of them."""

    number: int
    device: str = field(default_factory=lambda: secrets.token_hex(8))
    waiting: dict[str, tuple[str, float, float]] = field(default_factory=dict)
    """id of a session -> (as it is sent, when it was sent first, and last)"""
    made: int = 0

    def __post_init__(self) -> None:
        """Make what it is connected with."""
        self.slug = f"speaker_{self.number}"
        self.topics, self.delays = HubTopics(self.slug), list[float]()
        self.client: Any = Client(CallbackAPIVersion.VERSION2, f"bench-{self.number}")
        self.client.on_message = self._confirmed

    def join(self, port: int) -> None:
        """Connect, and tell of itself."""
        self.client.connect("127.0.0.1", port)
        self.client.subscribe(self.topics.stored, qos=1)
        about = written(About(self.device, f"Speaker {self.number}", health=False))
        self.client.publish(self.topics.about, about, qos=1, retain=True)
        self.client.publish(f"limber/{self.slug}/available", "online", qos=1, retain=True)

    def finish(self) -> None:
        """Finish a session, and send it."""
        self.made += 1
        sets = tuple(Practice("glute_bridge", "glute_bridge", "left", 1 + each, 30, 30, "done") for each in range(SETS))
        begun = datetime.now(UTC).isoformat(timespec="seconds")
        name = f"{self.device}-{self.made}"
        told = written(FinishedSession(name, begun, 900.0, "morning_nine", "finished", "right", sets))
        now = time.monotonic()
        self.waiting[name] = told, now, now
        self.client.publish(self.topics.session, told, qos=1)

    def insist(self, now: float) -> int:
        """Send again what was not confirmed; returns how many."""
        late = [name for name, (_, _, last) in self.waiting.items() if now - last >= AGAIN_S]
        for name in late:
            told, first, _ = self.waiting[name]
            self.waiting[name] = told, first, now
            self.client.publish(self.topics.session, told, qos=1)
        return len(late)

    def _confirmed(self, _client: Any, _data: Any, message: Any) -> None:
        for name in read_message(message.payload, Stored).sessions:
            if name in self.waiting:
                self.delays.append(1000 * (time.monotonic() - self.waiting.pop(name)[1]))


class Swarm:
    """All speakers, served by one loop."""

    def __init__(self, speakers: list[LightSpeaker], port: int) -> None:
        """Connect them."""
        self.speakers, self._selector, self._looked_at, self.again = speakers, selectors.DefaultSelector(), 0.0, 0
        for each in speakers:
            each.join(port)
            self._selector.register(each.client.socket(), selectors.EVENT_READ, each)

    def serve(self, until: Callable[[], bool]) -> None:
        """Go on until that is true."""
        end = time.monotonic() + GIVES_UP_S
        while not until() and time.monotonic() < end:
            for key, _ in self._selector.select(0.01):
                key.data.client.loop_read()
            now = time.monotonic()
            for each in self.speakers:
                if each.client.want_write():
                    each.client.loop_write()
            if now - self._looked_at >= 1:
                self._looked_at = now
                for each in self.speakers:
                    each.client.loop_misc()
                    self.again += each.insist(now)


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else SPEAKERS
    folder, port, speakers = scratch(), _free_port(), [LightSpeaker(each) for each in range(number)]
    url = f"sqlite:///{folder}/clinic.db"
    early = datetime.now(UTC) - timedelta(days=1)
    with closing(Collected(url, lambda: early)) as kept:
        for each in speakers:
            kept.belongs(each.device, f"Patient {each.number}")
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores; {number} speakers")
    with ExitStack() as opened:
        broker = _broker(opened, folder, port)
        hub = _hub(opened, folder, port, url)
        swarm = Swarm(speakers, port)
        swarm.serve(_after(5))
        idle_mb = _memory_mb(hub)
        sent = working(swarm, hub)
        print(f"memory: {idle_mb:.0f} MB with all speakers there, {_memory_mb(hub):.0f} MB after {sent} sessions")
        burst(swarm, hub)
        print(f"memory at its most: {_memory_mb(hub, 'VmHWM'):.0f} MB, of the broker {_memory_mb(broker):.1f} MB")
        left = sum(len(each.waiting) for each in speakers)
        made = sum(each.made for each in speakers)
    with closing(Collected(url, lambda: datetime.now(UTC))) as kept:
        stored = sum(row["sessions"] for row in kept.overview().values())
    print(f"sessions: {made} finished, {stored} stored, {left} not confirmed, {swarm.again} sent again")
    print(f"load after: {os.getloadavg()[0]:.1f}; database {(folder / 'clinic.db').stat().st_size / 1e6:.1f} MB")
    shutil.rmtree(folder)


def working(swarm: Swarm, hub: int) -> int:
    """All exercise, and finish a session now and then; returns how many sessions there were."""
    chance = random.Random(1)
    number = len(swarm.speakers)
    due = sorted((chance.uniform(0, STATES_S), chance.randrange(number)) for _ in range(number * SESSIONS))
    began, spent_s, states = time.monotonic(), _spent_s(hub), 0

    def go_on() -> bool:
        nonlocal states
        at = time.monotonic() - began
        while due and due[0][0] <= at:
            swarm.speakers[due.pop(0)[1]].finish()
        while states < min(at, STATES_S) * number:
            each = swarm.speakers[states % number]
            each.client.publish(f"limber/{each.slug}/state", STATE, retain=True)
            states += 1
        return at >= STATES_S and not any(each.waiting for each in swarm.speakers)

    swarm.serve(go_on)
    took, used = time.monotonic() - began, _spent_s(hub) - spent_s
    sent = number * SESSIONS
    print(f"working: {states / took:.0f} states and {sent / took:.1f} sessions a second for {took:.0f} s")
    _print_delays(swarm)
    print(f"  the hub took {100 * used / took:.0f} % of a core: {1e6 * used / (states + sent):.0f} us a message")
    return sent


def burst(swarm: Swarm, hub: int) -> None:
    """All send several sessions at once."""
    began, spent_s = time.monotonic(), _spent_s(hub)
    for _ in range(BURST):
        for each in swarm.speakers:
            each.finish()
    swarm.serve(lambda: not any(each.waiting for each in swarm.speakers))
    took, used, sent = time.monotonic() - began, _spent_s(hub) - spent_s, BURST * len(swarm.speakers)
    print(f"at once: {sent} sessions stored in {took:.1f} s, {sent / took:.0f} a second")
    _print_delays(swarm)
    print(f"  the hub took {used:.1f} s of a core: {1000 * used / sent:.2f} ms a session")


def _print_delays(swarm: Swarm) -> None:
    delays = [delay for each in swarm.speakers for delay in each.delays]
    for each in swarm.speakers:
        each.delays.clear()
    cuts = statistics.quantiles(delays, n=20)
    print(f"  finished until confirmed, ms: median {cuts[9]:.0f}, p95 {cuts[18]:.0f}, worst {max(delays):.0f}")


def _after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def _broker(opened: ExitStack, folder: Path, port: int) -> int:
    conf = folder / "mosquitto.conf"
    lines = [f"listener {port} 127.0.0.1", "allow_anonymous true", "persistence false", "log_dest none"]
    conf.write_text("\n".join([*lines, *(["user root"] if os.getuid() == 0 else [])]) + "\n", encoding="utf-8")
    running = opened.enter_context(subprocess.Popen([MOSQUITTO, "-c", str(conf)]))
    opened.callback(running.terminate)
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    return running.pid


def _hub(opened: ExitStack, folder: Path, port: int, url: str) -> int:
    """The real command, with its page."""
    settings = folder / "config/limber/settings.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"house: {{host: 127.0.0.1, port: {port}}}\nhub: {{database: '{url}'}}\n", encoding="utf-8")
    homes = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    words = [sys.executable, "-m", "assistant", "hub", "--port", str(_free_port())]
    running = opened.enter_context(
        subprocess.Popen(words, env={**os.environ, **homes}, stdout=subprocess.PIPE, text=True)
    )
    opened.callback(running.terminate)
    if running.stdout is None or not running.stdout.readline():
        raise SystemExit("the hub did not begin")
    return running.pid


def _memory_mb(process: int, what: str = "VmRSS") -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith(what)) / 1024


def _spent_s(process: int) -> float:
    """Seconds of a core that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


if __name__ == "__main__":
    main()
