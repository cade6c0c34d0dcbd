"""Every cue of a count is a word of the movement that was described, so that nobody wonders what it asks for."""

import re

import pytest

from tests.support.drive import library

LIBRARY = library()
ALSO = {"up": ("up", "lift", "stand"), "down": ("down", "lower"), "round": ("round", "circle", "circles")}
"""Cue -> words of a description that plainly mean the same; another cue has to occur itself."""
PLACES = re.compile(r"[Hh]old (the|your|a|it|onto|with|small|light)\b")
"""To hold something in a hand is no cue to stay."""
MOVED = [exercise for exercise in LIBRARY.exercises.values() if exercise.kind in ("reps", "circles", "alternating")]


def cues(exercise):
    """Every cue of every rung, as it is spoken; a side stands for both."""
    for dose in (exercise.dose, *(rung.dose for rung in exercise.ladder if rung.dose)):
        for phase in (*dose.phases, *dose.reverse):
            yield from ("right", "left") if phase.say == "{side}" else LIBRARY.phrases[phase.say]


def missing(exercise):
    told = (*exercise.setup, exercise.short, *exercise.turns, *(rung.change for rung in exercise.ladder))
    words = set(re.findall(r"[a-z]+", PLACES.sub("", " ".join(told)).lower()))
    return sorted({cue for cue in cues(exercise) if not ({*ALSO.get(cue, cue.split())} & words)})


@pytest.mark.parametrize("exercise", MOVED, ids=lambda exercise: exercise.id)
def test_every_cue_occurs_in_what_was_described(exercise):
    assert missing(exercise) == []


@pytest.mark.parametrize("exercise", MOVED, ids=lambda exercise: exercise.id)
def test_where_hold_is_counted_the_description_says_so(exercise):
    if "hold" in cues(exercise):
        stays = r"\bhold (for|there)"
        assert any(re.search(stays, sentence, re.IGNORECASE) for sentence in exercise.setup)
