"""The page for a physiotherapist, in a real browser: axe-core finds nothing to complain of, in any size and on paper."""

import html
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import axe_core_python
import pytest

from assistant.history.past import CheckAnswer, PainReport, Past
from assistant.history.progress import doing
from assistant.history.report import as_page
from assistant.narration.phrasing import FULL, Phrasing
from tests.support.drive import library
from tests.support.patience import PATIENCE_S
from tests.support.people import live

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
WIDTHS = (320, 1280)
"""A phone, or a page at four times its size; and a screen."""


def browser():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed")
    assert found, "Chromium is not installed"
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    *_, last = live(3, 12, tmp_path_factory.mktemp("history") / "history.db")
    first, *rest = last.past.sessions
    told = replace(
        first,
        pains=(*first.pains, PainReport("report", 6, "red", "knee", "sharp <b>", "no_longer_there")),
        check_answers=(
            CheckAnswer("check_external_rotation", "fingers", "left", "5"),
            CheckAnswer("gone", "fingers", "", "3"),
        ),
    )
    past = Past((told, *rest))
    phrasing = Phrasing(library(), {})
    sentences = [text for line in doing(library(), past, last.now.date()) for text in phrasing.say(line, FULL)]
    return as_page(library(), past, sentences, last.now.date())


def run(folder, text, *options):
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [browser(), *QUIET, f"--user-data-dir={folder / 'profile'}", *options, path.as_uri()],
        capture_output=True, text=True, timeout=PATIENCE_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_accessible(page, width, tmp_path):
    axe = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    probe = f"""<script>{axe}</script><script>
      axe.run({{resultTypes: ["violations"]}}).then(found => {{
        const out = document.createElement("pre");
        out.id = "found";
        out.textContent = JSON.stringify({{
          violations: found.violations.map(one => [one.id, one.nodes.map(node => node.html)]),
          passes: found.passes.length, wide: document.documentElement.scrollWidth > window.innerWidth,
        }});
        document.body.append(out);
      }});</script></body>"""
    dom = run(
        tmp_path,
        page.replace("</body>", probe),
        "--dump-dom",
        "--virtual-time-budget=20000",
        f"--window-size={width},900",
    )
    (text,) = re.findall(r'<pre id="found">(.*?)</pre>', dom, re.DOTALL)
    found = json.loads(html.unescape(text))
    assert found["violations"] == []
    assert found["passes"] > 10
    assert not found["wide"], "it has to be scrolled sideways"


def test_the_page_needs_nothing_else_and_shows_what_was_said_as_text(page):
    assert not re.search(r"(src|href)\s*=|@import|url\(", page)
    assert "sharp &lt;b&gt;" in page
    assert page.count("<svg") == page.count('role="img" aria-label="') == 2


def test_the_page_can_be_printed(page, tmp_path):
    run(tmp_path, page, f"--print-to-pdf={tmp_path / 'page.pdf'}")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
