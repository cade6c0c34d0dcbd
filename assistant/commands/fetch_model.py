"""`limber fetch-model`: fetch Vosk's published small English model, checked against Vosk's own list of models.

The only command that uses the network, and only when it is asked for.
"""

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

from assistant.files import require_room, system_reason, there
from assistant.places import fetched_models
from assistant.settings import Settings

LIST = "https://alphacephei.com/vosk/models/model-list.json"
MODEL = "vosk-model-small-en-us-0.15"
CONNECT_S = 8
"""Seconds until a server that does not answer is given up."""
CHUNK = 1 << 16
"""Bytes read at a time."""


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_asked: argparse.Namespace, _settings: Settings) -> int:
    """Fetch it; 1 when it cannot be had. Raises `FileError` where it cannot be kept, before anything is fetched."""
    target = fetched_models() / MODEL
    if there(target):
        print(f"{MODEL} is already there.")
        return 0
    require_room(target.parent)
    print(f"Looking for {MODEL} ...", flush=True)
    try:
        with urllib.request.urlopen(LIST, timeout=CONNECT_S) as answer:
            entry = next(listed for listed in json.load(answer) if listed["name"] == MODEL)
        _fetch(entry["url"], entry["md5"], target)
    except (OSError, ValueError, KeyError, StopIteration, zipfile.BadZipFile) as error:
        cause = getattr(error, "reason", error)
        why = system_reason(cause) if isinstance(cause, OSError) else cause
        print(f"Vosk's published model cannot be had now ({why}).")
        return 1
    print(f"Fetched {MODEL}.")
    return 0


def _fetch(url: str, md5: str, target: Path) -> None:
    """Download, check the sum, unpack beside the target, and move into place."""
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        archive, digest = folder / "model.zip", hashlib.md5(usedforsecurity=False)
        if not url.startswith("https://"):
            raise ValueError("its address is none of the web's")
        with urllib.request.urlopen(url, timeout=CONNECT_S) as answer, archive.open("wb") as out:  # noqa: S310 (https)
            size, done = int(answer.headers.get("Content-Length", 0)), 0
            while chunk := answer.read(CHUNK):
                out.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                if size and sys.stdout.isatty():
                    print(f"\r{100 * done // size:3d} % of {size >> 20} MB", end="", flush=True)
        if digest.hexdigest() != md5:
            raise ValueError("its checksum is wrong")
        print()
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        shutil.move(folder / MODEL, target)
