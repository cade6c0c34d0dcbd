"""Which synthesiser belongs to an engine's name."""

from collections.abc import Callable, Mapping

from assistant.speaking.espeak import Espeak
from assistant.speaking.piper import Piper, network
from assistant.speaking.profile import ESPEAK, PIPER, VoiceProfile
from assistant.speaking.synthesiser import Synthesiser

_MAKES: Mapping[str, Callable[[VoiceProfile], Synthesiser]] = {ESPEAK: Espeak, PIPER: Piper}


def synthesiser(profile: VoiceProfile) -> Synthesiser:
    """What makes the speech of a profile; it starts nothing until it is asked for a phrase."""
    return _MAKES[profile.engine](profile)


def require(profile: VoiceProfile) -> None:
    """Whether what a voice is made with is installed and whole. Raises `LimberError` with what it would take.

    Of espeak-ng this is seen when it speaks.
    """
    if profile.engine == PIPER:
        network(profile)
