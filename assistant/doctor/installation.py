"""The steps that use no microphone and no loudspeaker."""

import importlib
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.app import USER_VOICE, App
from assistant.audio.devices import Kind, find_device, sound_library
from assistant.content.load import load_library
from assistant.doctor.findings import Found
from assistant.settings import model_folder
from assistant.words.errors import LimberError
from assistant.words.events import Heard
from assistant.words.units import INPUT_RATE

LIBRARIES = ("numpy", "vosk", "pyttsx3", "soundfile", "soxr", "transitions", "yaml", "rapidfuzz")
PAUSE = INPUT_RATE // 2
"""Frames of silence before and after the synthetic command."""


def libraries(_app: App) -> Found:
    """Whether every package that is always needed can be imported."""
    missing = []
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except (ImportError, OSError):
            missing.append(name)
    if missing:
        raise LimberError(f"missing: {', '.join(missing)}")
    return "all of them are there", {}


def content(_app: App) -> Found:
    """Whether the library can be read."""
    library = load_library()
    return f"{len(library.exercises)} exercises in {len(library.routines)} routines", {}


def voice(app: App) -> Found:
    """Whether the voice can be heard; nothing is taken from the cache."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = replace(app, cache=Path(folder)).voice()
        try:
            length = len(fresh.clip("Hello.")) / fresh.to_rate
        finally:
            fresh.close()
    return f"'{fresh.profile.name}' says hello in {length:.1f} seconds", {}


def model(app: App) -> Found:
    """Whether the speech model knows the vocabulary."""
    folder = model_folder(app.settings)
    app.recogniser()
    return f"{folder.name} knows every word of {app.commands.file}", {}


def command(app: App) -> Found:
    """Whether a command that another voice says is recognised."""
    user = app.voice(USER_VOICE, INPUT_RATE)
    listener = app.plain_listener()
    try:
        sound = np.concatenate([np.zeros(PAUSE, np.float32), user.clip("stop"), np.zeros(PAUSE, np.float32)])
    finally:
        user.close()
    heard = [event for _, event in listener.hear(sound) if isinstance(event, Heard)]
    if not any(event.intent == "stop" for event in heard):
        raise LimberError("a spoken 'stop' was not recognised")
    return "a spoken 'stop' was recognised", {}


def echo(app: App) -> Found:
    """Who takes our own voice out of the microphone."""
    if app.settings.echo == "hardware":
        return "the hardware takes my own voice out, as settings.yaml says", {}
    try:
        importlib.import_module("pywebrtc_audio")
    except ImportError:
        return "pywebrtc-audio is not installed: I listen only while I am silent (half duplex)", {}
    return "my own voice is taken out of the microphone", {}


def device(app: App, kind: Kind) -> Found:
    """Whether there is a microphone ("input") or a loudspeaker ("output")."""
    wanted = app.settings.speaker if kind == "output" else app.settings.microphone
    index = find_device(kind, wanted)
    info = sound_library().query_devices(index, kind)
    rate, channels = float(info["default_samplerate"]), int(info[f"max_{kind}_channels"])
    return f"{info['name']}, {rate:.0f} Hz, {channels} channels", {"rate": rate, "channels": channels}
