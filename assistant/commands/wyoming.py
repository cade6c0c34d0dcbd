"""`limber wyoming`: Limber's ear and voice as services for other programs of this machine."""

import argparse
import asyncio
import os
from pathlib import Path

from assistant.app import App
from assistant.commands.hear import hear
from assistant.content.calling import resting, standby_vocabulary
from assistant.files import system_reason
from assistant.hearing.enrolling.voice_file import own_voice_anyhow
from assistant.hearing.listener import Listener
from assistant.house.services import Service, handler, server_at
from assistant.settings import Settings
from assistant.words.errors import LimberError
from assistant.words.samples import Samples

SOCKET = "limber-wyoming.sock"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where."""
    parser.add_argument("--uri", default="", help="unix:///path/of/a/socket, which is usual, or tcp://127.0.0.1:10300")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Serve until Ctrl-C. Raises `LimberError`."""
    app = App.open(settings, own_voice=own_voice_anyhow())
    uri = asked.uri or f"unix://{_socket()}"
    server, service = server_at(uri), service_of(app)
    print(app.language.text("terminal", "wyoming_at", address=uri), flush=True)
    try:
        asyncio.run(server.run(handler(service)))
    except OSError as error:
        raise LimberError(f"nothing can be offered at {uri}: {system_reason(error)}") from error
    return 0


def service_of(app: App) -> Service:
    """What is offered. Raises `LimberError` where the voice or the speech model cannot be had."""
    listener, voice = app.plain_listener(), app.voice()
    commands = standby_vocabulary(app.commands)
    waking = Listener(app.recogniser(commands))
    waking.listen_for(resting(commands))

    def transcribe(sound: Samples) -> str:
        found = hear(listener, Path("wyoming"), sound)
        return str(found["words"]) if found["intent"] else ""

    wake = app.commands.waking.phrases if app.commands.waking else ()
    return Service(app.language, voice.name, wake, transcribe, voice.clip, lambda: waking)


def _socket() -> Path:
    """A socket that only this user can reach."""
    folder = os.environ.get("XDG_RUNTIME_DIR")
    if not folder:
        raise LimberError("there is no XDG_RUNTIME_DIR for a socket; say where it is to be with --uri")
    return Path(folder) / SOCKET
