"""The programs of this person, side by side: each in a virtual environment of its own, and a link to the one in use.

A new one is put beside the others, tried, and then put into use by renaming one link. Whatever ends an update before
that, even a power cut, leaves the old one in use; what it had made is deleted by the next update. The old one is kept,
so that there is a way back.
"""

import fcntl
import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.files import FileError, make_folder, read_text, require_ordinary, there, told, write_whole
from assistant.words.errors import LimberError

IN_USE = "in-use"
"""The link to the program in use."""
TRIED = "tried.json"
"""A file in each program that was tried; it says which one was in use before. A program without it was cut off."""
LOCK = "update.lock"
BY_APT = Path("/usr/lib/limber")
"""Where the Debian package puts Limber."""


def programs_folder() -> Path:
    """Where programs are kept."""
    return Path.home() / ".local/lib/limber"


def command_link() -> Path:
    """What a person types."""
    return Path.home() / ".local/bin/limber"


def how_to_add(package: str, debian: str) -> str:
    """What a person types to give the program that runs now another package. `debian`: how Debian calls it."""
    if Path(sys.prefix) == BY_APT:
        return f"sudo apt-get install {debian}"
    return f"{shlex.quote(sys.executable)} -m pip install {package}"


class Start:
    """How what runs now was started. An update may put another program in its place meanwhile."""

    def __init__(self, command: Path | None = None) -> None:
        """`command`: what was started, else what was typed."""
        self._command = command or Path(sys.argv[0]).absolute()
        self._program = self._command.resolve()

    @property
    def leads_elsewhere(self) -> bool:
        """Whether whoever starts it now gets another program."""
        return there(self._command) and self._command.resolve() != self._program


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs in a folder."""

    folder: Path
    command: Path
    """The link to what a person types; it leads to the program in use."""
    mine: Path
    """The program that runs now."""

    @staticmethod
    def of_this_person() -> "Programs":
        """Those of whoever runs this one."""
        return Programs(programs_folder(), command_link(), Path(sys.prefix))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The only update while the block runs. Raises `LimberError`."""
        make_folder(self.folder)
        with told(self.folder, "no update can be made here"):
            require_ordinary(self.folder / LOCK)
            file = (self.folder / LOCK).open("a")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LimberError("another update is under way; wait until it is over") from error
            yield

    def in_use(self) -> Path:
        """The program in use: where the link leads, or the one that runs now."""
        link = self.folder / IN_USE
        return link.resolve() if link.is_symlink() and there(link) else self.mine

    def before(self) -> Path:
        """The program that was in use before. Raises `LimberError` where there is none."""
        file = self.in_use() / TRIED
        if not there(file):
            raise LimberError("there is no earlier Limber to go back to")
        try:
            earlier = Path(json.loads(read_text(file))["before"])
        except (ValueError, KeyError, TypeError) as error:
            raise FileError(f"{file}: this is damaged, so the earlier Limber cannot be found") from error
        if not there(earlier / "bin/limber"):
            raise LimberError(f"the earlier Limber is not in {earlier} any more; so there is no way back")
        return earlier

    def new(self, version: str) -> Path:
        """A place for a new program."""
        number, place = 1, self.folder / version
        while there(place):
            number += 1
            place = self.folder / f"{version}-{number}"
        return place

    def put_into_use(self, program: Path) -> bool:
        """Put a program that was tried into use; returns whether that is what a person gets who types `limber`."""
        with told(self.folder, "the new Limber cannot be put into use; the old one stays"):
            write_whole(program / TRIED, json.dumps({"before": str(self.in_use())}))
            self._link_to(self.in_use())
            ours = self._command_is_ours()
            os.sync()  # a power cut after the last step must find all the files of the new program
            self._link_to(program)
            os.sync()
        return ours

    def go_back(self, earlier: Path) -> None:
        """Put the program into use that was in use before."""
        with told(self.folder, "the earlier Limber cannot be put into use"):
            self._link_to(earlier)

    def tidy(self) -> None:
        """Delete what cut-off updates left, and programs that are neither in use nor the way back from that."""
        kept = {self.in_use().resolve(), self.mine.resolve()}
        with suppress(LimberError):
            kept.add(self.before().resolve())
        for path in self.folder.iterdir():
            draft = path.name.startswith(".")
            if path.is_symlink() and draft:
                path.unlink()
            elif path.is_dir() and not path.is_symlink() and path.resolve() not in kept and not _runs(path):
                shutil.rmtree(path, ignore_errors=True)

    def _link_to(self, program: Path) -> None:
        _link(self.folder / IN_USE, program)

    def _command_is_ours(self) -> bool:
        """Whether what a person types leads to the program in use; it is made so, where nothing else has the name."""
        wanted = self.folder / IN_USE / "bin/limber"
        if self.command.is_symlink() and self.command.readlink() == wanted:
            return True
        if there(self.command) and self.command.resolve() != (self.in_use() / "bin/limber").resolve():
            return False
        self.command.parent.mkdir(parents=True, exist_ok=True)
        _link(self.command, wanted)
        return True


def _link(link: Path, target: Path) -> None:
    """A link, in the place of an earlier one in a single step. Raises OSError."""
    draft = link.with_name(f".{link.name}-{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(link)


def _runs(program: Path) -> bool:
    """Whether a process runs that program."""
    inside = f"{program}/".encode()
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if line.read_bytes().startswith(inside):
                return True
    return False
