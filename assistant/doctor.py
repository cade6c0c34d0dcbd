"""`limber doctor`: step by step, what works, and what to do where it does not."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.app import USER_VOICE, App
from assistant.audio.speaker import find_device, sound_library
from assistant.content.load import load_library
from assistant.errors import LimberError
from assistant.events import Heard
from assistant.settings import model_folder
from assistant.units import INPUT_RATE


@dataclass(frozen=True, slots=True)
class Finding:
    """One step: what was looked at, whether it works, and what was found or should be done."""

    step: str
    ok: bool
    words: str


def examine(app: App) -> Iterator[Finding]:
    """Every step in order; a later one is tried even when an earlier one fails."""
    steps: list[tuple[str, Callable[[App], str]]] = [
        ("content", _content),
        ("voice", _voice),
        ("speech model", _model),
        ("one spoken command", _command),
        ("loudspeaker", lambda app: _device(app, "output")),
        ("microphone", lambda app: _device(app, "input")),
    ]
    for name, step in steps:
        try:
            yield Finding(name, True, step(app))
        except LimberError as error:
            yield Finding(name, False, str(error))


def _content(_app: App) -> str:
    library = load_library()
    return f"{len(library.exercises)} exercises in {len(library.routines)} routines"


def _voice(app: App) -> str:
    with tempfile.TemporaryDirectory() as folder:
        voice = replace(app, cache=Path(folder)).voice()
        try:
            length = len(voice.clip("Hello.")) / voice.to_rate
        finally:
            voice.close()
    return f"'{voice.profile.name}' says hello in {length:.1f} seconds"


def _model(app: App) -> str:
    folder = model_folder(app.settings)
    app.recogniser()
    return f"{folder.name} knows every word of {app.commands.file}"


def _command(app: App) -> str:
    user = app.voice(USER_VOICE, INPUT_RATE)
    recogniser = app.recogniser()
    try:
        sound = np.concatenate([np.zeros(8000, np.float32), user.clip("stop"), np.zeros(8000, np.float32)])
    finally:
        user.close()
    heard = [event for _, event in recogniser.hear(sound) if isinstance(event, Heard)]
    if not any(event.intent == "stop" for event in heard):
        raise LimberError("a spoken 'stop' was not recognised; fetch or rebuild the speech model")
    return "a spoken 'stop' was recognised"


def _device(app: App, kind: str) -> str:
    wanted = app.settings.speaker if kind == "output" else app.settings.microphone
    device = find_device(kind, wanted)
    info = sound_library().query_devices(device, kind)
    return f"{info['name']}, {info['default_samplerate']:.0f} Hz, {info[f'max_{kind}_channels']} channels"
