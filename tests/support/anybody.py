"""Anybody saying anything: random people and random utterances, each from a seeded `random.Random`."""

import random
from collections.abc import Sequence
from functools import cache

from assistant.coach.person import Person
from assistant.hearing.decoding.grammar import spoken
from assistant.words.events import Event, Heard, Unclear
from tests.support.drive import grammar, intents, library

WAYS_MOST = 60
"""How many phrases stand for one intent at the most; an even sample of them."""
TROUBLE = ("red_flag", "symptom", "hurts", "stop", "finish")
"""What is said more often here than the rest, because it matters most what follows."""
USUAL = ("start", "start", "next", "yes", "no", "number", "area", "resume", "effort", "unsure")
"""What gets somebody on, and answers most questions."""


@cache
def ways(intent: str) -> tuple[Heard, ...]:
    """What can be heard of an intent, with the values that its phrases can name."""
    phrases = grammar().phrases([intent])
    sample = phrases[:: max(1, len(phrases) // WAYS_MOST)]
    meant = {
        (meaning.intent, meaning.slots)
        for phrase in sample
        for meaning in grammar().meanings(" ".join(spoken(token) for token in phrase))
        if meaning.intent == intent
    }
    return tuple(Heard(name, slots, name) for name, slots in sorted(meant))


def anybody(chance: random.Random) -> Person:
    """Somebody new, somebody known, or somebody whom a red flag keeps from exercising."""
    questions = [question.id for question in library().screening.questions]
    known = chance.sample(questions, chance.choice([0, len(questions), chance.randrange(len(questions) + 1)]))
    careful = chance.random() < 0.5
    limits = {question.id: question.limits_on for question in library().screening.questions}
    free = {"yes": "no", "no": "yes"}
    return Person(
        introduced=chance.random() < 0.8,
        answers={
            question: chance.choice(["yes", "no", "unsure"]) if careful else free[limits[question]]
            for question in known
        },
        lock=chance.choice([""] * 9 + sorted(library().red_flags.say)[:1]),
        practised={name: chance.randrange(1, 5) for name in chance.sample(sorted(library().exercises), 4)},
    )


def anything(chance: random.Random) -> Event:
    """Something that can be heard: what is usual, trouble, any intent of the vocabulary, or a mumble."""
    kinds: tuple[Sequence[str], ...] = (USUAL, TROUBLE, intents(), ())
    intents_of = chance.choices(kinds, [45, 15, 35, 5])[0]
    if not intents_of:
        return Unclear("mumble")
    intent = chance.choice(intents_of)
    said = ways(intent)
    plain = intents_of is USUAL and intent in ("yes", "no")  # said with doubt, they get hardly anybody on
    return chance.choice(said[:1] if plain else said)
