"""How strong somebody's pain usually is: told once, always confirmed, and what a rise is judged from."""

from assistant.coach.stage import Stage, Turn
from assistant.coach.states import ASKING, UNHURRIED
from assistant.coach.steps import greet
from assistant.coach.table import on
from assistant.coach.topics.before import go_by_score
from assistant.words.clinical_records import UsualPain
from assistant.words.effects import Line, line
from assistant.words.events import Heard

ROOM = tuple(state for state in UNHURRIED if state != "locked")
"""States in which usual pain can be told."""


def ask_usual(stage: Stage, turn: Turn) -> None:
    """Ask whether the usual pain was heard rightly."""
    said = line("sure_usual", number=int(turn.heard.slot("number") or 0))
    if stage.flow in ASKING:
        stage.tell_anew(said)
    else:
        stage.speech.answer(said)
    stage.asked.guess = Heard("usual_told", turn.heard.slots, turn.heard.words)


def note_usual(stage: Stage, turn: Turn) -> None:
    """Record the usual pain."""
    question = stage.asked.question if stage.flow in ASKING else None
    if question is None:
        stage.speech.answer(*_noted(stage, turn))
    else:
        stage.ask(question, *_noted(stage, turn))


def greet_by_usual(stage: Stage, turn: Turn) -> None:
    """Record the usual pain, go by it in this session, and greet again."""
    stage.speech.open_with(*_noted(stage, turn))
    go_by_score(stage)
    greet(stage, turn)


def _noted(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    score = int(turn.heard.slot("number") or 0)
    stage.keep(UsualPain(score))
    high = (line("usual_high"),) if score >= stage.library.pain.answers.confirm_from else ()
    return (line("usual_noted", number=score), *high)


ROWS = (
    on("usual_pain", ROOM, None, ask_usual),
    on("usual_told", tuple(state for state in ROOM if state != "welcome"), None, note_usual),
    on("usual_told", "welcome", None, greet_by_usual),
)
