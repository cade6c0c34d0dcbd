"""The voices on the page: which there are, a sentence of each at the loudspeaker, and which one speaks from now on."""

from collections.abc import Callable, Sequence
from typing import Any

from assistant.content.load import load_library
from assistant.page.doors import Door, Inquiry, RefusedError, Reply
from assistant.page.shell import Shell
from assistant.places import cache_folder
from assistant.running.voices import keep_voice, require_voice, to_choose_from, voice_names
from assistant.settings import Settings, load_settings, voice_file
from assistant.speaking.profile import load_profile
from assistant.words.arrivals import VoiceWanted
from assistant.words.errors import LimberError

Wants = Callable[[VoiceWanted], bool]
"""While no session is under way: has a voice say its sentence, or speak from now on. Returns whether it is heard."""


class Voicing:
    """The doors behind which the voices are."""

    def __init__(self, settings: Settings, shell: Shell, under_way: Callable[[], bool], wants: Wants) -> None:
        """`under_way`: whether a session is, or a call."""
        self._settings, self._shell, self._under_way, self._wants = settings, shell, under_way, wants

    def doors(self) -> Sequence[Door]:
        """Their addresses."""
        return (
            Door("/voices", lambda _asked: Reply(self._page()), page=True),
            Door("/voices/play", self._play, "POST"),
            Door("/voices/choose", self._choose, "POST"),
        )

    def _page(self) -> str:
        return self._shell.page("voices", "/voices", {"voices": self._voices()})

    def _voices(self) -> list[dict[str, Any]]:
        present = self._present()
        heard = to_choose_from(load_library(language=self._settings.language), present, cache_folder())
        found = []
        for name in voice_names(present):
            title, about, why, guest = name, "", "", False
            try:
                profile = load_profile(voice_file(name))
                title, about, guest = profile.name, profile.description, profile.guest
                require_voice(name)
            except LimberError as error:
                why = str(error)
            if name not in heard and not why:
                why = self._shell.words("voices_prepare", name=name)
            if name == present or not guest:
                row = {"name": name, "title": title, "about": about, "why": why, "chosen": name == present}
                found.append(row)
        return found

    def _play(self, asked: Inquiry) -> Reply:
        name = self._named(asked.data)
        if self._under_way():
            raise RefusedError(self._shell.words("voices_in_session"), 409)
        if not self._wants(VoiceWanted(name)):
            raise RefusedError(self._shell.words("voices_silent", name=name), 409)
        return Reply({"told": self._shell.words("voices_plays")})

    def _choose(self, asked: Inquiry) -> Reply:
        """Keep it in the settings; a session under way goes on with the voice that it has."""
        name = self._named(asked.data)
        require_voice(name)
        keep_voice(name)
        under_way = self._under_way()
        if not under_way:
            self._wants(VoiceWanted(name, kept=True))
        key = "voices_later" if under_way else "voices_now"
        title = load_profile(voice_file(name)).name
        return Reply({"told": self._shell.words(key, name=title), "voices": self._voices()})

    def _named(self, data: Any) -> str:
        match data:
            case {"name": str(name)} if name in [each["name"] for each in self._voices()]:
                return name
        raise RefusedError("send an object with the name of a voice", 404)

    def _present(self) -> str:
        """The voice that is set now: it may have been chosen since the beginning."""
        try:
            return load_settings().voice
        except LimberError:
            return self._settings.voice
