"""The file in which what is known of a person's voice is kept: voice.json in their data folder."""

import base64
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

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
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        phone = dict(zip(PHONES, PHONES, strict=True))
        pronunciations = {
            str(token): tuple(tuple(phone[name] for name in phones) for phones in each)
            for token, each in data["ways"].items()
        }
        phrases = {str(intent): tuple(map(str, each)) for intent, each in data["phrases"].items()}
        examples = {str(token): tuple(map(_example, each)) for token, each in data.get("examples", {}).items()}
        return OwnVoice(pronunciations, phrases, examples)
    except FileNotFoundError:
        return OwnVoice()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise LimberError(
            f"{path}: what I know of your voice is damaged; 'limber enrol --forget' removes it"
        ) from error


def _example(text: str) -> Example:
    """Raises ValueError."""
    take = base64.b64decode(text, validate=True)
    if not take or len(take) % len(BASE_PHONES):
        raise ValueError("an example is cut off")
    return take


def write_own_voice(voice: OwnVoice, path: Path | None = None) -> Path:
    """Keep what is known of the person's voice; returns where. Raises `LimberError`."""
    path = path or own_voice_file()
    try:
        kept = {token: [base64.b64encode(take).decode() for take in each] for token, each in voice.examples.items()}
        _write(path, {"ways": voice.pronunciations, "phrases": voice.phrases, "examples": kept})
    except OSError as error:
        raise LimberError(f"{path}: what I know of your voice cannot be kept: {error.strerror}") from error
    return path


def forget_own_voice(path: Path | None = None) -> bool:
    """Delete what is known of the person's voice; whether there was anything. Raises `LimberError`."""
    path = path or own_voice_file()
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise LimberError(f"{path}: cannot be deleted: {error.strerror}") from error
    return True


def _write(path: Path, data: Mapping[str, object]) -> None:
    """A JSON file, whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
