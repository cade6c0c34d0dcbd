"""Why something cannot be done now."""

from assistant.coach.stage import Stage
from assistant.coach.states import ASKING


def refusal(stage: Stage, intent: str) -> str:
    """The key of the sentence that says so."""
    if intent == "misheard":
        return "never_mind"
    if stage.flow == "closing":
        return "session_over"
    if stage.flow == "locked":
        return "not_locked"
    if stage.flow in (*ASKING, "easing"):
        return "not_asked"
    key = f"not_{intent}"
    return key if key in stage.library.phrases else "not_now"
