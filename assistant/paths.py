"""What a path that somebody gave leads to. Pathlib raises errors for names that are too long, or of unknown users."""

import os
from pathlib import Path


def at_home(path: str | Path) -> Path:
    """A path whose "~" is the person's home; that of a user who is not there stays as it is written."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 (see above)


def libsndfile_name(path: Path) -> bytes:
    """What libsndfile is given to find a file. Its Python package refuses a text for a name that is not UTF-8."""
    return os.fsencode(path)


def is_folder(path: Path) -> bool:
    """Whether a folder is at a path; false where that cannot be known."""
    return os.path.isdir(path)  # noqa: PTH112 (see above)


def is_file(path: Path) -> bool:
    """Whether an ordinary file is at a path; false where that cannot be known."""
    return os.path.isfile(path)  # noqa: PTH113 (see above)
