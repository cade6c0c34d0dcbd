"""What counts as one of the examples that a person gave when they enrolled, although the recogniser took it for less.

A distance between two takes is 0 when they are the same; see `enrolling/examples.py`. How far two takes of the same
phrase are apart differs from person to person, so most rules here compare two distances.
"""

from collections.abc import Mapping, Sequence

from assistant.hearing.deciding.rules import Rules
from assistant.hearing.decoding.grammar import Meaning, spoken
from assistant.words.verdicts import Final

LIKE = 0.7
"""What is not understood counts as the nearest example if that is nearer than this share of the second nearest.

Raised, more of what is not understood is obeyed, and more of it wrongly.
"""
LIKER = 0.8
"""What was taken for another phrase counts as the nearest example if that is nearer than this share of that phrase's.

It is higher than `LIKE` because the recogniser's doubt is replaced by a comparison with the very phrase it took it for.
Raised, more is corrected, and more that was right is spoilt.
"""
LIKEST = 0.4
"""The share of the second nearest that the nearest must be nearer than where more speaks against it.

That is so in talk, and when the recogniser was sure of several phrases, or of one that has no examples. Raised, more of
other people's talk is obeyed.
"""
AGREES = 1.25
"""What was heard too doubtfully is believed if its own example is at most so many times as far as the nearest.

Then recogniser and examples agree. Raised, more doubtful commands are believed, and more of them wrongly.
"""
NEAR = 0.075
"""The distance, in nats per frame, beyond which nothing counts as an example.

Talk is farther than this from every example. Raised, talk is taken for examples; lowered, people whose takes vary
gain less from enrolling.
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
    if doubtful and doubtful in distances and distances[doubtful][0] < min(AGREES * nearest, NEAR):
        return distances[doubtful][1]
    match believed:
        case () | [] if not amid_talk:
            limit = LIKE * second
        case [only] if not amid_talk and only in distances:
            limit = LIKER * distances[only][0]
        case _:
            limit = LIKEST * second
    return token if nearest < min(limit, NEAR) else None


def _nearest_of_each(final: Final, rules: Rules) -> Distances:
    distances: dict[Meaning, tuple[float, str]] = {}
    for token, distance in final.likes.items():
        if meaning := rules.grammar.meaning(spoken(token)):
            distances[meaning] = min(distances.get(meaning, (distance, token)), (distance, token))
    return distances
