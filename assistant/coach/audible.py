"""What can usefully be heard now. The fewer phrases are listened for, the better each is told from talk."""

from assistant.coach import correcting
from assistant.coach.pain import Noted
from assistant.coach.stage import Stage
from assistant.coach.states import UNASKED
from assistant.coach.topics import triggers

ALWAYS = frozenset({"stop", "pause", "hurts", "symptom", "red_flag", "resume", "help", "finish"})
"""Intents listened for in every state, whether it has a row for them or not."""
CHOICES_OF_SESSION = frozenset({"fit", "pick", "check_me", "as_last_time", "take_up", "options", "more_options"})
"""Intents that choose the session: once an exercise was described they are not listened for, only refused if said."""


def listened_for_in(flow: str) -> frozenset[str]:
    """What is listened for in a state of the flow, whatever is asked and noted in it."""
    return ALWAYS | triggers((flow, "open"))


def audible(stage: Stage, intents: frozenset[str]) -> frozenset[str]:
    """Those of all intents that can usefully be heard now."""
    asked = stage.asked
    answers = {"yes", "no"} if asked.guess else set()
    places = {"area"} if asked.guess and asked.guess.intent == "hurts" else set()
    numbers = {"number"} if asked.choices or correcting.late(stage) else set()
    closed = CHOICES_OF_SESSION if stage.flow != "welcome" and not stage.offers_open else set()
    nothing_noted = stage.flow in UNASKED and stage.of(Noted).report is None
    untold = {"number", "area"} if nothing_noted else set()
    can = (ALWAYS | (stage.possible - untold) | answers | places | numbers) - closed
    return intents & (can | {"correct"} if "number" in can else can)
