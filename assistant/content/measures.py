"""What can be measured by voice, how it is asked, and, in measures.yaml, which change of it matters."""

from dataclasses import dataclass
from typing import Literal

from assistant.content.fields import Table

Answer = Literal["number", "which", "hour", "change", "yes_no"]
ANSWERS: tuple[Answer, ...] = ("number", "which", "hour", "change", "yes_no")
"""What a self-check is answered by: zero to ten; left, right or neither; an hour; better or worse; yes or no."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of a self-check, asked when its exercise is done; of a sided one, for each side."""

    key: str
    say: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class MeasureRules:
    """Numbers for the measures; content/measures.yaml says where each comes from."""

    activities_most: int
    """How many activities of their own somebody names."""
    activities_change: float
    """Points of the mean, 0 to 10: the smallest change that matters."""
    back_change: float
    """Points of the back questionnaire, 0 to 24: the smallest change that matters."""
    back_share: float
    """Share of the first score, 0 to 1, that matters too, where it is less than `back_change`."""
    resume_days: int
    """Days within which a questionnaire that was broken off goes on."""
    silences: int
    """Unanswered questions in a row after which the rest is left."""


def read_measures(table: Table) -> MeasureRules:
    """measures.yaml"""
    activities, back = table.table("activities"), table.table("back")
    rules = MeasureRules(
        activities_most=activities.whole("most", least=1, most=5),
        activities_change=activities.number("change_points", least=0.1, most=10),
        back_change=back.number("change_points", least=1, most=24),
        back_share=back.number("change_share", most=1),
        resume_days=back.whole("resume_days", least=1, most=90),
        silences=table.whole("silences", least=1, most=10),
    )
    table.texts("sources", required=True)
    for part in (activities, back, table):
        part.close()
    return rules
