"""`limber stay`: standby in the background, with reminders of sessions and breaks from sitting."""

import argparse
import logging
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta

from assistant.app import App
from assistant.audio.devices import find_device, look_anew
from assistant.clock import clock_state
from assistant.coach.coach import TROUBLE
from assistant.commands import session
from assistant.commands.awaiting import say_aloud, tell_aloud
from assistant.commands.heeding import Heed, InTroubleError
from assistant.commands.remembering import opened
from assistant.commands.showing import sentence, warn
from assistant.commands.speaking import say_and_show
from assistant.commands.wishes import add_wishes, chosen
from assistant.content.load import load_library
from assistant.content.model import Library
from assistant.content.needed import SITTING_BREAK
from assistant.content.wish import Wish
from assistant.hearing.enrolling.voice_file import own_voice_anyhow
from assistant.history.planned import reminded
from assistant.history.store import Store
from assistant.languages.language import Reader
from assistant.logs import noted
from assistant.narration.phrasing import FULL, Phrasing
from assistant.running.alone import BusyError, alone
from assistant.running.standby import Call, Calls, Standby, parsed
from assistant.running.turns import Turns
from assistant.settings import Settings, load_settings
from assistant.words.effects import line
from assistant.words.errors import DeviceError, LimberError

NAME = "stay"
HELP = "wait in the background: reminders of sessions, and breaks from sitting"
READY, NOT_NOW = frozenset({"start", "yes", "resume"}), frozenset({"no", "next", "stop", "finish"})
"""Intents with which somebody who is called says that they come, or that they do not."""
CALLED_AGAIN_S = 20.0
"""Seconds until somebody who did not answer is called a second and last time."""

log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which session somebody is called to."""
    parser.add_argument("routine", nargs="?", default="")
    add_wishes(parser)


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Stay until Ctrl-C. Raises `LimberError` when there is no such session."""
    library = load_library(language=settings.language)
    phrasing, say = Phrasing(library, {}), library.language.reader("terminal")
    said: set[str] = set()

    def call(kind: Call, now: datetime) -> bool:
        texts = {key: phrasing.say(line(key, time=f"{now:%H:%M}"), FULL) for key in (f"call_{kind}", "call_later")}
        if kind == "session":
            planned = [text for told in reminded(store.past(), now.date()) for text in phrasing.say(told, FULL)]
            texts["call_session"] = [*planned, *texts["call_session"]]
        try:
            call_somebody(asked, settings, kind, texts)
        except BusyError as error:
            log.info("nobody is called: %s", error)
        except DeviceError as error:
            if str(error) not in said:
                said.add(str(error))
                warn(say("called_later", trouble=sentence(error).rstrip(".") + "."))
                tell_aloud(App.open(settings), error)
            return False
        except LimberError as error:
            warn(str(error))
        except Exception as error:  # noqa: BLE001 (the next reminder must come all the same)
            warn(noted(log, "this call has failed", error))
        said.clear()
        return True

    app = App.open(settings)
    try:
        app.try_devices(anew=True)
    except DeviceError as error:
        warn(f"{error}; until that is mended, nobody can be called")
        tell_aloud(app, error)
    with opened("go on") as store:
        chosen(asked, settings, store.person())  # what cannot be had is refused now, and not at the first call
        _tell(_calls(settings, library, store), say)
        if not clock_state().believed:
            warn(say("clock_unset"))
        with suppress(KeyboardInterrupt):
            Standby(lambda: _calls(settings, library, store), call).run()
    return 0


def say_refused() -> None:
    """Say aloud, where a loudspeaker works, that nobody will be called: whoever asked for it may not see the screen."""
    for settings in (load_settings, Settings):  # what is refused may be the settings themselves
        with suppress(LimberError):
            say_aloud(App.open(settings()), line("cannot_stay"))
            return


def _look_for_devices(settings: Settings) -> None:
    """Raises `DeviceError` where the loudspeaker or the microphone is not there now."""
    look_anew()
    find_device("output", settings.speaker)
    find_device("input", settings.microphone)


def _calls(settings: Settings, library: Library, store: Store) -> Calls:
    """All that the person wants to be called for, by their settings and by what they asked for by voice."""
    person = store.person()
    breaks = settings.sitting_breaks or person.breaks
    sitting = timedelta(seconds=library.pacing.sitting_s) if breaks else None
    return Calls(parsed((*settings.reminders, *person.reminders)), sitting)


def _tell(wanted: Calls, say: Reader) -> None:
    for reminder in wanted.reminders:
        print(say("reminder", days=reminder.days, at=f"{reminder.at:%H:%M}"), flush=True)
    if wanted.sitting:
        print(say("sitting", minutes=wanted.sitting.seconds // 60), flush=True)
    if wanted == Calls():
        print(say("no_reminders"), flush=True)


def call_somebody(
    asked: argparse.Namespace, settings: Settings, kind: Call, texts: Mapping[str, Sequence[str]]
) -> None:
    """Call somebody, twice, and begin when they are ready; nobody is called out of a session."""
    with alone():
        pass
    _look_for_devices(settings)  # before anything is loaded: a reminder that waits for one looks every few seconds
    app = App.open(settings, own_voice=own_voice_anyhow())
    with app.turns(READY | NOT_NOW | TROUBLE) as turns:
        try:
            if not _answered(turns, texts[f"call_{kind}"], Heed(turns, app.library())) & READY:
                say_and_show(turns, texts["call_later"])
                return
        except InTroubleError:
            return
    if kind == "break":
        asked = argparse.Namespace(**{**vars(asked), **asdict(Wish()), "routine": SITTING_BREAK})
    session.run(asked, settings)


def _answered(turns: Turns, texts: Sequence[str], heed: Heed) -> set[str]:
    """The intents somebody answered a call with; none when they did not answer. `heed` is told what else they said."""
    for again in (True, False):
        say_and_show(turns, texts)
        take = turns.take()
        heed(take.heard if take else ())
        said = {heard.intent for heard in take.heard} if take else set()
        if said & (READY | NOT_NOW):
            return said
        if again:
            time.sleep(CALLED_AGAIN_S)
    return set()
