"""One connection of another program, by the Wyoming protocol. Only who has the package may import this."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioChunkConverter, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event
from wyoming.info import Describe
from wyoming.server import AsyncEventHandler
from wyoming.tts import Synthesize
from wyoming.wake import Detect, Detection, NotDetected

from assistant.content.calling import CALLED, WAKE
from assistant.hearing.listener import Listener
from assistant.house.services import Service
from assistant.logs import noted
from assistant.words.errors import LimberError
from assistant.words.events import Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

SOUND_MOST_S = 60.0
"""Seconds of sound in which words are looked for; what follows is passed over. Raised, a client takes more memory."""
TEXT_MOST = 2000
"""Characters that are spoken at a time: about two minutes."""
READ_MOST = 1_000_000
"""Bytes of one message. A client that says it sends more is left."""
CHUNK = 2048
"""Samples that are sent at a time."""
FULL_SCALE = 32767

log = logging.getLogger(__name__)


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


class Connection(AsyncEventHandler):
    """One client. What it sent last, `Transcribe` or `Detect`, says what its sound is for."""

    def __init__(self, service: Service, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__(reader, writer)
        self._service = service
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
        except (OSError, EOFError, ValueError, TypeError, AttributeError, RecursionError) as error:
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
        """The client has gone, perhaps in the middle of a word."""
        if self._waking:
            await asyncio.to_thread(self._waking.flush)
        self._let_go()

    async def _serve(self, event: Event) -> bool:
        if Describe.is_type(event.type):
            await self.write_event(self._service.info().event())
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
            if self._service.wakes.locked():
                raise LimberError("somebody else waits for the wake phrase already")
            await self._service.wakes.acquire()
            self._waking = await asyncio.to_thread(self._service.waking)

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
        async with self._service.hears:
            text = await asyncio.to_thread(self._service.transcribe, samples(b"".join(self._heard)))
        self._heard, self._length = [], 0
        await self.write_event(Transcript(text, language=self._service.language.code).event())

    async def _tell(self, events: Sequence[object], timestamp: int | None) -> None:
        for heard in events:
            if isinstance(heard, Heard) and (heard.intent == WAKE or heard.intent.startswith(CALLED)):
                self._detected = True
                name = next((phrase for phrase in self._service.wake if phrase in heard.words), self._service.wake[0])
                await self.write_event(Detection(name, timestamp).event())

    async def _speak(self, text: str) -> None:
        kind: dict[str, int] = {"rate": OUTPUT_RATE, "width": 2, "channels": 1}
        await self.write_event(AudioStart(**kind).event())
        for sentence in self._service.language.sentences.cut(text[:TEXT_MOST]):
            sound = pcm(await asyncio.to_thread(self._service.speak, sentence))
            for start in range(0, len(sound), 2 * CHUNK):
                await self.write_event(AudioChunk(audio=sound[start : start + 2 * CHUNK], **kind).event())
        await self.write_event(AudioStop().event())

    def _let_go(self) -> None:
        if self._waking:
            self._waking.forget()
            self._waking = None
            self._service.wakes.release()


def samples(sound: bytes) -> Samples:
    """Samples of 16 bits as samples from -1 to 1."""
    return np.frombuffer(sound[: len(sound) // 2 * 2], "<i2").astype(np.float32) / np.float32(FULL_SCALE + 1)


def pcm(sound: Samples) -> bytes:
    """The other way round."""
    return (np.clip(sound, -1, 1) * FULL_SCALE).astype("<i2").tobytes()
