"""A whole session by the page alone, in a real browser: nothing is said, and nothing is heard."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.coach.person import cleared
from assistant.history.store import Store
from tests.page.test_server import free_port
from tests.support.browsing import AXE, SIZES, wrong, wrong_anywhere
from tests.support.drive import library
from tests.support.patience import PATIENCE_S

ROOT = Path(__file__).parents[2]
SHARE = 0.08
"""Of the height of the window, that the name, the side and the count each have at least."""
AREA = 96
"""Pixels that the buttons that are always there have each way at least."""


@pytest.fixture
def session(tmp_path, page):
    """A session of somebody known, shown on the page, without a voice and without an ear."""
    with Store(tmp_path / "data/limber/history.db") as store:
        store.keep_person(cleared(library().screening, datetime.now().astimezone().toordinal()))
    port = free_port()
    folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "type", "office_micro", "--quiet", "--page", "--port", str(port)],
        cwd=ROOT, env={**os.environ, **folders}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as running:  # fmt: skip
        for line in running.stdout:
            if f":{port}/" in line:
                break
        page.goto(f"http://localhost:{port}/")
        try:
            yield running
        finally:
            running.kill()


def steady(page, intent):
    return page.locator(f'#steady button[data-intent="{intent}"]')


def choose(page, label):
    page.locator("#choices").get_by_role("button", name=label, exact=True).click()


def to_the_count(page):
    expect(page.locator("#stage")).to_have_text("A question for you")
    choose(page, "0")
    steady(page, "start").click()  # this session
    while not page.locator("#count").is_visible():
        if page.locator("#stage").inner_text() in ("Take your time", "Get ready"):
            steady(page, "start").click()
        page.wait_for_timeout(500)


def test_a_whole_session_without_a_word(session, page):
    to_the_count(page)
    expect(page.locator("#number")).not_to_have_text("0")
    steady(page, "hurts").click()
    expect(page.locator("#conversation")).to_contain_text("Where do you feel it?")
    choose(page, "Knee")
    expect(page.locator("#choices")).to_contain_text("10")
    choose(page, "2")
    expect(page.locator("#conversation")).to_contain_text("You: 2")
    steady(page, "stop").click()
    expect(page.locator("#stage")).to_have_text("Stopped")
    choose(page, "That is all for today")
    expect(page.locator("#connection")).to_contain_text("lost")
    session.stdin.close()
    said = session.stdout.read()
    assert session.wait(PATIENCE_S) == 0, said
    for pressed in ("0", "That hurts", "Knee", "2", "Stop", "That is all for today"):
        assert f"    > {pressed}\n" in said
    assert "Where do you feel it?" in said


@pytest.mark.usefixtures("session")
def test_the_count_is_big_and_announces_nothing(page):
    to_the_count(page)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for name in ("exercise", "side", "count"):
            found = page.locator(f"#{name}")
            if found.is_visible():
                size = found.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)")
                assert size >= SHARE * height, name
        for intent in ("pause", "easier", "hurts", "stop"):
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            box = steady(page, intent).bounding_box()
            assert min(box["width"], box["height"]) >= AREA, (intent, width)
            assert 0 <= box["y"] <= height - box["height"], (intent, width)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), width
    expect(page.locator("#count")).to_have_attribute("aria-live", "off")
    before, said = page.locator("#number").inner_text(), page.locator("#status").inner_text()
    expect(page.locator("#number")).not_to_have_text(before)
    assert page.locator("#status").inner_text() == said


@pytest.mark.usefixtures("session")
def test_axe_finds_nothing_and_the_focus_stays(page):
    page.add_init_script(path=AXE)
    page.reload()
    expect(page.locator("#stage")).to_have_text("A question for you")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert wrong(page) == []
    steady(page, "hurts").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#conversation")).to_contain_text("Where do you feel it?")
    assert page.evaluate("document.activeElement.dataset.intent") == "hurts"
    assert wrong(page) == []
    page.locator("#words").fill("my chest hurts")
    page.keyboard.press("Enter")
    expect(page.locator("#alarm")).not_to_be_empty()
    assert wrong(page) == []


@pytest.mark.usefixtures("session")
def test_every_page_is_clean_and_leads_to_the_others(page):
    page.add_init_script(path=AXE)
    to_the_count(page)
    here = page.url
    for name, heading in (
        ("Progress", "Mobility practice"),
        ("Conversations", "Conversations"),
        ("Voices", "Voices"),
        ("Settings", "Settings"),
    ):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("h1")).to_contain_text(heading)
        assert wrong_anywhere(page) == []
    page.get_by_label("Waking by voice").select_option("No")
    expect(page.locator("#standing")).to_have_text("Not saved yet.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#told")).to_contain_text("Saved.")
    page.get_by_role("link", name="Session", exact=True).click()
    assert page.url == here
    expect(page.locator("#stage")).not_to_have_text("")
