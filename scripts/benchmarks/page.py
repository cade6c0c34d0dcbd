"""Measure what the page in the browser costs, and that it never touches the count.

* A hold of sixty seconds is counted in real time, while ten pages are open and an eleventh reads nothing.
* In a browser it is looked at when each sentence is highlighted, and compared with when it began to sound.
* A session is run without the page, and with one page open: memory and share of a core.

A quiet machine is needed. The browser is Debian's chromium, by playwright (`scripts/setup test`).
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from shutil import which

from assistant.audio.mixer import CueReport
from assistant.audio.speaker import SilentSpeaker
from assistant.coach.person import cleared
from assistant.commands.paging import Pages
from assistant.running.links import Links
from assistant.running.performance import Notes
from assistant.words.effects import Count, Effect
from assistant.words.events import Event, Heard
from assistant.words.units import OUTPUT_RATE, Seconds
from benchmarks.counting import due
from benchmarks.shared import app, long_hold, scratch

READERS = 10
HOLD_S, READY_S = 60.0, 4.0
"""How long the hold is, and how long the person waits before they say "ready"."""
SETTLES_S, LOOKS_S = 15.0, 40.0
"""Seconds after which memory and time are looked at, and for how long."""
SEEN = """
window.seen = [];
new MutationObserver(() => window.seen.push([document.getElementById("saying").textContent, Date.now() / 1000]))
  .observe(document.getElementById("saying"), { childList: true, characterData: true, subtree: true });
"""


class Beats:
    """Keeps when each number and each sentence began."""

    def __init__(self) -> None:
        """Begin with none."""
        self.ordered: list[Count] = []
        self.frames: list[int] = []
        self.spoken: list[tuple[str, float]] = []
        self.late = 0

    def event(self, _at: Seconds, _event: Event | None) -> None:
        """Of no interest."""

    def effect(self, _at: Seconds, effect: Effect) -> None:
        """Keep a count."""
        if isinstance(effect, Count):
            self.ordered.append(effect)

    def sound(self, _at: Seconds, report: CueReport) -> None:
        """Keep where a number began, and when a sentence did."""
        self.late += report.kind == "late"
        if report.kind == "began" and report.cue.channel == "count":
            self.frames.append(report.frame)
        elif report.kind == "began" and report.cue.channel == "talk" and report.cue.text:
            self.spoken.append((report.cue.text, time.time()))

    def trouble(self, _at: Seconds, _text: str) -> None:
        """Of no interest."""


def main() -> None:
    """Measure and print."""
    beats, seen = counted_with_pages()
    expected = due(beats.ordered, float("inf"))
    errors = [1000 * min(abs(frame - at) for frame in beats.frames) / OUTPUT_RATE for at in expected]
    print(f"numbers counted with {READERS} pages open and one that reads nothing: {len(errors)}, late: {beats.late}")
    print(f"a number against its beat, ms: median {statistics.median(errors):.3f}, worst {max(errors):.3f}")
    waits = [wait for text, began in beats.spoken for wait in highlighted(text, began, seen)]
    print(f"from a sentence's first sample to its highlight, ms: {len(waits)} sentences, ", end="")
    print(f"median {statistics.median(waits):.0f}, worst {max(waits):.0f}")
    without, shown = cost(page=False), cost(page=True)
    print(f"without the page: {without[0]:.0f} MB, {100 * without[1]:.1f} % of a core")
    more, share = shown[0] - without[0], 100 * (shown[1] - without[1])
    print(f"with one page open: {more:.1f} MB and {share:.1f} % of a core more")


def highlighted(text: str, began: float, seen: list[tuple[str, float]]) -> list[float]:
    """After how many ms a sentence was highlighted that began to sound at a time; nothing where it never was."""
    return [1000 * (at - began) for shown, at in seen if shown == text and at >= began][:1]


def counted_with_pages() -> tuple[Beats, list[tuple[str, float]]]:
    """A hold counted in real time beside many readers; and when a browser highlighted which sentence."""
    shared, beats, port = app(), Beats(), _free_port()
    library, routine = long_hold(HOLD_S)
    pages = Pages(shared, port)
    links = Links(watchers=(pages.watching,))
    notes = Notes(observers=[beats, pages.watching])
    parts = shared.parts(library, routine, cleared(library.screening), notes=notes)
    pages.watching.watch(parts.coach)
    with ExitStack() as opened:
        pages.start()
        opened.callback(pages.close)
        browser = opened.enter_context(_process("browse", f"http://localhost:{port}/"))
        readers = opened.enter_context(_process("read", str(port)))
        for each in (browser, readers):
            assert each.stdout is not None  # noqa: S101 (it is a pipe)
            each.stdout.readline()
        threading.Thread(target=_go_on, args=(links, beats), daemon=True).start()
        shared.live(parts, links, open_player=SilentSpeaker).run()
        seen, _ = browser.communicate("\n")
        readers.communicate("\n")
    return beats, [(text, at) for text, at in json.loads(seen)]


def _go_on(links: Links, beats: Beats) -> None:
    """Say "ready" until a count begins, and end the session when it is over."""
    while not beats.ordered:
        time.sleep(READY_S)
        links.inbox.put(Heard("start"))
    time.sleep(HOLD_S + READY_S)
    for intent in ("stop", "finish"):
        links.inbox.put(Heard(intent))
    while True:  # to "Shall I guide you up?"
        time.sleep(READY_S)
        links.inbox.put(Heard("no"))


def cost(*, page: bool) -> tuple[float, float]:
    """(memory in MB, share of a core) of a session that is typed, with or without one page open."""
    folder, port = scratch(), _free_port()
    homes = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    words = [sys.executable, "-m", "assistant", "type", "three_stretches", "--quiet"]
    words += ["--page", "--port", str(port)] if page else []
    with ExitStack() as opened:
        running = opened.enter_context(
            subprocess.Popen(words, env={**os.environ, **homes}, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        )
        opened.callback(running.kill)
        time.sleep(SETTLES_S)
        if page:
            _reader(opened, port)
        before = _spent_s(running.pid)
        time.sleep(LOOKS_S)
        status = Path(f"/proc/{running.pid}/status").read_text(encoding="ascii").splitlines()
        resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024
        return resident, (_spent_s(running.pid) - before) / LOOKS_S


def _spent_s(process: int) -> float:
    """Seconds of a core that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _process(what: str, where: str) -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "benchmarks.page", what, where]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _reader(opened: ExitStack, port: int, *, stalled: bool = False) -> None:
    """A page that is open: it reads what happens in a thread, or nothing where it is stalled."""
    first = HTTPConnection("localhost", port)
    first.request("GET", "/")
    cookie = str(first.getresponse().getheader("set-cookie")).partition(";")[0]
    there = HTTPConnection("localhost", port)
    opened.callback(there.close)
    there.request("GET", "/news", headers={"Cookie": cookie})
    if not stalled:
        answer = there.getresponse()
        threading.Thread(target=_drain, args=(answer,), daemon=True).start()


def _drain(answer: HTTPResponse) -> None:
    with suppress(OSError, ValueError, AttributeError):  # http.client's, where it is closed meanwhile
        while answer.readline():
            pass


def read(port: int) -> None:
    """Be ten pages and one that reads nothing, until a line comes."""
    with ExitStack() as opened:
        for number in range(READERS):
            _reader(opened, port, stalled=number == READERS - 1)
        _reader(opened, port)
        print("ready", flush=True)
        sys.stdin.readline()
        os._exit(0)


def browse(address: str) -> None:
    """Note in a browser when each sentence is highlighted, until a line comes; then print it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address)
        page.evaluate(SEEN)
        print("ready", flush=True)
        waits = threading.Thread(target=sys.stdin.readline, daemon=True)
        waits.start()
        while waits.is_alive():
            page.wait_for_timeout(200)
        print(json.dumps(page.evaluate("window.seen")))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["browse", where]:
            browse(where)
        case ["read", where]:
            read(int(where))
        case _:
            main()
