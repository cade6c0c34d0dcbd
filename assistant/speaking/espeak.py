"""The engine that is always there: espeak-ng, through pyttsx3.

Every phrase has a process of its own, and the next one is started before it is needed: see `espeak_worker.py`.
"""

from pathlib import Path

from assistant.speaking.profile import VoiceProfile
from assistant.speaking.synthesiser import Child
from assistant.words.errors import UnknownVoiceError, VoiceError

LIMIT_S = 10.0
"""Seconds one phrase may take; it usually takes about a hundredth of a second. After that the synthesiser is ended."""
NO_SUCH_VOICE = "SetVoiceByName"
"""What stands in the synthesiser's error when it has no voice of a name."""


class Espeak:
    """A voice of espeak-ng."""

    def __init__(self, profile: VoiceProfile) -> None:
        self._profile = profile
        self._spare: Child | None = None

    def render(self, text: str, rate: int, file: Path) -> None:
        """Write a phrase to a WAV file. Raises `VoiceError`."""
        child, self._spare = self._spare or _child(), _child()
        asked = {
            "text": self._profile.respelt(text),
            "voice": self._profile.voice,
            "rate": rate,
            "pitch": self._profile.pitch,
        }
        try:
            _check(child.answer())
            child.ask(asked | {"file": str(file)})
            _check(child.answer())
        finally:
            child.close()

    def close(self) -> None:
        """End the spare process; another thread may be making the next one meanwhile, and closes that one itself."""
        spare, self._spare = self._spare, None
        if spare:
            spare.close()


def _child() -> Child:
    return Child("assistant.speaking.espeak_worker", limit_s=LIMIT_S)


def _check(wrong: str) -> None:
    """Raises `VoiceError` where something went wrong."""
    if NO_SUCH_VOICE in wrong:
        raise UnknownVoiceError("espeak-ng has no voice of the name that the voice profile gives")
    if wrong:
        raise VoiceError(
            f"the speech synthesiser does not work ({wrong}); is espeak-ng installed? "
            "On Debian: sudo apt-get install espeak-ng"
        )
