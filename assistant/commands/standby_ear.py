"""What standby hears with: one listener, made when it is first needed, and let go while a session has its memory."""

import queue
from collections.abc import Callable

from assistant.app import App
from assistant.content.calling import attending, resting, standby_vocabulary
from assistant.hearing.enrolling.voice_file import own_voice_anyhow
from assistant.hearing.listener import Listener
from assistant.running.kept import KeptDevices
from assistant.running.resting import Rest
from assistant.running.standby import TAKES, State
from assistant.settings import Settings
from assistant.speaking.voice import Voice
from assistant.words.arrivals import Arrival
from assistant.words.errors import DeviceError


class StandbyEar:
    """The listener of standby, and what it listens for."""

    def __init__(self, settings: Settings, saying: Callable[[float], str], breaks_off: Callable[[], bool]) -> None:
        """`saying` gives the words we were saying so many seconds ago; `breaks_off`: as of `Mouth`."""
        self._settings, self._saying, self._breaks_off = settings, saying, breaks_off
        self._listener: Listener | None = None

    def listener(self) -> Listener:
        """The one there is, or a new one, which knows what is known of the person's voice now. Raises `LimberError`."""
        if self._listener is None:
            app = App.open(self._settings, own_voice=own_voice_anyhow())
            self._listener = app.listener(self._saying, None, standby_vocabulary(app.commands))
        return self._listener

    def rest(self, kept: KeptDevices, voice: Voice, inbox: "queue.SimpleQueue[Arrival]", *, listening: bool) -> Rest:
        """Both devices, through which sound flows; what is heard goes into `inbox`. Raises `DeviceError`."""
        rest = Rest(kept.lent, self.listener, voice, inbox, self._breaks_off)
        rest.begin(listening=listening)
        if listening and not kept.flows(self._breaks_off):
            rest.end()
            raise DeviceError("the microphone gives no sound", "microphone")
        return rest

    def forget(self) -> None:
        """Let it go."""
        self._listener = None

    def intents(self, state: State) -> frozenset[str]:
        """What is listened for in a state of standby."""
        commands = self.listener().recogniser.grammar.commands
        if state == "trying":
            return frozenset(commands.names)
        if state == "offered":
            return resting(commands) | {name for name in commands.names if name in TAKES}
        return attending(commands) if state == "attending" else resting(commands)
