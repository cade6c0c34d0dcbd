"""Exercises and routines that code names by their id, and a mistake for each that the library does not have."""

from collections.abc import Collection, Iterator

from assistant.content.fields import suggestion
from assistant.words.errors import Mistake

SELF_CHECK = "self_check"
"""The routine that is offered when a self-check is due, and taken at "check me"."""
SITTING_BREAK = "office_micro"
"""The routine of a break from sitting, which `limber stay` calls to."""
ACTIVITIES = "check_activities"
"""The exercise that joins a self-check when its questions about activities are due."""
BACK = "check_back"
"""The exercise whose questionnaire can be broken off and gone on with another day."""
ALWAYS = "breathing_anywhere"
"""The exercise that anybody may do anywhere: what is left when nothing else is."""
CALM = ("diaphragmatic_breathing", "breathing_seated", ALWAYS)
"""Exercises that a session built to fit begins with: the first of them that suits the wish."""
REST = ("cooldown_relax", "breathing_seated", ALWAYS)
"""Exercises that a session built to fit ends with: the first of them that suits the wish."""

ROUTINES = {SELF_CHECK: "a self-check takes", SITTING_BREAK: "a break from sitting takes"}
"""routine -> what needs it"""
EXERCISES = {ACTIVITIES: "a self-check asks with", BACK: "the back questionnaire asks with"} | dict.fromkeys(
    (*CALM, *REST), "a session built to fit begins or ends with"
)
"""exercise -> what needs it"""


def only_questions(exercises: Collection[str]) -> bool:
    """Whether there are only questions among these exercises, so that nothing is hard."""
    return {ACTIVITIES, BACK}.issuperset(exercises)


def not_there(exercises: Collection[str], routines: Collection[str]) -> Iterator[Mistake]:
    """A mistake for each that is named here and is not among these, so that it is found before a session needs it."""
    for folder, kind, needed, known in (
        ("exercises", "exercise", EXERCISES, exercises),
        ("routines", "routine", ROUTINES, routines),
    ):
        for name, why in needed.items():
            if name not in known:
                message = f"the library has no {kind} '{name}', which {why}{suggestion(name, known)}"
                yield Mistake(folder, 1, message)
