"""A user id that the system knows nothing of, as containers have them: no name, no home, and nothing can be kept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.__main__ import NO_HOME
from tests.support.nobody import USER

ROOT = Path(__file__).parents[1]


def limber(*words, **environment):
    """`limber` as such a user, without HOME unless it is given."""
    if os.geteuid():
        pytest.skip("only root can become a user whom the system does not know")
    known = {name: value for name, value in os.environ.items() if name != "HOME" and not name.startswith("XDG_")}
    return subprocess.run(
        [sys.executable, "-B", "-m", "tests.support.nobody", *words],
        cwd="/", env={**known, "PYTHONPATH": str(ROOT), **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["plan", "office_micro"], 0, "It takes about"),
        (["progress"], 0, "It is only read"),
        (["log"], 2, "there is no journal yet"),
        (["activities", "walking to the shop"], 2, "this folder cannot be made"),
    ],
)
def test_it_gets_answers_in_sentences(words, code, told):
    ran = limber(*words)
    assert "Traceback" not in ran.stderr
    assert told in " ".join((ran.stdout + ran.stderr).split())
    assert ran.returncode == code


@pytest.mark.parametrize("given", [{"HOME": "here"}, {"HOME": ""}, {"XDG_DATA_HOME": "here", "XDG_CACHE_HOME": "."}])
def test_a_home_that_depends_on_where_it_is_begun_is_none(given):
    """Such a home would be another one in each folder; nothing known of the person would be found again."""
    ran = limber("progress", **given)
    assert ran.returncode == 0
    assert f"{NO_HOME}/.local/share/limber" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_what_it_keeps_goes_where_home_leads(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    if not os.geteuid():
        os.chown(home, USER, USER)
    ran = limber("activities", "walking to the shop", HOME=str(home))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (home / ".local/share/limber/history.db").stat().st_uid == USER
