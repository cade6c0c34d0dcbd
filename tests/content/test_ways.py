"""The ways down and up: which leg is in front."""

import pytest

from tests.support.drive import library

WAYS = library().ways


@pytest.mark.parametrize(("start", "end"), [("at_seat", "one_knee"), ("at_bed", "bed_one_knee")])
def test_on_the_way_down_the_stronger_leg_stays_in_front_and_the_other_knee_goes_down(start, end):
    stay, lower = WAYS.step(start, end).say.split(". ")
    assert "stronger" in stay
    assert "in front" in stay
    assert "weaker" in lower
    assert "back" in lower
    assert "knee" in lower


@pytest.mark.parametrize(("start", "end"), [("kneeling", "one_knee"), ("bed_kneeling", "bed_one_knee")])
def test_on_the_way_up_the_stronger_foot_is_set_in_front(start, end):
    said = WAYS.step(start, end).say
    assert "stronger foot" in said
    assert "in front" in said
