"""`limber enrol`: learn how a person speaks."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.app import App
from assistant.audio.wav import read_wav
from assistant.commands.heeding import InTroubleError
from assistant.commands.learning import Learning
from assistant.commands.showing import visible
from assistant.content.load import load_language
from assistant.files import told
from assistant.hearing.decoding.model import forget_graphs
from assistant.hearing.enrolling.guide import sayable
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.hearing.enrolling.takes import trimmed
from assistant.hearing.enrolling.voice_file import (
    forget_own_voice,
    own_voice_anyhow,
    read_own_voice,
    write_own_voice,
)
from assistant.places import cache_folder
from assistant.running.voices import forget_speech
from assistant.settings import Settings
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be said, and where from."""
    parser.add_argument(
        "phrases", nargs="*", metavar="PHRASE", help="what to say; default: a list of the most important"
    )
    parser.add_argument("--recordings", type=Path, metavar="DIR", help="learn from files such as 'that hurts-1.wav'")
    parser.add_argument("--forget", action="store_true", help="delete what was learnt, and phrases that were taught")
    parser.add_argument("--keep-phrases", action="store_true", help="with --forget: keep the phrases that were taught")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Learn, or forget."""
    if asked.keep_phrases and not asked.forget:
        raise LimberError("--keep-phrases says what --forget is to leave; give both")
    if asked.forget and (asked.phrases or asked.recordings):
        raise LimberError("--forget deletes all that was learnt of your voice; leave out what else there is")
    if asked.forget:
        _forget(settings, keep_phrases=asked.keep_phrases)
        return 0
    return learn_voice(settings, asked.phrases, _recorded(asked.recordings) if asked.recordings else {})


def _forget(settings: Settings, *, keep_phrases: bool) -> None:
    """Delete what was learnt, and name the taught phrases that go with it or are kept. Raises `LimberError`."""
    voice = read_own_voice() if keep_phrases else own_voice_anyhow()
    forget_graphs(cache_folder())
    forget_speech(cache_folder())
    phrases = ", ".join(f"'{phrase}'" for phrase in sum(voice.phrases.values(), ()))
    say = load_language(settings.language).reader("terminal")
    if keep_phrases and phrases:
        write_own_voice(voice.taught)
        told = say("voice_forgotten"), say("taught_kept", phrases=phrases)
    else:
        gone = forget_own_voice()
        told = say("voice_forgotten" if gone else "voice_unknown"), say("taught_forgotten", phrases=phrases)
    for text in told if phrases else told[:1]:
        print(visible(text))


def learn_voice(settings: Settings, phrases: Sequence[str], recordings: Mapping[str, list[Samples]]) -> int:
    """Learn from recordings or, where there are none, by voice; returns the exit code. Raises `LimberError`."""
    learning = Learning.begin(settings)
    app, before = learning.app, learning.before
    learner = app.learner()
    grammar = app.grammar
    wanted = sayable(phrases or recordings or app.commands.repeat_after, grammar)
    if recordings:
        print(_learnt(app, learner.enrol(recordings, before)))
        return 0
    with learning.by_voice() as by_voice:
        texts = by_voice.texts
        by_voice.say(texts["enrol_intro"][0])
        try:
            said = by_voice.collect(wanted, grammar)
        except InTroubleError:
            return 0
        if not said:
            by_voice.say(texts["enrol_too_little"][0])
            return 0
        by_voice.say(texts["enrol_working"][0])
        words = _learnt(app, learner.enrol(said, before))
        by_voice.say(texts["enrol_done"][0])
    print(words)
    return 0


def _recorded(folder: Path) -> dict[str, list[Samples]]:
    """Recordings called "that hurts-1.wav", by phrase."""
    with told(folder, "this folder cannot be read"):
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".wav")
    if not files:
        raise LimberError(f"{folder}: there is no recording in it; call them 'that hurts-1.wav'")
    recordings: dict[str, list[Samples]] = {}
    for path in files:
        recordings.setdefault(path.stem.rsplit("-", 1)[0], []).append(trimmed(read_wav(path, INPUT_RATE)))
    return recordings


def _learnt(app: App, voice: OwnVoice) -> str:
    path = write_own_voice(voice)
    pronunciations, examples = (sum(map(len, each.values())) for each in (voice.pronunciations, voice.examples))
    return app.language.text("terminal", "learnt", pronunciations=pronunciations, examples=examples, file=path)
