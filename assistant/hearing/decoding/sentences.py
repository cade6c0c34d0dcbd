"""All that can be said in one utterance, as a graph of tokens: phrases with courtesies around them, decoys, `[unk]`.

The graph holds the phrases exactly, so that no mixture of two of them comes out of it.

                  courtesies                a phrase              courtesies
    start ----------> polite --------> phrases -------> said -------------> end
      |                                   ^               |                  ^
      '------------ nothing --------------'               '---- nothing -----'

             courtesies, hesitations, `[unk]`   a safety phrase   the same
    start -----------> beside -----------------------> called ------> end

Short words beside a safety phrase cost little, because somebody who is hurt says "oh no, stop". From the end, at a
cost, another phrase may begin.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.content.commands import Courtesies
from assistant.hearing.decoding.templates import Part, Slot, readings, runs

AGAIN_COST = 2.0
"""The cost, in nats, of one phrase after another in one utterance.

Raised, two commands in one breath are taken for something else; lowered, a long word is taken for two short commands.
"""
COURTESY_COST = 1.5
"""The cost, in nats, of a courtesy such as "please" before or after a phrase.

Raised, a command with "can you" before it is taken for other speech; lowered, more talk is taken for commands.
"""
HESITATION_COST = 1.0
"""The cost, in nats, of a hesitation such as "oh" beside a safety phrase.

Raised, "oh, stop" is taken for other speech; lowered, more talk is taken for safety phrases.
"""
STRAY_COST = 7.0
"""The cost, in nats, of a word that is in no vocabulary beside a safety phrase, besides that of its phones.

Raised, "gosh, stop" is taken for other speech; lowered, more talk is taken for safety phrases.
"""
START, END, POLITE, PHRASES, SAID, BESIDE, CALLED = range(7)

Arc = tuple[int, str, float, int]
"""(from, token, cost in nats, to); an empty token takes no time."""


@dataclass(frozen=True, slots=True)
class SentenceGraph:
    """All that can be said in one utterance: phrases, decoys and unknown words one after the other, unmixed.

    State 0 is the start and state 1 the end.
    """

    arcs: tuple[Arc, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """One template of what can be said, and how much likelier than others it is, in nats."""

    tree: Sequence[Part]
    prior: float = 0.0
    safety: bool = False
    """Whether short words may stand beside it."""


def sentence_graph(
    templates: Sequence[Weighted],
    fillers: Sequence[str],
    courtesies: Courtesies,
    beside: Mapping[str, float],
    tokens_of: Callable[[str | Slot], Iterable[str]],
) -> SentenceGraph:
    """The graph of these templates; `tokens_of` gives the tokens that can stand for a run of words or a slot.

    `beside` are the tokens that may stand beside a safety phrase, courtesies apart, and what each costs.

    Every phrase costs the same, however many there are, so that a word is not lost to `[unk]` for having company.
    """
    entry = math.log(len(templates) + len(fillers))
    arcs: set[Arc] = {(END, "", AGAIN_COST, START), (START, "", 0.0, PHRASES), (SAID, "", 0.0, END)}
    arcs |= {(START, filler, entry, END) for filler in fillers}
    before, after = ([text.replace(" ", "_") for text in texts] for texts in (courtesies.before, courtesies.after))
    if before:
        arcs.add((POLITE, "", 0.0, PHRASES))
    for at in (START, POLITE):
        arcs |= {(at, token, COURTESY_COST, POLITE) for token in before}
    arcs |= {(SAID, token, COURTESY_COST, SAID) for token in after}
    if any(template.safety for template in templates):
        arcs |= {(START, "", 0.0, BESIDE), (CALLED, "", 0.0, END)}
        for at, polite in ((BESIDE, before), (CALLED, after)):
            arcs |= {
                (at, token, cost, at) for token, cost in ({**dict.fromkeys(polite, COURTESY_COST), **beside}).items()
            }
    states = itertools.count(CALLED + 1)
    for template in templates:
        arcs |= _arcs(template, entry, states, tokens_of)
    return SentenceGraph(tuple(sorted(arcs)))


def _arcs(
    template: Weighted,
    entry: float,
    states: "itertools.count[int]",
    tokens_of: Callable[[str | Slot], Iterable[str]],
) -> set[Arc]:
    """The arcs of one template, from where phrases begin to where they end."""
    first, last = (BESIDE, CALLED) if template.safety else (PHRASES, SAID)
    arcs: set[Arc] = set()
    known: dict[tuple[int, tuple[str, ...]], int] = {}
    for reading in readings(template.tree):
        steps = [tuple(tokens_of(run)) for run in runs(reading)]
        at = first
        for number, tokens in enumerate(steps, start=1):
            if number < len(steps) and (at, tokens) not in known:
                known[at, tokens] = next(states)
            end = known[at, tokens] if number < len(steps) else last
            arcs |= {(at, token, entry - template.prior if at == first else 0.0, end) for token in tokens}
            at = end
    return arcs
