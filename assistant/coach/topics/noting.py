"""A report of pain where no exercise can follow: it is recorded and answered with advice, and asks nothing.

So it is when it was just asked whether to stop for today, at the goodbye, and until the program has gone. Other topics
note a report by the same function. How strong it is, and where, is taken all the same from whoever adds it.
"""

from assistant.coach.asked import OpenQuestion
from assistant.coach.pain import Noted, Pain
from assistant.coach.settling import sit_down
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import UNASKED
from assistant.coach.steps import close_unwell
from assistant.coach.table import on
from assistant.coach.understanding import value
from assistant.coach.weighing import zone
from assistant.words.clinical_records import TakenBack
from assistant.words.effects import Line, line
from assistant.words.records import PainReported


def note_report(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    """Record a report that belongs to no exercise; the lines say that it was noted, and who should hear of it."""
    rules = stage.library.pain
    area, side, word = (turn.heard.slot(name) or "" for name in ("area", "side", "quality"))
    report = PainReported(area, "", None, word, zone(rules, None, word or None), side)
    stage.keep(report)
    stage.of(Noted).report = report
    stage.plan.bounds.unwell = True
    down = sit_down(stage, turn) if word in rules.sit_down_words else ()
    return (*down, line("noted"), *((line("refer"),) if word in rules.refer_words else ()))


def note_and_part(stage: Stage, turn: Turn) -> None:
    """Note the report at the goodbye, say what to do about it, and listen on."""
    stage.course.cancel("leave_due")
    stage.speech.tell(*note_report(stage, turn), line("part_with_care"))


def was_noted(stage: Stage, _turn: Turn) -> bool:
    """Whether a report was noted to which more can be added."""
    return stage.of(Noted).report is not None


def add_to_report(stage: Stage, turn: Turn) -> None:
    """Add to the report how strong it is or where, say that back, and what to do if it is much; what waits goes on."""
    stage.speech.answer(*_added(stage, turn))


def add_and_part(stage: Stage, turn: Turn) -> None:
    """Add to the report at the goodbye, and listen on."""
    stage.course.cancel("leave_due")
    stage.speech.tell(*_added(stage, turn), line("part_with_care"))


def _added(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    own, rules, heard = stage.of(Noted), stage.library.pain, turn.heard
    if own.report is None:
        raise ValueError("no report was noted")
    old = own.report
    number = value(rules.answers, heard, pain=True) if turn.trigger == "number" else None
    score = old.score if number is None else number
    area = heard.slot("area") or old.area
    side = heard.slot("side") or (old.side if area == old.area else "")
    own.report = PainReported(area, "", score, old.word, zone(rules, score, old.word or None, stage.usual_pain), side)
    stage.keep(TakenBack(PainReported.kind))
    stage.keep(own.report)
    said = line("noted") if number is None else line("number_heard", number=number)
    return (said, *((line("pain_after_red"),) if own.report.zone == "red" else ()))


def add_at_question(stage: Stage, turn: Turn) -> None:
    """Note how strong it is, or where, to somebody who is asked whether to stop for today; and ask that again."""
    own, question = stage.of(Pain), stage.asked.question or OpenQuestion((), "yes_no")
    own.note(turn.heard)
    number = value(stage.library.pain.answers, turn.heard, pain=True) if turn.trigger == "number" else None
    stage.keep(PainReported(own.area or "", "", number, own.word or "", own.felt, own.side))
    said = line("noted") if number is None else line("number_heard", number=number)
    stage.tell_anew(said, *question.lines)


def note_and_close(stage: Stage, turn: Turn) -> None:
    """Note the report, and say goodbye to somebody who is not well."""
    stage.course.cancel("answer_due")
    stage.speech.open_with(*note_report(stage, turn))
    close_unwell(stage, turn)


ROWS = (
    on(("hurts", "symptom"), ("closing", "done"), "closing", note_and_part),
    on(("number", "area"), "closing", None, add_and_part, when=was_noted),
    on(
        ("number", "area"), tuple(state for state in UNASKED if state != "closing"), None, add_to_report, when=was_noted
    ),
    on(("number", "area"), "enough", None, add_at_question),
    on(("hurts", "symptom"), "enough", "closing", note_and_close),
)
