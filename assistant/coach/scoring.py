"""Scores of pain that are asked for outside an exercise, and the usual pain that all scores are judged from."""

from assistant.coach.stage import Stage, Turn
from assistant.coach.weighing import zone
from assistant.words.records import MorningPain, PainAfter, PainBefore, Zone


def usual_pain(stage: Stage) -> int | None:
    """The person's usual pain, 0 to 10: what a clinician wrote in the plan goes before what they said themselves."""
    written = stage.plan.routine.prescribed.head.usual_pain
    return stage.person.usual_pain if written is None else written


def note_score(stage: Stage, turn: Turn, kind: type[MorningPain | PainBefore | PainAfter]) -> Zone:
    """Record a score; how bad it is."""
    score = int(turn.heard.slot("number") or 0)
    felt = zone(stage.library.pain, score, None, usual_pain(stage))
    stage.keep(kind(score, felt))
    return felt
