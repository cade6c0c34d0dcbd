"""The page for a physiotherapist, in a real browser: axe-core finds nothing to complain of, in any size and on paper."""

import html
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import get_args

import axe_core_python
import pytest

from assistant.commands.progress import in_sentences
from assistant.content.needed import BACK
from assistant.history.past import CheckAnswer, PainReport, Past, Practice
from assistant.history.progress import doing
from assistant.history.report import as_page
from assistant.history.report_glance import pain_table
from assistant.history.report_plots import LABELS, LEAST_WEEKS, WIDTH
from assistant.history.report_tables import pains
from assistant.words.records import Answer, SessionEnd
from tests.support.chromium import browser
from tests.support.drive import library
from tests.support.pasts import PASTS
from tests.support.patience import PATIENCE_S

QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
WIDTHS = (320, 1280)
"""A phone, or a page at four times its size; and a screen."""


def told(past):
    """The page, and the sentences on it, as the command writes them on the day of the last session."""
    day = past.practised[-1].day
    sentences = in_sentences(library(), past, day)
    return as_page(library(), past, sentences, day), sentences


def words(page):
    """What is read on a page, without the details behind the first sheet."""
    sheet = page.partition('<section class="sheet">')[2].partition("</section>")[0]
    return html.unescape(re.sub(r"<[^>]*>", "\n", re.sub(r'<span class="date">(.*?)</span>', r"\1", sheet)))


@pytest.fixture(scope="module", params=PASTS)
def page(request):
    past = PASTS[request.param]()
    first, *rest = past.sessions
    seen = replace(
        first,
        pains=(*first.pains, PainReport("report", 6, "red", "knee", "sharp <b>", "no_longer_there")),
        check_answers=(
            CheckAnswer("check_external_rotation", "fingers", "left", "5"),
            CheckAnswer("gone", "fingers", "", "3"),
        ),
    )
    return told(replace(past, sessions=(seen, *rest)))[0]


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
    assert not re.search(r"(src|href)\s*=|@import|url\(|<script", page)
    assert "sharp &lt;b&gt;" in page


def test_each_plot_has_one_label_and_one_week_does_not_fill_it(page):
    assert page.count("<svg") == page.count('role="img" aria-label="') == 2
    assert "<figcaption" not in page
    bars = [float(wide) for wide in re.findall(r'<rect [^>]*width="([\d.]+)"[^>]*class="bar"', page)]
    assert bars
    assert max(bars) <= WIDTH / LEAST_WEEKS
    assert len(re.findall(r">\d{4}-\d\d-\d\d</text>", page)) == 2 * LABELS


def test_every_row_of_a_table_has_a_header_and_dates_stay_whole(page):
    bodies = "".join(re.findall(r"<tbody.*?</tbody>", page, re.DOTALL))
    rows = bodies.split("<tr")[1:]
    assert all(row.count('<th scope="row"') == 1 for row in rows)
    assert all('class="date"' in tag for tag in re.findall(r"<t[hd] [^>]*>(?:<span>)?\d{4}-\d\d-\d\d<", bodies))


@pytest.mark.parametrize("name", PASTS)
def test_one_of_something_is_no_plural(name):
    past = PASTS[name]()
    for some in (past, Past(past.sessions[:1], past.dated_notes[:1])):
        page, sentences = told(some)
        assert not re.search(r"\b1 (\w+ )?(days|weeks|minutes|sessions|sets|reports|scores)\b", words(page))
        assert not re.search(r"From (\S+) to \1\b", words(page))
        assert not re.search(r"\b1 (\w+ )?(days|weeks|minutes|sessions|sets|exercises)\b", " ".join(sentences))


@pytest.mark.parametrize("name", PASTS)
def test_sides_are_compared_only_where_something_had_sides(name):
    past = PASTS[name]()
    sided = any(practice.side for session in past.sessions for practice in session.practices)
    assert any(line.key.startswith("doing_sides") for line in doing(library(), past, past.sessions[-1].day)) == sided


@pytest.mark.parametrize(
    ("left_s", "right_s", "told"),
    [
        (20, 5, None), (40, 0, ("right", "1", "0")), (70, 50, "even"), (85, 65, "even"), (150, 60, ("right", "2", "1")),
        (60, 150, ("left", "1", "2")), (600, 590, "even"),
    ],
)  # fmt: skip
def test_left_and_right_are_never_said_to_differ_by_the_same_number(left_s, right_s, told):
    practices = tuple(
        Practice("figure4_supine", "figure4_supine", side, done_s=done_s)
        for side, done_s in (("left", left_s), ("right", right_s))
    )
    day = PASTS[min(PASTS)]().practised[-1]
    past = Past((replace(day, practices=practices),))
    (*_, said) = doing(library(), past, day.day)
    slots = dict(said.slots)
    found = {"doing_sides": (slots.get("side"), slots.get("left"), slots.get("right")), "doing_sides_even": "even"}
    assert found.get(said.key) == told


def test_no_date_is_broken_at_the_end_of_a_line(page):
    body = re.sub(r"<svg.*?</svg>|<title>.*?</title>", "", page, flags=re.DOTALL)
    found = re.findall(r"(\S*)\d{4}-\d\d-\d\d", body)
    assert found
    assert all(before.endswith(('class="date">', "<span>")) for before in found)


def test_the_first_sheet_says_that_days_are_estimates():
    unsure = "The clock of this machine was not set, or wrong, in 2 sessions. Their days are estimates."
    assert unsure in words(told(replace(PASTS["one_week"](), doubted=2))[0])
    assert unsure not in words(told(PASTS["one_week"]())[0])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("locked", "2026-01-07: numbness."),
        ("locked", "2026-01-09: the person said that it was looked at."),
        ("locked", "Sessions are locked until the person says that it was looked at."),
        ("twelve_weeks", '2026-03-06: knee, 6 of 10, sharp, during "Side-lying clamshell" on the right.'),
        ("twelve_weeks", "Right after sessions, 5 of 44 scores were 2 points or more above the one before."),
        ("twelve_weeks", "How sessions were called: 39 easy and 5 hard."),
        ("twelve_weeks", "44 sessions on 44 days, 188 minutes in all."),
        ("planned", "Since 2026-01-05, 15 of 19 planned days."),
        ("planned", "90 of 120 planned sets in 15 sessions."),
        ("one_session", "1 session on 1 day, 2 minutes in all."),
        ("one_session", "Right after sessions, 0 of 1 score was 2 points or more above the one before."),
        ("one_session", "Pain is compared from 6 scores on."),
    ],
)
def test_the_first_sheet_tells(name, said):
    assert said in words(told(PASTS[name]())[0])


def test_every_name_that_is_kept_has_words_on_the_page():
    known, say = library(), library().language.reader("report")
    asks = [ask for exercise in known.exercises.values() for ask in exercise.asks if exercise.id != BACK]
    kept = [("flagged", flag) for flag in known.red_flags.say]
    kept += [("words", word) for word in known.pain.stop_words] + [("findings", ask.key) for ask in asks]
    kept += [("efforts", effort) for effort in ("easy", "right", "hard")] + [
        ("ends", end) for end in get_args(SessionEnd)
    ]
    kept += [("answers", answer) for answer in (*get_args(Answer), "left", "right", "neither", "nowhere", "at_12")]
    texts = known.language.texts["report"]
    assert [f"{table}.{name}" for table, name in kept if f"{table}.{name}" not in texts] == []
    assert say.named("flagged", "saddle") == "numbness between the legs"


def test_only_what_was_done_is_called_easier_than_written():
    first, *_ = PASTS["one_week"]().sessions
    pinched = CheckAnswer("check_hip_flexion", "pinch", "right", "yes")
    page = words(told(Past((replace(first, check_answers=(pinched,)),)))[0])
    line = next(line for line in page.splitlines() if line.startswith("Easier than written"))
    assert "Lying figure four" in line
    assert "Squat" not in line


def test_the_side_that_was_said_is_told_beside_the_one_under_way():
    past = PASTS["twelve_weeks"]()
    session, pain = next((session, pain) for session, pain in pains(past) if pain.score == 6)
    for area, side, where in (
        ("hip", "left", "left hip"),
        ("hip", "", "hip"),
        ("", "right", "right side"),
        ("", "", "no place named"),
    ):
        hurt = replace(session, pains=(replace(pain, area=area, side=side),))
        page = words(told(replace(past, sessions=(hurt,)))[0])
        assert f'{session.day}: {where}, 6 of 10, sharp, during "Side-lying clamshell" on the right.' in page


def test_the_smallest_change_that_matters_stands_beside_the_change():
    _, _, rows = pain_table(library(), PASTS["twelve_weeks"]())
    assert rows[0][:1] == ("Before sessions",)
    assert [f"{cell:.1f}" if isinstance(cell, float) else cell for cell in rows[0][2:]] == [
        "6.0",
        "1.3",
        "-4.7",
        "1.8",
        "yes",
    ]
    _, _, rows = pain_table(library(), PASTS["one_week"]())
    assert [row[-1] for row in rows] == ["too few scores"] * 3


def test_the_page_can_be_printed(page, tmp_path):
    run(tmp_path, page, f"--print-to-pdf={tmp_path / 'page.pdf'}")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
