"""`limber update`: another Limber beside the one in use, tried before it is put into use; and the way back.

It fetches nothing by itself. Whatever ends it, the Limber in use stays in use until the new one has rehearsed a
session.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from assistant import __version__
from assistant.app import App
from assistant.coach.person import cleared
from assistant.commands.performing import Cast, performed
from assistant.commands.showing import visible
from assistant.content.load import load_language
from assistant.doctor import installation, keeping
from assistant.doctor.findings import step
from assistant.files import FileError, absent, read_text, told
from assistant.hearing.decoding.grammar import spoken
from assistant.languages.language import Reader
from assistant.paths import is_file, is_folder
from assistant.places import INSTALLED, PACKAGE
from assistant.running.alone import BusyError, alone
from assistant.running.installing import install, is_checkout, run_quietly, version_of, wheel_of
from assistant.running.programs import BY_APT, Programs
from assistant.running.rehearsal import READY, RehearsedPerson, SpokenLine, microphone_track
from assistant.running.systemd import ServiceError, manage, unit_folder
from assistant.running.unit import UNIT
from assistant.settings import Settings
from assistant.words.errors import LimberError

ROOM_BYTES = 200_000_000
"""Bytes that a new program may take, where nothing of the old one can be linked. It took 146 MB here."""
TRIED = (
    ("libraries", installation.libraries),
    ("content", installation.content),
    ("memory", keeping.memory),
    ("voice", installation.voice),
    ("speech model", installation.model),
)
"""Steps of `limber doctor` that a new program must pass; they need no device. Hearing is tried by the rehearsal, which
a busy machine only makes slower."""
REHEARSED, SAID, SAID_AT = "office_micro", "finish", 20.0
"""The session that it rehearses, what is meant by what is said in it, and when it is said, in seconds."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What of, or back."""
    parser.add_argument("source", nargs="?", type=Path, metavar="WHEEL or CHECKOUT", help="default: this checkout")
    parser.add_argument("--back", action="store_true", help="go back to the Limber that was in use before")
    parser.add_argument(
        "--fetch", action="store_true", help="let pip fetch packages that are missing from the internet"
    )
    parser.add_argument("--try", dest="tried", action="store_true", help="only try the Limber that runs now")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Do it; 1 where the new Limber does not work. Raises `LimberError`."""
    if asked.tried and (asked.back or asked.source or asked.fetch):
        raise LimberError("--try only tries the Limber that runs now; leave out the rest")
    say = load_language(settings.language).reader("terminal")
    if asked.tried:
        return _try(App.open(settings), say)
    if Path(sys.prefix) == BY_APT:
        raise LimberError(
            "this Limber came by apt, and apt brings its updates: sudo apt-get update && sudo apt-get install limber"
        )
    if asked.back and (asked.source or asked.fetch):
        raise LimberError("--back goes back to the Limber that was in use before; leave out the rest")
    programs = Programs.of_this_person()
    with programs.alone():
        if asked.back:
            _go_back(programs, say)
            return 0
        source = _source(asked.source)
        programs.tidy()
        _require_room(programs.folder)
        return _update(programs, source, say, fetch=asked.fetch)


def _source(given: Path | None) -> Path:
    """The wheel or the checkout. Raises `LimberError` where it is neither."""
    if given is None and INSTALLED:
        raise LimberError("say which wheel or checkout; Limber looks for none by itself")
    source = (given or PACKAGE.parent).absolute()
    if absent(source):
        raise LimberError(f"{source}: there is no such file or folder")
    if not is_folder(source) and not is_file(source):
        raise LimberError(f"{source}: this is neither a wheel nor a checkout of Limber")
    if is_folder(source) and not is_checkout(source):
        raise LimberError(f"{source}: this folder is no checkout of Limber")
    return source


def _require_room(folder: Path) -> None:
    """Whether another program has room on the disk. Raises `LimberError`."""
    with told(folder, "nothing can be put here"):
        free = shutil.disk_usage(folder).free
    if free < ROOM_BYTES:
        least, there_is = ROOM_BYTES // 1_000_000, free // 1_000_000
        raise LimberError(f"{folder}: an update needs {least} MB, and there are {there_is} MB; nothing was changed")


def _update(programs: Programs, source: Path, say: Reader, *, fetch: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        wheel = source
        if is_folder(source):
            _tell(say("update_wheel"))
            wheel = wheel_of(source, Path(folder), fetch=fetch)
        version = version_of(wheel)
        program = programs.new(version)
        with _or_nothing(program):
            _tell(say("update_put", version=version, folder=program))
            install(wheel, program, fetch=fetch)
            _tell(say("update_tries"))
            done = run_quietly([str(program / "bin/limber"), "update", "--try"])
            if done.returncode:
                print(visible(done.stdout + done.stderr), end="", file=sys.stderr)
                raise LimberError(f"this Limber does not work here, so {__version__} stays in use")
            _tell(say("update_takes"))
            ours = programs.put_into_use(program)
        programs.tidy()
    _tell(say("updated", version=version))
    if not ours:
        _tell(say("update_elsewhere", other=programs.command, ours=program / "bin/limber"))
    _begin_anew(programs, say)
    return 0


@contextmanager
def _or_nothing(program: Path) -> Iterator[None]:
    """What does not become a program is deleted."""
    try:
        yield
    except BaseException:
        shutil.rmtree(program, ignore_errors=True)
        raise


def _go_back(programs: Programs, say: Reader) -> None:
    earlier = programs.before()
    version = run_quietly([str(earlier / "bin/limber"), "--version"])
    if version.returncode:
        raise LimberError(f"the earlier Limber in {earlier} does not work any more; nothing was changed")
    programs.go_back(earlier)
    _tell(say("update_went_back", version=version.stdout.strip()))
    remembers = run_quietly([str(earlier / "bin/limber"), "progress"])
    if remembers.returncode:
        _tell(say("update_remembers_not", why=remembers.stderr.strip().removeprefix("limber: ")))
    _begin_anew(programs, say)


def _begin_anew(programs: Programs, say: Reader) -> None:
    """Let a service go on with the program that is in use now, unless somebody is in the middle of a session."""
    try:
        unit = unit_folder() / UNIT
        if absent(unit):
            return
        if str(programs.command) not in read_text(unit):
            _tell(say("update_service_elsewhere", command=programs.command))
            return
        with alone():
            manage("try-restart", "--no-block", UNIT)
    except BusyError:
        _tell(say("update_service_later"))
    except (ServiceError, FileError, OSError):
        return


def _try(app: App, say: Reader) -> int:
    """Try the program that runs now, without any device; 1 when something is wrong."""
    for name, look in TRIED:
        finding = step(name, partial(look, app))
        _tell(say("update_fine" if finding.ok else "update_wrong", step=_step(app, name), words=finding.words))
        if not finding.ok:
            return 1
    words = min((" ".join(map(spoken, phrase)) for phrase in app.grammar.phrases([SAID])), key=len)
    user, library = app.user_voice(), app.library()
    try:
        person = RehearsedPerson(microphone_track([SpokenLine(SAID_AT, words)], user), user.clip(READY))
    finally:
        user.close()
    with tempfile.TemporaryDirectory() as folder:
        cast = Cast(library, library.routines[REHEARSED], cleared(library.screening), person)
        _, entries = performed(app, cast, Path(folder))
    fine = any(entry["kind"] == "heard" and entry["intent"] == SAID for entry in entries)
    told = say("update_understood" if fine else "update_not_understood", words=words)
    _tell(say("update_fine" if fine else "update_wrong", step=say("update_rehearsal"), words=told))
    return 0 if fine else 1


def _step(app: App, name: str) -> str:
    return app.language.reader("doctor").named("steps", name.replace(" ", "_"))


def _tell(words: str) -> None:
    print(visible(words), flush=True)
