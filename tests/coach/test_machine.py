"""The table itself: every name resolves, every state is reached, the drawing is true."""

from dataclasses import replace
from functools import cache

import pytest

from assistant.coach.person import Person, cleared
from assistant.coach.states import FLOW, GATE, LIVE, LOCKED, VOICED
from assistant.coach.today import Today
from assistant.coach.topics import GATE_ROWS, ROWS
from assistant.content.needed import ACTIVITIES
from assistant.words.effects import Listen, Say
from assistant.words.events import Guess, Heard, Unclear
from tests.support.drive import Driver, intents, library

OURS = {
    "begin", "enter_again", "checked", "named", "told", "unclear", "refused", "reopen", "screened", "mic_lost", "mic_muted", "mic_back", "deaf",
    "doubted", "misheard", "corrected", "questions", "interviewed", "nothing_left", "no_way", "attended", "unhurt", "unheard", "flagged", "without", "usual_told", "spreads", "try_voices",
}  # fmt: skip
SLOTS = {
    "number": {"number": "2"}, "correct": {"number": "2"}, "usual_pain": {"number": "5"}, "area": {"area": "hip"}, "symptom": {"quality": "sharp"}, "red_flag": {"flag": "chest"},
    "fit": {"minutes": "10"}, "pick": {"routine": "office_micro"}, "effort": {"effort": "easy"},
    "which": {"which": "left"}, "hour": {"hour": "at_3"}, "change": {"change": "much_worse"},
    "activity": {"activity": "stairs"}, "have": {"thing": "chair"}, "have_no": {"thing": "chair"},
}  # fmt: skip


def test_every_trigger_is_an_intent_or_one_of_ours():
    for trigger in {trigger for row in (*ROWS, *GATE_ROWS) for trigger in row.triggers}:
        known = trigger in intents() or trigger in OURS or trigger.endswith("_due")
        assert known or trigger.startswith(("relief_", "back_")), trigger


def test_every_state_can_be_reached_and_left():
    for names, rows, first in ((FLOW, ROWS, "asleep"), (GATE, GATE_ROWS, "open")):
        reached, grown = {first}, True
        while grown:
            more = {row.target for row in rows if row.target and reached & set(row.sources)} - reached
            grown, reached = bool(more), reached | more
        assert reached == set(names)
        for name in set(names) - {"done"}:
            assert any(name in row.sources and row.target not in (None, name) for row in rows), name


DIZZY = Heard("symptom", (("quality", "dizzy"),))


def fall(driver, flow):
    driver.run_until("work")
    driver.hear("fell")
    for _ in range({"harmed": 0, "head": 1}.get(flow, 2)):
        driver.hear("no")
    driver.run_until(flow)


def lock(driver, flow):
    """Name a red flag, and come to one of the states that follow it."""
    driver.run_until("work")
    driver.hear("red_flag", flag="numb")
    for intent in {"confirm": ["clear"], "unsaid": ["not_said"], "resuming": ["not_said", "yes"]}.get(flow, []):
        driver.hear(intent)


def reach(flow):
    """A driver whose session is in a state of the flow."""
    return reached(flow).fork()


@cache
def reached(flow):
    opening = flow in ("screen", "before", "morning", "forgetting")
    known = (Person() if flow == "screen" else cleared(library().screening)) if opening else None
    today = Today(morning=flow == "morning", voices={"clear": "clear", "joe": "joe", "plain": "plain"})
    driver = Driver("morning_nine", person=known, today=today)
    if opening:
        driver.run(10 if flow == "screen" else 1)  # an answer about health counts once its question was heard
        if flow == "forgetting":
            driver.hear("forget")
    elif flow == "checking":
        driver = Driver("self_check", today=today)
        driver.run_until("checking")
    elif flow == "naming":
        driver = Driver(replace(library().routines["self_check"], items=(ACTIVITIES,)), today=today)
        driver.run_until("naming")
    elif flow == "effort":
        driver.run_until("after")
        driver.hear("number", number="1")
    elif flow in ("spread", "enough"):
        driver.run_until("work")
        driver.event(Heard("hurts", (("area", "leg"),)) if flow == "spread" else DIZZY)
    elif flow in ("where", "scale", "easing", "recheck", "offer"):
        driver.run_until("work")
        driver.hear("hurts")
        if flow != "where":
            driver.hear("area", area="wrist")
        if flow in ("easing", "recheck"):
            driver.hear("number", number="4")
        if flow == "recheck":
            driver.run_until("recheck")
        if flow == "offer":
            driver.hear("number", number="8")
            driver.hear("yes")
    elif flow in (*LOCKED, "resuming"):
        lock(driver, flow)
    elif flow in ("harmed", "head", "recovering", "steady"):
        fall(driver, flow)
    elif flow == "rest":
        driver.run_until("work")
        driver.run_until("rest")
    elif flow != "welcome":
        driver.run_until(flow)
    assert driver.flow == flow
    return driver


SHUTS = {"paused": "pause", "stopped": "stop", "trying": "another_voice"}
"""gate -> what is said to shut it so"""


@pytest.mark.parametrize("flow", LIVE)
@pytest.mark.parametrize("gate", GATE)
def test_every_command_is_answered_in_every_state(flow, gate):
    begun = reach(flow)
    if gate != "open":
        begun.hear(SHUTS[gate])
        if gate == "trying" and flow not in VOICED:
            return
        assert begun.gate == gate
    for intent in intents():
        driver = begun.fork()
        slots = SLOTS.get(intent, {})
        effects = driver.hear(intent, **slots)
        kinds = {effect.__class__.__name__ for effect in effects}
        assert kinds & {"Say", "Count", "Leave"}, f"{intent} in {flow}/{gate} was ignored"


def test_nothing_is_answered_before_the_beginning_or_after_the_end():
    driver = Driver()
    driver.hear("finish")
    driver.run_to_end()
    assert driver.hear("next") == []


@pytest.mark.parametrize(("answer", "exercise"), [("yes", "pelvic_glide"), ("no", "diaphragmatic_breathing")])
def test_what_was_nearly_understood_is_asked_about(answer, exercise):
    driver = Driver()
    driver.run_until("work")
    driver.event(Guess(Heard("next", (), "next")))
    assert driver.said[-1][1] == "did_you_say"
    assert driver.flow == "work"
    assert {"yes", "no"} <= next(effect.intents for _, effect in reversed(driver.effects) if isinstance(effect, Listen))
    driver.hear(answer)
    assert driver.exercise == exercise
    driver.hear("yes")
    assert driver.exercise == exercise


def test_a_place_in_answer_to_whether_it_hurts_says_that_it_does_and_where():
    driver = Driver()
    driver.run_until("work")
    driver.event(Guess(Heard("hurts", (), "ow")))
    assert "area" in next(effect.intents for _, effect in reversed(driver.effects) if isinstance(effect, Listen))
    driver.hear("area", area="knee", side="left")
    assert driver.flow == "scale"


def test_another_command_or_mumbling_forgets_what_was_asked_about():
    for event in (Heard("how_long"), Unclear("mumble")):
        driver = Driver()
        driver.run_until("work")
        driver.event(Guess(Heard("next", (), "next")))
        driver.event(event)
        driver.hear("yes")
        assert driver.flow == "work"


@pytest.mark.parametrize(
    ("flow", "kind", "number", "then"),
    [("offer", "yes_no", "1", "brief"), ("offer", "yes_no", "2", "closing"), ("where", "where", "2", "scale"),
     ("scale", "pain", "2", "brief"), ("screen", "yes_no", "2", "screen"), ("screen", "yes_no", "1", "screen"), ("confirm", "yes_no", "1", "before"),
     ("unsaid", "yes_no", "1", "resuming"), ("unsaid", "yes_no", "2", "locked")],
)  # fmt: skip
def test_nobody_is_stuck_with_a_question(flow, kind, number, then):
    """Not understood twice, the prompt changes; three times, two answers are offered by number."""
    driver = reach(flow)
    for expected in ("hurt_again", f"prompt_{kind}", f"choice_{kind}"):
        before = len(driver.effects)
        driver.event(Unclear("mumble"))
        said = [line.key for _, effect in driver.effects[before:] if isinstance(effect, Say) for line in effect.lines]
        assert expected in said
        assert driver.flow == flow
    listening = next(effect.intents for _, effect in reversed(driver.effects) if isinstance(effect, Listen))
    assert "number" in listening
    driver.run(6 if flow == "screen" else 0)  # until it was heard
    driver.hear("number", number=number)
    assert driver.flow == then
    if (flow, number) == ("screen", "1"):  # a yes that locks is asked back once
        driver.run(3)
        driver.hear("yes")
        assert driver.flow == "locked"
