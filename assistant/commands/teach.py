"""`limber teach`: a phrase of one's own for something the coach can do."""

import argparse
from pathlib import Path

from assistant.audio.wav import read_wav
from assistant.commands.heeding import InTroubleError
from assistant.commands.learning import Learning
from assistant.content.calling import WAKE
from assistant.hearing.enrolling.guide import ROUNDS
from assistant.hearing.enrolling.takes import trimmed
from assistant.hearing.enrolling.voice_file import write_own_voice
from assistant.hearing.enrolling.wake_phrase import check_wake_phrase
from assistant.settings import Settings, model_folder
from assistant.words.errors import LimberError
from assistant.words.units import INPUT_RATE


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it means, and what is said."""
    parser.add_argument("intent", help="what it is to mean, such as next; wake for a wake phrase of your own")
    parser.add_argument("phrase", help="what you say, such as 'onward'")
    parser.add_argument("--recordings", nargs="+", type=Path, metavar="FILE.wav", help="learn from files")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Learn it from files, or by voice."""
    recordings = [trimmed(read_wav(path, INPUT_RATE)) for path in asked.recordings or ()]
    learning = Learning.begin(settings)
    app, before = learning.app, learning.before
    learner = app.learner(standby=asked.intent == WAKE)
    phrase = learner.check(asked.intent, asked.phrase, before)
    if asked.intent == WAKE:
        check_wake_phrase(phrase, model_folder(settings), app.commands)
    if recordings:
        write_own_voice(learner.teach(asked.intent, phrase, recordings, before))
    else:
        with learning.by_voice() as by_voice:
            texts = by_voice.texts
            sounds = []
            for _ in range(ROUNDS):
                by_voice.say(texts["teach_intro"][0].format(phrase=phrase))
                if take := by_voice.record():
                    try:
                        by_voice.heed([heard for heard in take.heard if heard.intent != asked.intent])
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
