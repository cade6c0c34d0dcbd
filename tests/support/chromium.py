"""One browser in a process, for all tests that look at a page. Playwright cannot be begun twice in one process."""

import os
import shutil
from contextlib import closing

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.support.patience import PATIENCE_S

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = PATIENCE_S * 1000 / 9


def browser():
    """The path of a Chromium. Without one, the tests that need it are left out, but not in CI."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed")
    assert found, "Chromium is not installed"
    return found


@pytest.fixture(scope="session")
def chromium():
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(chromium):
    """A new page of 1280 by 800 pixels. An error in its scripts fails the test."""
    with closing(chromium.new_context(viewport={"width": 1280, "height": 800})) as context:
        context.set_default_timeout(PATIENCE_MS)
        found = context.new_page()
        errors = []
        found.on("pageerror", lambda error: errors.append(str(error)))
        yield found
        assert not errors
