"""What came from a page -> what was heard. Nothing is taken that is not offered or in the vocabulary. Pure."""

from typing import Any

from assistant.content.commands import Commands
from assistant.page.scene import PageButton, Scene
from assistant.words.errors import LimberError
from assistant.words.events import Heard

TEXT_MOST = 200
"""Characters that are taken of what is typed."""


def pressed(data: Any, commands: Commands, scene: Scene) -> Heard | str:
    """What a press means while this scene is shown, or what was typed. Raises `LimberError` with what is wrong."""
    if not isinstance(data, dict):
        raise LimberError("send an object with an intent or a text")
    if "text" in data:
        text = data["text"]
        if not isinstance(text, str) or not text.strip() or len(text) > TEXT_MOST:
            raise LimberError(f"text: up to {TEXT_MOST} characters, and not empty")
        return text
    intent, slots, label = data.get("intent"), data.get("slots", []), data.get("label", "")
    if intent not in commands.names:
        raise LimberError("intent: there is none of this name")
    if not isinstance(label, str) or len(label) > TEXT_MOST:
        raise LimberError(f"label: up to {TEXT_MOST} characters")
    heard = Heard(intent, _slots(slots), label)
    known = all(value in commands.slots.get(name, {}) for name, value in heard.slots)
    if not known and not any(_offers(choice, heard) for choice in scene.choices):
        raise LimberError("slots: a name or a value is none")
    return heard


def _offers(choice: PageButton, heard: Heard) -> bool:
    here = (choice.intent, choice.slots) == (heard.intent, heard.slots)
    return here or any(_offers(inner, heard) for inner in choice.more)


def _slots(slots: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(slots, list):
        raise LimberError("slots: a list of pairs")
    found = []
    for pair in slots:
        match pair:
            case [str(name), str(value)]:
                found.append((name, value))
            case _:
                raise LimberError("slots: each is a pair of a name and a value")
    return tuple(sorted(found))
