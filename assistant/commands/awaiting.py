"""Devices that are not there when somebody wants to begin: said and shown, with what to do, and waited for."""

import time
from collections.abc import Callable
from contextlib import suppress

from assistant.app import App
from assistant.audio.speaker import Speaker
from assistant.commands.screen import at_terminal
from assistant.commands.showing import sentence, warn
from assistant.hearing.microphone import Microphone
from assistant.narration.phrasing import FULL, Phrasing
from assistant.running.awaiting import await_devices
from assistant.running.mouth import Mouth
from assistant.words.effects import Line, line
from assistant.words.errors import DeviceError


class NoSoundError(DeviceError):
    """The machine has neither a loudspeaker nor a microphone, and somebody sits before its screen."""


def ready(app: App) -> None:
    """Wait until both devices can be opened. Raises `DeviceError`; `NoSoundError` at once, as waiting is no use."""

    def tell(trouble: DeviceError) -> bool:
        if at_terminal() and not _any_device():
            raise NoSoundError(str(trouble))
        warn(app.language.text("terminal", "waiting", trouble=sentence(trouble)))
        return tell_aloud(app, trouble)

    with suppress(DeviceError):
        app.try_devices()
        return
    try:
        await_devices(lambda: app.try_devices(anew=True), tell, time.sleep)
    except NoSoundError:
        raise
    except DeviceError:
        say_aloud(app, line("no_device_came"))
        raise


def tell_aloud(app: App, trouble: DeviceError, breaks_off: Callable[[], bool] = lambda: False) -> bool:
    """Say which device is missing and what to do, on whatever loudspeaker there is; returns whether there is one.

    `breaks_off`: as of `Mouth`.
    """
    return say_aloud(app, _remedy(trouble), breaks_off)


def _remedy(trouble: DeviceError) -> Line:
    if trouble.busy:
        return line("busy_speaker" if trouble.device == "speaker" else "busy_microphone")
    if trouble.wanted:
        return line(f"no_{trouble.device}_called", name=trouble.wanted)
    return line("no_speaker" if trouble.device == "speaker" else "no_microphone")


def say_aloud(app: App, said: Line, breaks_off: Callable[[], bool] = lambda: False) -> bool:
    """Say it on the loudspeaker that is set or, without that one, on any; returns whether there is one."""
    texts = Phrasing(app.library(), {}).say(said, FULL)
    for name in dict.fromkeys((app.settings.speaker, "")):
        with suppress(DeviceError), Mouth(Speaker(name), app.voice(), breaks_off) as mouth:
            for text in texts:
                mouth.say(text)
            return True
    return False


def _any_device() -> bool:
    """Whether a loudspeaker or a microphone can be opened, whatever it is called."""
    for kind in (Speaker, Microphone):
        with suppress(DeviceError):
            kind("").close()
            return True
    return False
