"""A folder of files that can be opened and saved on the page, and nothing outside it.

Who saves says which version they opened. Where somebody else has saved meanwhile, nothing is written, and they are told
what stands in the file now.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.files import absent, make_folder, read_text, write_whole
from assistant.page.doors import RefusedError, version
from assistant.paths import real

NAME_MOST = 100
"""Letters of a file's name."""


@dataclass
class Shelf:
    """The files of one folder whose names end so."""

    folder: Path
    endings: tuple[str, ...]
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def names(self) -> Sequence[str]:
        """The files, in the order of the alphabet."""
        try:
            found = sorted(path.name for path in self.folder.iterdir() if path.is_file() and self._suits(path.name))
        except OSError:
            return ()
        return [name for name in found if self._inside(name)]

    def read(self, name: str) -> tuple[str, str]:
        """(what stands in a file, its version). Raises `RefusedError`, and `FileError` where it cannot be read."""
        path = self.path(name)
        if absent(path):
            raise RefusedError(f"there is no file '{name}' any more", 404)
        text = read_text(path)
        return text, version(text)

    def write(self, name: str, text: str, tag: str) -> str:
        """Save a file of which this version was opened; empty: it is to be a new one. Returns the new version.

        Raises `RefusedError` where it is another version by now, and `FileError` where it cannot be written.
        """
        path = self.path(name)
        with self._lock:
            if not absent(path):
                stands = read_text(path)
                if not tag:
                    raise RefusedError(f"there is a file '{name}' already; choose another name", 412)
                if version(stands) != tag:
                    told = {"text": stands, "tag": version(stands)}
                    raise RefusedError(f"'{name}' was changed by somebody else meanwhile; nothing was saved", 412, told)
            elif tag:
                raise RefusedError(f"'{name}' was deleted meanwhile; nothing was saved", 412, {"text": None})
            make_folder(self.folder, 0o700)
            write_whole(path, text)
        return version(text)

    def path(self, name: str) -> Path:
        """Where a file is. Raises `RefusedError` where that is not in the folder."""
        if not self._suits(name):
            raise RefusedError(f"a file's name is up to {NAME_MOST} letters, has no slash, and ends in .yaml")
        if not self._inside(name):
            raise RefusedError(f"'{name}' leads out of the folder of plans", 403)
        return self.folder / name

    def _suits(self, name: str) -> bool:
        plain = name.isprintable() and "/" not in name and "\\" not in name and not name.startswith(".")
        return plain and len(name) <= NAME_MOST and name.lower().endswith(self.endings) and Path(name).stem != ""

    def _inside(self, name: str) -> bool:
        return real(self.folder / name).parent == real(self.folder)
