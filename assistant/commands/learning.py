"""What `limber enrol` and `limber teach` begin with: what is known of a voice, and a guide who asks for more."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from assistant.app import App
from assistant.commands.heeding import Heed
from assistant.commands.showing import warn
from assistant.commands.speaking import guide
from assistant.commands.taking_over import listening
from assistant.hearing.enrolling.guide import Guide
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.hearing.enrolling.voice_file import own_voice_to_add_to, require_room_for_voice
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Learning:
    """One time of learning."""

    app: App
    before: OwnVoice
    """What was known of the voice before."""
    lost: str
    """What is to be said of a file that was damaged; empty where none was."""

    @staticmethod
    def begin(settings: Settings) -> "Learning":
        """Read what is known. Raises `LimberError`, also where what is learnt could not be kept."""
        require_room_for_voice()
        before, lost = own_voice_to_add_to(datetime.now().astimezone().date())
        if lost:
            warn(lost)
        return Learning(App.open(settings, own_voice=before), before, lost)

    @contextmanager
    def by_voice(self) -> Iterator[Guide]:
        """Who asks the person for takes, on the loudspeaker. Raises `LimberError`."""
        library = self.app.library()
        with listening(), self.app.turns() as turns:
            asks = guide(turns, library.phrases, Heed(turns, library))
            if self.lost:
                asks.say(library.phrases["voice_set_aside"][0])
            yield asks
