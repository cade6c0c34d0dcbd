"""What can be chosen with a button: the answers to a question, and in a pause what is said otherwise."""

from collections.abc import Iterator

from assistant.coach import greeting
from assistant.coach.asked import OpenQuestion
from assistant.coach.button import Offer
from assistant.coach.flagged import last_raised
from assistant.coach.stage import Stage
from assistant.coach.states import ASKING
from assistant.words.effects import Line, line
from assistant.words.events import AT_BUTTON, Heard

NUMBERS = range(11)
"""Zero to ten: every question about a number is answered so."""
HOURS = range(1, 13)
GRADES = (
    "very_much_better", "much_better", "a_little_better", "unchanged",
    "a_little_worse", "much_worse", "very_much_worse",
)  # fmt: skip
"""How much has changed, from the best to the worst."""
EFFORTS = ("easy", "right", "hard")
SIDES = ("left", "right", "neither")
MENU = (
    "call_for_help", "get_up", "not_said", "clear", "unsure", "easier", "next", "previous", "skip_side",
    "harder", "finish",
)  # fmt: skip
"""Intents that can be chosen in a pause besides what hurts, the most urgent first."""
WELCOME = ("check_me", "take_up", "as_last_time")
"""Intents that choose the session."""
MINUTES = (5, 10, 15, 20, 30)
PLACES = ("chair", "bed", "standing", "floor", "gentle")
"""Wishes for a session, as the vocabulary's slot `want` has them."""


def said(intent: str, **slots: object) -> Heard:
    """What the button says."""
    return Heard(intent, tuple(sorted((name, str(value)) for name, value in slots.items())), AT_BUTTON)


def offered(stage: Stage) -> tuple[Offer, ...]:
    """What can be chosen now: the answers to the question that waits, or what can be chosen in a pause."""
    question = stage.asked.question
    if stage.gate == "open" and question and stage.flow in (*ASKING, "easing"):
        return answers(stage, question)
    return menu(stage)


def answers(stage: Stage, question: OpenQuestion) -> tuple[Offer, ...]:
    """Every answer to a question; the last one leaves it unanswered."""
    return (*_answers(stage, question), Offer(line("choose_unsure"), said("unsure")))


def _answers(stage: Stage, question: OpenQuestion) -> Iterator[Offer]:
    domain = stage.library.domain
    match question.answer:
        case "yes_no":
            yield from (Offer(line(f"choose_{answer}"), said(answer)) for answer in ("yes", "no"))
        case "pain" | "number":
            yield from (Offer(line("number_heard", number=n), said("number", number=n)) for n in NUMBERS)
        case "where":
            yield from (Offer(line("choose_area", area=name), said("area", area=name)) for name in domain.areas)
        case "activity":
            for name in domain.activities:
                yield Offer(line("activity_named", activity=name), said("activity", activity=name))
        case "which":
            yield from (_valued("which", name) for name in SIDES)
        case "effort":
            yield from (_valued("effort", name) for name in EFFORTS)
        case "change":
            yield from (_valued("change", name) for name in GRADES)
        case "hour":
            yield from (Offer(line("choose_hour", number=n), said("hour", hour=f"at_{n}")) for n in HOURS)
            yield _valued("hour", "nowhere")


def menu(stage: Stage) -> tuple[Offer, ...]:
    """What can be chosen in a pause, trouble first."""
    return tuple(_menu(stage))


def _menu(stage: Stage) -> Iterator[Offer]:
    possible = stage.possible
    if "hurts" in possible:
        yield Offer(line("choose_hurts"), said("hurts"))
    unwell, strange = _trouble(stage)
    yield Offer(line("choose_unwell"), more=unwell)
    yield Offer(line("choose_strange"), more=strange)
    if "have" in possible and stage.flow == "down":
        for thing in ("chair", "bed"):
            yield Offer(line("choose_have", furniture=thing), said("have", thing=thing))
    if stage.flow in ("welcome", "before"):
        yield from _sessions(stage)
    for intent in MENU:
        if intent in possible and _serves(stage, intent):
            yield Offer(line(f"choose_{intent}"), said(intent))


def _serves(stage: Stage, intent: str) -> bool:
    """Whether it could do anything now."""
    serves = {
        "get_up": not stage.place.is_up,
        "skip_side": bool(stage.plan.side),
        "not_said": last_raised(stage) is not None,
    }
    return serves.get(intent, True)


def _sessions(stage: Stage) -> Iterator[Offer]:
    """Which session it is to be."""
    yield Offer(line("choose_fit"), more=(*map(_long, MINUTES), *(_valued("fit", name, "want") for name in PLACES)))
    routines = stage.library.routines
    listed = (Offer(line("picked", routine=routines[name].name), said("pick", routine=name)) for name in routines)
    yield Offer(line("choose_pick"), more=tuple(listed))
    offered = {
        "take_up": stage.today.cut_off is not None,
        "as_last_time": bool(greeting.changes(stage.plan, stage.today)),
    }
    for intent in WELCOME:
        if intent in stage.possible and offered.get(intent, True):
            yield Offer(line(f"choose_{intent}"), said(intent))


def _long(minutes: int) -> Offer:
    return Offer(line("choose_minutes", minutes=minutes), said("fit", minutes=minutes))


def _trouble(stage: Stage) -> tuple[tuple[Offer, ...], tuple[Offer, ...]]:
    """Everything that is reported besides pain: first that at which one sits or lies down, then the rest."""
    pain, flags = stage.library.pain, stage.library.red_flags
    unwell: list[Offer] = []
    strange: list[Offer] = []
    for flag in flags.say:
        (unwell if flag in flags.sit_down else strange).append(_valued("red_flag", flag, "flag"))
    if "symptom" in stage.possible:
        for word in pain.stop_words:
            (unwell if word in pain.sit_down_words else strange).append(_valued("symptom", word, "quality"))
    return tuple(unwell), tuple(strange)


def _valued(intent: str, value: str, slot: str = "") -> Offer:
    """A value that has a sentence of its own."""
    slot = slot or intent
    return Offer(Line(f"choose_{slot}_{value}"), said(intent, **{slot: value}))
