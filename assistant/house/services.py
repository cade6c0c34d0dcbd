"""Our ear and our voice for other programs, by the Wyoming protocol: `asr`, `tts` and `wake`.

What takes long runs beside the server's loop, and one at a time, as a recogniser hears one sound at a time. Sound is
mono with 16 bits; what comes otherwise is converted.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlparse

from assistant import __version__
from assistant.hearing.listener import Listener
from assistant.languages.language import Language
from assistant.running.programs import how_to_add
from assistant.words.errors import LimberError
from assistant.words.samples import Samples

MISSING = "this needs the package wyoming; install it with: {how}"
HOSTS = ("127.0.0.1", "localhost", "::1")
"""How this machine calls itself: nobody else is served."""
NAME = "limber"


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

        whose = info.Attribution(name="Limber", url="")
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
    """Who serves one connection. `server_at` has told whether the package is there."""
    from assistant.house.connection import Connection

    return partial(Connection, service)
