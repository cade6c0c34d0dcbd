"""Whether a vocabulary can be used: what each value of a slot means, and whether every phrase can be heard."""

from pathlib import Path

from assistant.content.calling import standby_vocabulary
from assistant.content.commands import Commands
from assistant.content.fields import suggestion
from assistant.content.model import Library
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.decoding.model import is_own, unknown_words
from assistant.words.errors import ContentError, Mistake


def _unheard(word: str, model: Path | None) -> str:
    """Why a word cannot be heard."""
    if model is None or is_own(model):
        return f"I do not know how '{word}' is pronounced; write it as it sounds"
    return f"the speech model {model} does not know '{word}'; take another word"


def check_commands(commands: Commands, library: Library, model: Path | None) -> None:
    """Whether every slot's values mean something, and `model` can hear every phrase. Raises `ContentError`.

    Without a model, whether phrases can be heard is left open: it is another language's.
    """
    mistakes: list[Mistake] = []
    known = {
        "area": library.domain.areas,
        "quality": library.pain.stop_words,
        "flag": tuple(library.red_flags.say),
        "routine": tuple(library.routines),
        "activity": library.domain.activities,
    }
    for slot, names in known.items():
        for value in commands.slots.get(slot, {}):
            if value not in names:
                message = f"slot '{slot}': nothing is known as '{value}'{suggestion(value, names)}"
                mistakes.append(Mistake(commands.file, 1, message))
    grammar = Grammar(commands)
    if commands.waking:
        standby = Grammar(standby_vocabulary(commands))
        unheard = unknown_words(model, standby.words - grammar.words) if model else ()
        line = commands.waking.line
        mistakes += [Mistake(commands.file, line, f"standby: {_unheard(word, model)}") for word in sorted(unheard)]
    unknown = set(unknown_words(model, grammar.words)) if model else set()
    for intent in commands.intents:
        words = {word for phrase in grammar.phrases([intent.name]) for token in phrase for word in token.split("_")}
        for word in sorted(words & unknown):
            message = f"intent '{intent.name}': {_unheard(word, model)}"
            mistakes.append(Mistake(commands.file, intent.line, message))
    if mistakes:
        raise ContentError(mistakes)
