"""What somebody means by what was heard, while something is asked: a choice by number, a confirmation, a correction.

Who names a place when asked "Did you say ouch?" has said yes, and where it hurts. A number that would change much is
confirmed before anything follows from it (`doubted`). A number that comes when its question is over a moment ago, or
"no, three", corrects the answer (`corrected`). "I think so" is a yes, but counts as "I don't know" where more would be
done after a yes. The rules' numbers are `answers` in content/safety/pain.yaml.
"""

from dataclasses import replace

from assistant.coach.asked import Asked
from assistant.coach.correcting import late
from assistant.coach.stage import Stage
from assistant.coach.states import ASKING, SCORED
from assistant.coach.weighing import doubtful
from assistant.content.clinical import AnswerRules
from assistant.words.events import Heard

NUMBERS = ("number", "correct")
"""Intents that say a number."""


def understood(stage: Stage, heard: Heard) -> tuple[str, Heard]:
    """(trigger, what it is fired with); what is asked to be confirmed is confirmed or forgotten by it."""
    asked, rules = stage.asked, stage.library.pain.answers
    asked.confirmed = False
    if asked.question is None or asked.question.answer not in ("pain", "number"):
        heard = asked.choices.get(heard.slot("number") or "", heard)
    if asked.doubted and stage.gate != "open":
        return heard.intent, heard
    guess = asked.guess
    if guess and heard.intent in ("yes", "no"):
        asked.confirmed, asked.guess = heard.intent == "yes" and guess.intent == "number", None
        return (guess.intent, guess) if heard.intent == "yes" else ("misheard", heard)
    if guess and guess.intent == "hurts" and heard.intent == "area":
        asked.guess = None
        return guess.intent, replace(heard, intent=guess.intent)
    if heard.intent in NUMBERS:
        return _number(stage, rules, heard)
    if not asked.doubted:
        asked.guess = None
    return ("unsure" if _leaves_open(asked, heard) else heard.intent), heard


def _leaves_open(asked: Asked, heard: Heard) -> bool:
    """Whether a yes or no was said with doubt, and more would be done after it than after the other one."""
    doubtful = heard.slot("likely") or heard.slot("unlikely")
    return bool(doubtful and asked.question and asked.question.careful not in ("", heard.intent))


def _number(stage: Stage, rules: AnswerRules, heard: Heard) -> tuple[str, Heard]:
    asked, doubted = stage.asked, doubts(stage.asked)
    pain = stage.flow in SCORED
    counted = stage.flow == "checking" and asked.question is not None and asked.question.answer == "number"
    number = value(rules, heard, pain=pain)
    asked.guess = None
    if number is None:
        return ("refused" if counted else "number"), heard
    said = Heard("number", (("number", str(number)),), heard.words)
    if asked.certain == said:
        asked.certain = None
        return "number", said
    asked.confirmed = number == doubted
    open_still = late(stage) is not None and doubted is None
    if open_still and (heard.intent == "correct" or stage.flow not in (*ASKING, *SCORED)):
        return "corrected", said
    if pain and number != doubted and doubtful(rules, number, asked.pain):
        asked.guess = said
        return "doubted", heard
    return ("number", said) if pain or counted else ("number", heard)


def value(rules: AnswerRules, heard: Heard, *, pain: bool) -> int | None:
    """The number that was said: of two the higher, of a word such as "a little" what it stands for.

    None where a word was said that means something only of pain.
    """
    amount = heard.slot("amount")
    if amount is not None:
        number = rules.amounts.get(amount)
        return number if pain or number == 0 else None
    return max(int(heard.slot(slot) or 0) for slot in ("number", "to"))


def doubts(asked: Asked) -> int | None:
    """The number that somebody was asked to confirm; None: none was."""
    return None if asked.doubted is None else int(asked.doubted.slot("number") or 0)
