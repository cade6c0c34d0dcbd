"""`limber` without a subcommand: a session with a microphone and a loudspeaker."""

import argparse
from pathlib import Path

from assistant.app import FIRST_WORDS, App, words_ahead
from assistant.commands.enrol import learn_voice
from assistant.commands.rehearse import write_rehearsal
from assistant.commands.remembering import Prepared, remembered
from assistant.commands.showing import sentence, warn
from assistant.commands.wishes import add_wishes
from assistant.hearing.enrolling.voice_file import read_own_voice
from assistant.running.links import Links
from assistant.settings import Settings
from assistant.words.errors import DeviceError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which session."""
    parser.add_argument("--routine", default="", help="which routine, by id or as a YAML file")
    add_wishes(parser)
    parser.add_argument("--record", action="store_true", help="keep the sound of this session beside its journal")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Sessions, one after the other, for as long as the person leaves them to have their voice learnt."""
    while _session(asked, settings):
        learn_voice(settings, (), {})
    return 0


def _session(asked: argparse.Namespace, settings: Settings) -> bool:
    """One session; returns whether the person left it to have their voice learnt."""
    app, links = App.open(settings, own_voice=read_own_voice()), Links()
    with remembered(asked, app, links) as prepared:
        return _with_devices(app, prepared, links)


def _with_devices(app: App, prepared: Prepared, links: Links) -> bool:
    say = app.language.reader("terminal")
    library, routine, parts = prepared.library, prepared.routine, prepared.parts
    try:
        live = app.live(parts, links, ahead=words_ahead(library, routine))
        ear = app.ear(live, links, prepared.journal)
    except DeviceError as error:
        folder = Path("rehearsal")
        print(say("rehearsal_instead", trouble=sentence(error), folder=folder), flush=True)
        write_rehearsal(app, (library, routine), prepared.person, [], folder)
        return False
    parts.voice.clip(FIRST_WORDS)
    ear.start()
    try:
        live.run(hear_out=ear.hear_out)
    finally:
        ear.close()
        if live.underruns or ear.overflows:
            warn(say("ran_dry", dry=live.underruns, full=ear.overflows))
    return live.performance.to_enrol
