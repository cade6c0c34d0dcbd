"""Safety phrases in partial hypotheses: "stop" is obeyed before the recogniser is sure that the utterance has ended."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.hearing.deciding.memory import Candidate, Memory
from assistant.hearing.deciding.rules import Rules
from assistant.hearing.decoding.grammar import Meaning
from assistant.words.verdicts import Partial

STABLE_S = 0.06
"""Seconds for which partial hypotheses must end in the same safety phrase when the voice has fallen silent after it.

It is one block of sound. Raised, every "stop" comes later; lowered, words that only begin like one are obeyed.
"""
STABLE_LOUD_S = 0.36
"""The same, in seconds, when something still sounds.

Somebody who goes on talking has said more by then, and a noisy room is never silent. Raised, "stop" comes later in
noise; lowered, more sentences that begin with a safety word are obeyed.
"""
STABLE_BESIDE_S = 0.72
"""The same, in seconds, when something still sounds and a short word stands before the phrase ("and stop").

Most sentences that begin so go on within this time. Raised, "oh, stop" comes later in noise; lowered, more sentences
are obeyed.
"""
PHRASE_S = 0.35
"""Seconds that a phrase may sound, beside `LONGEST_WORD_S` for each of its words.

It covers the slow beginning and end of a phrase. Raised, safety words that the recogniser finds in the midst of talk
are obeyed; lowered, drawn-out ones wait for the end of the utterance.
"""
LONGEST_WORD_S = 0.3
"""Seconds that each word of a phrase may sound, beside `PHRASE_S`.

Most words of the safety phrases are shorter. Raised, safety phrases of several words that the recogniser finds in the
midst of talk are obeyed; lowered, those that are said slowly wait for the end of the utterance.
"""
EXACT_S = 1e-9
"""Times are sums of blocks, so a time that should be equal to a limit may fall short of it by rounding."""


def outlasts(partial: Partial) -> bool:
    """Whether a voice has sounded for longer than the words of a partial hypothesis take."""
    return partial.span_s > PHRASE_S + LONGEST_WORD_S * len(partial.words.split())


def safety_phrase(words: Sequence[str], rules: Rules) -> Meaning | None:
    """The longest safety phrase that some words end in.

    None when other words stand before it than safety phrases or a few short words. What is no known word may be the
    end of a sentence, so with that before it the end of the utterance decides.
    """
    for start in range(len(words)):
        found = rules.grammar.meaning(" ".join(words[start:]))
        if found and rules.safety(found):
            before = rules.grammar.meanings(" ".join(words[:start]))
            repeated = bool(before) and all(map(rules.safety, before))
            lead = words[:start]
            beside = rules.are_hesitations(lead) and not (lead and rules.is_sentence(found, words[start:], lead))
            return found if beside or repeated else None
    return None


def stable(partial: Partial, found: Meaning, memory: Memory, rules: Rules) -> tuple[bool, Memory]:
    """Whether partial hypotheses have ended in a safety phrase for long enough, and the memory with it as candidate."""
    candidate = memory.candidate
    if candidate is None or candidate.meaning != found:
        candidate = Candidate(found, partial.at_s)
    alone = bool(rules.grammar.parts(partial.words))
    needed_s = STABLE_S if partial.quiet else STABLE_LOUD_S if alone else STABLE_BESIDE_S
    return partial.at_s - candidate.since_s + EXACT_S >= needed_s, replace(memory, candidate=candidate)
