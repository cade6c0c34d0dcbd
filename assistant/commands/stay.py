"""`limber stay`: it is there, and begins when it is called by its wake phrase, or reminds of sessions and breaks."""

import argparse
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import time, timedelta
from time import sleep as pause

from assistant.app import App
from assistant.audio.devices import look_anew
from assistant.audio.speaker import Speaker
from assistant.clock import clock_state
from assistant.commands.attached import Attached
from assistant.commands.awaiting import say_aloud, tell_aloud
from assistant.commands.housing import house_in_use
from assistant.commands.options import add_page, add_wishes
from assistant.commands.paging import page_in_use
from assistant.commands.pressing import buttons_in_use
from assistant.commands.remembering import opened, repair
from assistant.commands.showing import sentence, warn
from assistant.commands.staying import Home
from assistant.commands.taking_over import stays_instead
from assistant.commands.wishes import chosen
from assistant.content.load import load_library
from assistant.content.model import Library
from assistant.hearing.microphone import Microphone
from assistant.history.store import Store
from assistant.interrupts import Interrupts
from assistant.languages.language import Reader
from assistant.running.alone import MICROPHONE, Claim
from assistant.running.kept import KeptDevices
from assistant.running.lamps import shining
from assistant.running.notifying import notifier
from assistant.running.reminders import Calls, parsed, time_read
from assistant.running.resident import Resident
from assistant.running.standby import Standby
from assistant.settings import Settings, load_settings
from assistant.words.effects import Line, line
from assistant.words.errors import DeviceError, LimberError
from assistant.words.units import Seconds

PREPARES_S = Seconds(300.0)
"""Seconds that a slow machine may take to make ready what it hears with. Raised, one that hangs is found later."""
RESTS_S = 60.0
"""Seconds between two tries of a service that cannot begin. Raised, somebody who mends it waits for longer."""
MORNING = time(7)
"""When it listens again after "goodnight", where nothing that can be read is set."""

log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which session somebody is called to."""
    parser.add_argument("routine", nargs="?", default="", help="a routine's id or a YAML file; default: the one set")
    add_wishes(parser)
    add_page(parser)
    parser.add_argument(
        "--reminders-only", action="store_true", help="do not listen in between; the microphone opens for a call alone"
    )


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Stay until Ctrl-C. Raises `LimberError` when there is no such session."""
    library = load_library(language=settings.language)
    say = library.language.reader("terminal")
    claim = Claim(MICROPHONE)
    if not stays_instead(claim, say):
        return 0
    claim.give()
    with opened("go on") as store:
        chosen(asked, settings, store.person())  # what cannot be had is refused now, and not at the first call
        _tell(_calls(settings, library, store), say)
        if not clock_state().believed:
            warn(say("clock_unset"))
        with (
            suppress(KeyboardInterrupt),
            buttons_in_use(settings) as hands,
            shining(settings.light, warn) as lights,
            page_in_use(asked, settings) as pages,
            house_in_use(settings, store) as house,
        ):
            tells = notifier(os.environ)
            tells.begins_longer(PREPARES_S)
            home = Home(asked, settings, store, lambda: _calls(settings, library, store), lambda: _clock_set(store))
            home.watched_by(tells)
            faults = list(vars(asked).get("faults", ()))
            if settings.wakes and not asked.reminders_only and not _listens(home, settings, say):
                faults.append(line("fault_deaf"))
            if not home.kept:
                _tell_aloud_now(App.open(settings), faults)
                home.liveness.rests("It reminds, and does not listen in between.")
            standby = Standby(time_read(settings.morning) or MORNING, voices=home.voice.names)
            home.resident = Resident(home, standby, (line("standby_here"), *faults) if home.kept else ())
            home.attached = Attached(hands, next(iter(lights), None), pages, house, home.resident.inbox.put)
            home.attached.speaks = lambda: home.kept is not None and home.resting and standby.speaks
            home.attached.begin_from_afar()
            home.attached.rest_presses()
            with Interrupts() as signals, signals.gently(lambda: home.leave(signals.number), home.lend_soon):
                home.resident.run()
    return 0


def _tell_aloud_now(app: App, faults: Iterable[Line]) -> None:
    """Tell of what is missing, where the devices are opened only for a call."""
    for fault in faults:
        say_aloud(app, fault)
    try:
        app.try_devices(anew=True)
    except DeviceError as error:
        warn(f"{error}; until that is mended, nobody can be called")
        tell_aloud(app, error)


def _listens(home: Home, settings: Settings, say: Reader) -> bool:
    """Have it listen for the wake phrase; where that cannot be done, it reminds all the same."""
    try:
        home.listen(KeptDevices(lambda: Speaker(settings.speaker), lambda: Microphone(settings.microphone), look_anew))
    except LimberError as error:
        log.warning("it cannot be woken by voice: %s", error)
        warn(say("not_woken", trouble=sentence(error)))
        return False
    return True


def _clock_set(store: Store) -> bool:
    """Whether the clock can be believed; then what was kept before it was set gets its true time."""
    believed = clock_state().believed
    if believed:
        repair(store)
    return believed


def say_refused() -> None:
    """Say aloud, where a loudspeaker works, that nobody will be called: whoever asked for it may not see the screen.

    A manager of services would begin it anew at once, and it would say so without end; so it rests before it goes.
    """
    for settings in (load_settings, Settings):  # what is refused may be the settings themselves
        with suppress(LimberError):
            say_aloud(App.open(settings()), line("cannot_stay"))
            break
    tells = notifier(os.environ)
    if tells.address:
        tells.begins_longer(Seconds(2 * RESTS_S))
        tells.status("It cannot begin. Its log says why. It tries again in a minute.")
        with suppress(KeyboardInterrupt):
            pause(RESTS_S)


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
