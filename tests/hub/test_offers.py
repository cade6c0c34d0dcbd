"""Plans that came: each is offered, kept only after a yes, and nobody can make Limber ask without end."""

import pytest

from assistant.hub.messages import OfferedPlan
from assistant.hub.offers import AGAIN_S, LOOKS_MOST, LOOKS_S, OFFERED_MOST, WAITING_MOST, Offers
from assistant.words.arrivals import PlanOffered
from assistant.words.errors import LimberError


def offers(known=()):
    def look(text):
        if "wrong" in text:
            raise LimberError(f"line 1: {text}")
        return PlanOffered(text, "", 3, 5)

    return Offers(look, lambda text: text in known)


def plan(number, text="a plan"):
    return OfferedPlan(f"{number:032x}", text)


def test_a_plan_waits_is_offered_and_answered():
    found = offers()
    assert found.due(0) is None
    assert found.receive(plan(1, "first"), 0).answer == "waits"
    assert found.receive(plan(2, "second"), 0).answer == "waits"
    assert found.due(0).name == "first"
    assert found.due(1) is None
    told = found.answer(accepted=True)
    assert (told.plan, told.answer) == (plan(1).id, "kept")
    assert found.due(2).name == "second"
    assert found.answer(accepted=False).answer == "refused"
    assert found.due(3) is None
    assert found.answer(accepted=True) is None
    assert found.receive(plan(1, "first"), 4).answer == "kept"


def test_a_plan_without_an_answer_is_offered_again_after_an_hour_three_times_in_all():
    found, at = offers(), 0.0
    found.receive(plan(1), at)
    for number in range(1, OFFERED_MOST + 1):
        assert found.due(at)
        answer = found.answer(accepted=None)
        assert found.due(at + AGAIN_S - 1) is None
        at += AGAIN_S
        assert bool(answer) == (number == OFFERED_MOST)
    assert answer.answer == "unanswered"
    assert found.due(at + AGAIN_S) is None


def test_a_plan_that_cannot_be_used_or_is_there_already_is_told_at_once_and_never_offered():
    found = offers(known=["kept before"])
    told = found.receive(plan(1, "wrong"), 0)
    assert (told.answer, told.why) == ("wrong", "line 1: wrong")
    assert found.receive(plan(2, "kept before"), 0).answer == "kept"
    assert found.due(0) is None


def test_few_plans_wait_and_few_are_looked_at():
    found = offers()
    told = [found.receive(plan(number), 0) for number in range(WAITING_MOST + 1)]
    assert [each.answer for each in told] == ["waits"] * WAITING_MOST + ["wrong"]
    assert found.receive(plan(0), 0).answer == "waits"
    for number in range(100, 200):
        assert found.receive(plan(number, "wrong"), 1).answer == "wrong"
    assert found.receive(plan(7), 2).why == "too many plans came; send it again in an hour"
    for _ in range(WAITING_MOST):
        found.answer(accepted=False)
    assert found.receive(plan(8), LOOKS_S + 1).answer == "waits"
    assert LOOKS_MOST > WAITING_MOST


@pytest.mark.parametrize("accepted", [True, False])
def test_the_first_plan_is_the_one_that_is_answered(accepted):
    found = offers()
    assert found.first is None
    found.receive(plan(1), 0)
    assert found.first == plan(1)
    found.answer(accepted=accepted)
    assert found.first is None
