"""Whatever the page shows can be read in every size: nothing is cut off, nothing overlaps, and nothing is hidden."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from assistant.narration.phrasing import Phrasing
from assistant.page.board import Board, Entry
from assistant.page.guard import Guard
from assistant.page.scene import STAGES, Painter
from assistant.words.errors import LimberError
from tests.page.test_server import free_port
from tests.support.browsing import AXE, MISPLACED, SIZES, misplaced, wrong
from tests.support.drive import Driver, grammar, library
from tests.support.served_page import serve

SENTENCE = "Lie on your back, with both knees bent and both feet flat on the floor."
UNDER_THE_BUTTONS = """
() => {
  scrollTo(0, document.documentElement.scrollHeight);
  const bar = document.getElementById("steady");
  const last = document.querySelector("main").lastElementChild.getBoundingClientRect();
  return getComputedStyle(bar).position === "fixed" && last.bottom > bar.getBoundingClientRect().top;
}
"""


def scenes():
    """What is shown of a session, by a name for each; the last ones are as long as anything can be."""
    how = Painter(library(), Phrasing(library(), grammar().commands.helps), library().language.reader("page"))
    driver, found = Driver("three_stretches"), {}

    def see(name, **others):
        scene = how.paint(driver.coach.view(driver.now), driver.coach.offers, deaf=name == "deaf")
        found[name] = replace(scene, **others)

    see("begun")
    driver.run_until("ready")
    see("ready")
    driver.run_until("work")
    driver.run(9)
    see("counting")
    see("deaf")
    driver.hear("pause")
    see("paused")
    driver.hear("stop")
    see("stopped")
    driver.hear("hurts")
    see("asked")
    name = max((each.name for each in library().exercises.values()), key=len)
    stage = max((how.say(f"stage_{each}") for each in STAGES), key=len)
    see(
        "long",
        exercise=name,
        stage=stage,
        side="Right side",
        set="Set 2 of 3",
        number=120,
        most=120,
        alarm=how.say("locked"),
    )
    found |= {"begins": how.begins(), "called": how.call("session")}
    found["idle"] = how.idle("I called you to a session at eight thirty.", {"a.yaml": "A" * 100, "b.yaml": "After all"})
    return found


def refuse(_data):
    raise LimberError("there is none of this")


@pytest.fixture
def board(page):
    shown = Board()
    shown.begin()
    for _ in range(3):
        shown.add(Entry("limber", SENTENCE))
        shown.add(Entry("person", "that hurts", "that hurts"))
    shown.says(SENTENCE)
    served = serve(shown, Guard(free_port()), refuse)
    page.add_init_script(path=AXE)
    page.goto(served.address)
    yield shown
    served.close()


def test_in_every_state_and_size_everything_can_be_read(board, page):
    found = []
    for number, (name, scene) in enumerate(scenes().items()):
        board.show(scene)
        expect(page.locator("#exercise")).to_have_text(scene.exercise or scene.routine or "No session is under way.")
        expect(page.locator("#stage")).to_have_text(scene.stage)
        expect(page.locator("#steady button")).to_have_text([button.label for button in scene.steady])
        found += [(name, *each) for each in misplaced(page)]
        width, height = SIZES[number % len(SIZES)]
        page.set_viewport_size({"width": width, "height": height})
        found += [(name, width, each) for each in wrong(page)]
        if page.evaluate(UNDER_THE_BUTTONS):
            found.append((name, width, "the end is under the buttons"))
    assert found == []


def test_a_list_that_is_opened_can_be_read(board, page):
    board.show(scenes()["idle"])
    page.get_by_role("button", name="Choose a session").click()
    expect(page.get_by_role("button", name="After all")).to_be_visible()
    assert misplaced(page) == []
    assert wrong(page) == []


STOP = '#steady button[data-intent="stop"]'
FOCUSED = """
() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), bar = document.getElementById("steady");
  const under = !bar.contains(e) && bar.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < (under ? under.top : innerHeight);
  return [e.id || e.textContent.trim(), seen, getComputedStyle(e).outlineStyle !== "none"];
}
"""


def test_everything_is_reached_by_keyboard_and_what_has_the_focus_is_seen(board, page):
    scene = scenes()["begun"]
    board.show(scene)
    expect(page.locator("#stage")).to_have_text(scene.stage)
    page.set_viewport_size({"width": 320, "height": 640})
    reached = []
    while "announce" not in reached:
        page.keyboard.press("Tab")
        name, seen, outlined = page.evaluate(FOCUSED)
        assert (seen, outlined) == (True, True), name
        reached.append(name)
    wanted = [button.label for button in (*scene.steady, *scene.choices)]
    assert [name for name in reached if name in wanted] == wanted
    assert {"words", "conversation"} < {*reached}


def test_the_focus_is_not_lost_when_what_had_it_goes(board, page):
    board.show(scenes()["idle"])
    page.get_by_role("button", name="Make a session to fit").focus()
    board.show(scenes()["ready"])
    expect(page.locator("#exercise")).to_have_text(scenes()["ready"].exercise)
    assert page.evaluate("document.activeElement !== document.body")
    page.locator("#choices button").first.focus()
    board.show(scenes()["called"])
    expect(page.locator("#choices button")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "steady"


def test_stop_is_in_sight_on_a_telephone_that_lies_on_its_side(board, page):
    board.show(scenes()["long"])
    expect(page.locator(STOP)).to_be_visible()
    for width, height in ((568, 320), (640, 360), (844, 390)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        box = page.locator(STOP).bounding_box()
        assert 0 <= box["y"] <= height - box["height"], width
        assert min(box["width"], box["height"]) >= 96
        assert page.evaluate(MISPLACED) == []


def test_what_was_refused_is_told_and_the_switch_is_remembered(board, page):
    page.locator("#announce").uncheck()
    page.reload()
    expect(page.locator("#announce")).not_to_be_checked()
    board.show(scenes()["counting"])
    page.evaluate("send({ intent: 'nothing' })")
    expect(page.locator("#told")).to_have_text("there is none of this")
