"""What a whole utterance means and how sure that is. Who said it is not asked here."""

from dataclasses import dataclass

from assistant.content.calling import WAKE, asks
from assistant.hearing.deciding.likeness import example_meant
from assistant.hearing.deciding.memory import Memory
from assistant.hearing.deciding.rules import STRAY_S, SURER, UNCOVERED_S, WHOLE_WORDS, Part, Rules, too_many
from assistant.hearing.decoding.grammar import Meaning, spoken
from assistant.words.events import Guess, Heard, Unclear
from assistant.words.verdicts import Final, Reason

Event = Heard | Guess | Unclear


@dataclass(frozen=True)
class Utterance:
    """A final hypothesis without our own words, what was remembered before it, and the rules of the vocabulary."""

    final: Final
    memory: Memory
    rules: Rules

    @property
    def words(self) -> str:
        """All of its words."""
        return " ".join(self.final.words)

    @property
    def amid_talk(self) -> bool:
        """Whether somebody was talking just before it."""
        return self.memory.is_amid_talk(self.final)

    def meant(self) -> tuple[Reason, str, tuple[Event, ...]]:
        """(why, the words that were understood, what follows)."""
        words, believed = self._understood()
        wanted = [(meaning, part) for meaning, part in believed if self._is_new(meaning.intent, meaning.slots)]
        acted = self.memory.acted
        if not wanted:
            alone = not acted and not self.amid_talk
            guess = self.rules.guess(self.final) if alone else None
            if (guess or (alone and self.memory.over_us)) and (called := self._called()):
                return Reason.OBEYED, words, (called,)
            if guess:
                return Reason.GUESSED, words, (Guess(Heard(guess.intent, guess.slots, words)),)
            return self._unless_locking(self._why_not(), words, (Unclear(words),) if words and not acted else ())
        safety = [(meaning, part) for meaning, part in wanted if self.rules.safety(meaning)]
        different = len({meaning.intent for meaning, _ in wanted} - {WAKE}) > 1
        answers = all(_tells(meaning) for meaning, _ in wanted)  # such as a place and a number, in one breath
        if different and not safety and not answers:
            return self._unless_locking(Reason.DIFFERENT_COMMANDS, words, (Unclear(words),))
        chosen = safety[-1:] or list(dict(wanted).items())
        confidences = self.final.confidences
        heard = [Heard(meaning.intent, meaning.slots, words, sum(confidences[part])) for meaning, part in chosen]
        for meaning, part in chosen:
            question = self._question(words, meaning, part)
            said = question.heard.words
            if self.rules.locks(meaning) and not self._certain(said, alone=said == words):
                return Reason.GUESSED, words, (question,)
        return Reason.OBEYED, words, tuple(heard)

    def _unless_locking(
        self, reason: Reason, words: str, events: tuple[Event, ...]
    ) -> tuple[Reason, str, tuple[Event, ...]]:
        """Why nothing is obeyed, unless something that ends all sessions is among the words: that is asked about."""
        if locking := self.rules.locking_within(self.final):
            return Reason.GUESSED, words, (self._question(self.words, *locking),)
        return reason, words, events

    def _question(self, words: str, meaning: Meaning, part: slice) -> Guess:
        """A question whether a part of some words was meant."""
        said = self.rules.grammar.bare(" ".join(words.split()[part]))
        return Guess(Heard(meaning.intent, meaning.slots, said))

    def _called(self) -> Heard | None:
        """In standby the wake phrase alone, where it is sure and what was said after it is only nearly understood.

        Over our own voice it need not be understood at all: what is left of our voice blurs it, and nobody reads aloud.
        For the same reason the name itself may be less sure there, or be heard as a word that sounds like it.
        """
        found = self.rules.called_by_name(self.final, over_us=self.memory.over_us)
        if found is None:
            return None
        meaning, part = found
        said, sure = " ".join(self.final.words[part]), sum(self.final.confidences[part])
        return Heard(meaning.intent, meaning.slots, said, sure)

    def _certain(self, said: str, *, alone: bool) -> bool:
        """Whether a phrase is certain enough for what ends all sessions; `alone`: nothing was said beside it."""
        if len(said.split()) >= WHOLE_WORDS:
            return alone or not self.memory.over_us
        return alone and not self.memory.over_us and not self.memory.is_after_talk(self.final)

    def _understood(self) -> tuple[str, tuple[Part, ...]]:
        """The words that count, and their meanings: those of the recogniser, or those of an example."""
        words, amid_talk = self.words, self.amid_talk
        believed = self.rules.believed(self.final, SURER if amid_talk else 0.0)
        if not self.memory.acted:
            meanings = [meaning for meaning, _ in believed]
            if token := example_meant(self.final, meanings, self.rules, amid_talk=amid_talk):
                words = spoken(token)
                believed = tuple((meaning, slice(None)) for meaning in self.rules.grammar.meanings(words))
        if amid_talk:
            believed = tuple((meaning, part) for meaning, part in believed if not self.rules.acts_alone(meaning))
        return words, believed

    def _is_new(self, intent: str, slots: tuple[tuple[str, str], ...]) -> bool:
        """Whether it was not acted on early, or says more than was acted on ("ouch" ... "ouch, my knee hurts")."""
        early = {meaning.intent: meaning.slots for meaning in self.memory.acted}
        return intent not in early or (bool(slots) and slots != early[intent])

    def _why_not(self) -> Reason:
        """Why nothing that was said is obeyed."""
        if self.memory.acted:
            return Reason.ALREADY_ACTED
        if not self.final.words:
            return Reason.SILENCE
        if self.amid_talk and self.rules.believed(self.final, 0.0):
            return Reason.AMID_TALK
        return self._flaw()

    def _flaw(self) -> Reason:
        """What is wrong with the words as they were recognised."""
        whole, called = self.rules.grammar.parts(self.words), self.rules.called(self.final)
        if not whole and not called:
            return Reason.NOT_A_PHRASE
        if too_many(whole):
            return Reason.DIFFERENT_COMMANDS
        drawn_out = not whole and all(any(self.final.length_s(part) > STRAY_S for part in stray) for _, stray in called)
        return Reason.TOO_LONG if drawn_out or self.final.uncovered_s > UNCOVERED_S else Reason.TOO_DOUBTFUL


def _tells(meaning: Meaning) -> bool:
    """Whether something was told with it, such as a number; that a wake phrase stood before it tells nothing."""
    return not all(asks(name) for name, _ in meaning.slots)
