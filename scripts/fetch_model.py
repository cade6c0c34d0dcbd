"""Fetch Vosk's published small English model: look it up in Vosk's list, check it, and unpack it into models/.

This uses nothing but Python's own library.
"""

import hashlib
import json
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

LIST = "https://alphacephei.com/vosk/models/model-list.json"
NAME = "vosk-model-small-en-us-0.15"
MODELS = Path(__file__).resolve().parents[1] / "models"
CONNECT_S = 8
"""Seconds to wait for an answer of the server."""
CHUNK = 1 << 16
"""Bytes that are read at a time."""


def main() -> int:
    """Fetch the model unless it is there. Returns the exit status."""
    target = MODELS / NAME
    if target.exists():
        print(f"{NAME} is already there.")
        return 0
    print(f"Looking for {NAME} ...", flush=True)
    try:
        with urllib.request.urlopen(LIST, timeout=CONNECT_S) as answer:
            entry = next(model for model in json.load(answer) if model["name"] == NAME)
        fetch(entry["url"], entry["md5"], target)
    except (
        urllib.error.URLError,
        TimeoutError,
        OSError,
        ValueError,
        KeyError,
        StopIteration,
        zipfile.BadZipFile,
    ) as error:
        print(f"Vosk's published model cannot be had now ({getattr(error, 'reason', error)}).")
        return 1
    print(f"Fetched {NAME}.")
    return 0


def fetch(url: str, md5: str, target: Path) -> None:
    """Download the archive, check its sum, unpack it beside `target`, and move it into place.

    Raises ValueError when the sum is wrong, and OSError or zipfile.BadZipFile.
    """
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        archive, digest = folder / "model.zip", hashlib.md5(usedforsecurity=False)
        with urllib.request.urlopen(url, timeout=CONNECT_S) as answer, archive.open("wb") as out:
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
        shutil.move(folder / NAME, target)


if __name__ == "__main__":
    sys.exit(main())
