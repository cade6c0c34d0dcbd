"""A report of pain where no exercise can follow: it is recorded and answered with advice, and asks nothing.

So it is when it was just asked whether to stop for today, at the goodbye, and until the program has gone. Other topics
note a report by the same function.
"""

from assistant.coach.settling import sit_down
from assistant.coach.stage import Stage, Turn
from assistant.coach.steps import close_unwell
from assistant.coach.table import on
from assistant.coach.weighing import zone
from assistant.words.effects import Line, line
from assistant.words.records import PainReported


def note_report(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    """Record a report that belongs to no exercise; the lines say that it was noted, and who should hear of it."""
    rules = stage.library.pain
    area, side, word = (turn.heard.slot(name) or "" for name in ("area", "side", "quality"))
    stage.keep(PainReported(area, "", None, word, zone(rules, None, word or None), side))
    stage.plan.bounds.unwell = True
    down = sit_down(stage, turn) if word in rules.sit_down_words else ()
    return (*down, line("noted"), *((line("refer"),) if word in rules.refer_words else ()))


def note_and_part(stage: Stage, turn: Turn) -> None:
    """Note the report at the goodbye, say what to do about it, and listen on."""
    stage.course.cancel("leave_due")
    stage.speech.tell(*note_report(stage, turn), line("part_with_care"))


def note_and_close(stage: Stage, turn: Turn) -> None:
    """Note the report, and say goodbye to somebody who is not well."""
    stage.course.cancel("answer_due")
    stage.speech.open_with(*note_report(stage, turn))
    close_unwell(stage, turn)


ROWS = (
    on(("hurts", "symptom"), ("closing", "done"), "closing", note_and_part),
    on(("hurts", "symptom"), "enough", "closing", note_and_close),
)
