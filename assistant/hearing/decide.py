"""A stream of partial and final words -> intents; early for safety words.

Vosk joins phrases by word pairs, so what it hears is taken only when it is made of whole phrases end to end. A false
"stop" costs seconds and a missed one can injure: safety intents act as soon as a partial result has ended in one
for a moment, and at the end of an utterance count with less confidence than the others need.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.events import Heard, Unclear
from assistant.hearing.grammar import UNKNOWN, Grammar, Meaning

STABLE_S = 0.06
"""How long a partial result must end in the same safety phrase."""
CONFIDENCE_SAFETY = 0.45
CONFIDENCE = 0.62


@dataclass(frozen=True, slots=True)
class Final:
    """What the recogniser made of a whole utterance: words with a confidence each, 0 to 1."""

    words: tuple[str, ...]
    confidences: tuple[float, ...]


@dataclass
class Decider:
    """Decides for one stream of one vocabulary. Times are seconds of the stream."""

    grammar: Grammar
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """Confidence an intent needs where it is not the common one."""
    _candidate: tuple[Meaning, float] | None = None
    _acted: set[str] = field(default_factory=set)

    def partial(self, words: str, now: float) -> list[Heard]:
        """A partial result; returns a safety intent once, when it has been stable."""
        found = self._early(words)
        if found is None or found.intent in self._acted:
            self._candidate = None
            return []
        if self._candidate is None or self._candidate[0] != found:
            self._candidate = (found, now)
        if now - self._candidate[1] + 1e-9 < STABLE_S:
            return []
        self._acted.add(found.intent)
        return [Heard(found.intent, found.slots, words)]

    def final(self, result: Final) -> list[Heard | Unclear]:
        """The end of an utterance: what it means, unless that has been acted on; `Unclear` when it is no phrase."""
        acted, self._acted, self._candidate = self._acted, set(), None
        words = " ".join(result.words)
        meanings = self._believed(result)
        wanted = [one for one in meanings if one.intent not in acted or one.slots]
        if not wanted:
            return [Unclear(words)] if words and not acted else []
        safety = [one for one in wanted if self.grammar.acts_early(one.intent)]
        if len({one.intent for one in wanted}) > 1 and not safety and not self._answers(wanted):
            return [Unclear(words)]
        chosen = safety[-1:] or list(dict.fromkeys(wanted))
        return [Heard(one.intent, one.slots, words) for one in chosen]

    def _answers(self, meanings: Sequence[Meaning]) -> bool:
        """Several different intents in one breath are believed only as answers, such as a place and a number."""
        return all(one.slots for one in meanings)

    def _early(self, words: str) -> Meaning | None:
        """The safety phrase a partial result ends in, the longest there is."""
        parts = words.split()
        for start in range(len(parts)):
            found = self.grammar.meaning(" ".join(parts[start:]))
            if found and self.grammar.acts_early(found.intent):
                return found
        return None

    def _believed(self, result: Final) -> tuple[Meaning, ...]:
        """The meanings of an utterance that are confident enough; unknown words around a safety phrase are no bar."""
        whole = self.grammar.meanings(" ".join(result.words))
        if whole:
            sure = min(result.confidences, default=0.0)
            return tuple(one for one in whole if sure >= self._threshold(one.intent))
        meanings: list[Meaning] = []
        run: list[tuple[str, float]] = []
        for word, confidence in [*zip(result.words, result.confidences, strict=True), (UNKNOWN, 1.0)]:
            if word != UNKNOWN:
                run.append((word, confidence))
                continue
            for one in self.grammar.meanings(" ".join(word for word, _ in run)):
                sure = min((confidence for _, confidence in run), default=0.0)
                if self.grammar.acts_early(one.intent) and sure >= self._threshold(one.intent):
                    meanings.append(one)
            run = []
        return tuple(meanings)

    def _threshold(self, intent: str) -> float:
        return self.thresholds.get(intent, CONFIDENCE_SAFETY if self.grammar.acts_early(intent) else CONFIDENCE)
