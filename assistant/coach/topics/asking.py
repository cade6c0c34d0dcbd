"""Questions in general: waiting for the answer, and asking again what was not understood.

Not understood twice, the answers that can be given are said; three times, two of them are offered by number.
"""

from collections.abc import Mapping

from assistant.coach.stage import Stage, Turn
from assistant.coach.states import ASKING
from assistant.coach.table import on
from assistant.words.effects import line
from assistant.words.events import Heard

OFFER_AFTER = 3
"""How many answers in a row are not understood before two are offered by number.

A number is easier to recognise than a sentence. Raising this leaves somebody with a question they cannot answer for
longer; lowering it reads out choices to somebody who only coughed.
"""
GRADES = (
    "very_much_better", "much_better", "a_little_better", "unchanged",
    "a_little_worse", "much_worse", "very_much_worse",
)  # fmt: skip
"""How much has changed, from the best to the worst."""
CHOICES: Mapping[str, Mapping[str, Heard]] = {
    "yes_no": {"1": Heard("yes"), "2": Heard("no")},
    "where": {"1": Heard("area", (("area", "low_back"),)), "2": Heard("area", (("area", "hip"),))},
    "number": {},
    "which": {"1": Heard("which", (("which", "left"),)), "2": Heard("which", (("which", "right"),))},
    "hour": {"1": Heard("hour", (("hour", "at_12"),)), "2": Heard("hour", (("hour", "nowhere"),))},
    "change": {str(n): Heard("change", (("change", grade),)) for n, grade in enumerate(GRADES, start=1)},
    "activity": {},
    "effort": {"1": Heard("effort", (("effort", "easy"),)), "2": Heard("effort", (("effort", "hard"),))},
}
"""kind of answer -> number -> what it stands for"""


def ask_again(stage: Stage, turn: Turn) -> None:
    """Ask the question again."""
    asked, question = stage.asked, stage.asked.question
    if question is None:
        raise ValueError(f"nothing was asked in {stage.flow}")
    asked.misses += turn.trigger == "unclear"
    if asked.misses >= OFFER_AFTER:
        asked.choices = CHOICES[question.answer]
        stage.tell_anew(line(f"choice_{question.answer}"))
        return
    prompt = (line(f"prompt_{question.answer}"),) if asked.misses >= OFFER_AFTER - 1 else ()
    stage.tell_anew(line("hurt_again"), *question.lines, *prompt)


def start_waiting(stage: Stage, _turn: Turn) -> None:
    """Wait for the answer."""
    wait_s = stage.library.screening.answer_s if stage.flow == "screen" else stage.library.pain.answer_s
    stage.course.set("answer_due", stage.now + wait_s)


ROWS = (
    on(("unclear", "repeat"), ASKING, None, ask_again),
    on("told", ASKING, None, start_waiting),
)
