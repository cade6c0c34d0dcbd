"""What a press of the button means, in the state it comes in.

A short press says "ready", "next" or "yes". A double one says "repeat". A long one says "no" where that can be
answered; everywhere else it pauses, and goes on. A very long one says "stop". A question that is not answered by yes or
no has its answers read out, and so has a pause: what hurts comes first. What was meant is then heard as if it had been
said.
"""

from collections.abc import Iterator

from assistant.coach.choices import answers, menu, said
from assistant.coach.patience import was_asked
from assistant.coach.reading_out import chosen, drop, hold, read_out, reads, restart
from assistant.coach.stage import Stage
from assistant.coach.states import ABSENT, ASKING, LIVE
from assistant.coach.topics import moves, triggers
from assistant.words.effects import SOFT, Chime, Line, line
from assistant.words.events import HasButton, Heard, Pressed
from assistant.words.records import Taught

ONWARDS = ("start", "next")
"""What a short press says where no question waits: the first of these that can be said."""
ONCE_MORE_S = 1.0
"""Seconds of a count in which a short press does not skip it: it says "ready" once more. Raised, less is skipped."""
AFTER_S = 0.5
"""Seconds after a pause began until its choices are read out, when it has been said that it did."""


def opening(stage: Stage) -> tuple[Line, ...]:
    """What is said of the button when a session begins: once, all that it does."""
    if not stage.button.there or "button" in stage.person.taught:
        return ()
    stage.keep(Taught("button"))
    return (line("button_how"),)


def notice(stage: Stage, event: HasButton) -> None:
    """There is a button from now on, or there is none any more."""
    button = stage.button
    before, button.there, button.naming_s = button.there, event.there, event.naming_s
    phrases = stage.library.phrases
    stage.speech.variants = frozenset(phrases) if event.there else frozenset()
    if before != event.there and stage.flow not in ABSENT:
        stage.speech.answer(*(opening(stage) or (line("button_here" if event.there else "button_gone"),)))


def goes_on_deaf(stage: Stage) -> bool:
    """Whether the microphone is lost and that was said: with a button the session goes on without a voice."""
    button = stage.button
    known, button.deaf = button.there and button.deaf, button.there
    return known


def meant(stage: Stage, event: Pressed) -> Iterator[Heard | str]:
    """What it says, and triggers of ours; each is to be taken before the next one is asked for."""
    if stage.flow in ABSENT:
        return
    match event.press:
        case "down":
            stage.button.shut = False
            hold(stage)
        case "short":
            yield from _short(stage)
        case "double" if reads(stage):
            restart(stage)
        case "double":
            yield said("repeat")
        case "held":
            yield from _hold(stage)
        case "long":
            yield from _let_go(stage)
        case "very_long":
            drop(stage)
            yield said("stop")


def _short(stage: Stage) -> Iterator[Heard | str]:
    question = stage.asked.question
    if reads(stage):
        yield from _choose(stage)
    elif _yes_no(stage):
        if not _too_early(stage):
            yield said("yes")
    elif stage.gate != "open":
        read_out(stage, menu(stage))
    elif was_asked(stage):
        yield said("yes")
    elif question and _asks(stage):
        if not _too_early(stage):
            read_out(stage, answers(stage, question))
    elif stage.flow == "closing":
        yield "unclear"
    elif onwards := next((intent for intent in ONWARDS if intent in stage.possible), None):
        if not (stage.flow == "work" and stage.count.elapsed(stage.now) < ONCE_MORE_S):
            yield said(onwards)
    else:
        yield from _pause(stage)


def _choose(stage: Stage) -> Iterator[Heard | str]:
    choice = chosen(stage)
    if choice is None:
        return
    if stage.gate != "open" and choice.intent not in triggers([stage.gate]) and not moves(stage.flow, choice.intent):
        yield "reopen"  # what is chosen in a pause is what the person wants to go on with
    yield choice


def _hold(stage: Stage) -> Iterator[Heard | str]:
    """It has become long, and is still down: a pause begins at once."""
    if stage.gate != "open" or _yes_no(stage):
        stage.effects.append(Chime(SOFT))  # it can be let go now
        return
    if stage.flow == "closing":
        stage.button.shut = True
        read_out(stage, menu(stage))
    elif stage.flow in LIVE:
        stage.button.shut = True
        yield from _pause(stage)


def _let_go(stage: Stage) -> Iterator[Heard | str]:
    """It was long: "no" or "go on", unless it has just paused the session."""
    if stage.button.shut:
        return
    if _yes_no(stage):
        if not _too_early(stage):
            yield said("no")
    elif stage.gate != "open":
        drop(stage)
        yield said("resume")


def _pause(stage: Stage) -> Iterator[Heard | str]:
    drop(stage)
    yield said("pause")
    if stage.gate == "paused":
        read_out(stage, menu(stage), after_s=AFTER_S)


def _asks(stage: Stage) -> bool:
    """Whether a question waits."""
    return stage.gate == "open" and stage.flow in (*ASKING, "easing") and stage.asked.question is not None


def _yes_no(stage: Stage) -> bool:
    """Whether yes or no answers what was asked last."""
    asked = stage.asked
    if stage.gate == "trying" or (asked.guess and (stage.gate == "open" or not asked.doubted)):
        return True
    return _asks(stage) and asked.question is not None and asked.question.answer == "yes_no"


def _too_early(stage: Stage) -> bool:
    """Whether nobody can have understood the question yet: what was pressed was meant for something else."""
    return stage.gate == "open" and stage.speech.too_early(stage.now - stage.told_at)
