"""Our ear and our voice for other programs, by the Wyoming protocol: `asr`, `tts` and `wake`.

What takes long runs beside the server's loop, and one at a time, as a recogniser hears one sound at a time. Sound is
mono with 16 bits; what comes otherwise is converted.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlparse

import numpy as np

from assistant import __version__
from assistant.content.calling import CALLED, WAKE
from assistant.hearing.listener import Listener
from assistant.languages.language import Language
from assistant.logs import noted
from assistant.running.programs import how_to_add
from assistant.words.errors import LimberError
from assistant.words.events import Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

MISSING = "this needs the package wyoming; install it with: {how}"
HOSTS = ("127.0.0.1", "localhost", "::1")
"""How this machine calls itself: nobody else is served."""
SOUND_MOST_S = 60.0
"""Seconds of sound in which words are looked for; what follows is passed over. Raised, a client takes more memory."""
TEXT_MOST = 2000
"""Characters that are spoken at a time: about two minutes."""
READ_MOST = 1_000_000
"""Bytes of one message. A client that says it sends more is left."""
CHUNK = 2048
"""Samples that are sent at a time."""
FULL_SCALE = 32767
NAME, HOME = "limber", "https://github.com/OHF-Voice/wyoming"

log = logging.getLogger(__name__)


@dataclass
class Service:
    """What is offered. `transcribe`, `speak` and `waking` may take long."""

    language: Language
    voice: str
    """The name of the voice."""
    wake: Sequence[str]
    """The wake phrases."""
    transcribe: Callable[[Samples], str]
    """The words of the command in a sound at 16 kHz; empty where there is none."""
    speak: Callable[[str], Samples]
    """A sentence at `OUTPUT_RATE`. Raises `LimberError`."""
    waking: Callable[[], Listener]
    """What hears wake phrases, and listens for nothing else; always the same."""
    hears: asyncio.Lock = field(default_factory=asyncio.Lock)
    wakes: asyncio.Lock = field(default_factory=asyncio.Lock)

    def info(self) -> Any:
        """What is told of it to who asks."""
        from wyoming import info

        whose = info.Attribution(name="Limber", url=HOME)
        own: dict[str, Any] = {"attribution": whose, "installed": True, "version": __version__}
        languages = [self.language.code]
        model = info.AsrModel(name="commands", description="what can be said to Limber", languages=languages, **own)
        voice = info.TtsVoice(name=self.voice, description="the voice that is set", languages=languages, **own)
        wakes = [
            info.WakeModel(name=phrase, description=None, languages=languages, phrase=phrase, **own)
            for phrase in self.wake
        ]
        return info.Info(
            asr=[info.AsrProgram(name=NAME, description="a closed grammar", models=[model], **own)],
            tts=[info.TtsProgram(name=NAME, description="Limber's voice", voices=[voice], **own)],
            wake=[info.WakeProgram(name=NAME, description="Limber's wake phrases", models=wakes, **own)],
        )


class _Bounded:
    """A reader that takes no message which says it is too long."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    async def readline(self) -> bytes:
        """The next line; a longer one than the reader takes raises ValueError."""
        return await self._reader.readline()

    async def readexactly(self, count: int) -> bytes:
        """So many bytes. Raises ValueError."""
        if count > READ_MOST:
            raise ValueError(f"a message of {count} bytes")
        return await self._reader.readexactly(count)

    def feed_eof(self) -> None:
        """Nothing more comes."""
        self._reader.feed_eof()


def server_at(uri: str) -> Any:
    """A server at a unix socket, or at a port of this machine alone. Raises `LimberError`."""
    try:
        from wyoming.server import AsyncServer
    except ImportError as error:
        raise LimberError(MISSING.format(how=how_to_add("wyoming", "python3-wyoming"))) from error
    told = f"'{uri}' is no address of this machine; write it as unix:///path/of/a/socket or tcp://127.0.0.1:10300"
    try:
        parts = urlparse(uri)
        here = (parts.scheme == "tcp" and parts.hostname in HOSTS and parts.port) or (
            parts.scheme == "unix" and parts.path and not parts.netloc
        )
    except ValueError as error:
        raise LimberError(told) from error
    if not here:
        raise LimberError(told)
    return AsyncServer.from_uri(uri)


def handler(service: Service) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]:
    """Who serves one connection."""
    from wyoming.asr import Transcribe, Transcript
    from wyoming.audio import AudioChunk, AudioChunkConverter, AudioStart, AudioStop
    from wyoming.error import Error
    from wyoming.event import Event
    from wyoming.info import Describe
    from wyoming.server import AsyncEventHandler
    from wyoming.tts import Synthesize
    from wyoming.wake import Detect, Detection, NotDetected

    class Connection(AsyncEventHandler):
        """One client. What it sent last, `Transcribe` or `Detect`, says what its sound is for."""

        def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            super().__init__(reader, writer)
            self.reader: Any = _Bounded(reader)
            self._heard: list[bytes] = []
            self._length = 0
            self._waking: Listener | None = None
            self._detected = False
            self._converter = AudioChunkConverter(INPUT_RATE, 2, 1)

        async def run(self) -> None:
            """Serve it to its end; what it does wrong ends it, and nothing else."""
            try:
                await super().run()
            except (OSError, EOFError, ValueError, TypeError, AttributeError) as error:
                log.info("a connection has ended: %s", error)

        async def handle_event(self, event: Event) -> bool:
            """Serve one message; returns whether the connection goes on."""
            try:
                return await self._serve(event)
            except LimberError as error:
                await self.write_event(Error(str(error)).event())
            except OSError:
                raise
            except Exception as error:  # noqa: BLE001 (whatever it was, the other connections go on)
                await self.write_event(Error(noted(log, "a message could not be served", error)).event())
            return False

        async def disconnect(self) -> None:
            """The client has gone."""
            self._let_go()

        async def _serve(self, event: Event) -> bool:
            if Describe.is_type(event.type):
                await self.write_event(service.info().event())
            elif Transcribe.is_type(event.type):
                self._let_go()
            elif Detect.is_type(event.type):
                await self._begin_waking()
            elif AudioStart.is_type(event.type):
                self._heard, self._length, self._detected = [], 0, False
            elif AudioChunk.is_type(event.type):
                await self._hear(AudioChunk.from_event(event))
            elif AudioStop.is_type(event.type):
                await self._end()
            elif Synthesize.is_type(event.type):
                await self._speak(Synthesize.from_event(event).text)
            return True

        async def _begin_waking(self) -> None:
            if self._waking is None:
                if service.wakes.locked():
                    raise LimberError("somebody else waits for the wake phrase already")
                await service.wakes.acquire()
                self._waking = await asyncio.to_thread(service.waking)

        async def _hear(self, chunk: AudioChunk) -> None:
            sound = self._converter.convert(chunk).audio
            if self._waking:
                events = await asyncio.to_thread(self._waking.accept, samples(sound))
                await self._tell(events, chunk.timestamp)
            elif self._length < SOUND_MOST_S * INPUT_RATE * 2:
                self._heard.append(sound)
                self._length += len(sound)

        async def _end(self) -> None:
            if self._waking:
                await self._tell(await asyncio.to_thread(self._waking.flush), None)
                if not self._detected:
                    await self.write_event(NotDetected().event())
                self._let_go()
                return
            async with service.hears:
                text = await asyncio.to_thread(service.transcribe, samples(b"".join(self._heard)))
            self._heard, self._length = [], 0
            await self.write_event(Transcript(text, language=service.language.code).event())

        async def _tell(self, events: Sequence[object], timestamp: int | None) -> None:
            for heard in events:
                if isinstance(heard, Heard) and (heard.intent == WAKE or heard.intent.startswith(CALLED)):
                    self._detected = True
                    name = next((phrase for phrase in service.wake if phrase in heard.words), service.wake[0])
                    await self.write_event(Detection(name, timestamp).event())

        async def _speak(self, text: str) -> None:
            kind: dict[str, int] = {"rate": OUTPUT_RATE, "width": 2, "channels": 1}
            await self.write_event(AudioStart(**kind).event())
            for sentence in service.language.sentences.cut(text[:TEXT_MOST]):
                sound = pcm(await asyncio.to_thread(service.speak, sentence))
                for start in range(0, len(sound), 2 * CHUNK):
                    await self.write_event(AudioChunk(audio=sound[start : start + 2 * CHUNK], **kind).event())
            await self.write_event(AudioStop().event())

        def _let_go(self) -> None:
            if self._waking:
                self._waking.forget()
                self._waking = None
                service.wakes.release()

    return Connection


def samples(sound: bytes) -> Samples:
    """Samples of 16 bits as samples from -1 to 1."""
    return np.frombuffer(sound[: len(sound) // 2 * 2], "<i2").astype(np.float32) / np.float32(FULL_SCALE + 1)


def pcm(sound: Samples) -> bytes:
    """The other way round."""
    return (np.clip(sound, -1, 1) * FULL_SCALE).astype("<i2").tobytes()
