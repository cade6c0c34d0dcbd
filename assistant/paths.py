"""Paths that somebody gave: where they lead, and how they are written.

Pathlib raises errors for names that are too long, of unknown users, or of links in a circle.
"""

import os
from pathlib import Path


def at_home(path: str | Path) -> Path:
    """A path whose "~" is the person's home; that of a user who is not there stays as it is written."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 (see above)


def libsndfile_name(path: Path) -> bytes:
    """What libsndfile is given to find a file. Its Python package refuses a text for a name that is not UTF-8."""
    return os.fsencode(path)


def real(path: Path) -> Path:
    """Where a path leads, through all its links; `Path.resolve` raises an error where they lead in a circle."""
    return Path(os.path.realpath(path))


def in_utf_8(text: str | Path) -> bool:
    """Whether a text can be written in UTF-8. What Python puts in it for bytes that are not UTF-8 cannot."""
    return not any("\ud800" <= sign <= "\udfff" for sign in str(text))


def is_folder(path: Path) -> bool:
    """Whether a folder is at a path; false where that cannot be known."""
    return os.path.isdir(path)  # noqa: PTH112 (see above)


def is_file(path: Path) -> bool:
    """Whether an ordinary file is at a path; false where that cannot be known."""
    return os.path.isfile(path)  # noqa: PTH113 (see above)
