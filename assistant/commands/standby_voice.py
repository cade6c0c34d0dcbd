"""The voice of standby: the one that is set, others to be tried, and what is rendered for it while nobody speaks."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.app import App
from assistant.commands.awaiting import tell_aloud
from assistant.commands.voices import said_by
from assistant.running.mouth import Mouth
from assistant.running.voices import keep_voice, prepared_store, require_voice, to_choose_from
from assistant.settings import Settings, load_settings, voice_file
from assistant.speaking.engines import require
from assistant.speaking.preparing import Meanwhile
from assistant.speaking.profile import load_profile
from assistant.speaking.voice import Voice
from assistant.words.effects import Line, line
from assistant.words.errors import DeviceError, LimberError

log = logging.getLogger(__name__)


class StandbyVoice:
    """Only the thread of the resident may call it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        """As somebody has them now: the voice may be another one than at the beginning."""
        self.leaving, self.lending = threading.Event(), threading.Event()
        """Whether somebody leaves, and whether another Limber waits for the devices. Any thread may set them."""
        self._renders: Meanwhile | None = None
        self._renders_for = ""
        """The voice whose sentences are rendered; empty: that was not looked into yet."""

    def names(self) -> Sequence[str]:
        """The voices that can be heard at once; the one that is set comes first."""
        app = App.open(self.settings)
        return tuple(to_choose_from(app.library(), self.settings.voice, app.cache))

    def made(self) -> Voice:
        """The voice that is set. Raises `LimberError`."""
        return App.open(self.settings).voice()

    def breaks_off(self) -> bool:
        """Whether what is being said breaks off, and nothing new is said."""
        return self.leaving.is_set() or self.lending.is_set()

    def tell(self, texts: Sequence[str], mouth: Mouth | None, goes_on: Callable[[], None]) -> None:
        """Show and, where there is a mouth, say each; it `goes_on` before each of them. Raises `DeviceError`.

        While another Limber waits for the devices, they are only shown. Who leaves is shown nothing more either.
        """
        self.render(quiet=False)
        for text in texts:
            if self.leaving.is_set():
                return
            goes_on()
            print(text, flush=True)
            if mouth:
                mouth.say(text)

    def complain(self, trouble: DeviceError) -> None:
        """Say which device is missing, where a loudspeaker works."""
        tell_aloud(App.open(self.settings), trouble, self.breaks_off)

    def sample(self, mouth: Mouth, texts: Callable[[Line], Sequence[str]], name: str) -> None:
        """Say a voice's sample in it. Raises `LimberError`."""
        voice = App.open(self.settings).voice(name)
        try:
            for text in texts(line("voice_sample", voice=load_profile(voice_file(name)).name)):
                mouth.say(text, voice)
        finally:
            voice.close()

    def keep(self, mouth: Mouth, name: str) -> Line:
        """Speak with this voice from now on; returns what is said of it. Raises `LimberError` where there is none."""
        self.settings = replace(self.settings, voice=name)
        mouth.speak_with(self.made())
        try:
            keep_voice(name)
        except LimberError as error:
            log.warning("the voice '%s' is not kept: %s", name, error)
            return line("voice_not_kept")
        return line("voice_chosen")

    def anew(self) -> Voice:
        """The voice that is set now. Raises `LimberError`."""
        self.look_again()
        return self.made()

    def look_again(self) -> Settings:
        """Take up the voice that was chosen in a session or on the page, if there was one; returns the settings."""
        try:
            name = load_settings().voice
            if name != self.settings.voice:
                require_voice(name)
                self.settings = replace(self.settings, voice=name)
        except LimberError as error:
            log.warning("the voice stays as it was: %s", error)
        return self.settings

    def render(self, *, quiet: bool) -> None:
        """Render what the voice lacks while it is `quiet`; otherwise stop at once."""
        if not quiet:
            if self._renders:
                self._renders.stop()
            return
        if self._renders_for != self.settings.voice:
            self._renders_for = self.settings.voice
            self._renders = self._lacking()
        if self._renders:
            self._renders.go_on()

    def _lacking(self) -> Meanwhile | None:
        """What renders the sentences that the voice lacks; None where it lacks none, or cannot render any."""
        try:
            profile = load_profile(voice_file(self.settings.voice))
            if profile.at_once:
                return None
            require(profile)
        except LimberError as error:
            log.warning("nothing is rendered in standby: %s", error)
            return None
        return Meanwhile(profile, prepared_store(profile), said_by(App.open(self.settings), profile))
