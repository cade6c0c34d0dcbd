"""A phrase that is a part of another one never wins against it: "back" is not heard of "go back"."""

from collections import defaultdict

import pytest

from assistant.hearing.decoding.grammar import spoken
from assistant.hearing.decoding.longer import parts_of
from assistant.hearing.decoding.sentences import END, START
from tests.hearing.deciding import BLOCK, Stream, heard_intents
from tests.support.drive import grammar

ROWS = [spec.name for spec in grammar().commands.intents]
INTENTS = grammar().commands.names


def texts(row):
    """Each phrase of a row, as its tokens and as its words."""
    return [(tokens, spoken(" ".join(tokens))) for tokens in grammar()._tokenised[row]]


def pairs():
    """(intent of the shorter phrase, it, intent of the longer phrase, it, its tokens), where the intents differ."""
    owner = {text: grammar().spec(row).intent for row in ROWS for _, text in texts(row)}
    return [
        (owner[part], part, owner[text], text, tokens)
        for row in ROWS
        for tokens, text in texts(row)
        for part in set(parts_of(text))
        if part in owner and owner[part] != owner[text]
    ]


PAIRS = pairs()
BY_SHORT = defaultdict(list)
for found in PAIRS:
    BY_SHORT[found[0]].append(found)


def ways(arcs):
    """place -> the tokens of the arcs that leave it, each with where it leads; as far as they belong to one phrase."""
    leaving = defaultdict(list)
    for begin, token, _, end in arcs:
        if (begin, token) != (END, ""):
            leaving[begin].append((token, end))
    return leaving


def accepts(leaving, tokens):
    """Whether a graph of sentences has a way for these tokens, from its start to its end, as one phrase."""
    places = {START}
    for token in (*tokens, None):
        reached = set(places)
        while more := {end for at in reached for word, end in leaving[at] if not word} - reached:
            reached |= more
        if token is None:
            return END in reached
        places = {end for at in reached for word, end in leaving[at] if word == token}
    return False


def test_there_are_many_such_pairs():
    assert len({(short, long) for short, _, long, _, _ in PAIRS}) > 60
    assert ("area", "back", "previous", "go back", ("go_back",)) in PAIRS


@pytest.mark.parametrize("intent", sorted(BY_SHORT))
def test_where_the_shorter_is_listened_for_the_longer_is_too(intent):
    leaving = ways(grammar().sentence_graph({intent}).arcs)
    apart = {
        tokens
        for _, _, _, text, tokens in BY_SHORT[intent]
        if grammar().stands_apart(grammar().meaning(text), {intent})
    }
    assert [
        text for _, _, _, text, tokens in BY_SHORT[intent] if tokens not in apart and not accepts(leaving, tokens)
    ] == []


def test_whoever_says_the_longer_is_never_taken_at_the_end_for_having_said_the_shorter():
    wrong = []
    for short, _, long, text, _ in PAIRS:
        words = tuple(text.split())
        found = heard_intents(Stream().final(words, (1.0,) * len(words)))
        if short in found and long != short:
            wrong.append((short, text))
    assert wrong == []


def test_a_safety_word_that_began_a_longer_phrase_does_not_swallow_it():
    """ "Stop" acts at once; what it was the beginning of is told as well, when it has been said in whole."""
    for short, part, long, text, _ in PAIRS:
        if (
            short in grammar().early
            and text.startswith(f"{part} ")
            and grammar().row(grammar().meaning(part)).act == "early"
        ):
            stream, now = Stream(), 0.0
            for _ in range(8):
                now += BLOCK
                stream.partial(part, now, quiet=True)
            words = tuple(text.split())
            found = heard_intents(stream.final(words, (1.0,) * len(words), ((0.0, 1.0),) * len(words)) + stream.end())
            assert found == [long], text
