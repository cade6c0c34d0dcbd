"""The file in which what is known of a person's voice is kept: voice.json in their data folder."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from assistant.deleting import delete_each, found_in
from assistant.files import (
    absent,
    make_folder,
    read_bytes,
    require_room,
    set_aside,
    told,
    write_whole,
)
from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.decoding.lexicon import PHONES, Phones
from assistant.hearing.enrolling.examples import Example
from assistant.hearing.enrolling.own_voice import OwnVoice, is_phrase
from assistant.paths import real
from assistant.places import data_folder
from assistant.words.errors import LimberError


def own_voice_file() -> Path:
    """Where what is known of the person's voice is kept."""
    return data_folder() / "voice.json"


def read_own_voice(path: Path | None = None) -> OwnVoice:
    """What is known of the person's voice; nothing where there is no file. Raises `LimberError` when it is damaged."""
    path = path or own_voice_file()
    if absent(path):
        return OwnVoice()
    voice, damaged = _read(path)
    if damaged:
        raise LimberError(f"{path}: what I know of your voice is damaged; 'limber enrol --forget' removes it")
    return voice


def own_voice_anyhow(path: Path | None = None) -> OwnVoice:
    """What is known of the person's voice; where that cannot be read, nothing, and why."""
    try:
        return read_own_voice(path)
    except LimberError as error:
        return OwnVoice(unread=str(error))


def own_voice_to_add_to(day: date, path: Path | None = None) -> tuple[OwnVoice, str]:
    """What is known of the person's voice, for whoever learns more of it, and what was lost of it, in a sentence.

    A damaged file is set aside, and what can still be read of it is kept. Raises `LimberError` where a file cannot be
    read or set aside.
    """
    path = path or own_voice_file()
    if absent(path):
        return OwnVoice(), ""
    voice, damaged = _read(path)
    if not damaged:
        return voice, ""
    with told(path, "what I know of your voice is damaged, and cannot be set aside"):
        aside = set_aside(path, day)
    if voice != OwnVoice():
        write_own_voice(voice, path)
    return (
        voice,
        f"{path}: what I knew of your voice was damaged and is set aside as {aside.name}; I keep what I can read",
    )


def _read(path: Path) -> tuple[OwnVoice, bool]:
    """What can be read of a file, and whether any of it is damaged. Raises `FileError` where it cannot be read."""
    content = read_bytes(path)
    parts: dict[str, Any] = {}
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        return OwnVoice(), True
    for name, part in _PARTS.items():
        with suppress(ValueError, TypeError, KeyError, AttributeError):
            parts[name] = {_text(key): tuple(map(part, _list(each))) for key, each in data.get(name, {}).items()}
    voice = OwnVoice(parts.get("ways", {}), parts.get("phrases", {}), parts.get("examples", {}))
    return voice, not {"ways", "phrases"} <= {*data} or parts.keys() != _PARTS.keys()


def _text(value: object) -> str:
    """Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError("this is no text")
    return value


def _list(value: object) -> Sequence[object]:
    """Raises TypeError: a text is no list of letters."""
    if not isinstance(value, list):
        raise TypeError("this is no list")
    return value


def _phones(value: object) -> Phones:
    """A pronunciation. Raises ValueError and TypeError: one without phones would be heard in every silence."""
    phones = tuple(_PHONES[_text(name)] for name in _list(value))
    if not phones:
        raise ValueError("a pronunciation is empty")
    return phones


def _phrase(value: object) -> str:
    """A phrase that was taught. Raises ValueError and TypeError."""
    if not is_phrase(phrase := _text(value)):
        raise ValueError("this is no phrase")
    return phrase


def _example(value: object) -> Example:
    """Raises ValueError and TypeError."""
    take = base64.b64decode(_text(value), validate=True)
    if not take or len(take) % len(BASE_PHONES):
        raise ValueError("an example is cut off")
    return take


_PHONES = dict(zip(PHONES, PHONES, strict=True))
_PARTS: Mapping[str, Callable[[object], object]] = {"ways": _phones, "phrases": _phrase, "examples": _example}
"""Each part of the file -> what reads one thing in it."""


def require_room_for_voice(path: Path | None = None) -> None:
    """Whether what is learnt of a voice could be kept, before anybody is asked to speak. Raises `FileError`."""
    path = path or own_voice_file()
    make_folder(path.parent)  # which a link to nowhere is not; the room is where the file itself leads
    require_room(real(path).parent)


def write_own_voice(voice: OwnVoice, path: Path | None = None) -> Path:
    """Keep what is known of the person's voice; returns where. Raises `LimberError`."""
    path = path or own_voice_file()
    kept = {token: [base64.b64encode(take).decode() for take in each] for token, each in voice.examples.items()}
    make_folder(path.parent)
    text = json.dumps({"ways": voice.pronunciations, "phrases": voice.phrases, "examples": kept}, indent=1)
    write_whole(path, text, "what I know of your voice cannot be kept")
    return path


def forget_own_voice(path: Path | None = None) -> bool:
    """Delete what is known of the person's voice, and what was set aside of it; whether there was any.

    Raises `LimberError`.
    """
    path = path or own_voice_file()
    files = [] if absent(path) else [path]
    try:
        files += found_in(path.parent, f"{path.stem}-damaged-*")
    finally:
        delete_each(files)
    return bool(files)
