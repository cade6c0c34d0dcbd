"""A speaker as the hub sees it. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.hub.messages import MESSAGE_MOST, About

SHOWN = ("state", "routine", "exercise")
"""What is shown of a speaker's state, in its own language."""
SHOWN_MOST = 100


@dataclass(frozen=True, slots=True)
class SeenSpeaker:
    """What is known of it."""

    slug: str
    """Its name in topics."""
    about: About
    online: bool = False
    state: Mapping[str, str] = field(default_factory=dict)
    """Of `SHOWN`, what it told last; and "problem" where it cannot hear."""


def state_of(payload: bytes) -> Mapping[str, str]:
    """What is shown of a state that a speaker has told; nothing where it cannot be read."""
    try:
        data = json.loads(payload) if len(payload) <= MESSAGE_MOST else None
    except (ValueError, RecursionError):
        return {}
    if not isinstance(data, dict):
        return {}
    texts = {key: data.get(key) for key in SHOWN}
    found = {key: text[:SHOWN_MOST] for key, text in texts.items() if isinstance(text, str) and text.isprintable()}
    return found | ({"problem": "yes"} if data.get("problem") is True else {})
