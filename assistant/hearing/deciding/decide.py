"""A stream of partial and final words -> intents; early for safety words.

Vosk joins phrases by word pairs, so what it hears is taken only when it is made of whole phrases end to end. A false
"stop" costs seconds and a missed one can injure: safety intents act as soon as a partial result has ended in one
for a moment and the voice has fallen silent, or a little later if it has not, for a noisy room is never silent. At
the end of an utterance they count with less confidence than the others need. What would be a pity to do by mistake
waits until nothing has followed it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.hearing.decoding.grammar import UNKNOWN, Grammar, Meaning, spoken
from assistant.words.events import Guess, Heard, Unclear

STABLE_S = 0.06
"""How long a partial result must end in the same safety phrase, when the voice has fallen silent after it."""
STABLE_LOUD_S = 0.36
"""The same when something still sounds: somebody who goes on talking has said more by then."""
VOICE_S = (0.35, 0.3)
"""How long a phrase may sound: so long, and so long more for each of its words. What sounds longer is talk in which the
recogniser found a phrase."""
UNCOVERED_S = 0.35
"""How much of what sounded may lie outside the words that were recognised."""
CONFIDENCE_UNCOVERED = 0.9
"""What a safety phrase needs when more does: in a noisy room something always sounds, and a missed one can injure."""
INTENTS_MOST = 2
"""An utterance made of more intents than this is talk."""
STRAY_S = 0.6
"""What stands beside a safety phrase and sounds longer than this is no hesitation but talk."""
TALK_S, TALK_GAP_S = 1.0, 1.2
"""What is no phrase and sounds so long in all, with no longer gap than this, is talk (a word tried twice is not); so is
what follows it sooner,"""
ALONE_S = 1.2
"""and what is followed by more words sooner than this. What acts alone is not taken out of talk;"""
SURER = 0.3
"""anything else needs so much more confidence there, for talk is made of words that resemble ours; but not what acts
early, for somebody who was not understood says "stop" again and again."""
LONG_WORDS = 5
"""A phrase of more words is believed by their mean confidence: that so many fit one phrase is evidence too."""
CONFIDENCE_SAFETY = 0.4
CONFIDENCE = 0.5
LIKE, LIKER = 0.7, 0.8
"""What is not understood counts as the example it is nearest to, if it is so much nearer than to any other; and what is
taken for something else, if it is so much nearer than to the examples of that."""
LIKEST = 0.4
"""So much nearer than to any other, it counts in talk too, and whatever it was taken for but a safety phrase;"""
AGREES = 1.25
"""What was heard too doubtfully is believed if its own example is at most so many times as far as the nearest;"""
NEAR = 0.075
"""never if it is farther than this, as talk is from every example."""
GUESS = 0.2
"""How far below what an intent needs the coach asks instead of ignoring it."""


@dataclass(frozen=True, slots=True)
class Final:
    """What the recogniser made of a whole utterance: words with a confidence each, 0 to 1."""

    words: tuple[str, ...]
    confidences: tuple[float, ...]
    times: tuple[tuple[float, float], ...] = ()
    """(start, end) of each, in seconds from the beginning of the utterance; empty when they are not known."""
    uncovered_s: float = 0.0
    """Seconds in which a voice sounded and no word was recognised."""
    begun_s: float = 0.0
    """When the utterance began, in seconds of the stream."""
    likes: Mapping[str, float] = field(default_factory=dict)
    """token -> how far the sound is from how this person said it when they enrolled"""

    def length_s(self, part: slice) -> float:
        """How long some of the words took; 0 when that is not known."""
        times = self.times[part]
        return times[-1][1] - times[0][0] if times else 0.0


@dataclass
class Decider:
    """Decides for one stream of one vocabulary. Times are seconds of the stream."""

    grammar: Grammar
    long: bool = False
    """Whether its phrases are sentences: one that is believed then stands for itself, whatever was taken for others."""
    _candidate: tuple[Meaning, float] | None = None
    _acted: dict[str, Meaning] = field(default_factory=dict)
    _talked_s: float = 0.0
    _talked_until_s: float = -math.inf
    _waiting: tuple[Heard, float] | None = None

    @property
    def waiting(self) -> Heard | None:
        """What has been said and will be obeyed unless something follows it."""
        return self._waiting[0] if self._waiting else None

    def forget(self) -> None:
        """What was heard last was nobody's talk, and what waits is not obeyed."""
        self._talked_s, self._waiting = 0.0, None

    def settle(self) -> list[Heard]:
        """Nothing will follow: what waits."""
        waiting, self._waiting = self._waiting, None
        return [waiting[0]] if waiting else []

    @property
    def acted(self) -> bool:
        """Whether a part of the utterance under way has been acted on."""
        return bool(self._acted)

    def partial(self, words: str, now: float, *, quiet: bool, span_s: float = 0.0) -> list[Heard]:
        """A partial result; returns a safety intent once, when it has been stable, and what waited to be alone.

        `quiet` says whether the voice has just fallen silent, `span_s` how long ago it began to sound.
        """
        settled = self.settle() if self._waiting and not words and now >= self._waiting[1] else []
        if words:
            self._waiting = None
        return [*settled, *self._safety(words, now, quiet=quiet, span_s=span_s)]

    def _safety(self, words: str, now: float, *, quiet: bool, span_s: float) -> list[Heard]:
        found = self._early(words)
        if span_s > VOICE_S[0] + VOICE_S[1] * len(words.split()):
            found = None
        if found is None or found.intent in self._acted:
            self._candidate = None
            return []
        if self._candidate is None or self._candidate[0] != found:
            self._candidate = (found, now)
        if now - self._candidate[1] + 1e-9 < (STABLE_S if quiet else STABLE_LOUD_S):
            return []
        self._acted[found.intent] = found
        return [Heard(found.intent, found.slots, words, len(words.split()))]

    def final(self, result: Final) -> list[Heard | Guess | Unclear]:
        """The end of an utterance: what it means, unless that has been acted on; `Unclear` when it is no phrase."""
        acted, self._acted, self._candidate = self._acted, {}, None
        words = " ".join(result.words)
        amid_talk = self._amid_talk(result)
        believed = self._believed(result, SURER if amid_talk else 0.0)
        if not acted and (token := self._example(result, [one for one, _ in believed], amid_talk=amid_talk)):
            words = spoken(token)
            believed = tuple((one, slice(None)) for one in self.grammar.meanings(words))
        if amid_talk:
            believed = tuple((one, part) for one, part in believed if not self._acts_alone(one))
        wanted = [
            (one, part) for one, part in believed if one.intent not in acted or (one.slots and one != acted[one.intent])
        ]
        if not wanted and not acted and not amid_talk and (guess := self._guess(result)):
            return [Guess(Heard(guess.intent, guess.slots, words))]
        if not wanted:
            return [Unclear(words)] if words and not acted else []
        safety = [(one, part) for one, part in wanted if self.grammar.acts_early(one.intent)]
        if len({one.intent for one, _ in wanted}) > 1 and not safety and not self._answers(one for one, _ in wanted):
            return [Unclear(words)]
        chosen = safety[-1:] or list(dict(wanted).items())
        heard = [Heard(one.intent, one.slots, words, sum(result.confidences[part])) for one, part in chosen]
        if result.times and self._acts_alone(chosen[-1][0]):
            self._waiting = heard[-1], result.begun_s + result.times[-1][1] + ALONE_S
            return []
        return list(heard)

    def _example(self, result: Final, believed: Sequence[Meaning], *, amid_talk: bool) -> str | None:
        """The example a sound is so like that it counts, whatever the recogniser made of it."""
        far: dict[Meaning, tuple[float, str]] = {}
        for token, each in result.likes.items():
            if meaning := self.grammar.meaning(spoken(token)):
                far[meaning] = min(far.get(meaning, (each, token)), (each, token))
        if len(far) < 2 or any(self.grammar.acts_early(one.intent) for one in believed):
            return None
        (nearest, token), (second, _) = sorted(far.values())[:2]
        doubtful = None if believed or amid_talk else self.grammar.meaning(" ".join(result.words))
        if doubtful in far and far[doubtful][0] < min(AGREES * nearest, NEAR):
            return far[doubtful][1]
        if amid_talk or len(believed) > 1 or (believed and believed[0] not in far):
            limit = LIKEST * second
        else:
            limit = LIKER * far[believed[0]][0] if believed else LIKE * second
        return token if nearest < min(limit, NEAR) else None

    def _amid_talk(self, result: Final) -> bool:
        """Whether somebody was talking just before; notes how much of this is talk itself."""
        if not result.times:
            return False
        if result.begun_s + result.times[0][0] - self._talked_until_s >= TALK_GAP_S:
            self._talked_s = 0.0
        amid = self._talked_s > TALK_S
        if not self.grammar.parts(" ".join(result.words)):
            self._talked_s += result.uncovered_s + sum(end - start for start, end in set(result.times))
        self._talked_until_s = result.begun_s + result.times[-1][1]
        return amid

    def _acts_alone(self, meaning: Meaning) -> bool:
        return self.grammar.spec(meaning.intent).act == "alone"

    def _answers(self, meanings: Iterable[Meaning]) -> bool:
        """Several different intents in one breath are believed only as answers, such as a place and a number."""
        return all(one.slots for one in meanings)

    def _early(self, words: str) -> Meaning | None:
        """The safety phrase a partial result ends in, the longest there is, if hardly anything stands before it."""
        parts = words.split()
        for start in range(len(parts)):
            found = self.grammar.meaning(" ".join(parts[start:]))
            if found and self.grammar.acts_early(found.intent):
                before = self.grammar.meanings(" ".join(parts[:start]))
                repeated = bool(before) and all(self.grammar.acts_early(one.intent) for one in before)
                return found if start == 0 or repeated or self._stray(parts[:start]) else None
        return None

    def _believed(self, result: Final, surer: float) -> tuple[tuple[Meaning, slice], ...]:
        """The meanings of an utterance that are confident enough, and so much surer than usual, each with its words.

        A hesitation beside a safety phrase is no bar to it ("oh, stop"); other words are somebody talking.
        """
        whole = self.grammar.parts(" ".join(result.words))
        if whole:
            few = len({one.intent for one, _ in whole}) <= INTENTS_MOST
            everything = slice(None)
            sure = tuple(
                (one, part)
                for one, part in whole
                if few and self._sure(one, result, part if self.long else everything, surer)
            )
            if self.long or len(sure) == len(whole):
                return sure
            return tuple((one, part) for one, part in sure if self.grammar.acts_early(one.intent))
        for stray, part in ((slice(0, 1), slice(1, None)), (slice(-1, None), slice(0, -1))):
            found = self.grammar.parts(" ".join(result.words[part]))
            safety = all(
                self.grammar.acts_early(one.intent) and self._sure(one, result, part, surer) for one, _ in found
            )
            if found and safety and result.length_s(stray) <= STRAY_S and self._stray(result.words[stray]):
                return tuple((one, slice(part.start + each.start, part.start + each.stop)) for one, each in found)
        return ()

    def _guess(self, result: Final) -> Meaning | None:
        """What an utterance nearly says: one command, a little too uncertain to be obeyed."""
        whole = self.grammar.meanings(" ".join(result.words))
        if len(whole) != 1 or self.grammar.acts_early(whole[0].intent) or result.uncovered_s > UNCOVERED_S:
            return None
        return whole[0] if self._sure(whole[0], result, slice(None), -GUESS) else None

    def _needed(self, intent: str) -> float:
        spec = self.grammar.spec(intent)
        return spec.sure or (CONFIDENCE_SAFETY if spec.act == "early" else CONFIDENCE)

    def _stray(self, words: Sequence[str]) -> bool:
        return len(words) == 1 and (words[0] == UNKNOWN or words[0] in self.grammar.commands.hesitations)

    def _sure(self, meaning: Meaning, result: Final, part: slice, surer: float) -> bool:
        each = result.confidences[part]
        sure = sum(each) / len(each) if len(each) > LONG_WORDS else min(each, default=0.0)
        safety = self.grammar.acts_early(meaning.intent)
        if result.uncovered_s > UNCOVERED_S:
            return safety and sure >= CONFIDENCE_UNCOVERED
        return sure >= min(1.0, self._needed(meaning.intent) + (0.0 if safety else surer))
