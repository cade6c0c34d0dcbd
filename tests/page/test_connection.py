"""A connection that is lost is shown, and comes back to the exact state; what happened meanwhile is not missed."""

import pytest
from playwright.sync_api import expect

from assistant.content.load import load_language
from assistant.page.board import Board, Entry
from assistant.page.guard import Guard
from assistant.page.live import Showing
from assistant.page.scene import PageButton, Scene
from assistant.page.server import Page
from assistant.page.shell import Shell, static_doors
from tests.page.test_server import free_port

LANGUAGE = load_language()
STEADY = (PageButton("Pause", "pause"), PageButton("Stop", "stop"))


def serve(board, guard):
    shell = Shell(LANGUAGE.reader("desk"))
    doors = [
        *static_doors(["page.css", "page.js", "desk.css"]),
        *Showing(board, LANGUAGE.reader("page"), print).doors(shell),
    ]
    served = Page(doors, guard)
    served.start()
    return served


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
