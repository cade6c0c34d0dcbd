"""The offer of a plan in standby: only a spoken or pressed yes keeps it."""

import pytest

from assistant.running.standby import ANSWERS_S, AnswerPlan, Hold, Sound
from assistant.words.arrivals import PlanOffered
from assistant.words.effects import line
from assistant.words.events import Heard, Pressed
from assistant.words.units import Seconds
from tests.running.test_standby import NIGHT, WAKING, called, standby, take

OFFER = PlanOffered("After the holidays", "Anna", 4, 12)


def test_a_plan_is_offered_and_a_spoken_yes_or_no_answers_within_twenty_seconds_of_its_last_word():
    for said, accepted in (("yes", True), ("no", False), ("stop", False)):
        rest = standby()
        (deed,) = take(rest, OFFER)
        assert deed.said == line("plan_by", author="Anna", name="After the holidays", count=4, minutes=12)
        assert take(rest, Heard("start"), 500.0) == ()
        rest.attend(Seconds(1000.0))
        assert take(rest, Heard(said), 1000 + ANSWERS_S - 0.1) == (AnswerPlan(accepted),)
        assert rest.state == "resting"
        assert take(rest, Heard(said), 1001.0) == ()


def test_no_answer_keeps_no_plan_and_a_wish_goes_first():
    rest = standby()
    take(rest, PlanOffered("After the holidays", "", 4, 12))
    rest.attend(Seconds(0))
    assert rest.pass_time(Seconds(ANSWERS_S), NIGHT) == (AnswerPlan(None),)
    take(rest, OFFER)
    assert take(rest, called("start")) == (Sound("wake"), Hold((Heard("start", (), "limber start"),)))


@pytest.mark.parametrize(("press", "accepted"), [("short", True), ("long", False)])
def test_a_press_answers_the_offer_of_a_plan(press, accepted):
    rest = standby()
    take(rest, OFFER)
    assert take(rest, Pressed(press)) == (AnswerPlan(accepted),)


@pytest.mark.parametrize("before", [WAKING, called("goodnight"), called("stop_listening"), OFFER])
def test_a_plan_is_offered_only_while_it_rests(before):
    rest = standby()
    take(rest, before)
    assert take(rest, OFFER) == ()
