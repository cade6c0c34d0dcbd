"""`limber` without a subcommand: a session with a microphone and a loudspeaker."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.app import FIRST_WORDS, App, words_ahead
from assistant.commands.activities import record_by_voice
from assistant.commands.awaiting import NoSoundError, ready, say_aloud
from assistant.commands.enrol import learn_voice
from assistant.commands.options import add_session
from assistant.commands.paging import Pages, page_in_use, pressed_on, watching
from assistant.commands.pressing import buttons_in_use
from assistant.commands.rehearse import write_rehearsal
from assistant.commands.remembering import Prepared, remembered
from assistant.commands.sample import has_sample, write_sample
from assistant.commands.screen import wrapped
from assistant.commands.showing import sentence, warn
from assistant.hearing.enrolling.voice_file import own_voice_anyhow
from assistant.running.handling import pressing_into
from assistant.running.hands import Hands
from assistant.running.kept import Devices
from assistant.running.links import Links
from assistant.settings import Settings
from assistant.words.effects import line
from assistant.words.errors import DeviceError, LimberError
from assistant.words.events import Heard

GoOn = Callable[[Settings], object]
"""What is done between two sessions."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which session."""
    add_session(parser)


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Sessions, one after the other, for as long as the person leaves them to do something else first."""
    with buttons_in_use(settings) as hands, page_in_use(asked, settings) as pages:
        while go_on_with := _pressed(asked, settings, hands, pages):
            between(go_on_with, settings)
    return 0


def _pressed(asked: argparse.Namespace, settings: Settings, hands: Hands | None, pages: Pages | None) -> GoOn | None:
    """One session, with the person's buttons and the page."""
    links = Links(watchers=watching(pages))
    with pressing_into(links, hands), pressed_on(pages, links):
        return hold(asked, settings, links)


def between(go_on_with: GoOn, settings: Settings) -> None:
    """What the person left for; where a file prevents it, that is said aloud, and the next session begins."""
    try:
        go_on_with(settings)
    except DeviceError:
        raise
    except LimberError as error:
        warn(str(error))
        say_aloud(App.open(settings), line("between_failed"))


def hold(
    asked: argparse.Namespace,
    settings: Settings,
    links: Links | None = None,
    devices: Devices | None = None,
    wanted: Sequence[Heard] = (),
) -> GoOn | None:
    """One session; returns what the person left it for, if they want to come back.

    `devices` are those that are open already, and `wanted` is what was asked for before it began.
    """
    app, links = App.open(settings, own_voice=own_voice_anyhow(), devices=devices), links or Links()
    with remembered(asked, app, links) as prepared:
        for heard in wanted:
            links.inbox.put(heard)
        return _with_devices(app, prepared, links)


def _with_devices(app: App, prepared: Prepared, links: Links) -> GoOn | None:
    say = app.language.reader("terminal")
    library, routine, parts = prepared.library, prepared.routine, prepared.parts
    if app.lent is None:
        try:
            ready(app)
        except NoSoundError as error:
            _rehearse_instead(app, prepared, sentence(error))
            return None
    live = app.live(parts, links, ahead=words_ahead(library, routine))
    ear = app.ear(live, links, prepared.journal)
    parts.voice.clip(FIRST_WORDS)
    if trouble := parts.voice.trouble():
        warn(trouble)
    ear.start()
    try:
        live.run(hear_out=ear.hear_out)
    finally:
        ear.close()
        if live.underruns or ear.overflows:
            warn(say("ran_dry", dry=live.underruns, full=ear.overflows))
    if live.performance.to_enrol:
        return lambda settings: learn_voice(settings, (), {})
    return record_by_voice if live.performance.to_record else None


def _rehearse_instead(app: App, prepared: Prepared, trouble: str) -> None:
    """What Limber is like, for whoever cannot hear it here. Raises `LimberError`."""
    sample, folder = has_sample(app.settings.language), Path("rehearsal")
    key = "sample_instead" if sample else "rehearsal_instead"
    print(wrapped(app.language.text("terminal", key, trouble=trouble, folder=folder)), flush=True)
    if sample:
        write_sample(app, folder)
    else:
        write_rehearsal(app, (prepared.library, prepared.routine), prepared.person, [], folder)
