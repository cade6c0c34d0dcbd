"""A red flag: everything ends, and stays locked until somebody says aloud that it was looked at.

What was heard is said back first. One that was misheard is taken back in topics/misheard.py.

It is heard in every state, also while the goodbye is being said and until the program has gone.
"""

from assistant.coach.asked import OpenQuestion
from assistant.coach.flagged import Flagged, last_raised, raise_flag, said_back, way_back
from assistant.coach.interview import asked, permit
from assistant.coach.sets import ease_out, record_set
from assistant.coach.settling import sit_down
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import HEARD_OUT, IN_EXERCISE, LOCKED
from assistant.coach.steps import close_unwell, faint, say_goodbye, was_parting
from assistant.coach.table import on
from assistant.coach.topics.asking import ask_again
from assistant.coach.topics.before import ask_before
from assistant.coach.topics.noting import note_report
from assistant.words.effects import Line, line
from assistant.words.records import HealthAnswered, Unlocked

WAS_LOOKED_AT = OpenQuestion((line("clear_confirm"),), "yes_no", careful="no")


def person_locked(stage: Stage, _turn: Turn) -> bool:
    """Whether a red flag of an earlier session keeps sessions locked."""
    return bool(stage.person.lock)


def flag(stage: Stage, turn: Turn) -> None:
    """End everything and lock."""
    word = turn.heard.slot("flag") or next(iter(stage.library.red_flags.say))
    stage.interrupt(turn)
    raise_flag(stage, turn, word)
    easing: tuple[Line, ...] = ()
    if word in stage.library.red_flags.sit_down:
        easing = sit_down(stage, turn)
    elif turn.before in IN_EXERCISE:
        easing = ease_out(stage, turn)
    if turn.before in IN_EXERCISE:
        record_set(stage, turn, "hurt")
    stage.count.drop()
    _tell_locked(stage, *easing)


def flag_answer(stage: Stage, turn: Turn) -> None:
    """End everything and lock, because of the answer to a question."""
    raise_flag(stage, turn, asked(stage).flag, answer=True)
    stage.interrupt(turn)
    _tell_locked(stage)


def say_locked(stage: Stage, _turn: Turn) -> None:
    """Say what keeps sessions locked."""
    stage.course.cancel("answer_due", "locked_due")
    if last_raised(stage):
        _tell_locked(stage)
    else:
        stage.speech.tell(line("locked_before"), *_advice(stage), line("locked"))


def _tell_locked(stage: Stage, *easing: Line) -> None:
    """Say what was heard, what to do about it, and how to take it back."""
    stage.speech.tell(*said_back(stage), *easing, *_advice(stage), line("locked"), *way_back(stage))


def note_and_lock(stage: Stage, turn: Turn) -> None:
    """Record a report of pain, and say again what to do about the red flag."""
    stage.course.cancel("answer_due", "locked_due")
    stage.speech.tell(*note_report(stage, turn), *_advice(stage), line("locked"), *way_back(stage))


def start_patience(stage: Stage, _turn: Turn) -> None:
    """Wait for the person to say that it was looked at."""
    stage.course.set("locked_due", stage.now + stage.library.red_flags.locked_s)


def ask_clear(stage: Stage, _turn: Turn) -> None:
    """Ask whether it was really looked at."""
    stage.course.cancel("locked_due")
    stage.ask(WAS_LOOKED_AT)


def unlock(stage: Stage, turn: Turn) -> None:
    """Unlock, and ask about pain now."""
    _unlock(stage)
    permit(stage)
    if stage.practised and stage.plan.has_next:
        stage.plan.go_to(stage.plan.next_at)
    stage.speech.open_with(line("unlocked"))
    ask_before(stage, turn)


def unlock_and_part(stage: Stage, _turn: Turn) -> None:
    """Unlock, and say goodbye again."""
    _unlock(stage)
    stage.course.cancel("answer_due")
    say_goodbye(stage, stage.ended or "left", line("unlocked"), line("parting"))


def _unlock(stage: Stage) -> None:
    """Clear the warning; a question that led to it counts as answered with no, because it was looked at."""
    for question in stage.library.screening.questions:
        if question.flag == stage.person.lock and question.id in stage.person.answers:
            stage.keep(HealthAnswered(question.id, "no", stage.today.day))
    stage.of(Flagged).raised.clear()
    stage.keep(Unlocked())


def _advice(stage: Stage) -> tuple[Line, ...]:
    """What to do about the red flag, sentence by sentence; about the first there is when it is not known."""
    say = stage.library.red_flags.say
    known = stage.person.lock if stage.person.lock in say else next(iter(say))
    return tuple(line("flag", flag=known, n=n) for n in range(len(say[known])))


ROWS = (
    on("begin", "asleep", "locked", say_locked, when=person_locked),
    on("red_flag", HEARD_OUT, "locked", flag),
    on("flagged", "screen", "locked", flag_answer),
    on(("hurts", "symptom"), LOCKED, "locked", note_and_lock),
    on("told", "locked", None, start_patience),
    on("locked_due", "locked", "closing", close_unwell),
    on("repeat", "locked", None, say_locked),
    on("clear", "locked", "confirm", ask_clear),
    on("yes", "confirm", None, ask_again, when=faint, decides=True),
    on("yes", "confirm", "before", unlock, unless=was_parting),
    on("yes", "confirm", "closing", unlock_and_part, when=was_parting),
    on(("no", "unsure", "answer_due"), ("confirm", "unsaid"), "locked", say_locked),
)
