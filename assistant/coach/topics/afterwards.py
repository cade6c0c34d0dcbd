"""When all is done: pain now, and how hard it was."""

from assistant.coach.asked import OpenQuestion
from assistant.coach.scoring import note_score
from assistant.coach.sets import finish_set
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import AFTER, LIVE
from assistant.coach.steps import (
    PAIN_AFTERWARDS,
    ask_after_all,
    asks_now,
    close,
    close_unattended,
    close_unwell,
    more_to_do,
    nobody_heard,
)
from assistant.coach.table import on
from assistant.coach.topics.noting import note_report
from assistant.content.needed import only_questions
from assistant.words.effects import line
from assistant.words.records import EffortTold, PainAfter

HOW_HARD = OpenQuestion((line("effort"),), "effort")


def nobody_came(stage: Stage, turn: Turn) -> bool:
    """Whether there may be nobody: for some exercises, or since a session began that has fewer of them."""
    return nobody_heard(stage, turn) or not stage.met


def all_done(stage: Stage, turn: Turn) -> bool:
    """Whether nothing more is to be done or asked first."""
    return not more_to_do(stage, turn) and not asks_now(stage, turn)


def finish_last(stage: Stage, turn: Turn) -> None:
    """Say that the last set is done, and rest before anything is asked; a short session asks at once."""
    rested = () if stage.plan.routine.brief else (line("rest_last", wait=int(stage.pacing.rest_s)),)
    stage.speech.tell(*finish_set(stage, turn), *rested)


def ask_after_report(stage: Stage, turn: Turn) -> None:
    """Note a report, and ask how strong the pain is now."""
    stage.ask(PAIN_AFTERWARDS, *note_report(stage, turn))


def ask_after_again(stage: Stage, _turn: Turn) -> None:
    """Go back to the question about pain now."""
    stage.ask(PAIN_AFTERWARDS)


def note_after(stage: Stage, turn: Turn) -> None:
    """Record the pain, say who should hear of it when it is strong, and ask how hard it was."""
    felt = note_score(stage, turn, PainAfter)
    stage.ask(HOW_HARD, *((line("pain_after_red"),) if felt == "red" else ()))


def only_asked(stage: Stage, _turn: Turn) -> bool:
    """Whether there were only questions, so that nothing was hard."""
    return only_questions(stage.plan.items)


def note_and_close(stage: Stage, turn: Turn) -> None:
    """Record the pain, say who should hear of it when it is strong, and goodbye."""
    felt = note_score(stage, turn, PainAfter)
    stage.speech.open_with(*((line("pain_after_red"),) if felt == "red" else ()))
    close(stage, turn)


def ask_effort(stage: Stage, _turn: Turn) -> None:
    """Ask how hard it was."""
    stage.ask(HOW_HARD)


def note_effort(stage: Stage, turn: Turn) -> None:
    """Record how hard it was, and say goodbye."""
    stage.keep(EffortTold(turn.heard.slot("effort") or ""))
    close(stage, turn)


def close_symptom(stage: Stage, turn: Turn) -> None:
    """Note how it feels, and say goodbye to somebody who is not well."""
    stage.course.cancel("answer_due")
    stage.speech.open_with(*note_report(stage, turn))
    close_unwell(stage, turn)


ROWS = (
    on(("back_after", "back_effort"), LIVE, "after", ask_after_again),
    on("count_due", "work", "rest", finish_last, when=all_done),
    on("nothing_left", ("screen", "brief", "travel", "ready", "rest"), "after", ask_after_all),
    on("number", "after", "closing", note_and_close, when=only_asked),
    on("number", "after", "effort", note_after),
    on(("unsure", "next", "no"), "after", "closing", close, when=only_asked),
    on("answer_due", AFTER, "closing", close_unattended, when=nobody_came),
    on(("unsure", "next", "no"), "after", "effort", ask_effort),
    on("hurts", AFTER, "after", ask_after_report),
    on("effort", AFTER, "closing", note_effort),
    on("symptom", AFTER, "closing", close_symptom),
    on("answer_due", AFTER, "closing", close),
    on(("unsure", "next", "no"), "effort", "closing", close),
)
