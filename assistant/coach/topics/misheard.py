"""A red flag that was misheard: in the same session, who never said it takes it back.

It locks at once all the same, and only two answers undo it: that it was not said, and a yes to the question whether
that is right. No, silence and anything else leave it locked. What was being done is entered anew, after a question
about pain and a pause.
"""

from assistant.coach.asked import OpenQuestion
from assistant.coach.flagged import Flagged, RaisedFlag, last_raised
from assistant.coach.interview import permit
from assistant.coach.returning import origin, return_there
from assistant.coach.sets import rest_s
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import EASING, FALLEN, HURTING, LIVE, MOVING
from assistant.coach.steps import faint, say_goodbye, was_parting
from assistant.coach.table import on
from assistant.coach.topics.asking import ask_again
from assistant.coach.topics.enough import Enough
from assistant.coach.topics.hurting import judge
from assistant.coach.topics.locking import say_locked
from assistant.coach.weighing import zone
from assistant.words.clinical_records import FlagTakenBack, TakenBack
from assistant.words.effects import Line, line
from assistant.words.records import HealthAnswered, PainReported, SetEnded

PAIN_RESUMING = OpenQuestion((line("hurt_now"),), "pain")


def may_be_misheard(stage: Stage, _turn: Turn) -> bool:
    """Whether a red flag of this session locks it; one of an earlier session cannot be taken back."""
    return last_raised(stage) is not None


def stays_locked(stage: Stage, _turn: Turn) -> bool:
    """Whether another red flag had locked before this one."""
    return bool(_raised(stage).before)


def may_report(stage: Stage, _turn: Turn) -> bool:
    """Whether it was heard at an exercise, or in a report of pain at one."""
    state = _raised(stage).state
    return state in MOVING or (state in (*HURTING, *EASING, "resuming") and origin(stage) in MOVING)


def ask_unsaid(stage: Stage, _turn: Turn) -> None:
    """Ask whether it was really not said."""
    stage.course.cancel("locked_due")
    stage.ask(OpenQuestion((line("flag_denied", flag=_raised(stage).flag),), "yes_no", careful="no"))


def keep_other_lock(stage: Stage, turn: Turn) -> None:
    """Take it back; another one still locks."""
    stage.speech.open_with(*_take_back(stage))
    say_locked(stage, turn)


def part_again(stage: Stage, _turn: Turn) -> None:
    """Take it back, and say goodbye again."""
    lines = _take_back(stage)
    stage.course.cancel("answer_due")
    say_goodbye(stage, stage.ended or "left", *lines, line("parting"))


def ask_pain(stage: Stage, _turn: Turn) -> None:
    """Take it back, and ask about pain before the exercise goes on."""
    stage.ask(PAIN_RESUMING, *_take_back(stage))


def return_to_it(stage: Stage, _turn: Turn) -> None:
    """Take it back, and return to what was asked or told when it was heard."""
    state = _raised(stage).state
    stage.speech.open_with(*_take_back(stage))
    if state in FALLEN:
        stage.follow_ups.append("back_harmed")
    elif state in ("offer", "enough"):
        own = stage.of(Enough)
        own.opening, own.follows = (), "relief_offer" if state == "offer" else own.follows
        stage.follow_ups.append("relief_enough")
    else:
        return_there(stage)


def go_by_pain(stage: Stage, turn: Turn) -> None:
    """Wait, paused, where the session was; a pain that is not green is taken as a report."""
    score = int(turn.heard.slot("number") or 0)
    felt = zone(stage.library.pain, score, None, stage.usual_pain)
    if felt != "green":
        judge(stage, turn)
        return
    stage.keep(PainReported("", "", score, "", felt, ""))
    wait_paused(stage, turn)


def wait_paused(stage: Stage, _turn: Turn) -> None:
    """Wait, paused, where the session was."""
    stage.course.cancel("answer_due")
    stage.follow_ups += ["back_resting" if origin(stage) == "rest" else "back_paused", "pause"]


def wait_to_enter(stage: Stage, _turn: Turn) -> None:
    """The position is entered anew when the session goes on."""
    stage.place.lead_out()


def wait_in_rest(stage: Stage, _turn: Turn) -> None:
    """The rest begins anew when the session goes on."""
    stage.place.lead_out()
    stage.course.set("rest_due", stage.now + rest_s(stage))


def _raised(stage: Stage) -> RaisedFlag:
    raised = last_raised(stage)
    if raised is None:
        raise ValueError("no red flag of this session locks it")
    return raised


def _take_back(stage: Stage) -> tuple[Line, ...]:
    """Let it be as though it had not been said, and say so."""
    raised = stage.of(Flagged).raised.pop()
    stage.keep(FlagTakenBack(raised.flag, raised.before))
    stage.place.stays = raised.stays
    if raised.ended_set:
        stage.keep(TakenBack(SetEnded.kind))
    if raised.question:
        stage.keep(HealthAnswered(raised.question, "no", stage.today.day))
        permit(stage)
    return (line("flag_taken_back"),)


ROWS = (
    on(("not_said", "no"), "locked", "unsaid", ask_unsaid, when=may_be_misheard),
    on("yes", "unsaid", None, ask_again, when=faint, decides=True),
    on("yes", "unsaid", "locked", keep_other_lock, when=stays_locked),
    on("yes", "unsaid", "closing", part_again, when=was_parting),
    on("yes", "unsaid", "resuming", ask_pain, when=may_report),
    on("yes", "unsaid", None, return_to_it, decides=True),
    on("number", "resuming", None, go_by_pain, decides=True),
    on(("no", "unsure", "answer_due", "start", "next", "resume"), "resuming", None, wait_paused, decides=True),
    on("back_paused", LIVE, "ready", wait_to_enter),
    on("back_resting", LIVE, "rest", wait_in_rest),
)
