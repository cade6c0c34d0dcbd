"""What there is to learn from takes: further pronunciations, and examples that later utterances are compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.content.commands import Commands
from assistant.content.fields import suggestion
from assistant.hearing.decoding.grammar import Grammar, spoken, token_of
from assistant.hearing.decoding.lexicon import Phones, Pronunciations
from assistant.hearing.decoding.model import pronunciations_of
from assistant.hearing.decoding.network import PhoneNetwork
from assistant.hearing.decoding.phones import PhoneEar
from assistant.hearing.enrolling.examples import Example, example
from assistant.hearing.enrolling.own_voice import (
    ALIKE,
    PHONES_LEAST_TAUGHT,
    OwnVoice,
    further_pronunciations,
    is_phrase,
    most_alike,
)
from assistant.hearing.enrolling.takes import Takes
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import Recogniser
from assistant.words.errors import LimberError
from assistant.words.events import Heard
from assistant.words.samples import Samples

TAUGHT_MOST = 60
"""Letters of a phrase that is taught: our own longest has 53. Raised, a slip of the keyboard makes every start slow."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Works out what there is to learn from takes."""

    model: Path
    commands: Commands
    cache: Path

    def enrol(self, takes: Takes, before: OwnVoice) -> OwnVoice:
        """What is known of a voice after these takes; phrases taught before are kept. Raises `LimberError`."""
        ear, network = PhoneEar(self.model, self.cache), PhoneNetwork(self.model)
        fresh = before.taught
        dictionary = self._dictionary(fresh)
        pronunciations, examples = dict(fresh.pronunciations), dict(fresh.examples)
        for phrase, each in takes.items():
            token = token_of(phrase)
            heard = [ear.hear(take, dictionary[token]) for take in each]
            if found := further_pronunciations(token, heard, dictionary):
                pronunciations[token] = (*pronunciations.get(token, ()), *found)
            examples[token] = _examples(network, each)
        return replace(fresh, pronunciations=pronunciations, examples=examples)

    def teach(self, intent: str, phrase: str, takes: Sequence[Samples], before: OwnVoice) -> OwnVoice:
        """A phrase of one's own for an intent. Raises `LimberError` when it cannot be told from all others."""
        phrase = self.check(intent, phrase, before)
        pronunciations = self._heard_pronunciations(phrase, takes)
        if not pronunciations:
            raise LimberError(f"'{phrase}' is too short to be told from other sounds; choose a longer phrase")
        name, far = most_alike(pronunciations, self._dictionary(before))
        if far < ALIKE:
            raise LimberError(f"'{phrase}' sounds too much like '{spoken(name)}'; choose another phrase")
        voice = before.teach(intent, phrase, pronunciations, _examples(PhoneNetwork(self.model), takes))
        grammar = Grammar(voice.extend(self.commands))
        listener = Listener(Recogniser(self.model, grammar, self.cache, voice))
        for number, take in enumerate(takes, start=1):
            found = heard_in(listener, take)
            if [heard.intent for heard in found] != [intent]:
                taken_for = f"'{found[-1].words}'" if found else "no command"
                raise LimberError(
                    f"I heard {taken_for} when you said '{phrase}' the {_nth(number)} time; nothing was learnt"
                )
        return voice

    def _heard_pronunciations(self, phrase: str, takes: Sequence[Samples]) -> tuple[Phones, ...]:
        """How a new phrase is said: as the dictionary has it, where it does, and as it was said in the takes."""
        token = token_of(phrase)
        try:
            expected = pronunciations_of(self.model, [token], {})[token]
        except LimberError:
            expected = ()
        ear = PhoneEar(self.model, self.cache)
        heard = [ear.hear(take, expected) if expected else ear.hear_any(take) for take in takes]
        return tuple(dict.fromkeys(phones for phones in (*expected, *heard) if len(phones) >= PHONES_LEAST_TAUGHT))

    def check(self, intent: str, phrase: str, before: OwnVoice) -> str:
        """The phrase as it is kept, before anybody has said it. Raises `LimberError`."""
        commands = before.extend(self.commands)
        names = commands.names
        if intent not in names:
            raise LimberError(
                f"there is no intent '{intent}'{suggestion(intent, names)}; there are: {', '.join(names)}"
            )
        phrase = " ".join(phrase.lower().split())
        if not is_phrase(phrase) or len(phrase) > TAUGHT_MOST:
            told = f"'{phrase[:TAUGHT_MOST]}' is not a phrase; write it in words, as it is spoken"
            raise LimberError(f"{told}, in {TAUGHT_MOST} letters at most")
        if known := Grammar(commands).meaning(phrase):
            raise LimberError(f"'{phrase}' is known already; it means '{known.intent}'")
        return phrase

    def _dictionary(self, voice: OwnVoice) -> Pronunciations:
        tokens = Grammar(voice.extend(self.commands)).tokens
        return pronunciations_of(self.model, tokens, voice.taught.pronunciations)


def _examples(network: PhoneNetwork, takes: Sequence[Samples]) -> tuple[Example, ...]:
    return tuple(found for take in takes if (found := example(network.phones(take))))


def heard_in(listener: Listener, take: Samples) -> list[Heard]:
    """The commands in one take. The take before it does not count as talk that it breaks into."""
    listener.forget()
    return [event for _, event in listener.hear(take) if isinstance(event, Heard)]


def _nth(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")
