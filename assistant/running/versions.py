"""What a session was run with: versions, and a digest of the content."""

import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version

from assistant.content.language import language_folder
from assistant.places import PACKAGE

BUILT_ON = ("vosk", "numpy", "sounddevice", "soundfile", "soxr", "pyttsx3", "pywebrtc-audio", "transitions")
"""Packages whose version may explain how a session went."""


def versions() -> dict[str, str]:
    """Python, the machine's system and what Limber is built on; "missing" for a package that is not installed."""
    found = {"python": platform.python_version(), "system": platform.platform()}
    for name in BUILT_ON:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def content_digest(language: str) -> str:
    """The same for the same exercises, rules and words of a language; another one after any change. Hexadecimal."""
    digest = hashlib.sha256()
    for folder in (PACKAGE / "content", language_folder(language)):
        for path in sorted(folder.rglob("*.yaml")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
