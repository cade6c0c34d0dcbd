"""Which commands are believed only if a second pass over the same sound hears them as well.

Such a command was said in quiet, and not over our own voice: noise makes the second pass miss commands, and quiet is
where talk is taken for one. Nobody has to fear that "stop" is lost: who says the same again is believed at once. That
also holds for a "stop" over our own voice that was refused because nobody seemed to be near.
"""

from collections.abc import Iterable

from assistant.hearing.deciding.memory import Doubted, Memory
from assistant.hearing.deciding.rules import Rules
from assistant.hearing.decoding.grammar import Meaning
from assistant.words.events import Guess, Heard, Unclear
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
"""Seconds in which a command that the second pass did not hear is believed without it, when it is said again.

Raised, more talk that resembles a command twice is obeyed; lowered, somebody who says "stop" again after a while has
to say it a third time.
"""


def is_doubted(verdict: Verdict | None, before: Memory, after: Memory, rules: Rules) -> bool:
    """Whether a second pass is to confirm a verdict; `before` and `after`: what is remembered before it and after."""
    final = verdict.hypothesis if verdict else None
    if not verdict or not isinstance(final, Final) or final.again or verdict.words != " ".join(final.words):
        return False  # what is like a person's own example needs no other evidence
    heard = verdict.events or ((after.waiting.heard,) if verdict.reason is Reason.WAITING and after.waiting else ())
    asked = [event for event in heard if isinstance(event, Heard)]
    if not asked or not rules.doubted.issuperset(event.intent for event in asked):
        return False
    if _stands_alone(final, rules) or said_again(asked, final.at_s, before, rules):
        return False
    return final.contrast_db >= CONTRAST_DB and not after.over_us


def confirmed(heard: Iterable[Heard], first: Final, again: Final, rules: Rules) -> bool:
    """Whether a second pass hears these commands as well; one safety phrase is as good as another.

    How sure the second pass is of the very words of the first does not matter.
    """
    found = _kinds((meaning for meaning, _ in rules.believed(again, 0.0)), rules)
    return first.words == again.words or _kinds(heard, rules) <= found


def doubted(events: Iterable[Heard | Guess | Unclear], at_s: float, rules: Rules) -> Doubted:
    """What is to be remembered of commands that were not believed, at a time."""
    heard = [event for event in events if isinstance(event, Heard)]
    return Doubted(_kinds(heard, rules), at_s + SAID_AGAIN_S)


def said_again(heard: Iterable[Heard], at_s: float, memory: Memory, rules: Rules) -> bool:
    """Whether commands were not believed a moment ago, and are said again."""
    return memory.doubted.covers(_kinds(heard, rules), at_s)


def _stands_alone(final: Final, rules: Rules) -> bool:
    """Whether it is one short phrase that is certain, and no voice sounded beside it."""
    certain = min(final.confidences) >= CERTAIN and len(final.words) <= SHORT_WORDS and not final.uncovered_s
    return certain and rules.grammar.meaning(" ".join(final.words)) is not None


def _kinds(found: Iterable[Heard | Meaning], rules: Rules) -> frozenset[str]:
    """The intents, with one name for all of safety: those that act early, and reports."""
    grammar = rules.grammar
    return frozenset(
        "" if grammar.acts_early(each.intent) or grammar.spec(each.intent).report else each.intent for each in found
    )
