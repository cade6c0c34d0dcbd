"""How sure a phrase must be: the confidence that each intent needs, and what shows that a phrase was part of talk.

A false "stop" costs seconds and a missed one can injure. So safety phrases (the intents that act early) need less
confidence than others, may stand beside a hesitation, and are never asked to be surer because of talk before them.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.content.calling import WAKE
from assistant.hearing.decoding.grammar import UNKNOWN, Grammar, Meaning
from assistant.words.events import Heard
from assistant.words.verdicts import Final

CONFIDENCE = 0.5
"""The confidence, 0 to 1, that an intent needs where commands.yaml says nothing else.

It is compared with the confidence that Vosk gives each word. Raised, fewer mistakes are obeyed and more commands have
to be said twice.
"""
CONFIDENCE_SAFETY = 0.4
"""The confidence, 0 to 1, that a safety phrase needs where commands.yaml says nothing else.

It is lower than for the rest because missing one is worse than stopping for nothing. Raised, more safety phrases are
missed.
"""
CONFIDENCE_NO_REJECTION = 0.9
"""The confidence, 0 to 1, that a phrase needs at least when the speech model cannot reject; safety phrases do not.

Such a model takes whatever is said for some phrase, and is sometimes in doubt between several. Raised, fewer mistakes
are obeyed and more commands have to be said twice.
"""
CONFIDENCE_UNCOVERED = 0.9
"""The confidence, 0 to 1, that a safety phrase needs when a voice sounded for long beside its words.

In a noisy room something always sounds, so a safety phrase that is nearly certain still counts; any other phrase does
not. Raised, safety phrases are missed in noise; lowered, other people's talk stops the session more often.
"""
UNCOVERED_S = 0.35
"""Seconds of voice that may lie outside the recognised words before the utterance counts as talk.

A cough or a breath beside a command is shorter than this. Raised, more phrases that the recogniser found in the midst
of talk are obeyed; lowered, more commands are lost in rooms with echo.
"""
CONFIDENCE_WAKE = 0.8
"""The confidence that the words of a wake phrase need where something follows in the same breath.

Raised, more calls have to be said again; lowered, more talk that ends in the words of a command begins a session.
"""
CONFIDENCE_WAKE_OVER_US = 0.5
"""The confidence that the words of a wake phrase need over our own voice, where somebody was detected.

What is left of our voice blurs the name. In standby we say little, and the name alone begins nothing. Raised, more
calls over our own voice have to be said again; lowered, talk over our own voice wakes it more often.
"""
FOLLOWS_S = 1.2
"""Seconds by which each word of a call, such as "Limber, start", may follow the one before.

In quiet, an utterance has ended by then. What has longer gaps was found in running talk or in music. Raised, more of it
begins a session; lowered, whoever thinks after the name is not understood where something else sounds.
"""
BEGINS_S = 0.0
"""Seconds from the beginning of an utterance at which a call with a wish may begin at the earliest.

A word that is there already when an utterance begins is below 0: somebody talked on, and the talk was cut in two. All
of 130 calls in quiet and over our own voice began at 0.18 s or later. Raised, a call that follows talk closely is
lost; lowered, more talk begins a session.
"""
SURER = 0.3
"""How much more confidence a phrase needs when somebody was talking just before it.

Talk is made of words that resemble ours. It does not apply to safety phrases, because somebody who was not understood
says "stop" again and again, which looks like talk. Raised, commands spoken into a conversation are refused more often.
"""
GUESS = 0.2
"""How far below the confidence it needs a command may be for the coach to ask whether it was meant.

Raised, the coach asks about more doubtful things; lowered, more of them are passed over without a word.
"""
LONG_WORDS = 5
"""Up to so many words, a phrase is as sure as its least sure word; a phrase of more words as sure as their mean.

That so many words fit one phrase is evidence too. Raised, long questions are refused more often because of one weak
word.
"""
INTENTS_MOST = 2
"""The number of different intents that one utterance may hold: more than that is talk.

A place and a number are two ("left knee, six"). Raised, talk that happens to be made of command words is obeyed.
"""
STRAY_S = 0.6
"""The longest, in seconds, that a short word beside a safety phrase may sound ("oh, stop").

What sounds longer is a word of a sentence. Raised, more sentences that end in a safety word are obeyed as one.
"""
STRAYS_MOST = 3
"""How often the same short word may stand before a safety phrase, or after it ("no, no, stop").

Of different ones there may be one fewer ("oh no, stop"). Raised, more sentences with a safety word in them are
obeyed as one.
"""

WHOLE_WORDS = 3
"""The number of words that a phrase has at least for talk before it, or our own voice, to speak little against it.

"My leg is numb" is hardly ever made out of other sounds, and "numb" often is. It counts only for what ends all
sessions. Raised, more red flags are asked about before they count.
"""

Part = tuple[Meaning, slice]
"""A meaning and which words of the utterance say it."""


@dataclass(frozen=True)
class Rules:
    """What can be said and how sure each of it must be: a grammar, and whether its phrases are whole sentences.

    Of sentences, one that is believed stands for itself, whatever else was recognised beside it.
    """

    grammar: Grammar
    sentences: bool = False
    rejects: bool = True
    """Whether the speech model can tell that something is no word of the grammar."""
    confirmable: frozenset[str] = frozenset()
    """Intents that a second pass can hear, and so confirm."""

    @staticmethod
    def of(grammar: Grammar, *, rejects: bool = True, confirmable: frozenset[str] = frozenset()) -> "Rules":
        """The rules for a grammar, for a speech model that can or cannot reject, and for a second pass."""
        return Rules(grammar, grammar.sentences, rejects, confirmable)

    def safety(self, meaning: Meaning) -> bool:
        """Whether it is obeyed early, from a partial hypothesis."""
        return self.grammar.row(meaning).act == "early"

    def is_taught(self, heard: Heard) -> bool:
        """Whether it is a safety command in the words that the coach teaches for it: the help in commands.yaml."""
        return self.grammar.acts_early(heard.intent) and heard.words == self.grammar.spec(heard.intent).help

    def locks(self, meaning: Meaning) -> bool:
        """Whether it ends all sessions, so that it must be certain."""
        return self.grammar.row(meaning).locks

    def acts_alone(self, meaning: Meaning) -> bool:
        """Whether it is obeyed only if nothing is said after it."""
        return self.grammar.row(meaning).act == "alone"

    def believed(self, final: Final, surer: float) -> tuple[Part, ...]:
        """The meanings of an utterance that are confident enough, by `surer` more than usual, each with its words."""
        for found, stray in self.called(final):
            if stray and self._is_called(found, stray, final):
                return found
        whole = self.grammar.parts(" ".join(final.words))
        if too_many(whole) or any(self.grammar.stands_apart(meaning, final.listened_for) for meaning, _ in whole):
            return ()
        sure = tuple(
            (meaning, part)
            for meaning, part in whole
            if self.sure(meaning, final, part if self.sentences else slice(None), surer)
        )
        if self.sentences or len(sure) == len(whole):
            return sure
        return tuple((meaning, part) for meaning, part in sure if self.safety(meaning))

    def _is_called(self, found: tuple[Part, ...], stray: tuple[slice, ...], final: Final) -> bool:
        """Whether safety phrases count that stand beside short words: how sure those words are does not matter."""
        short = all(final.length_s(part) <= STRAY_S for part in stray)
        return short and all(self.sure(meaning, final, part, 0.0) for meaning, part in found)

    def called(self, final: Final) -> list[tuple[tuple[Part, ...], tuple[slice, ...]]]:
        """Each reading of an utterance as safety phrases among short words: (the phrases, every short word).

        Those with fewest short words come first.
        """
        count, readings = len(final.words), []
        for before, after in itertools.product(range(STRAYS_MOST + 1), repeat=2):
            if (before and after) or before + after >= count:
                continue
            rest = slice(before, count - after)
            stray = tuple(slice(at, at + 1) for at in (*range(before), *range(count - after, count)))
            words = [final.words[part.start] for part in stray]
            if not self.are_strays(words):
                continue
            found = self.grammar.parts(" ".join(final.words[rest]))
            spans = tuple((meaning, _within(rest, part)) for meaning, part in found)
            lead = words if before else ()
            if spans and all(self._is_call(meaning, final.words[part], words, lead) for meaning, part in spans):
                readings.append((spans, stray))
        return sorted(readings, key=lambda reading: len(reading[1]))

    def _is_call(self, meaning: Meaning, words: Sequence[str], stray: Sequence[str], lead: Sequence[str]) -> bool:
        """Whether some words are a safety phrase that these short words may stand beside, `lead` of them before it."""
        return self.safety(meaning) and not (stray and self.is_sentence(meaning, words, lead))

    def is_sentence(self, meaning: Meaning, words: Sequence[str], lead: Sequence[str]) -> bool:
        """Whether short words beside a report make it a sentence: courtesies stand around it, or `lead` joins it on."""
        said = " ".join(words)
        joined = not {*self.grammar.commands.joining}.isdisjoint(lead)
        return self.grammar.row(meaning).report and (joined or self.grammar.bare(said) != said)

    def are_strays(self, words: Sequence[str]) -> bool:
        """Whether these words may stand beside a safety phrase: hesitations, or one sound that is no known word."""
        return list(words) == [UNKNOWN] or self.are_hesitations(words)

    def are_hesitations(self, words: Sequence[str]) -> bool:
        """Whether these words are one hesitation or two, such as "oh no", or the same one again and again."""
        most = STRAYS_MOST if len({*words}) <= 1 else STRAYS_MOST - 1
        return len(words) <= most and self._hesitations.issuperset(words)

    def sure(self, meaning: Meaning, final: Final, part: slice, surer: float) -> bool:
        """Whether some words of an utterance are confident enough for a meaning, by `surer` more than usual."""
        confidences = final.confidences[part]
        if len(confidences) > LONG_WORDS:
            confidence = sum(confidences) / len(confidences)
        else:
            confidence = min(confidences, default=0.0)
        if not self._woken(meaning, final, part, surer):
            return False
        safety = self.safety(meaning)
        if final.uncovered_s > UNCOVERED_S:
            return safety and confidence >= CONFIDENCE_UNCOVERED
        return confidence >= min(1.0, self._needed(meaning) + (0.0 if safety else surer))

    def _woken(self, meaning: Meaning, final: Final, part: slice, surer: float) -> bool:
        """Whether a wake phrase is sure enough in itself and all follows at once, where one stands beside a wish."""
        if meaning.intent == WAKE or WAKE not in dict(meaning.slots):
            return True
        times = final.times[part]
        if times and times[0][0] < BEGINS_S:
            return False
        if any(start - end > FOLLOWS_S for (_, end), (start, _) in itertools.pairwise(times)):
            return False
        said = zip(final.words[part], final.confidences[part], strict=True)
        return min((sure for word, sure in said if word in self.grammar.wake_words), default=0.0) >= min(
            1.0, CONFIDENCE_WAKE + max(0.0, surer)
        )

    def called_by_name(self, final: Final, *, over_us: bool) -> Part | None:
        """The wake phrase that an utterance begins with, if it is sure in itself, whatever was said after it.

        `over_us`: over our own voice it may be less sure, or a single word that sounds like it.
        """
        least = CONFIDENCE_WAKE_OVER_US if over_us else CONFIDENCE_WAKE
        for count in range(len(final.words), 0, -1):
            meaning, said = self.grammar.meaning(" ".join(final.words[:count])), slice(0, count)
            if meaning and meaning.intent == WAKE and min(final.confidences[said]) >= least:
                return meaning, said
        alike = over_us and " ".join(final.words) in self.grammar.commands.alike
        name = self.grammar.meaning(next(iter(self.grammar.commands.slots[WAKE].values()))[0]) if alike else None
        return (name, slice(None)) if name else None

    def guess(self, final: Final) -> Meaning | None:
        """What an utterance nearly says: one command, a little too doubtful to be obeyed; never a safety phrase."""
        match self.grammar.meanings(" ".join(final.words)):
            case (meaning,) if not self.safety(meaning) and final.uncovered_s <= UNCOVERED_S:
                return meaning if self.sure(meaning, final, slice(None), -GUESS) else None
        return None

    def locking_within(self, final: Final) -> Part | None:
        """What ends all sessions and was said in whole words among others, if it is sure in itself; the longest such.

        Somebody who says that a leg is numb may go on talking. What they say then is no phrase, but it is asked about.
        """
        count = len(final.words)
        for length in range(count - 1, WHOLE_WORDS - 1, -1):
            for start in range(count - length + 1):
                part = slice(start, start + length)
                meaning = self.grammar.meaning(" ".join(final.words[part]))
                if meaning and self.locks(meaning) and self.sure(meaning, final, part, 0.0):
                    return meaning, part
        return None

    def _needed(self, meaning: Meaning) -> float:
        spec = self.grammar.row(meaning)
        needed = spec.sure or (CONFIDENCE_SAFETY if spec.act == "early" else CONFIDENCE)
        return needed if self.rejects or spec.act == "early" else max(needed, CONFIDENCE_NO_REJECTION)

    @cached_property
    def _hesitations(self) -> frozenset[str]:
        return frozenset((*self.grammar.commands.hesitations, *self.grammar.commands.joining))


def too_many(parts: Sequence[Part]) -> bool:
    """Whether an utterance holds more different intents than anybody means at once."""
    return len({meaning.intent for meaning, _ in parts}) > INTENTS_MOST


def _within(rest: slice, part: slice) -> slice:
    """A part of the words that `rest` leaves, as a part of all words."""
    return slice(rest.start + part.start, rest.start + part.stop)
