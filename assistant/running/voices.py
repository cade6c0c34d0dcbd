"""Voices as they are heard: one that speaks at once by itself, any other one above a floor that does.

Also which of them there are to choose from, and how the one that was chosen is kept.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from assistant.content.model import Library
from assistant.deleting import delete_each
from assistant.files import PASSING, absent, make_folder, matching, read_text, write_whole
from assistant.places import VOICES, own_voices_folder, prepared_folder, settings_file
from assistant.settings import load_settings, voice_file
from assistant.speaking.ahead import Ahead
from assistant.speaking.engines import require
from assistant.speaking.profile import RECORDINGS, VoiceProfile, load_profile
from assistant.speaking.recordings import Recordings
from assistant.speaking.renderings import Renderings
from assistant.speaking.voice import Voice
from assistant.words.errors import LimberError
from assistant.words.units import Rate


def voice_of(profile: VoiceProfile, cache: Path, rate: Rate) -> Voice:
    """A voice that speaks at once; its floor where it has nothing yet. Raises `LimberError`."""
    speech = cache / "speech"
    if profile.at_once:
        return Voice(profile, speech, rate)
    return Voice(load_floor(profile), speech, rate, Ahead(profile, stores_of(profile, cache), rate))


def stores_of(profile: VoiceProfile, cache: Path) -> Sequence[Renderings | Recordings]:
    """Where the sentences of a voice are that does not speak at once. What is missing goes into the last one."""
    if profile.engine == RECORDINGS:
        return (Recordings(profile),)
    return prepared_store(profile), late_store(profile, cache)


def prepared_store(profile: VoiceProfile) -> Renderings:
    """Where a voice keeps what was rendered ahead."""
    return Renderings(prepared_folder() / profile.kept_as, profile)


def late_store(profile: VoiceProfile, cache: Path) -> Renderings:
    """Where a voice keeps what was missing once: it may hold what a person has typed."""
    return Renderings(cache / "voices" / profile.kept_as, profile)


def forget_speech(cache: Path) -> None:
    """Delete the sentences in the cache: what was said to somebody tells of them. Raises `FileError`.

    What is being rendered just now stays, and so do the folders, so that a session goes on meanwhile.
    """
    kept = (path for name in ("speech", "voices") for path in (cache / name).rglob("*"))
    delete_each(path for path in kept if path.is_file() and PASSING not in path.name)


def require_voice(name: str) -> None:
    """Whether a voice speaks, by its profile's name or path. Raises `LimberError` with what it would take.

    Of one that speaks at once only the profile is looked at.
    """
    profile = load_profile(voice_file(name))
    if not profile.at_once:
        load_floor(profile)
        if profile.engine == RECORDINGS or not prepared_store(profile).begun():
            require(profile)


def load_floor(profile: VoiceProfile) -> VoiceProfile:
    """The profile that speaks what a voice has not rendered yet. Raises `LimberError`."""
    floor = load_profile(voice_file(profile.floor))
    if not floor.at_once:
        raise LimberError(f"'{profile.floor}' cannot be the floor of '{profile.name}', as it is rendered ahead itself")
    return floor


def voice_names(set_voice: str) -> Sequence[str]:
    """Every voice there is, as it is named in the settings: the one that is set, then all others."""
    stems = [path.stem for folder in (VOICES, own_voices_folder()) for path in matching(folder, "*.yaml")]
    return tuple(dict.fromkeys((set_voice, *stems)))


def to_choose_from(library: Library, set_voice: str, cache: Path) -> Mapping[str, str]:
    """Voice whose sample can be heard at once -> how it is called; the one that is set comes first."""
    found = {}
    for name in voice_names(set_voice):
        try:
            profile = load_profile(voice_file(name))
            if name == set_voice or (not profile.guest and _is_heard(profile, sample_of(library, profile), cache)):
                found[name] = profile.name
        except LimberError:
            continue  # `limber voices` says what is wrong with it
    return found


def sample_of(library: Library, profile: VoiceProfile) -> Sequence[str]:
    """The sentences with which a voice lets itself be heard."""
    filled = library.language.fill(library.phrases["voice_sample"][0], {"voice": profile.name})
    return library.language.sentences.cut(filled)


def _is_heard(profile: VoiceProfile, sentences: Sequence[str], cache: Path) -> bool:
    """Whether a voice says these sentences itself."""
    if profile.at_once:
        return True
    load_floor(profile)
    stores = stores_of(profile, cache)
    return all(any(store.has(sentence) for store in stores) for sentence in sentences)


def keep_voice(name: str) -> None:
    """Write a voice into the settings; everything else in them stays as it is. Raises `LimberError`."""
    load_profile(voice_file(name))
    path, line = settings_file(), yaml.safe_dump({"voice": name}, allow_unicode=True)
    before = "" if absent(path) else read_text(path)
    changed, found = re.subn(r"^voice:.*\n?", lambda _: line, before, count=1, flags=re.MULTILINE)
    if not found:
        gap = "" if not before or before.endswith("\n") else "\n"
        changed = before + gap + line
    make_folder(path.parent)
    write_whole(path, changed, "the voice cannot be chosen")
    load_settings(path)
