"""The README counts what the library has, and says how long its shortest session takes."""

import re
from pathlib import Path

from assistant.coach.length import minutes, session_s
from assistant.content.needed import SITTING_BREAK
from tests.support.drive import library

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
WORDS = {"two": 2, "three": 3, "four": 4}


def test_the_readme_counts_exercises_and_routines():
    assert int(re.search(r"There are (\d+) exercises", README)[1]) == len(library().exercises)
    assert int(re.search(r"\[(\d+) routines\]", README)[1]) == len(library().routines)


def test_the_readme_says_how_long_the_office_break_takes():
    told = re.search(r"(\w+)-minute office break", README)[1]
    assert WORDS[told] == minutes(session_s(library(), library().routines[SITTING_BREAK]))
