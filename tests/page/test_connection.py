"""A connection that is lost is shown, and comes back to the exact state; what happened meanwhile is not missed."""

import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.page.board import Board, Entry
from assistant.page.guard import Guard
from assistant.page.scene import Scene
from tests.page.test_server import free_port
from tests.support.served_page import STEADY, serve

ROOT = Path(__file__).parents[2]
SHOWN_MS = 3000
"""After so many milliseconds of the page's own clock it is shown that nothing comes any more."""
TOLERATED_MS = 1900
"""For so long signs of life may be late; there is one each second."""
LATER_S = 3600
"""The page's clock is stopped at a time to come, which a slow machine does not reach by itself."""


@pytest.mark.parametrize("anew", [False, True], ids=["the same Limber", "a Limber that was begun anew"])
def test_it_is_shown_as_lost_and_then_as_it_stands(page, anew):
    board, guard = Board(), Guard(free_port())
    board.begin()
    board.add(Entry("limber", "Get ready."))
    board.show(Scene(session=True, exercise="Bridge", number=3, most=10, stage="Go on", steady=STEADY))
    served = serve(board, guard)
    page.goto(served.address)
    expect(page.locator("#number")).to_have_text("3")
    expect(page.locator("#connection")).to_be_empty()
    served.close()
    expect(page.locator("#connection")).to_contain_text("The connection is lost")
    board.add(Entry("person", "that hurts", "that hurts"))
    board.says("Where do you feel it?")
    board.show(Scene(session=True, exercise="Bridge", side="Left side", stage="A question", steady=STEADY))
    served = serve(board, Guard(guard.port) if anew else guard)
    try:
        expect(page.locator("#stage")).to_have_text("A question")
        expect(page.locator("#connection")).to_be_empty()
        expect(page.locator("#side")).to_have_text("Left side")
        expect(page.locator("#count")).to_be_hidden()
        expect(page.locator("#saying")).to_have_text("Where do you feel it?")
        assert page.locator("#conversation p").all_inner_texts() == [
            "Limber: Get ready.",
            "You: that hurts (that hurts)",
        ]
    finally:
        served.close()


class Server:
    """A page in a process of its own."""

    def __init__(self, running):
        self._running = running
        self.address = running.stdout.readline().strip()

    def show(self, stage):
        self._running.stdin.write(f"{stage}\n")
        self._running.stdin.flush()

    def signal(self, number):
        self._running.send_signal(number)


@contextmanager
def server(port):
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.served_page", str(port)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        try:
            yield Server(running)
        finally:
            running.kill()


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGKILL], ids=["stalled", "killed"])
def test_within_three_seconds_it_is_shown_that_the_server_is_gone(page, number):
    port = free_port()
    page.clock.install()
    with server(port) as first:
        first.show("Get ready")
        page.goto(first.address)
        expect(page.locator("#stage")).to_have_text("Get ready")
        expect(page.locator("#connection")).to_be_empty()
        page.clock.pause_at(page.evaluate("Date.now() / 1000") + LATER_S)
        expect(page.locator("#connection")).to_be_empty()  # a sign of life has come since
        page.clock.run_for(TOLERATED_MS)
        assert page.locator("#connection").inner_text() == ""
        first.signal(number)
        page.clock.run_for(SHOWN_MS)
        assert "The connection is lost" in page.locator("#connection").inner_text()
        page.clock.resume()
        if number == signal.SIGSTOP:
            first.show("A question")
            first.signal(signal.SIGCONT)
            comes_back(page, "Get ready", "A question")
    if number == signal.SIGKILL:
        with server(port) as second:
            second.show("A question")
            comes_back(page, "A question")


def comes_back(page, *said):
    expect(page.locator("#stage")).to_have_text(said[-1])
    expect(page.locator("#connection")).to_be_empty()
    assert page.locator("#conversation p").all_inner_texts() == [f"Limber: {each}" for each in said]
