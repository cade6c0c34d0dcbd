"""Voices as they are heard: one that speaks at once by itself, any other one above a floor that does."""

from pathlib import Path

from assistant.places import prepared_folder
from assistant.settings import voice_file
from assistant.speaking.ahead import Ahead
from assistant.speaking.engines import require
from assistant.speaking.profile import VoiceProfile, load_profile
from assistant.speaking.renderings import Renderings
from assistant.speaking.voice import Voice
from assistant.words.errors import LimberError
from assistant.words.units import Rate


def voice_of(profile: VoiceProfile, cache: Path, rate: Rate) -> Voice:
    """A voice that speaks at once; its floor where it has nothing yet. Raises `LimberError`."""
    speech = cache / "speech"
    if profile.at_once:
        return Voice(profile, speech, rate)
    ahead = Ahead(profile, (prepared_store(profile), late_store(profile, cache)), rate)
    return Voice(load_floor(profile), speech, rate, ahead)


def prepared_store(profile: VoiceProfile) -> Renderings:
    """Where a voice keeps what was rendered ahead."""
    return Renderings(prepared_folder() / profile.name, profile)


def late_store(profile: VoiceProfile, cache: Path) -> Renderings:
    """Where a voice keeps what was missing once: it may hold what a person has typed."""
    return Renderings(cache / "voices" / profile.name, profile)


def require_voice(name: str) -> None:
    """Whether a voice speaks, by its profile's name or path. Raises `LimberError` with what it would take.

    Of one that speaks at once only the profile is looked at.
    """
    profile = load_profile(voice_file(name))
    if not profile.at_once:
        load_floor(profile)
        if not prepared_store(profile).begun():
            require(profile)


def load_floor(profile: VoiceProfile) -> VoiceProfile:
    """The profile that speaks what a voice has not rendered yet. Raises `LimberError`."""
    floor = load_profile(voice_file(profile.floor))
    if not floor.at_once:
        raise LimberError(f"'{profile.floor}' cannot be the floor of '{profile.name}', as it is rendered ahead itself")
    return floor
