"""`limber voices`: list the voices, hear one, choose one, record one, and have one rendered ahead."""

import argparse
import sys
from collections.abc import Sequence

from tqdm import tqdm

from assistant.app import FIRST_WORDS, App
from assistant.audio.speaker import Speaker
from assistant.commands.recording import own_profile, record
from assistant.commands.showing import visible
from assistant.files import matching
from assistant.narration.every import Spoken, every
from assistant.places import VOICES, own_voices_folder
from assistant.running.mouth import Mouth
from assistant.running.voices import keep_voice, late_store, load_floor, prepared_store, sample_of
from assistant.settings import Settings, voice_file
from assistant.speaking.engines import require, synthesiser
from assistant.speaking.preparing import prepared
from assistant.speaking.profile import PIPER, RECORDINGS, VoiceProfile, load_profile
from assistant.speaking.recordings import Recordings
from assistant.words.errors import LimberError

ACTIONS = ("list", "play", "choose", "prepare", "record", "sentences")
NAMED = ("choose", "record")
"""What needs the name of a voice."""
LETTERS_A_SECOND = 15
"""How fast a voice at 155 words a minute speaks, to tell how long everything lasts before it is rendered."""
BAR = "{desc} |{bar:30}| {n_fmt} of {total_fmt}, {remaining} left"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which voice."""
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="list", help="what to do")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the voice; otherwise the one that is set")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Do it. Raises `LimberError`."""
    app = App.open(settings)
    name = asked.name or settings.voice
    if asked.name and asked.action in ("list", "sentences"):
        raise LimberError(f"'limber voices {asked.action}' is about all voices; leave out '{asked.name}'")
    if asked.action in NAMED and not asked.name:
        raise LimberError(
            f"'limber voices {asked.action}' needs the name of a voice after it; 'limber voices' lists them"
        )
    if asked.action == "list":
        _list(app)
    elif asked.action == "sentences":
        _tell_sentences(app)
    elif asked.action == "play":
        play(app, name)
    elif asked.action == "choose":
        keep_voice(name)
        print(app.language.text("terminal", "voices_chosen", name=visible(name)))
    elif asked.action == "record":
        record(app, own_profile(name), said_by(app, own_profile(name)))
    else:
        profile = load_profile(voice_file(name))
        prepare(app, profile, said_by(app, profile))
    return 0


def spoken_by(app: App) -> Spoken:
    """All that can be said in the language that is set."""
    return every(app.library(), app.commands.helps)


def rendered_ahead(app: App) -> Sequence[str]:
    """What is rendered ahead, in this order: counts cannot wait, and sentences with many fillings come last."""
    spoken = spoken_by(app)
    return tuple(dict.fromkeys((FIRST_WORDS, *spoken.counted, *spoken.sentences)))


def said_by(app: App, profile: VoiceProfile) -> Sequence[str]:
    """All that a voice has to say; first its own sample, so that it can be chosen by voice."""
    return tuple(dict.fromkeys((*sample_of(app.library(), profile), *rendered_ahead(app))))


def prepare(app: App, profile: VoiceProfile, texts: Sequence[str]) -> None:
    """Render what is missing of some texts, and delete all others; a bar shows how far it has got.

    Raises `LimberError`.
    """
    say = app.language.reader("terminal")
    if profile.at_once:
        raise LimberError(say("voices_at_once", name=profile.name))
    synthesiser(profile)
    load_floor(profile)
    require(profile)
    store = prepared_store(profile)
    if dropped := store.drop_all_but(texts):
        print(say("voices_dropped", count=dropped), flush=True)
    missing, broken = store.missing(texts), []
    with tqdm(total=len(missing), desc=say("voices_preparing"), bar_format=BAR, file=sys.stderr, disable=None) as bar:
        try:
            for text, length_s in prepared(profile, store, missing):
                bar.update()
                broken += [] if length_s else [text]
        except KeyboardInterrupt:
            bar.close()
            print(say("voices_left", name=visible(profile.name)), flush=True)
            raise
    rendered, (count, size) = len(missing) - len(broken), store.size()
    minutes = round(store.seconds(texts) / 60)
    kept = count - rendered
    print(say("voices_prepared", rendered=rendered, kept=kept, minutes=minutes, size=f"{size / 1e6:.0f}"))
    if broken:
        print(say("voices_broken", count=len(broken), first=visible(broken[0])))


def play(app: App, name: str) -> None:
    """Say a sample in a voice. Raises `LimberError`."""
    profile = load_profile(voice_file(name))
    sample = app.language.text("terminal", "voices_sample", name=profile.name)
    sentences = app.language.sentences.cut(sample)
    if profile.engine == PIPER:
        require(profile)
        for _ in prepared(profile, late_store(profile, app.cache), sentences):
            pass
    with Mouth(Speaker(app.settings.speaker), app.voice(name)) as mouth:
        for sentence in sentences:
            mouth.say(sentence)


def _list(app: App) -> None:
    say, total = app.language.reader("terminal"), len(rendered_ahead(app))
    own = voice_file(app.settings.voice)
    ours = (path for folder in (VOICES, own_voices_folder()) for path in matching(folder, "*.yaml"))
    for path in dict.fromkeys((*ours, own)):
        mark = "*" if path == own else " "
        try:
            profile = load_profile(path)
        except LimberError as error:
            print(f"{mark} {visible(path.stem)}: {visible(str(error))}")
            continue
        row = say("voices_row", name=visible(profile.name), description=visible(profile.description))
        about = [_state(app, profile, total)]
        about += [say("voices_licence", licence=visible(profile.licence))] if profile.licence else []
        try:
            require(profile)
            if profile.engine == RECORDINGS:
                Recordings(profile).check()
        except LimberError as error:
            about.append(visible(str(error)))
        print("\n".join([f"{mark} {row}", *(f"    {each}" for each in about)]))


def _state(app: App, profile: VoiceProfile, total: int) -> str:
    say = app.language.reader("terminal")
    if profile.at_once:
        return say("voices_state.at_once")
    if profile.engine == RECORDINGS:
        store = Recordings(profile)
        return say("voices_own", count=sum(map(store.has, rendered_ahead(app))), total=total)
    count, size = prepared_store(profile).size()
    key = "none" if not count else "ready" if count >= total else "some"
    shown = f"{size / 1e6:.0f}"
    return say(f"voices_state.{key}", count=count, total=total, size=shown, name=visible(profile.name))


def _tell_sentences(app: App) -> None:
    spoken, texts = spoken_by(app), rendered_ahead(app)
    hours = sum(map(len, texts)) / LETTERS_A_SECOND / 3600
    kinds = sum(map(len, spoken.open.values()))
    counted = len(spoken.counted)
    say = app.language.reader("terminal")
    print(say("voices_all", count=len(spoken.sentences), words=counted, hours=f"{hours:.1f}", open=kinds))
