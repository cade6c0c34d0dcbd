"""What code names by its id must be in the library, and a mistake says so before a session needs it."""

import shutil

import pytest

from assistant.content import needed
from assistant.content.language import LANGUAGES
from assistant.content.load import CONTENT, load_library
from assistant.words.errors import ContentError
from tests.support.drive import library


@pytest.mark.parametrize("name", list(needed.ROUTINES))
def test_a_routine_that_code_needs_must_be_there(tmp_path, name):
    content = shutil.copytree(CONTENT, tmp_path / "content")
    words = shutil.copytree(LANGUAGES / "en", tmp_path / "en")
    for path in (content / f"routines/{name}.yaml", words / "routines.yaml"):
        path.write_text(path.read_text().replace(name, f"my_{name}"))
    with pytest.raises(ContentError, match=f"the library has no routine '{name}', which .*did you mean 'my_{name}'"):
        load_library(content, language=words)


def test_an_exercise_that_code_needs_must_be_there():
    known = set(library().exercises)
    assert list(needed.not_there(known, library().routines)) == []
    for name in needed.EXERCISES:
        (mistake,) = needed.not_there(known - {name}, library().routines)
        assert f"the library has no exercise '{name}', which " in mistake.message
