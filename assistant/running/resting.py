"""What a Limber that stays does between sessions with its devices: it listens for its wake phrase, and says little."""

import logging
import queue
from collections.abc import Callable

from assistant.hearing.listener import Listener
from assistant.running.ear import Ear
from assistant.running.kept import Devices
from assistant.running.links import Links
from assistant.running.mouth import Mouth
from assistant.speaking.voice import Voice
from assistant.words.arrivals import Arrival
from assistant.words.events import Event

log = logging.getLogger(__name__)


class _Into(queue.SimpleQueue[Event]):
    """What the ear puts in comes out of another queue, which takes more than events."""

    def __init__(self, other: "queue.SimpleQueue[Arrival]") -> None:
        self._other = other

    def put(self, item: Event, block: bool = True, timeout: float | None = None) -> None:  # noqa: FBT001, FBT002, ARG002
        self._other.put(item)


class Rest:
    """A mouth and an ear. The ear hears over the mouth, as it does in a session."""

    def __init__(
        self,
        devices: Devices,
        listener: Callable[[], Listener],
        voice: Voice,
        inbox: "queue.SimpleQueue[Arrival]",
        breaks_off: Callable[[], bool],
    ) -> None:
        """`listener` is asked for the one that all rests share; `breaks_off`, as of `Mouth`. Raises `DeviceError`."""
        self.mouth = Mouth(devices.player(), voice, breaks_off)
        self._links = Links(inbox=_Into(inbox), played=self.mouth.reference)
        self._listener = listener
        self._ear: Ear | None = None
        self._listened_for: frozenset[str] = frozenset()
        self._open_microphone = devices.microphone

    def begin(self, *, listening: bool) -> None:
        """Begin to play silence, and to listen. Raises `DeviceError`."""
        self.mouth.__enter__()
        try:
            if listening:
                self._listen()
        except BaseException:
            self.mouth.__exit__(None, None, None)
            raise

    def listen_for(self, intents: frozenset[str]) -> None:
        """Listen for these intents from now on."""
        if intents != self._listened_for:
            self._listened_for = intents
            self._links.grammars.put(intents)

    def end(self) -> None:
        """Let go of both devices."""
        if self._ear:
            self._ear.close()
        self.mouth.__exit__(None, None, None)
        while not self._links.troubles.empty():
            log.warning("in standby: %s", self._links.troubles.get())

    def _listen(self) -> None:
        listener = self._listener()
        listener.forget()
        self._ear = Ear(self._open_microphone, listener, self._links)
        self._ear.start()
