"""The editor of plans in a real browser: by drag, by buttons and by keyboard; two at once; and nothing is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.app import PLANS
from assistant.commands.editing import STATIC
from assistant.commands.planning import Planning
from assistant.content.load import load_language
from assistant.page.guard import Guard
from assistant.page.server import Page
from assistant.page.shelf import Shelf
from assistant.page.shell import Shell, static_doors
from assistant.settings import Settings
from tests.page.test_server import free_port
from tests.support.browsing import AXE, wrong, wrong_anywhere

TEXT = """\
# Of the clinic.
id: mine
name: After the holidays
items:
  # the breath first
  - diaphragmatic_breathing
  - glute_bridge
  - clamshell
"""


@pytest.fixture
def editor(tmp_path, page):
    (tmp_path / "mine.yaml").write_text(TEXT)
    port, shelf = free_port(), Shelf(tmp_path, PLANS)
    planning = Planning(shelf, Settings(), Shell(load_language().reader("desk"), ("/plans",)), "mine.yaml")
    served = Page([*static_doors(STATIC), *planning.doors()], Guard(port))
    served.start()
    page.add_init_script(path=AXE)
    page.goto(f"http://localhost:{port}/plans")
    expect(page.locator("#words li")).not_to_have_count(0)
    yield tmp_path / "mine.yaml"
    served.close()


def names(page):
    return page.locator("#items .name").all_inner_texts()


def saved(page):
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#told")).to_have_text("Saved as mine.yaml.")


def test_exercises_are_moved_by_buttons_by_keyboard_and_by_drag(editor, page):
    page.get_by_role("button", name="Move Bridge down").click()
    assert names(page) == ["Belly breathing", "Side-lying clamshell", "Bridge"]
    expect(page.get_by_role("button", name="Move Bridge down")).to_be_disabled()
    handle = page.get_by_role("button", name="Move Side-lying clamshell", exact=True)
    handle.press("ArrowUp")
    assert names(page) == ["Side-lying clamshell", "Belly breathing", "Bridge"]
    expect(handle).to_be_focused()
    expect(page.locator("#told")).to_have_text("Side-lying clamshell is number 1 of 3 now.")
    grip = page.locator("#items .handle").nth(2).bounding_box()
    first = page.locator("#items > li").first.bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(first["x"] + 20, first["y"] + 4, steps=4)
    page.mouse.up()
    assert names(page) == ["Bridge", "Side-lying clamshell", "Belly breathing"]
    page.get_by_role("button", name="Undo").click()
    assert names(page) == ["Side-lying clamshell", "Belly breathing", "Bridge"]
    saved(page)
    assert editor.read_text() == TEXT.partition("  # the breath")[0] + (
        "  - clamshell\n  # the breath first\n  - diaphragmatic_breathing\n  - glute_bridge\n"
    )


def test_a_mistake_is_shown_at_its_field_and_mended_there(editor, page):
    page.get_by_text("Bridge, as it is to be done").click()
    sets = page.locator("#items > li").nth(1).get_by_label("Sets", exact=True)
    sets.fill("many")
    sets.press("Tab")
    expect(sets).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#{sets.get_attribute('id')}-wrong")).to_contain_text("'sets' must be a number from 1 to 10")
    assert wrong_anywhere(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#told")).to_have_text("nothing was saved, because the plan has mistakes")
    assert editor.read_text() == TEXT
    page.locator("#mistakes a").click()
    expect(sets).to_be_focused()
    sets.fill("2")
    sets.press("Tab")
    expect(page.locator("#wrong")).to_be_hidden()
    expect(page.locator("#words")).to_contain_text("2 sets")
    saved(page)
    assert "  - exercise: glute_bridge\n    sets: 2\n  - clamshell\n" in editor.read_text()
    page.get_by_text("Spare these areas").click()
    page.get_by_label("hip", exact=True).check()
    expect(page.locator("#row-1 > .wrong")).to_contain_text("'glute_bridge' loads the hip")
    assert wrong(page) == []


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(editor, page):
    editor.write_text(TEXT.replace("holidays", "summer"))
    name = page.get_by_label("Name, as Limber says it")
    name.fill("After the winter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#conflict")).to_contain_text("changed by somebody else meanwhile; nothing was saved")
    assert "summer" in editor.read_text()
    page.get_by_role("button", name="Show what is saved").click()
    expect(page.get_by_label("Name, as Limber says it")).to_have_value("After the summer")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Name, as Limber says it")).to_have_value("After the winter")
    saved(page)
    assert editor.read_text() == TEXT.replace("holidays", "winter")


def test_rounds_are_made_and_a_file_is_written_as_text(editor, page):
    page.locator("#adding").select_option("glute_squeeze")
    page.get_by_role("button", name="Add it in rounds").click()
    page.get_by_role("button", name="Move Rounds begin up").click()
    assert names(page)[2:] == ["Rounds begin", "Side-lying clamshell", "Buttock squeeze", "Rounds end"]
    page.get_by_role("button", name="Move Rounds end up").click()
    page.get_by_role("button", name="Remove Belly breathing").click()
    saved(page)
    assert (
        "items:\n  - glute_bridge\n  - rounds: 2\n    items:\n      - clamshell\n  - glute_squeeze\n"
        in editor.read_text()
    )
    page.get_by_text("The file as text").click()
    page.locator("#text").fill("id: mine\nname: [\n")
    page.locator("#text").press("Tab")
    expect(page.locator("#mistakes")).to_contain_text("not readable as YAML")
    expect(page.locator("#form")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#form")).to_be_visible()
    assert Path(editor).read_text().startswith("# Of the clinic.")
