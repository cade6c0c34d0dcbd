"""The README counts what the library has, and says how long its shortest session takes."""

import re
from pathlib import Path

from assistant.coach.length import minutes, session_s
from assistant.content.needed import SITTING_BREAK
from tests.support.drive import library

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
WORDS = {"two": 2, "three": 3, "four": 4}


def test_the_readme_counts_exercises_and_routines():
    assert re.findall(r"There are (\d+) exercises", README) == [str(len(library().exercises))]
    assert re.findall(r"\[(\d+) routines\]", README) == [str(len(library().routines))]


def test_the_readme_says_how_long_the_office_break_takes():
    (told,) = re.findall(r"(\w+)-minute office break", README)
    assert WORDS[told] == minutes(session_s(library(), library().routines[SITTING_BREAK]))
