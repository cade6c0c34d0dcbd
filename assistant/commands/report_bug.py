"""`limber report-bug`: the journal of a session, the doctor's findings and versions in one file, without names."""

import argparse
import getpass
import json
import platform
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from assistant import __version__
from assistant.app import App
from assistant.audio.devices import sound_library
from assistant.doctor.examination import examine_parts
from assistant.hearing.decoding.grammar import Grammar
from assistant.running.entries import JournalRead, read_journal
from assistant.running.journals import journals_folder, last_journal
from assistant.running.scrubbing import Scrubber, scrubbed
from assistant.running.versions import content_digest, versions
from assistant.settings import Settings
from assistant.words.errors import DeviceError, LimberError

NAME = "report-bug"
HELP = "pack the last session's journal, the doctor's findings and versions into one file, without names"
NAME_LEAST = 3
"""Letters of a user's name that is looked for in texts; a shorter one stands in too many words."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which journal, and where it is packed into."""
    parser.add_argument("journal", nargs="?", type=Path, help="default: the last session's")
    parser.add_argument(
        "--out", type=Path, default=Path("limber-report.zip"), metavar="FILE.zip", help="default: limber-report.zip"
    )


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Write the file, and say what is in it."""
    written = read_journal(asked.journal or last_journal(journals_folder()))
    names, app = dict(_names(settings, written)), App.open(settings)
    files = {
        "journal.jsonl": _lines(Scrubber(Grammar(app.commands), app.library()).journal(written), names),
        "doctor.jsonl": _lines([asdict(finding) for finding in examine_parts(app)], names),
        "versions.json": _lines(
            [{"limber": __version__, "content": content_digest(settings.language), **versions()}], names
        ),
    }
    try:
        with zipfile.ZipFile(asked.out, "w", zipfile.ZIP_DEFLATED) as out:
            for name, text in files.items():
                out.writestr(name, text)
    except OSError as error:
        raise LimberError(f"{asked.out}: this cannot be written: {error.strerror}") from error
    for line in _contents(asked.out, files):
        print(line, flush=True)
    return 0


def _contents(out: Path, files: dict[str, str]) -> Iterator[str]:
    told = {
        "journal.jsonl": "the session: when what was heard, how surely, and why it was obeyed or not",
        "doctor.jsonl": "what 'limber doctor' finds without devices being tried",
        "versions.json": "versions of Limber, of its content and of what it is built on",
    }
    yield f"Written to {out}:"
    for name, text in files.items():
        yield f"  {name}, {len(text.encode()) / 1000:.0f} kB: {told[name]}"
    yield "Taken out: what is known of you, all that was said about your health, the sentences that were spoken,"
    yield "phrases of your own, the names of devices, your user's name and your home folder."
    yield "It still tells which exercises were done, and when. Nothing was sent."


def _lines(data: Sequence[object], names: dict[str, str]) -> str:
    return "".join(json.dumps(scrubbed(part, names), ensure_ascii=False) + "\n" for part in data)


def _names(settings: Settings, written: JournalRead) -> Iterator[tuple[str, str]]:
    """(a name, what stands instead of it), the longest first."""
    devices = written.header.get("devices")
    called = [settings.microphone, settings.speaker, *_device_names()]
    called += [str(name) for name in devices.values()] if isinstance(devices, dict) else []
    found = {name: "(a device)" for name in called if name}
    folders = [folder for folder in (settings.model, settings.language) if "/" in folder]
    found |= {str(Path(folder).expanduser()): "(a folder)" for folder in folders}
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
