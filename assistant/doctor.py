"""`limber doctor`: step by step, what works, and what to do where it does not; spoken as well as printed."""

import importlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from assistant.app import USER_VOICE, App
from assistant.audio.devices import Kind, find_device, sound_library
from assistant.audio.speaker import Speaker
from assistant.content.load import load_library
from assistant.hearing.echo.near_end import HOP, level
from assistant.hearing.microphone import Microphone
from assistant.running.turns import Turns
from assistant.settings import model_folder
from assistant.words.errors import LimberError
from assistant.words.events import Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

LIBRARIES = ("numpy", "vosk", "pyttsx3", "soundfile", "soxr", "transitions", "yaml", "rapidfuzz")
CHIRP_S = 0.5
NOISY_DB = -45.0
"""Of a room: above it it is hard to hear anybody."""
SOFT_DB = -50.0
"""Of a voice: below it the microphone is too far away or turned down."""
OVER_DB = 15.0
"""How much louder than the user we may be in our own microphone."""
REDUCED_DB = 10.0
MEASURED_MOST = 3
"""So often, when less of our own voice can be subtracted: on a busy machine the streams may slip meanwhile."""
REQUEST = "After the tone, please say: stop."
LEARNING = (
    "I am listening to my own voice now, to learn how this room sounds. It takes a few seconds, so please be quiet."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One step: what was looked at, whether it works, what was found, and what should be done."""

    step: str
    ok: bool
    words: str
    remedy: str = ""
    figures: dict[str, float] = field(default_factory=dict)


class _StepError(LimberError):
    """A step that does not work, with its remedy."""

    def __init__(self, words: str, remedy: str, **figures: float) -> None:
        super().__init__(words)
        self.remedy, self.figures = remedy, figures


_Found = tuple[str, dict[str, float]]


def examine(app: App, show: Callable[[str], None]) -> Iterator[Finding]:
    """Every step in order; a later one is tried even when an earlier one fails. Speaks once there is a loudspeaker.

    `show` is given what somebody is asked to do.
    """
    parts = (
        ("libraries", _libraries, "run scripts/setup again"),
        ("content", _content, "run 'limber check'"),
        ("voice", _voice, "install the synthesiser: sudo apt-get install espeak-ng libespeak-ng1"),
        ("speech model", _model, "scripts/fetch_model fetches one; the built-in one is in models/"),
        ("one synthetic command", _command, "scripts/fetch_model fetches another model"),
        ("echo", _echo, ""),
    )
    for name, part, remedy in parts:
        yield _step(name, partial(part, app), remedy)
    speaker = _step(
        "loudspeaker", lambda: _device(app, "output"), "plug one in, or name one as 'speaker' in settings.yaml"
    )
    microphone = _step(
        "microphone", lambda: _device(app, "input"), "plug one in, or name one as 'microphone' in settings.yaml"
    )
    yield speaker
    yield microphone
    if not (speaker.ok and microphone.ok):
        return
    try:
        turns = Turns(
            Speaker(app.settings.speaker), Microphone(app.settings.microphone), app.plain_listener(), app.voice()
        )
    except LimberError as error:
        yield Finding("devices", False, str(error), "another program may hold the device; close it")
        return
    with turns:
        turns.say("The parts are there. Now I try the devices.")
        for finding in _in_the_room(app, turns, show):
            turns.say(f"{finding.words}. {finding.remedy}")
            yield finding


def _in_the_room(app: App, turns: Turns, show: Callable[[str], None]) -> Iterator[Finding]:
    noise = 0.0

    def quiet() -> _Found:
        nonlocal noise
        heard, _ = turns.overhear([np.zeros(OUTPUT_RATE, np.float32)])
        noise = level(heard[INPUT_RATE // 4 :])
        if noise > NOISY_DB:
            raise _StepError(
                f"the room is loud, {noise:.0f} decibels", "turn off what is loud, or come closer", noise_db=noise
            )
        return f"the room's noise is {noise:.0f} decibels", {"noise_db": round(noise, 1)}

    echo = -120.0

    def loopback() -> _Found:
        nonlocal echo
        for _ in range(MEASURED_MOST):
            loop = _loop(app, turns)
            if loop.echo_db < noise + 6 or loop.reduced_db is None or loop.reduced_db >= REDUCED_DB:
                break
        echo = loop.echo_db
        if echo < noise + 6:
            raise _StepError(
                "I do not hear my own voice", "turn the loudspeaker up; with headphones this is as it should be"
            )
        figures = {"delay_ms": round(1000 * loop.delay_s, 1), "echo_db": round(echo, 1)}
        words = f"my voice comes back after {1000 * loop.delay_s:.0f} milliseconds"
        if loop.reduced_db is None:
            return f"{words}; it cannot be subtracted here, so I listen only when I am silent", figures
        figures["reduction_db"] = round(loop.reduced_db, 1)
        if loop.reduced_db < REDUCED_DB:
            raise _StepError(f"{words}, and only {loop.reduced_db:.0f} decibels of it can be subtracted",
                         "put the microphone further from the loudspeaker, or turn me down", **figures)  # fmt: skip
        return f"{words}; I subtract {loop.reduced_db:.0f} decibels of it", figures

    def user() -> _Found:
        show(REQUEST)
        turns.say(REQUEST)
        take = turns.take()
        if take is None:
            raise _StepError("I heard nobody", "say stop after the tone; check the microphone's volume")
        loud = level(take.sound)
        figures = {"voice_db": round(loud, 1)}
        if not any(one.intent == "stop" for one in take.heard):
            raise _StepError("I heard a voice, but not that word", "come closer, or run limber enrol", **figures)
        if loud < SOFT_DB:
            raise _StepError(
                f"your voice is soft, {loud:.0f} decibels", "turn the microphone up, or come closer", **figures
            )
        if echo - loud > OVER_DB:
            raise _StepError(
                f"I am {echo - loud:.0f} decibels louder than you", "turn me down, or come closer", **figures
            )
        return f"I understood you, at {loud:.0f} decibels", figures

    yield _step("room noise", quiet, "")
    yield _step("own voice", loopback, "")
    yield _step("your voice", user, "")


@dataclass(frozen=True, slots=True)
class _Loop:
    """Our own voice, from the mixer to the loudspeaker, through the air, and back by the microphone."""

    delay_s: float
    echo_db: float
    reduced_db: float | None
    """None where it cannot be subtracted."""


def _loop(app: App, turns: Turns) -> _Loop:
    voice = app.voice()
    try:
        heard, played = turns.overhear([chirp(), voice.clip(LEARNING), chirp()])
    finally:
        voice.close()
    delay = turns.reference.waits_s + lag(heard, played)
    part = slice(len(heard) // 2, len(heard) * 3 // 4)
    echo = level(heard[part])
    try:
        return _Loop(delay, echo, echo - level(cancelled(heard, played)[part]))
    except ImportError:
        return _Loop(delay, echo, None)


def chirp() -> Samples:
    """A soft rising tone."""
    time = np.arange(int(CHIRP_S * OUTPUT_RATE)) / OUTPUT_RATE
    sound = 0.2 * np.sin(2 * np.pi * (200 * time + (6000 - 200) / (2 * CHIRP_S) * time**2))
    return (sound * np.hanning(len(sound))).astype(np.float32)


def lag(heard: Samples, played: Samples) -> float:
    """Seconds by which what was heard comes after what was played: the peak of their phase correlation."""
    size = 1 << (2 * max(len(heard), len(played)) - 1).bit_length()
    cross = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    peak = np.fft.irfft(cross / (np.abs(cross) + 1e-9))[:INPUT_RATE]
    return float(np.argmax(np.abs(peak))) / INPUT_RATE


def cancelled(heard: Samples, played: Samples) -> Samples:
    """What the recogniser would be given. Raises ImportError where cancelling is not possible."""
    from assistant.hearing.echo.canceller import Canceller

    canceller = Canceller()
    starts = range(0, min(len(heard), len(played)) // HOP * HOP, HOP)
    return np.concatenate([canceller.process(heard[at : at + HOP], played[at : at + HOP]).gentle for at in starts])


def _step(name: str, look: Callable[[], _Found], remedy: str) -> Finding:
    try:
        words, figures = look()
    except _StepError as wrong:
        return Finding(name, False, str(wrong), wrong.remedy, wrong.figures)
    except LimberError as error:
        return Finding(name, False, str(error), remedy)
    return Finding(name, True, words, figures=figures)


def _libraries(_app: App) -> _Found:
    missing = []
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except (ImportError, OSError):
            missing.append(name)
    if missing:
        raise LimberError(f"missing: {', '.join(missing)}")
    return "all of them are there", {}


def _content(_app: App) -> _Found:
    library = load_library()
    return f"{len(library.exercises)} exercises in {len(library.routines)} routines", {}


def _voice(app: App) -> _Found:
    with tempfile.TemporaryDirectory() as folder:
        voice = replace(app, cache=Path(folder)).voice()
        try:
            length = len(voice.clip("Hello.")) / voice.to_rate
        finally:
            voice.close()
    return f"'{voice.profile.name}' says hello in {length:.1f} seconds", {}


def _model(app: App) -> _Found:
    folder = model_folder(app.settings)
    app.recogniser()
    return f"{folder.name} knows every word of {app.commands.file}", {}


def _command(app: App) -> _Found:
    user = app.voice(USER_VOICE, INPUT_RATE)
    listener = app.plain_listener()
    try:
        sound = np.concatenate([np.zeros(8000, np.float32), user.clip("stop"), np.zeros(8000, np.float32)])
    finally:
        user.close()
    heard = [event for _, event in listener.hear(sound) if isinstance(event, Heard)]
    if not any(event.intent == "stop" for event in heard):
        raise LimberError("a spoken 'stop' was not recognised")
    return "a spoken 'stop' was recognised", {}


def _echo(app: App) -> _Found:
    if app.settings.echo == "hardware":
        return "the hardware takes my own voice out, as settings.yaml says", {}
    try:
        importlib.import_module("pywebrtc_audio")
    except ImportError:
        return "pywebrtc-audio is not installed: I listen only while I am silent (half duplex)", {}
    return "my own voice is taken out of the microphone", {}


def _device(app: App, kind: Kind) -> _Found:
    wanted = app.settings.speaker if kind == "output" else app.settings.microphone
    device = find_device(kind, wanted)
    info = sound_library().query_devices(device, kind)
    rate, channels = float(info["default_samplerate"]), int(info[f"max_{kind}_channels"])
    return f"{info['name']}, {rate:.0f} Hz, {channels} channels", {"rate": rate, "channels": channels}
