"""The file by which systemd starts Limber, for this very installation. Its text stands in limber.service."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant.places import INSTALLED, PACKAGE

UNIT = "limber.service"
"""What systemd calls the service."""
TEMPLATE = PACKAGE / "running" / UNIT
FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
"""Environment variables that say where the person's files are; the service must find the same ones."""


def unit_text(words: Iterable[str], environment: Mapping[str, str] | None = None, folder: Path | None = None) -> str:
    """The unit that runs these words, in a folder; with what of the environment says where files are."""
    known = os.environ if environment is None else environment
    more = [f"WorkingDirectory={_escaped(str(folder))}"] if folder else []
    more += [f"Environment={_quoted(f'{name}={known[name]}')}" for name in FOLDERS if known.get(name)]
    start = " ".join(_quoted(word.replace("$", "$$")) for word in words)
    return TEMPLATE.read_text(encoding="utf-8").format(start="\n".join([start, *more]))


def this_installation() -> tuple[list[str], Path | None]:
    """(how to start what runs now, the folder to start it in): the command that was typed, or Python with the package.

    A checkout is begun in its own folder, where Python finds it.
    """
    typed = Path(sys.argv[0])
    if typed.name == "limber" and typed.is_absolute() and os.access(typed, os.X_OK):
        return [str(typed), "stay"], None
    return [sys.executable, "-m", "assistant", "stay"], None if INSTALLED else PACKAGE.parent


def _quoted(word: str) -> str:
    """A word as systemd reads it back."""
    return '"' + _escaped(word.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _escaped(word: str) -> str:
    """`%` begins what systemd fills in."""
    return word.replace("%", "%%")
