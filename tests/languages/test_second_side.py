"""The second side of an exercise is told in short; what has to be turned for it is told all the same."""

import pytest

from tests.support.drive import library

TURNED = sorted(
    exercise.id
    for exercise in library().exercises.values()
    if exercise.sided and any(part.startswith("Turn ") and "{other}" in part for part in exercise.setup)
)
"""Exercises of which the other side is done the other way round, in a position that has no sides itself."""


def test_there_are_some():
    assert "hip_flexor_on_chair" in TURNED


@pytest.mark.parametrize("name", TURNED)
def test_the_short_form_says_which_way_round(name):
    short = library().exercises[name].short
    assert short.startswith("Turn ")
    assert "{other}" in short
