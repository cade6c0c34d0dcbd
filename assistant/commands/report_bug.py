"""`limber report-bug`: the journal of a session, the doctor's findings and versions in one file, without names."""

import argparse
import getpass
import io
import json
import platform
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from assistant import __version__
from assistant.app import App
from assistant.audio.devices import sound_library
from assistant.commands.arguments import spare_others
from assistant.commands.showing import visible
from assistant.content.language import ENGLISH
from assistant.doctor.examination import examine_parts
from assistant.doctor.findings import Finding
from assistant.files import write_whole
from assistant.languages.language import Reader
from assistant.running.entries import JournalRead, read_journal
from assistant.running.journals import journals_folder, last_journal
from assistant.running.own_names import own_texts, scrubbed, told_model, told_voice
from assistant.running.scrubbing import Scrubber
from assistant.running.versions import content_digest, versions
from assistant.settings import Settings
from assistant.words.errors import DeviceError

NAME_LEAST = 2
"""Letters of a name that is looked for in texts, as a whole word; a single letter stands in too many texts."""
PATH = re.compile(r"(?<![\w.])(?:~|[A-Za-z]:)?[/\\][^\n;:,'\"()]*")
"""A path in a text, with the words after it up to the next mark: a folder's name may have spaces in it."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which journal, and where it is packed into."""
    parser.add_argument("journal", nargs="?", type=Path, help="default: the last session's")
    parser.add_argument(
        "--out", type=Path, default=Path("limber-report.zip"), metavar="FILE.zip", help="default: limber-report.zip"
    )


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Write the file, and say what is in it."""
    written = read_journal(asked.journal or last_journal(journals_folder()))
    spare_others(asked.out, _is_report, "--out")
    names, app = dict(_names(settings, written)), App.open(settings)
    files = {
        "journal.jsonl": _lines(Scrubber(app.grammar, app.library()).journal(written), names),
        "doctor.jsonl": _lines([_told(finding, settings) for finding in examine_parts(app)], names),
        "versions.json": _lines(
            [{"limber": __version__, "content": content_digest(settings.language), "versions": versions()}], names
        ),
    }
    write_whole(asked.out, _packed(files))
    for line in _contents(app.language.reader("terminal"), asked.out, files):
        print(visible(line), flush=True)
    return 0


def _is_report(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as file:
            return {"journal.jsonl", "versions.json"} <= set(file.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _packed(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in files.items():
            out.writestr(name, text)
    return packed.getvalue()


def _told(finding: Finding, settings: Settings) -> dict[str, object]:
    """A finding as JSON data. What is of the person's own is not described in words: those may hold its name."""
    own = set()
    if settings.voice != told_voice(settings.voice):
        own |= {"voice", "one synthetic command"}
    if settings.model and settings.model != told_model(settings.model):
        own |= {"speech model", "one synthetic command"}
    if finding.step in own or settings.language != ENGLISH:
        return asdict(replace(finding, words="(of the person's own)", remedy=""))
    return asdict(replace(finding, words=PATH.sub("(a path)", finding.words)))


def _contents(say: Reader, out: Path, files: dict[str, str]) -> Iterator[str]:
    yield say("packed", file=out)
    for name, text in files.items():
        told = say(f"packed_files.{name.partition('.')[0]}")
        yield f"  {name}, {len(text.encode()) / 1000:.0f} kB: {told}"
    yield say("packed_without")
    yield say("packed_still")


def _lines(data: Sequence[object], names: dict[str, str]) -> str:
    return "".join(json.dumps(scrubbed(part, names), ensure_ascii=False) + "\n" for part in data)


def _names(settings: Settings, written: JournalRead) -> Iterator[tuple[str, str]]:
    """(a name, what stands instead of it), the longest first."""
    devices = written.header.get("devices")
    called = [settings.microphone, settings.speaker, *_device_names()]
    called += [str(name) for name in devices.values()] if isinstance(devices, dict) else []
    found = {name: "(a device)" for name in called if name}
    if settings.voice != told_voice(settings.voice):
        found |= own_texts(settings.voice, "a voice of their own")
    if settings.model and settings.model != told_model(settings.model):
        found |= own_texts(settings.model, "a model of their own")
    if settings.language != ENGLISH:
        found |= own_texts(settings.language, "a language of their own")
    found |= {str(Path.home()): "~"}
    with suppress(OSError, KeyError):
        found[getpass.getuser()] = "(the user)"
    found[platform.node()] = "(the machine)"
    yield from sorted(
        ((name, instead) for name, instead in found.items() if len(name) >= NAME_LEAST),
        key=lambda pair: -len(pair[0]),
    )


def _device_names() -> list[str]:
    try:
        return [str(device["name"]) for device in sound_library().query_devices()]
    except DeviceError:
        return []
    except Exception:  # noqa: BLE001 (PortAudio's own errors; without devices there are no names either)
        return []
