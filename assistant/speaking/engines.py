"""Which synthesiser belongs to an engine's name."""

from collections.abc import Callable, Mapping

from assistant.speaking.espeak import Espeak
from assistant.speaking.piper import Piper, network
from assistant.speaking.profile import ESPEAK, PIPER, RECORDINGS, VoiceProfile
from assistant.speaking.recordings import Recordings
from assistant.speaking.synthesiser import Synthesiser
from assistant.words.errors import VoiceError

_MAKES: Mapping[str, Callable[[VoiceProfile], Synthesiser]] = {ESPEAK: Espeak, PIPER: Piper}


def synthesiser(profile: VoiceProfile) -> Synthesiser:
    """What makes the speech of a profile; it starts nothing until it is asked for a phrase.

    Raises `VoiceError` where nothing makes it, because somebody has recorded it.
    """
    if profile.engine not in _MAKES:
        raise VoiceError(f"'{profile.name}' was recorded, so nothing is rendered for it")
    return _MAKES[profile.engine](profile)


def require(profile: VoiceProfile) -> None:
    """Whether what a voice is made with is installed and whole. Raises `LimberError` with what it would take.

    Of espeak-ng this is seen when it speaks.
    """
    if profile.engine == PIPER:
        network(profile)
    elif profile.engine == RECORDINGS and not Recordings(profile).begun():
        raise VoiceError(f"the voice '{profile.name}' has no recordings: there is no WAV file in {profile.voice}")
