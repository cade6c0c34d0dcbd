"""The file in which what is known of a person's voice is kept: voice.json in their data folder."""

import base64
import json
from pathlib import Path

from assistant.files import absent, make_folder, read_text, real, require_room, told, write_whole
from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.decoding.lexicon import PHONES
from assistant.hearing.enrolling.examples import Example
from assistant.hearing.enrolling.own_voice import OwnVoice
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
    try:
        data = json.loads(read_text(path))
        phone = dict(zip(PHONES, PHONES, strict=True))
        pronunciations = {
            str(token): tuple(tuple(phone[name] for name in phones) for phones in each)
            for token, each in data["ways"].items()
        }
        phrases = {str(intent): tuple(map(str, each)) for intent, each in data["phrases"].items()}
        examples = {str(token): tuple(map(_example, each)) for token, each in data.get("examples", {}).items()}
        return OwnVoice(pronunciations, phrases, examples)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LimberError(
            f"{path}: what I know of your voice is damaged; 'limber enrol --forget' removes it"
        ) from error


def own_voice_anyhow(path: Path | None = None) -> OwnVoice:
    """What is known of the person's voice; where that cannot be read, nothing, and why."""
    try:
        return read_own_voice(path)
    except LimberError as error:
        return OwnVoice(unread=str(error))


def _example(text: str) -> Example:
    """Raises ValueError."""
    take = base64.b64decode(text, validate=True)
    if not take or len(take) % len(BASE_PHONES):
        raise ValueError("an example is cut off")
    return take


def require_room_for_voice(path: Path | None = None) -> None:
    """Whether what is learnt of a voice could be kept, before anybody is asked to speak. Raises `FileError`."""
    require_room(real(path or own_voice_file()).parent)


def write_own_voice(voice: OwnVoice, path: Path | None = None) -> Path:
    """Keep what is known of the person's voice; returns where. Raises `LimberError`."""
    path = path or own_voice_file()
    kept = {token: [base64.b64encode(take).decode() for take in each] for token, each in voice.examples.items()}
    make_folder(path.parent)
    text = json.dumps({"ways": voice.pronunciations, "phrases": voice.phrases, "examples": kept}, indent=1)
    write_whole(path, text, "what I know of your voice cannot be kept")
    return path


def forget_own_voice(path: Path | None = None) -> bool:
    """Delete what is known of the person's voice; whether there was anything. Raises `LimberError`."""
    path = path or own_voice_file()
    if absent(path):
        return False
    with told(path, "this cannot be deleted"):
        real(path).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    return True
