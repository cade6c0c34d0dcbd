"""`limber activities`: what is hard for a person these days, typed or recorded, for the self-check to ask about."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import soxr

from assistant.app import App
from assistant.audio.wav import read_wav
from assistant.commands.remembering import opened
from assistant.commands.showing import visible
from assistant.commands.speaking import say_and_show
from assistant.commands.taking_over import listening
from assistant.content.load import load_library
from assistant.hearing.enrolling.guide import ENDING
from assistant.hearing.enrolling.takes import Take, trimmed
from assistant.history.store import Store
from assistant.running.alone import alone
from assistant.running.own_activities import keep_recording, prune
from assistant.settings import Settings
from assistant.words.clinical_records import Activity
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

WORDS_MOST = 8
"""Words of an activity that is typed; a longer one is hard to follow in a question."""
LETTERS_MOST = 80
"""Letters and gaps of it: eight words of ten. Raising it lets a slip of the keyboard be spoken."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is hard, and in which form it is told."""
    parser.add_argument("activities", nargs="*", metavar="ACTIVITY", help="such as 'walking to the shop'")
    parser.add_argument("--record", action="store_true", help="say them into the microphone instead")
    parser.add_argument("--recordings", nargs="+", type=Path, metavar="FILE.wav", help="take them from files")
    parser.add_argument("--forget", action="store_true", help="delete what was named")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Keep them in the place of all earlier ones, delete them, or show them. Raises `LimberError`.

    A session that is under way would write over them, so there must be none where they change.
    """
    library = load_library(language=settings.language)
    ways = [bool(asked.activities), asked.record, bool(asked.recordings), asked.forget]
    if sum(ways) > 1:
        raise LimberError("name activities, record them, take them from files, or forget them; not two at once")
    most = library.measures.activities_most
    alters = asked.activities or asked.recordings or asked.forget
    with alone() if alters else nullcontext(), opened() as store:
        if asked.activities:
            _keep(store, _typed(asked.activities, most))
        elif asked.record:
            sounds = _by_voice(App.open(settings), most)
            if not sounds:
                raise LimberError("nothing was recorded; what you named before is kept")
            _keep(store, _recorded(sounds))
        elif asked.recordings:
            _check_number(asked.recordings, most)
            _keep(store, _recorded([trimmed(read_wav(path, INPUT_RATE)) for path in asked.recordings]))
        elif asked.forget:
            _keep(store, ())
        named = store.person().activities
    say = library.language.reader("terminal")
    if asked.forget:
        print(say("activities_forgotten"))
    elif named:
        names = [library.language.word("activity", activity.name) for activity in named]
        print(visible(say("activities_named", list=library.language.both.join(names))))
    else:
        print(say("activities_none"))
    return 0


def record_by_voice(settings: Settings) -> None:
    """Record activities between two sessions; where nothing is said, what was named before is kept."""
    app = App.open(settings)
    sounds = _by_voice(app, app.library().measures.activities_most)
    if sounds:
        with opened() as store:
            _keep(store, _recorded(sounds))


def _keep(store: Store, activities: Sequence[Activity]) -> None:
    store.keep_person(replace(store.person(), activities=tuple(activities)))
    prune(activities)


def _check_number(wanted: Sequence[object], most: int) -> None:
    if len(wanted) > most:
        raise LimberError(f"{len(wanted)} activities are too many; name the {most} that matter most")


def _typed(texts: Iterable[str], most: int) -> tuple[Activity, ...]:
    named = tuple(dict.fromkeys(" ".join(text.split()) for text in texts))
    _check_number(named, most)
    for text in named:
        if not text or text != visible(text):
            raise LimberError(f"'{visible(text)}' is no activity; write it in words, such as 'walking to the shop'")
        if len(text.split()) > WORDS_MOST or len(text) > LETTERS_MOST:
            raise LimberError(
                f"'{text[:LETTERS_MOST]}' is too long to be asked about; say it in {WORDS_MOST} words at most"
            )
    return tuple(map(Activity, named))


def _recorded(sounds: Sequence[Samples]) -> tuple[Activity, ...]:
    """Recordings, kept beside the history; each is called by when it was made, for the report."""
    now = datetime.now().astimezone()
    return tuple(
        Activity(
            f"recorded on {now.date().isoformat()}, number {number}",
            keep_recording(sound, f"{now:%Y%m%d-%H%M%S}-{number}"),
        )
        for number, sound in enumerate(sounds, start=1)
    )


def _by_voice(app: App, most: int) -> list[Samples]:
    """What somebody says into the microphone."""
    with listening(), app.turns() as turns:

        def play(sound: Samples) -> None:
            turns.play(np.asarray(soxr.resample(sound, INPUT_RATE, OUTPUT_RATE), np.float32))

        return by_ear(lambda text: say_and_show(turns, [text]), turns.take, play, app.library().phrases, most)


def by_ear(
    say: Callable[[str], None],
    take: Callable[[], Take | None],
    play: Callable[[Samples], None],
    texts: Mapping[str, Sequence[str]],
    most: int,
) -> list[Samples]:
    """What somebody says after a tone, each time played back; fewer than `most` when they say "stop" or nothing."""
    sounds: list[Samples] = []
    while len(sounds) < most:
        say(texts["record_another" if sounds else "record_activity"][0])
        taken = take()
        if taken is None:
            say(texts["record_nothing"][0])
            break
        if any(heard.intent in ENDING for heard in taken.heard):
            break
        sounds.append(taken.sound)
        say(texts["record_kept"][0])
        play(taken.sound)
    if sounds:
        say(texts["record_done"][0])
    return sounds
