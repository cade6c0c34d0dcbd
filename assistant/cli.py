"""The command line."""

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path

from assistant import __version__
from assistant.app import USER_VOICE, App, check_commands, fitted, library_with, load_commands, words_ahead
from assistant.audio.speaker import SilentSpeaker, Speaker
from assistant.audio.voice import load_profile
from assistant.audio.wav import read_wav
from assistant.coach.fit import PLACES, Wish
from assistant.coach.length import session_s
from assistant.coach.person import Person, cleared
from assistant.content.load import COMMANDS, load_library
from assistant.content.model import Library, Routine
from assistant.doctor import examine
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.echo.reference import Reference
from assistant.hearing.enrolling.guide import ROUNDS, Guide, sayable
from assistant.hearing.enrolling.learner import Learner
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.hearing.enrolling.takes import trimmed
from assistant.hearing.enrolling.voice_file import forget_own_voice, read_own_voice, write_own_voice
from assistant.hearing.listener import Listener
from assistant.hearing.microphone import Microphone
from assistant.history.exchange import export, read_export
from assistant.history.past import Past
from assistant.history.progress import doing, today
from assistant.history.recorder import Recorder
from assistant.history.report import as_page, as_text
from assistant.history.store import TABLES, Store
from assistant.narration.phrasing import FULL, Phrasing
from assistant.running.live import Ear, Inbox, Live
from assistant.running.performance import Performance
from assistant.running.rehearsal import SpokenLine, microphone_track, parse_line, read_lines, rehearse
from assistant.running.resident import Call, Calls, Resident, parsed
from assistant.running.transcript import Entry, Transcript
from assistant.running.turns import Turns
from assistant.settings import VOICES, Settings, load_settings, model_folder
from assistant.words.effects import line
from assistant.words.errors import DeviceError, LimberError
from assistant.words.events import Guess, Heard, NotKept, Unclear
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

BAD_INPUT = 2
READY, NOT_NOW = frozenset({"start", "yes", "resume"}), frozenset({"no", "next", "stop", "finish"})
"""What somebody answers who is called."""
CALLED_AGAIN_S = 20.0
BREAK = "office_micro"
"""The routine of a break from sitting."""
LONGEST_WISH = 90
FIRST_WORDS = "Ready."
"""Rendered before anything begins, so that a synthesiser that is missing is a sentence and not a silent session."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        settings = load_settings()
        run: Callable[[argparse.Namespace, Settings], int] = asked.run
        return run(asked, settings)
    except LimberError as error:
        print(f"limber: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="limber", description="An offline, voice-guided mobility coach.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--routine", default="", help="which routine, by id or as a YAML file")
    _add_wishes(parser)
    parser.set_defaults(run=_session)
    commands = parser.add_subparsers(title="commands", metavar="")

    def command(name: str, run: Callable[[argparse.Namespace, Settings], int], text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        return one

    one = command("rehearse", _rehearse, "run a whole session without devices and write down what happened")
    one.add_argument("routine", nargs="?", default="", help="a routine's id or a YAML file")
    _add_wishes(one)
    one.add_argument("--first-run", action="store_true", help="as somebody it has never met")
    one.add_argument("--say", action="append", default=[], metavar='"42.5 that hurts"', help="what the user says when")
    one.add_argument("--script", type=Path, metavar="FILE.yaml", help="the same from a file")
    one.add_argument("--out", type=Path, default=Path("rehearsal"), metavar="DIR", help="default: rehearsal")
    one = command("type", _type, "the same session from the keyboard")
    one.add_argument("routine", nargs="?", default="")
    _add_wishes(one)
    one = command("stay", _stay, "wait in the background: reminders of sessions, and breaks from sitting")
    one.add_argument("routine", nargs="?", default="")
    _add_wishes(one)
    one = command("hear", _hear, "recognise commands in sound files, one line of JSON each")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE.wav")
    one.add_argument("--commands", type=Path, default=COMMANDS, metavar="FILE.yaml", help="another vocabulary")
    one.add_argument("--json", action="store_true", help="JSON lines; the default, accepted for scripts")
    command("progress", _progress, "how you are doing, in tables")
    one = command("report", _report, "the same as one page for a physiotherapist")
    one.add_argument("--html", type=Path, required=True, metavar="FILE", help="where to write it")
    one = command("export", _export, "write down all that is remembered, as CSV files")
    one.add_argument("--csv", type=Path, required=True, metavar="DIR", help="an empty folder, or a new one")
    one = command("import", _import, "read such files back into an empty history")
    one.add_argument("folder", type=Path, metavar="DIR")
    one = command("enrol", _enrol, "learn how you speak, in three minutes, by voice")
    one.add_argument("phrases", nargs="*", metavar="PHRASE", help="what to say; default: a list of the most important")
    one.add_argument("--recordings", type=Path, metavar="DIR", help="learn from files such as 'that hurts-1.wav'")
    one.add_argument("--forget", action="store_true", help="delete what was learnt")
    one = command("teach", _teach, "add a phrase of your own for something the coach can do")
    one.add_argument("intent", help="what it is to mean, such as next")
    one.add_argument("phrase", help="what you say, such as 'onward'")
    one.add_argument("--recordings", nargs="+", type=Path, metavar="FILE.wav", help="learn from files")
    one = command("check", _check, "read content strictly and report every mistake")
    one.add_argument("path", nargs="?", type=Path, help="a content folder or a routine file; default: the library")
    command("routines", _routines, "list the routines")
    one = command("doctor", _doctor, "check every part of the installation, by voice")
    one.add_argument("--json", action="store_true", help="one line of JSON a step")
    return parser


def _add_wishes(parser: argparse.ArgumentParser) -> None:
    wishes = parser.add_argument_group("a session built to fit")
    wishes.add_argument("--minutes", type=int, default=0, metavar="N", help="about so many minutes")
    wishes.add_argument("--place", default="", choices=PLACES, help="stay there")
    wishes.add_argument("--no-kneeling", action="store_true", help="leave out what is done on the knees")
    wishes.add_argument("--gentle", action="store_true", help="only what loads little")


def _chosen(asked: argparse.Namespace, default: str, person: Person) -> tuple[Library, Routine]:
    """The routine that was asked for, or one built to fit the wishes."""
    wish = Wish(asked.minutes, asked.place, asked.no_kneeling, asked.gentle)
    if wish == Wish():
        return library_with(asked.routine or default)
    if asked.routine:
        raise LimberError("either name a routine, or say what a session should be like; not both")
    if not 0 <= asked.minutes <= LONGEST_WISH:
        raise LimberError(f"--minutes must be from 1 to {LONGEST_WISH}, not {asked.minutes}")
    library = load_library()
    return library, fitted(library, wish, person)


def _session(asked: argparse.Namespace, settings: Settings) -> int:
    while _one_session(asked, settings):
        _learn_voice(settings, (), {})
    return 0


@contextmanager
def _opened() -> Iterator[Store]:
    """The history; what was wrong with it is said."""
    with Store() as store:
        if store.trouble:
            print(_opening(store.trouble), file=sys.stderr, flush=True)
        yield store


@contextmanager
def _remembered(
    asked: argparse.Namespace, app: App, routine: str
) -> Iterator[tuple[Performance, Library, Routine, Callable[[Live], None]]]:
    """A session that goes by what is remembered, and is remembered; give the last of these what runs it."""
    with _opened() as store:
        person = store.person()
        library, chosen = _chosen(asked, routine, person)
        now = datetime.now().astimezone()
        known = today(library, store.past(), now, damaged=bool(store.trouble))
        performance = app.performance(library, chosen, person, today=known, transcript=Transcript(show=_show))
        inboxes: list[Inbox] = []

        def failed(why: str) -> None:
            print(f"    ! {why}", file=sys.stderr, flush=True)
            for inbox in inboxes:
                inbox.put(NotKept())

        recorder = Recorder(store, failed)
        performance.keep, performance.record = recorder.person, recorder.record
        recorder.start()
        try:
            yield performance, library, chosen, lambda live: inboxes.append(live.inbox)
        finally:
            recorder.close()


def _one_session(asked: argparse.Namespace, settings: Settings) -> bool:
    """One session with devices; returns whether the person left it to have their voice learnt."""
    app = App.open(settings, own_voice=read_own_voice())
    with _remembered(asked, app, settings.routine) as (performance, library, routine, tell):
        return _with_devices(app, performance, (library, routine), tell)


def _stay(asked: argparse.Namespace, settings: Settings) -> int:
    """Until Ctrl-C."""
    library = load_library()
    phrasing = Phrasing(library, {})

    def calls() -> Calls:
        person = store.person()
        breaks = settings.sitting_breaks or person.breaks
        sitting = timedelta(seconds=library.pacing.sitting_s) if breaks else None
        return Calls(parsed((*settings.reminders, *person.reminders)), sitting)

    def call(kind: Call, now: datetime) -> None:
        texts = {key: phrasing.say(line(key, time=f"{now:%H:%M}"), FULL) for key in (f"call_{kind}", "call_later")}
        try:
            _call(asked, settings, kind, texts)
        except LimberError as error:
            print(f"    ! {error}", file=sys.stderr, flush=True)

    with _opened() as store:
        wanted = calls()
        for one in wanted.reminders:
            print(f"A session every {one.days} at {one.at:%H:%M}.", flush=True)
        if wanted.sitting:
            print(f"A break after {wanted.sitting.seconds // 60} minutes of sitting.", flush=True)
        if wanted == Calls():
            nothing = "There is nothing to remind you of yet: in a session, say 'remind me every weekday at eight'."
            print(nothing, flush=True)
        with suppress(KeyboardInterrupt):
            Resident(calls, call).run()
    return 0


def _call(asked: argparse.Namespace, settings: Settings, kind: Call, texts: Mapping[str, Sequence[str]]) -> None:
    """Call somebody, twice, and begin when they are ready."""
    app = App.open(settings, own_voice=read_own_voice())
    with _turns(app, READY | NOT_NOW) as turns:
        for again in (True, False):
            _say_and_show(turns, texts[f"call_{kind}"])
            take = turns.take()
            said = {one.intent for one in take.heard} if take else set()
            if said & (READY | NOT_NOW):
                break
            if again:
                time.sleep(CALLED_AGAIN_S)
        if not said & READY:
            _say_and_show(turns, texts["call_later"])
            return
    if kind == "break":
        asked = argparse.Namespace(**{**vars(asked), **asdict(Wish()), "routine": BREAK})
    _session(asked, settings)


def _with_devices(
    app: App, performance: Performance, session: tuple[Library, Routine], tell: Callable[[Live], None]
) -> bool:
    settings = app.settings
    reference = Reference()
    try:
        live = Live(performance, lambda: Speaker(settings.speaker), words_ahead(*session), reference)
        ear = Ear(lambda: Microphone(settings.microphone), app.listener(live.saying), reference, live.inbox)
    except DeviceError as error:
        folder = Path("rehearsal")
        print(f"{_opening(error)}, so this is a rehearsal; what you would hear is written to {folder}/.", flush=True)
        _write_rehearsal(app, session, performance.coach.session.person, [], folder)
        return False
    tell(live)
    performance.voice.clip(FIRST_WORDS)
    performance.listen = ear.listen_for
    ear.start()
    try:
        live.run()
    finally:
        ear.close()
        if live.underruns or ear.overflows:
            dry = f"the loudspeaker ran dry {live.underruns} times, the microphone overflowed {ear.overflows} times"
            print(f"    ! {dry}", file=sys.stderr)
    return performance.to_enrol


def _enrol(asked: argparse.Namespace, settings: Settings) -> int:
    if asked.forget:
        gone = forget_own_voice()
        print("What I knew of your voice is deleted." if gone else "I know nothing of your voice.")
        return 0
    return _learn_voice(settings, asked.phrases, _recorded(asked.recordings) if asked.recordings else {})


def _recorded(folder: Path) -> dict[str, list[Samples]]:
    """Recordings called "that hurts-1.wav", by phrase."""
    files = sorted(folder.glob("*.wav"))
    if not files:
        raise LimberError(f"{folder}: there is no recording in it; call them 'that hurts-1.wav'")
    takes: dict[str, list[Samples]] = {}
    for path in files:
        takes.setdefault(path.stem.rsplit("-", 1)[0], []).append(trimmed(read_wav(path, INPUT_RATE)))
    return takes


def _learn_voice(settings: Settings, phrases: Sequence[str], takes: Mapping[str, list[Samples]]) -> int:
    before = read_own_voice()
    app = App.open(settings, own_voice=before)
    learner = Learner(model_folder(settings), load_commands(), app.cache)
    grammar = Grammar(app.commands)
    wanted = sayable(phrases or takes or app.commands.repeat_after, grammar)
    texts = load_library().phrases
    if takes:
        print(_learnt(learner.enrol(takes, before)))
        return 0
    with _turns(app) as turns:
        guide = _guide(turns, texts)
        guide.say(texts["enrol_intro"][0])
        said = guide.collect(wanted, grammar)
        if not said:
            guide.say(texts["enrol_too_little"][0])
            return 0
        guide.say(texts["enrol_working"][0])
        words = _learnt(learner.enrol(said, before))
        guide.say(texts["enrol_done"][0])
    print(words)
    return 0


def _learnt(voice: OwnVoice) -> str:
    path = write_own_voice(voice)
    ways, examples = (sum(map(len, each.values())) for each in (voice.pronunciations, voice.examples))
    return f"{ways} further pronunciations and {examples} examples learnt, kept in {path}"


def _teach(asked: argparse.Namespace, settings: Settings) -> int:
    before = read_own_voice()
    app = App.open(settings, own_voice=before)
    learner = Learner(model_folder(settings), load_commands(), app.cache)
    phrase = learner.check(asked.intent, asked.phrase, before)
    if asked.recordings:
        takes = [trimmed(read_wav(path, INPUT_RATE)) for path in asked.recordings]
        write_own_voice(learner.teach(asked.intent, phrase, takes, before))
    else:
        texts = load_library().phrases
        with _turns(app) as turns:
            guide = _guide(turns, texts)
            takes = []
            for _ in range(ROUNDS):
                guide.say(texts["teach_intro"][0].format(phrase=phrase))
                if take := turns.take():
                    takes.append(take.sound)
            if len(takes) < ROUNDS:
                guide.say(texts["enrol_too_little"][0])
                raise LimberError(f"'{phrase}' was not heard {ROUNDS} times; nothing was learnt")
            write_own_voice(learner.teach(asked.intent, phrase, takes, before))
            guide.say(texts["teach_done"][0].format(phrase=phrase))
    print(f"'{phrase}' means '{asked.intent}' from now on.")
    return 0


def _turns(app: App, intents: frozenset[str] | None = None) -> Turns:
    """Speaking and listening by turns, for these intents; None: all."""
    listener = app.plain_listener()
    listener.listen_for(intents)
    return Turns(Speaker(app.settings.speaker), Microphone(app.settings.microphone), listener, app.voice())


def _say_and_show(turns: Turns, texts: Sequence[str]) -> None:
    for text in texts:
        print(text, flush=True)
        turns.say(text)


def _guide(turns: Turns, texts: Mapping[str, Sequence[str]]) -> Guide:
    return Guide(lambda text: _say_and_show(turns, [text]), turns.take, texts)


def _type(asked: argparse.Namespace, settings: Settings) -> int:
    app = App.open(settings, own_voice=read_own_voice())
    with _remembered(asked, app, settings.routine) as (performance, library, routine, tell):
        performance.voice.clip(FIRST_WORDS)
        ahead, reference = words_ahead(library, routine), Reference()
        try:
            live = Live(performance, lambda: Speaker(settings.speaker), ahead, reference)
        except DeviceError as error:
            print(f"{_opening(error)}; you can read along instead.", flush=True)
            live = Live(performance, SilentSpeaker, ahead, reference)
        tell(live)
        threading.Thread(
            target=_read_keys, args=(Grammar(app.commands), live.inbox), name="keyboard", daemon=True
        ).start()
        live.run()
    return 0


def _read_keys(grammar: Grammar, inbox: Inbox) -> None:
    for text in sys.stdin:
        words = text.strip().lower()
        meanings = grammar.meanings(words)
        for one in meanings:
            inbox.put(Heard(one.intent, one.slots, words))
        if words and not meanings:
            inbox.put(Unclear(words))


def _rehearse(asked: argparse.Namespace, settings: Settings) -> int:
    lines = [parse_line(text) for text in asked.say]
    if asked.script:
        lines += read_lines(asked.script)
    person = Person() if asked.first_run else cleared(load_library().screening)
    return _write_rehearsal(App.open(settings), _chosen(asked, settings.routine, person), person, lines, asked.out)


def _write_rehearsal(
    app: App, session: tuple[Library, Routine], person: Person, lines: Sequence[SpokenLine], folder: Path
) -> int:
    library, routine = session
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LimberError(f"{folder}: cannot be made: {error.strerror}") from error
    user = app.voice(USER_VOICE, INPUT_RATE)
    try:
        track = microphone_track(lines, user)
    finally:
        user.close()
    with (folder / "transcript.jsonl").open("w", encoding="utf-8") as file:
        performance = app.performance(library, routine, person, transcript=Transcript(file))
        try:
            performance.voice.clip(FIRST_WORDS)
            length = rehearse(performance, app.plain_listener(), track, folder)
        finally:
            performance.voice.close()
    heard = sum(entry["kind"] == "heard" for entry in performance.transcript.entries)
    print(f"{routine.name}: {length / 60:.1f} minutes, {heard} utterances heard; written to {folder}/")
    return 0


def _hear(asked: argparse.Namespace, settings: Settings) -> int:
    app = App.open(settings, asked.commands, read_own_voice())
    sounds = [(path, read_wav(path, INPUT_RATE)) for path in asked.files]
    listener = app.plain_listener()
    for path, sound in sounds:
        print(json.dumps(hear(listener, path, sound), ensure_ascii=False), flush=True)
    return 0


def hear(listener: Listener, path: Path, sound: Samples) -> dict[str, object]:
    """What one recording says: the phrase in it with most evidence, and when it was decided, in seconds into the file.

    A click beside a sentence is easily heard as a short one, and noise as a doubtful one; of phrases with as much, the
    last counts.
    """
    found = listener.hear(sound)
    decided = [(at, one) for at, one in found if isinstance(one, Heard)]
    answer: dict[str, object] = {"file": str(path), "intent": None, "slots": {}, "words": "", "decided_at": None}
    if decided:
        at, one = max(decided, key=lambda each: (each[1].evidence, each[0]))
        answer |= {"intent": one.intent, "slots": dict(one.slots), "words": one.words, "decided_at": round(at, 3)}
    elif found:
        last = found[-1][1]
        answer["words"] = last.heard.words if isinstance(last, Guess) else last.words
    return answer


def _doing(library: Library, past: Past, day: date) -> list[str]:
    phrasing = Phrasing(library, {})
    lines = doing(library, past, day) or (line("doing_nothing"),)
    return [sentence for one in lines for sentence in phrasing.say(one, 2)]


def _progress(_asked: argparse.Namespace, _settings: Settings) -> int:
    library = load_library()
    with Store() as store:
        past = store.past()
    print(as_text(library, past, _doing(library, past, datetime.now().astimezone().date())))
    return 0


def _report(asked: argparse.Namespace, _settings: Settings) -> int:
    library, day = load_library(), datetime.now().astimezone().date()
    with Store() as store:
        past = store.past()
    try:
        asked.html.write_text(as_page(library, past, _doing(library, past, day), day), encoding="utf-8")
    except OSError as error:
        raise LimberError(f"{asked.html}: the report cannot be written: {error.strerror}") from error
    print(f"Written to {asked.html}; {len(past.practised)} sessions.")
    return 0


def _export(asked: argparse.Namespace, _settings: Settings) -> int:
    with Store() as store:
        export(store, asked.csv)
    print(f"Written to {asked.csv}/: {', '.join(f'{table}.csv' for table in TABLES)}.")
    return 0


def _import(asked: argparse.Namespace, _settings: Settings) -> int:
    tables = read_export(asked.folder)
    with Store() as store:
        store.add_rows(tables)
        print(f"Read back: {len(store.past().sessions)} sessions.")
    return 0


def _check(asked: argparse.Namespace, settings: Settings) -> int:
    path: Path | None = asked.path
    if path is not None and not path.exists():
        raise LimberError(f"{path}: there is no such file or folder")
    model = model_folder(settings)
    if path is None:
        library = load_library()
        for voice in sorted(VOICES.glob("*.yaml")):
            load_profile(voice)
        check_commands(load_commands(), library, model)
    elif path.is_dir():
        library = load_library(path)
    elif path.name == COMMANDS.name:
        library = load_library()
        check_commands(load_commands(path), library, model)
    else:
        library, routine = library_with(str(path))
        minutes = round(session_s(library, routine) / 60)
        print(f"{routine.name}: {len(routine.items)} exercises, about {max(1, minutes)} minutes.")
    print(f"No mistakes: {len(library.exercises)} exercises, {len(library.routines)} routines.")
    return 0


def _routines(_asked: argparse.Namespace, _settings: Settings) -> int:
    library = load_library()
    for routine in library.routines.values():
        minutes = round(session_s(library, routine) / 60)
        print(f"{routine.id}: {routine.name}, about {minutes} minutes. {routine.purpose}")
    return 0


def _doctor(asked: argparse.Namespace, settings: Settings) -> int:
    wrong = 0
    for finding in examine(App.open(settings), lambda text: print(text, file=sys.stderr, flush=True)):
        wrong += not finding.ok
        if asked.json:
            print(json.dumps(asdict(finding), ensure_ascii=False), flush=True)
            continue
        print(f"{'ok  ' if finding.ok else 'WRONG'} {finding.step}: {finding.words}", flush=True)
        if finding.remedy:
            print(f"      {finding.remedy}", flush=True)
    return 1 if wrong else 0


def _opening(trouble: LimberError | str) -> str:
    words = str(trouble)
    return words[0].upper() + words[1:]


def _show(entry: Entry) -> None:
    if entry["kind"] == "said":
        print(entry["text"], flush=True)
    elif entry["kind"] == "heard":
        print(f"    > {entry['words']}" + ("" if entry["intent"] else "  (not a command)"), flush=True)
    elif entry["kind"] in ("lost", "back"):
        print(f"    ! the {entry['device']} is {entry['kind']}", file=sys.stderr, flush=True)
    elif entry["kind"] == "trouble":
        print(f"    ! {entry['text']}", file=sys.stderr, flush=True)
