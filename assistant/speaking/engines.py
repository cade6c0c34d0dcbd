"""Which synthesiser belongs to an engine's name."""

from collections.abc import Callable, Mapping

from assistant.speaking.espeak import Espeak
from assistant.speaking.profile import VoiceProfile
from assistant.speaking.synthesiser import Synthesiser

_MAKES: Mapping[str, Callable[[VoiceProfile], Synthesiser]] = {"espeak": Espeak}


def synthesiser(profile: VoiceProfile) -> Synthesiser:
    """What makes the speech of a profile; it starts nothing until it is asked for a phrase."""
    return _MAKES[profile.engine](profile)
