"""Commands that speak with somebody by turns show what they say as well."""

from collections.abc import Callable, Mapping, Sequence

from assistant.hearing.enrolling.guide import Guide
from assistant.running.turns import Turns
from assistant.words.events import Heard


def say_and_show(turns: Turns, texts: Sequence[str]) -> None:
    """Say sentences, one after the other, and print each when it begins."""
    for text in texts:
        print(text, flush=True)
        turns.say(text)


def guide(turns: Turns, texts: Mapping[str, Sequence[str]], heed: Callable[[Sequence[Heard]], None]) -> Guide:
    """A guide that asks for phrases by voice; `heed` is given what was heard and not asked for."""
    return Guide(lambda text: say_and_show(turns, [text]), turns.take, texts, heed)
