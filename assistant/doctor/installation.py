"""The steps that use no microphone and no loudspeaker."""

import importlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.app import App
from assistant.audio.devices import Kind, find_device, sound_library
from assistant.doctor.findings import Found, StepError
from assistant.hearing.decoding.grammar import spoken
from assistant.hearing.decoding.model import OWN_LANGUAGE, is_own
from assistant.running.voices import require_voice
from assistant.settings import model_folder
from assistant.words.errors import DeviceError, LimberError, UnknownVoiceError
from assistant.words.events import Heard

SLOWEST = 1.0
"""The most that hearing may take, as a multiple of how long the sound lasts: with more it falls behind for certain."""
LIBRARIES = ("numpy", "vosk", "pyttsx3", "soundfile", "soxr", "transitions", "yaml", "rapidfuzz")


def libraries(app: App) -> Found:
    """Whether every package that is always needed can be imported."""
    missing = []
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except (ImportError, OSError):
            missing.append(name)
    if missing:
        raise LimberError(app.language.text("doctor", "libraries_missing", names=", ".join(missing)))
    return app.language.text("doctor", "libraries_there"), {}


def content(app: App) -> Found:
    """Whether the library can be read."""
    library, say = app.library(), app.language.reader("doctor")
    return say("content_there", exercises=len(library.exercises), routines=len(library.routines)), {}


def voice(app: App) -> Found:
    """Whether the voice can be heard; nothing is taken from the cache."""
    try:
        require_voice(app.settings.voice)
    except LimberError as error:
        raise StepError(str(error), app.language.text("doctor", "voice_remedy")) from error
    with tempfile.TemporaryDirectory() as folder:
        fresh = replace(app, cache=Path(folder)).voice()
        try:
            length = len(fresh.clip("Hello.")) / fresh.to_rate
        except UnknownVoiceError as error:
            raise StepError(str(error), app.language.text("doctor", "voice_remedy")) from error
        finally:
            fresh.close()
    return app.language.text("doctor", "voice_speaks", name=fresh.name, seconds=f"{length:.1f}"), {}


def model(app: App) -> Found:
    """Which speech model is used, whether it knows the vocabulary, and what it cannot do."""
    folder, say = model_folder(app.settings), app.language.reader("doctor")
    with _own_remedies(app):
        recogniser = app.recogniser()
    if is_own(folder):
        if app.commands.language.partition("-")[0] != OWN_LANGUAGE:
            raise StepError(
                say("model_other_language", model=folder, file=app.commands.file, language=app.commands.language),
                say("model_other_language_remedy"),
            )
        return say("model_ours", model=folder, file=app.commands.file), {}
    found = [say("model_published", model=folder, file=app.commands.file), say("model_learns_nobody")]
    if not recogniser.rejects:
        found.append(say("model_cannot_reject"))
    return " ".join(found), {}


@contextmanager
def _own_remedies(app: App) -> Iterator[None]:
    """Give remedies of their own to a folder that cannot be written, and to a model that is set and does not work."""
    try:
        yield
    except LimberError as error:
        unwritten = isinstance(error.__cause__, OSError)
        if not unwritten and not app.settings.model:
            raise
        say = app.language.reader("doctor")
        raise StepError(str(error), say("cache_remedy") if unwritten else say("model_set_remedy")) from error


def command(app: App) -> Found:
    """Whether a command that another voice says is recognised."""
    say = app.language.reader("doctor")
    phrases = (" ".join(map(spoken, phrase)) for phrase in app.grammar.phrases(["stop"]))
    word = min(phrases, key=len)
    user = app.user_voice()
    try:
        with _own_remedies(app):
            listener = app.plain_listener()
        sound = user.clip(word)
    finally:
        user.close()
    began = time.perf_counter()
    heard = [event for _, event in listener.hear(sound) if isinstance(event, Heard)]
    share = (time.perf_counter() - began) / listener.recogniser.heard_s
    if not any(event.intent == "stop" for event in heard):
        raise LimberError(say("command_not_recognised", word=word))
    told = f"{share:.1f}"
    if share > SLOWEST:
        raise StepError(say("command_slow", share=told), say("command_slow_remedy"), times_its_length=round(share, 2))
    return say("command_recognised", word=word, share=told), {"times_its_length": round(share, 2)}


def echo(app: App) -> Found:
    """Who takes our own voice out of the microphone."""
    say = app.language.reader("doctor")
    if app.settings.echo == "hardware":
        return say("echo_hardware"), {}
    if app.settings.echo == "half":
        return say("echo_half_set"), {}
    try:
        importlib.import_module("pywebrtc_audio")
    except ImportError as error:
        raise StepError(say("echo_half"), say("echo_half_remedy")) from error
    return say("echo_out"), {}


def device(app: App, kind: Kind) -> Found:
    """Whether there is a microphone ("input") or a loudspeaker ("output")."""
    wanted = app.settings.speaker if kind == "output" else app.settings.microphone
    try:
        index = find_device(kind, wanted)
    except DeviceError as error:
        if error.__cause__:  # no device is at fault, and the sentence says what is
            raise StepError(str(error), "") from error
        raise
    info = sound_library().query_devices(index, kind)
    rate, channels = float(info["default_samplerate"]), int(info[f"max_{kind}_channels"])
    found = app.language.text("doctor", "device", name=info["name"], rate=f"{rate:.0f}", channels=channels)
    return found, {"rate": rate, "channels": channels}
