"""Whatever the page shows can be read in every size: nothing is cut off, nothing overlaps, and nothing is hidden."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from assistant.narration.phrasing import Phrasing
from assistant.page.board import Board, Entry
from assistant.page.guard import Guard
from assistant.page.scene import STAGES, Painter
from tests.page.test_server import free_port
from tests.support.browsing import AXE, SIZES, misplaced, wrong
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


@pytest.fixture
def board(page):
    shown = Board()
    shown.begin()
    for _ in range(3):
        shown.add(Entry("limber", SENTENCE))
        shown.add(Entry("person", "that hurts", "that hurts"))
    shown.says(SENTENCE)
    served = serve(shown, Guard(free_port()))
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
