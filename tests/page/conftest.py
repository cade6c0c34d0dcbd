"""One browser for all tests of the page."""

from contextlib import closing

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.history.test_report import browser
from tests.support.patience import PATIENCE_S

PATIENCE_MS = PATIENCE_S * 1000 / 9


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(chromium):
    with closing(chromium.new_context(viewport={"width": 1280, "height": 800})) as context:
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        found = context.new_page()
        errors = []
        found.on("pageerror", lambda error: errors.append(str(error)))
        yield found
        assert not errors
