"""Commands that speak with somebody by turns show what they say as well."""

from collections.abc import Mapping, Sequence

from assistant.hearing.enrolling.guide import Guide
from assistant.running.turns import Turns


def say_and_show(turns: Turns, texts: Sequence[str]) -> None:
    """Say sentences, one after the other, and print each when it begins."""
    for text in texts:
        print(text, flush=True)
        turns.say(text)


def guide(turns: Turns, texts: Mapping[str, Sequence[str]]) -> Guide:
    """A guide that asks for phrases by voice; `texts` are the library's phrases."""
    return Guide(lambda text: say_and_show(turns, [text]), turns.take, texts)
