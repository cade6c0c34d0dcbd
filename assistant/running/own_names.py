"""Names that are the person's own, taken out of what is given to somebody else."""

import re
from collections.abc import Mapping
from pathlib import Path

from assistant.paths import at_home
from assistant.places import BUILT_IN_MODEL, VOICES

KEPT_SETTINGS = ("echo", "sitting_breaks")
PUBLISHED_MODELS = re.compile(r"vosk-model-(small-)?[a-z]{2}(-[a-z]{2})?(-\d+(\.\d+)*)(-lgraph)?")
"""How published models are named: a language, perhaps a country, and numbers."""
FREE_TEXTS = frozenset("words remedy text trouble left_out versions device".split())
"""Keys whose values are texts that anything may stand in. Under every other key stand names that Limber gives, in
which no name of the person may be looked for: a user may be called as a kind, an intent or a state begins."""


def told_settings(settings: Mapping[str, object]) -> dict[str, object]:
    """The settings that tell nothing of the person."""
    return {**{name: settings.get(name) for name in KEPT_SETTINGS}, "voice": told_voice(str(settings.get("voice")))}


def told_voice(name: str) -> str:
    """A voice's name, if it comes with Limber; a file of the person's own may be called anything."""
    return name if name in {path.stem for path in VOICES.glob("*.yaml")} else "a voice of their own"


def told_model(name: str) -> str:
    """A model's name, if it comes with Limber or is a published one."""
    known = name == BUILT_IN_MODEL.name or PUBLISHED_MODELS.fullmatch(name)
    return name if known else "a model of their own"


def own_texts(name: str, instead: str) -> dict[str, str]:
    """How a setting of the person's own may stand in a text: as a path in either form, and as the file's name."""
    path = Path(name)
    return {text: instead for text in (name, str(at_home(path)), path.name, path.stem) if text}


def scrubbed(data: object, names: Mapping[str, str], *, free: bool = False) -> object:
    """JSON data in whose free texts each name is replaced where it stands as a whole word, in capitals or not.

    `free`: whether these data stand under one of the keys of free texts.
    """
    match data:
        case str() if free:
            for name, instead in names.items():
                data = re.sub(
                    rf"(?<!\w){re.escape(name)}(?!\w)", instead.replace("\\", r"\\"), data, flags=re.IGNORECASE
                )
            return data
        case list():
            return [scrubbed(part, names, free=free) for part in data]
        case dict():
            return {key: scrubbed(part, names, free=free or key in FREE_TEXTS) for key, part in data.items()}
        case _:
            return data
