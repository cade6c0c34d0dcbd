"""Scores of pain that are asked for outside an exercise."""

from assistant.coach.stage import Stage, Turn
from assistant.coach.weighing import zone
from assistant.words.records import MorningPain, PainAfter, PainBefore, Zone


def note_score(stage: Stage, turn: Turn, kind: type[MorningPain | PainBefore | PainAfter]) -> Zone:
    """Record a score; how bad it is."""
    score = int(turn.heard.slot("number") or 0)
    felt = zone(stage.library.pain, score, None, stage.usual_pain)
    stage.keep(kind(score, felt))
    return felt
