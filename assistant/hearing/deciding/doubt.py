"""Which commands are believed only if a second pass hears them as well, and which are when they are said again.

A second pass is for quiet rooms, where talk is taken for commands. In noise, and over our own voice, it would miss
commands. The bare words of a command that acts early, such as "stop", never need it.
"""

from collections.abc import Iterable

from assistant.hearing.deciding.memory import Memory
from assistant.hearing.deciding.rules import Rules
from assistant.hearing.deciding.utterance import Event
from assistant.hearing.decoding.grammar import Meaning
from assistant.words.events import Heard
from assistant.words.verdicts import Final, Reason, Verdict

CONTRAST_DB = 27.0
"""By how many dB the loudest moment of an utterance must be above the background for a second pass.

Raised, talk in a room that is not quite silent is taken for commands more often; lowered, more commands have to be said
again in noise.
"""
CERTAIN = 0.99
"""The confidence, 0 to 1, of each word of a short phrase that needs no second pass if nothing sounded beside it.

Raised, more commands in quiet have to be said again; lowered, more talk is taken for commands.
"""
SHORT_WORDS = 2
"""The number of words that such a phrase has at most.

The second pass misses short ones most often, and talk is seldom taken for one of them. Raised, more talk is taken for
commands; lowered, more commands in quiet have to be said again.
"""
SAID_AGAIN_S = 8.0
"""Seconds in which a command that was refused is believed when it is said again.

Raised, more talk that resembles a command twice is obeyed; lowered, somebody who says the same after a while has to say
it a third time.
"""


def needs_confirming(verdict: Verdict | None, before: Memory, after: Memory, rules: Rules) -> bool:
    """Whether a second pass is to confirm a verdict; `before` and `after`: what is remembered before it and after."""
    final = verdict.hypothesis if verdict else None
    if not verdict or not isinstance(final, Final) or final.second or before.acted:
        return False
    waiting = [after.waiting.heard] if verdict.reason is Reason.WAITING and after.waiting else []
    heard = heard_in(verdict.events) or waiting
    if not heard or not rules.confirmable.issuperset(event.intent for event in heard):
        return False
    if verdict.words != " ".join(final.words) or not rules.believed(final, 0.0):
        return False  # it is like a person's own example, which is evidence enough
    if _stands_alone(final, rules) or said_again(heard, final.at_s, before, rules):
        return False
    return final.contrast_db >= CONTRAST_DB and not after.over_us


def confirmed(heard: Iterable[Heard], first: Final, second: Final, rules: Rules) -> bool:
    """Whether a second pass hears these commands as well; any phrase of safety is as good as another.

    How sure the second pass is of the very words of the first does not matter.
    """
    grammar = rules.grammar

    def kinds(found: Iterable[Heard | Meaning]) -> frozenset[str]:
        return frozenset(
            "" if grammar.acts_early(each.intent) or grammar.spec(each.intent).report else each.intent for each in found
        )

    return first.words == second.words or kinds(heard) <= kinds(meaning for meaning, _ in rules.believed(second, 0.0))


def refused(events: Iterable[Event], at_s: float, memory: Memory, rules: Rules) -> Memory:
    """The memory after commands were refused that are to be believed when they are said again."""
    return memory.with_refused(frozenset(_kind(event.intent, rules) for event in heard_in(events)), at_s + SAID_AGAIN_S)


def said_again(events: Iterable[Event], at_s: float, memory: Memory, rules: Rules) -> bool:
    """Whether all of these commands were refused a moment ago, or are one safety phrase that is said twice at once."""
    heard = heard_in(events)
    return bool(heard) and all(
        memory.was_refused(_kind(event.intent, rules), at_s) or _is_repeated(event, rules) for event in heard
    )


def _kind(intent: str, rules: Rules) -> str:
    """One name for all that acts early: who is not heard says it in other words. Else the intent."""
    return "" if rules.grammar.acts_early(intent) else intent


def _is_repeated(heard: Heard, rules: Rules) -> bool:
    """Whether it is one word again and again, such as "stop stop"."""
    words = heard.words.split()
    return len(words) > 1 and len({*words}) == 1 and rules.grammar.acts_early(heard.intent)


def heard_in(events: Iterable[Event]) -> list[Heard]:
    """The commands among some events."""
    return [event for event in events if isinstance(event, Heard)]


def _stands_alone(final: Final, rules: Rules) -> bool:
    """Whether it is one phrase and nothing beside it: one that acts early, or one that is short and certain."""
    meaning = rules.grammar.meaning(" ".join(final.words))
    if meaning is None or rules.safety(meaning):
        return meaning is not None
    return min(final.confidences) >= CERTAIN and len(final.words) <= SHORT_WORDS and not final.uncovered_s
