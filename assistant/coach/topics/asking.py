"""Questions in general: waiting for the answer, confirming and correcting it, and asking again what was not understood.

Not understood twice, the answers that can be given are said; a few times, answers by number are offered or the easiest
ones named; after some rounds the question is left as though nobody had answered. So no question goes round for ever.
"""

from collections.abc import Mapping

from assistant.coach.asked import AnswerKind
from assistant.coach.choices import GRADES
from assistant.coach.correcting import RECKONED, go_back
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import ASKING, LIVE
from assistant.coach.steps import nobody_heard
from assistant.coach.table import on
from assistant.coach.understanding import doubts
from assistant.words.clinical_records import TakenBack
from assistant.words.effects import Line, line
from assistant.words.events import Heard

PROMPT_BEFORE = 1
"""How many misses before the offer the answers that can be given are named."""
CHOICES: Mapping[AnswerKind, Mapping[str, Heard]] = {
    "yes_no": {"1": Heard("yes"), "2": Heard("no")},
    "where": {"1": Heard("area", (("area", "low_back"),)), "2": Heard("area", (("area", "hip"),))},
    "pain": {},
    "number": {},
    "which": {"1": Heard("which", (("which", "left"),)), "2": Heard("which", (("which", "right"),))},
    "hour": {"1": Heard("hour", (("hour", "at_12"),)), "2": Heard("hour", (("hour", "nowhere"),))},
    "change": {str(n): Heard("change", (("change", grade),)) for n, grade in enumerate(GRADES, start=1)},
    "activity": {},
    "effort": {"1": Heard("effort", (("effort", "easy"),)), "2": Heard("effort", (("effort", "hard"),))},
}
"""kind of answer -> number -> what it stands for"""


def ask_again(stage: Stage, turn: Turn) -> None:
    """Ask the question again; after some rounds, leave it."""
    asked, question = stage.asked, stage.asked.question
    if question is None:
        raise ValueError(f"nothing was asked in {stage.flow}")
    rules = stage.library.pain.answers
    asked.misses += turn.trigger in ("unclear", "refused")
    if asked.misses >= rules.rounds_most:
        asked.misses, asked.choices = 0, {}
        stage.speech.open_with(line("question_left"))
        stage.follow_ups.append("answer_due" if asked.doubted is None else "sure_due")
        return
    hint = stage.button.hint(question, again=True)
    opening = line("not_asked" if turn.trigger == "refused" else "hurt_again")
    if asked.doubted is not None:
        stage.tell_anew(opening, _sure(stage))
    elif asked.misses >= rules.offer_after:
        asked.choices = CHOICES[question.answer]
        stage.tell_anew(opening, *question.lines, line(f"choice_{question.answer}"), *hint)
    else:
        prompted = asked.misses >= rules.offer_after - PROMPT_BEFORE
        prompt = (line(f"prompt_{question.answer}"),) if prompted else ()
        stage.tell_anew(opening, *question.lines, *prompt, *hint)


def start_waiting(stage: Stage, turn: Turn) -> None:
    """Wait for the answer, or for the number to be confirmed."""
    if stage.asked.doubted is not None:
        stage.course.set("sure_due", stage.now + stage.library.pain.answer_s)
        return
    waits_s = {"screen": stage.library.screening.answer_s, "there": stage.pacing.there_s}
    if nobody_heard(stage, turn):
        waits_s["after"] = stage.pacing.there_s
    stage.course.set("answer_due", stage.now + waits_s.get(stage.flow, stage.library.pain.answer_s))


def ask_sure(stage: Stage, turn: Turn) -> None:
    """Ask whether the number was heard rightly."""
    stage.course.cancel("recheck_due")
    said = _sure(stage, turn)
    stage.speech.waiting = (said,)
    stage.tell_anew(said)


def _sure(stage: Stage, turn: Turn | None = None) -> Line:
    by_word = turn is not None and turn.heard.slot("amount") is not None
    return line("sure_amount" if by_word else "sure_number", number=doubts(stage.asked) or 0)


def ask_misheard(stage: Stage, _turn: Turn) -> None:
    """Ask the question again, because the answer was misheard."""
    if stage.asked.question is None:
        raise ValueError(f"nothing was asked in {stage.flow}")
    stage.speech.waiting = stage.asked.question.lines
    stage.tell_anew(line("never_mind"), *stage.asked.question.lines)


def take_unsure(stage: Stage, _turn: Turn) -> None:
    """Nobody confirmed the number: a high one is taken all the same, so that less is done; another one is not."""
    asked, rules = stage.asked, stage.library.pain.answers
    number, asked.certain, asked.guess = doubts(asked), asked.doubted, None
    if asked.certain is not None and number is not None and number >= rules.confirm_from:
        stage.follow_ups.append(asked.certain)
    else:
        stage.follow_ups.append("answer_due")


def take_back(stage: Stage, turn: Turn) -> None:
    """Take the last answer back with all that followed from it, and answer its question anew."""
    closed = stage.asked.closed
    if closed is None:
        raise ValueError("nothing can be taken back")
    stage.interrupt(turn)
    for kind in reversed(closed.kept):
        stage.keep(TakenBack(kind))
    go_back(stage, closed.mark)
    stage.follow_ups += [f"back_to_{closed.state}", turn.heard]


def reopen_question(stage: Stage, _turn: Turn) -> None:
    """Go back to the question whose answer is corrected."""
    closed, stage.asked.closed = stage.asked.closed, None
    if closed is None:
        raise ValueError("no answer is corrected")
    stage.asked.ask(closed.question)
    stage.speech.waiting = closed.question.lines


ROWS = (
    on(("unclear", "repeat", "refused"), ASKING, None, ask_again, decides=True),
    on("told", ASKING, None, start_waiting),
    on("doubted", ASKING, None, ask_sure),
    on("doubted", "easing", "recheck", ask_sure),
    on("misheard", ASKING, None, ask_misheard),
    on("sure_due", ASKING, None, take_unsure, decides=True),
    on("corrected", (*LIVE, "closing"), None, take_back, decides=True),
    *(on(f"back_to_{state}", (*LIVE, "closing"), state, reopen_question) for state in (*RECKONED, "checking")),
)
