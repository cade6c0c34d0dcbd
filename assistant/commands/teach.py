"""`limber teach`: a phrase of one's own for something the coach can do."""

import argparse
from datetime import datetime
from pathlib import Path

from assistant.app import App
from assistant.audio.wav import read_wav
from assistant.commands.heeding import Heed, InTroubleError
from assistant.commands.showing import warn
from assistant.commands.speaking import guide
from assistant.commands.taking_over import listening
from assistant.content.calling import WAKE
from assistant.hearing.enrolling.guide import ROUNDS
from assistant.hearing.enrolling.takes import trimmed
from assistant.hearing.enrolling.voice_file import (
    own_voice_to_add_to,
    require_room_for_voice,
    write_own_voice,
)
from assistant.hearing.enrolling.wake_phrase import check_wake_phrase
from assistant.settings import Settings, model_folder
from assistant.words.errors import LimberError
from assistant.words.units import INPUT_RATE

NAME = "teach"
HELP = "add a phrase of your own for something the coach can do"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it means, and what is said."""
    parser.add_argument("intent", help="what it is to mean, such as next; wake for a wake phrase of your own")
    parser.add_argument("phrase", help="what you say, such as 'onward'")
    parser.add_argument("--recordings", nargs="+", type=Path, metavar="FILE.wav", help="learn from files")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Learn it from files, or by voice."""
    require_room_for_voice()
    before, lost = own_voice_to_add_to(datetime.now().astimezone().date())
    if lost:
        warn(lost)
    app = App.open(settings, own_voice=before)
    learner = app.learner(standby=asked.intent == WAKE)
    phrase = learner.check(asked.intent, asked.phrase, before)
    if asked.intent == WAKE:
        check_wake_phrase(phrase, model_folder(settings), app.commands)
    if asked.recordings:
        recordings = [trimmed(read_wav(path, INPUT_RATE)) for path in asked.recordings]
        write_own_voice(learner.teach(asked.intent, phrase, recordings, before))
    else:
        library = app.library()
        texts = library.phrases
        with listening(), app.turns() as turns:
            heed = Heed(turns, library)
            by_voice = guide(turns, texts, heed)
            if lost:
                by_voice.say(texts["voice_set_aside"][0])
            sounds = []
            for _ in range(ROUNDS):
                by_voice.say(texts["teach_intro"][0].format(phrase=phrase))
                if take := turns.take():
                    try:
                        heed([heard for heard in take.heard if heard.intent != asked.intent])
                    except InTroubleError:
                        return 0
                    sounds.append(take.sound)
            if len(sounds) < ROUNDS:
                by_voice.say(texts["enrol_too_little"][0])
                raise LimberError(f"'{phrase}' was not heard {ROUNDS} times; nothing was learnt")
            write_own_voice(learner.teach(asked.intent, phrase, sounds, before))
            by_voice.say(texts["teach_done"][0].format(phrase=phrase))
    print(app.language.text("terminal", "taught", phrase=phrase, intent=asked.intent))
    return 0
