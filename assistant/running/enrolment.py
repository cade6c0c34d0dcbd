"""`limber enrol` and `limber teach`: a person says phrases, and the ear learns how they say them.

Guided by voice: the coach says a phrase, a tone follows, the person says it after the tone. What is learnt are further
pronunciations, and examples that what is said later is compared with.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.content.commands import Commands
from assistant.content.fields import suggestion
from assistant.hearing.decoding.grammar import Grammar, spoken, token_of
from assistant.hearing.decoding.lexicon import Ways
from assistant.hearing.decoding.model import ways_of
from assistant.hearing.decoding.network import Judge
from assistant.hearing.decoding.phones import PhoneEar
from assistant.hearing.enrolling.examples import Example, example
from assistant.hearing.enrolling.own_voice import ALIKE, SIMPLE_PHONES, OwnVoice, further_ways, most_alike
from assistant.hearing.recogniser import Recogniser
from assistant.words.errors import LimberError
from assistant.words.events import Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

ROUNDS = 2
"""How often each phrase is said."""
TRIES = 2
"""How often a phrase is asked for when nothing is heard."""
PAD_S = 0.33
ENDING = ("stop", "finish")

Takes = Mapping[str, Sequence[Samples]]
"""phrase -> recordings of one person saying it"""


@dataclass(frozen=True, slots=True)
class Take:
    """What came after a tone: the sound of it, and commands recognised in it."""

    sound: Samples
    heard: tuple[Heard, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """Asks for phrases, one after the other. `say` returns when it has been said, `take` when somebody has spoken."""

    say: Callable[[str], None]
    take: Callable[[], Take | None]
    texts: Mapping[str, Sequence[str]]
    """The library's phrases."""

    def collect(self, phrases: Sequence[str], grammar: Grammar, rounds: int = ROUNDS) -> dict[str, list[Samples]]:
        """The takes of each phrase, `rounds` times over; fewer when "stop" is said where it was not asked for."""
        takes: dict[str, list[Samples]] = {}
        for number in range(rounds):
            if number:
                self.say(self.texts["enrol_again"][0])
            for phrase in phrases:
                take = self._one(phrase)
                wanted = grammar.meaning(phrase)
                if take and any(
                    one.intent in ENDING and (not wanted or one.intent != wanted.intent) for one in take.heard
                ):
                    return takes
                if take:
                    takes.setdefault(phrase, []).append(take.sound)
        return takes

    def _one(self, phrase: str) -> Take | None:
        for number in range(TRIES):
            self.say(self.texts["enrol_nothing" if number else "enrol_say"][0].format(phrase=phrase))
            if take := self.take():
                return take
        return None


@dataclass(frozen=True, slots=True)
class Learner:
    """Works out what there is to learn from takes."""

    model: Path
    commands: Commands
    cache: Path

    def enrol(self, takes: Takes, before: OwnVoice) -> OwnVoice:
        """What is known of a voice after these takes; phrases taught before are kept. Raises `LimberError`."""
        ear, judge = PhoneEar(self.model, self.cache), Judge(self.model)
        fresh = before.taught
        dictionary = self._dictionary(fresh)
        ways, examples = dict(fresh.ways), dict(fresh.examples)
        for phrase, each in takes.items():
            token = token_of(phrase)
            if found := further_ways(token, [ear.hear(take, dictionary[token]) for take in each], dictionary):
                ways[token] = (*ways.get(token, ()), *found)
            examples[token] = _examples(judge, each)
        return replace(fresh, ways=ways, examples=examples)

    def teach(self, intent: str, phrase: str, takes: Sequence[Samples], before: OwnVoice) -> OwnVoice:
        """A phrase of one's own for an intent. Raises `LimberError` when it cannot be told from all others."""
        phrase = self.check(intent, phrase, before)
        try:
            expected = ways_of(self.model, [token_of(phrase)], {})[token_of(phrase)]
        except LimberError:
            expected = ()
        ear = PhoneEar(self.model, self.cache)
        heard = [ear.hear(take, expected) if expected else ear.hear_any(take) for take in takes]
        ways = tuple(dict.fromkeys(way for way in (*expected, *heard) if len(way) > SIMPLE_PHONES))
        if not ways:
            raise LimberError(f"'{phrase}' is too short to be told from other sounds; choose a longer phrase")
        name, far = most_alike(ways, self._dictionary(before))
        if far < ALIKE:
            raise LimberError(f"'{phrase}' sounds too much like '{spoken(name)}'; choose another phrase")
        voice = before.teach(intent, phrase, ways, _examples(Judge(self.model), takes))
        grammar = Grammar(voice.extend(self.commands))
        recogniser = Recogniser(self.model, grammar, self.cache, voice)
        for number, take in enumerate(takes, start=1):
            found = heard_in(recogniser, take)
            if [one.intent for one in found] != [intent]:
                took = f"'{found[-1].words}'" if found else "no command"
                raise LimberError(
                    f"I heard {took} when you said '{phrase}' the {_nth(number)} time; nothing was learnt"
                )
        return voice

    def check(self, intent: str, phrase: str, before: OwnVoice) -> str:
        """The phrase as it is kept, before anybody has said it. Raises `LimberError`."""
        commands = before.extend(self.commands)
        names = [one.name for one in commands.intents]
        if intent not in names:
            raise LimberError(
                f"there is no intent '{intent}'{suggestion(intent, names)}; there are: {', '.join(names)}"
            )
        phrase = " ".join(phrase.lower().split())
        if not phrase or not all(part.isalpha() for part in phrase.replace("'", "").split()):
            raise LimberError(f"'{phrase}' is not a phrase; write it in words, as it is spoken")
        if known := Grammar(commands).meaning(phrase):
            raise LimberError(f"'{phrase}' is known already; it means '{known.intent}'")
        return phrase

    def _dictionary(self, voice: OwnVoice) -> Ways:
        return ways_of(self.model, Grammar(voice.extend(self.commands)).tokens, voice.taught.ways)


def _examples(judge: Judge, takes: Sequence[Samples]) -> tuple[Example, ...]:
    return tuple(one for take in takes if (one := example(judge.phones(take))))


def heard_in(recogniser: Recogniser, take: Samples) -> list[Heard]:
    """The commands in one take, with quiet around it; takes are no talk that one breaks into."""
    recogniser.forget()
    quiet = np.zeros(round(PAD_S * INPUT_RATE), np.float32)
    return [one for _, one in recogniser.hear(np.concatenate([quiet, take, quiet])) if isinstance(one, Heard)]


def trimmed(sound: Samples) -> Samples:
    """A take from just before its first loud moment to just after its last."""
    step = INPUT_RATE // 50
    levels = np.sqrt(np.mean(np.square(sound[: len(sound) // step * step].reshape(-1, step)), axis=1))
    loud = np.flatnonzero(levels > 0.1 * levels.max()) if len(levels) else np.empty(0, np.intp)
    if not len(loud):
        return sound
    return sound[max(0, int(loud[0]) - 8) * step : (int(loud[-1]) + 9) * step]


def _nth(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")


def sayable(phrases: Iterable[str], grammar: Grammar) -> tuple[str, ...]:
    """Phrases to be repeated. Raises `LimberError` with the first that is none."""
    wanted = tuple(phrases)
    for phrase in wanted:
        if grammar.meaning(phrase) is None or token_of(phrase) not in grammar.tokens:
            raise LimberError(
                f"'{phrase}' is not a phrase that can be said; the phrases are in {grammar.commands.file}"
            )
    return wanted
