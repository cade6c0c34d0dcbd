"""What counts as one of the examples that a person gave when they enrolled, although the recogniser took it for less.

A distance between two takes is 0 when they are the same; see `enrolling/examples.py`. How far two takes of the same
phrase are apart differs from person to person, so most rules here compare two distances.
"""

from collections.abc import Mapping, Sequence

from assistant.hearing.deciding.rules import Rules
from assistant.hearing.decoding.grammar import Meaning, spoken
from assistant.words.verdicts import Final

SHARE_NOT_UNDERSTOOD = 0.7
"""Where nothing was understood, the nearest example counts only if its distance is below this share of the second
nearest's.

Raised, more of what is not understood is obeyed, and more of it wrongly.
"""
SHARE_TAKEN_FOR_ANOTHER = 0.8
"""Where one phrase was understood that has examples, the nearest example counts instead only if its distance is below
this share of that phrase's distance.

It is higher than `SHARE_NOT_UNDERSTOOD`, because here the comparison is with the very phrase that was understood.
Raised, more wrong phrases are corrected, and more right ones are replaced.
"""
SHARE_IN_TALK = 0.4
"""In talk, the nearest example counts only if its distance is below this share of the second nearest's.

It is also the share where the recogniser was sure of several phrases, or of one that has no examples. It is the lowest,
because more speaks against the example there. Raised, more of other people's talk is obeyed.
"""
TIMES_WHERE_BOTH_AGREE = 1.25
"""A phrase that was understood too doubtfully is believed if its own example is at most so many times as far away as
the nearest.

The recogniser and the examples agree then. Raised, more doubtful commands are believed, and more of them wrongly.
"""
FARTHEST = 0.25
"""The distance, in nats per frame, beyond which nothing counts as an example.

Nearly all other words are farther than this from every example. Raised, talk is taken for examples; lowered, people
whose takes vary gain less from enrolling.
"""

Distances = Mapping[Meaning, tuple[float, str]]
"""meaning -> (how far its nearest example is, the token of that example)"""


def example_meant(final: Final, believed: Sequence[Meaning], rules: Rules, *, amid_talk: bool) -> str | None:
    """The token of the example that an utterance counts as, whatever it was taken for; None for none.

    `believed` are the meanings the recogniser was sure enough of. No example stands in the way of a safety phrase.
    """
    distances = _nearest_of_each(final, rules)
    if len(distances) < 2 or any(map(rules.safety, believed)):
        return None
    (nearest, token), (second, _) = sorted(distances.values())[:2]
    doubtful = None if believed or amid_talk else rules.grammar.meaning(" ".join(final.words))
    if doubtful and doubtful in distances and distances[doubtful][0] < min(TIMES_WHERE_BOTH_AGREE * nearest, FARTHEST):
        return distances[doubtful][1]
    match believed:
        case () | [] if not amid_talk:
            limit = SHARE_NOT_UNDERSTOOD * second
        case [only] if not amid_talk and only in distances:
            limit = SHARE_TAKEN_FOR_ANOTHER * distances[only][0]
        case _:
            limit = SHARE_IN_TALK * second
    return token if nearest < min(limit, FARTHEST) else None


def _nearest_of_each(final: Final, rules: Rules) -> Distances:
    distances: dict[Meaning, tuple[float, str]] = {}
    for token, distance in final.distances.items():
        if meaning := rules.grammar.meaning(spoken(token)):
            distances[meaning] = min(distances.get(meaning, (distance, token)), (distance, token))
    return distances
