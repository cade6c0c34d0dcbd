"""What goes wrong with files and disks, made for real: no part of the program is replaced for it."""

import ctypes
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

CAPABILITIES = 0x20080522
"""The version of Linux's interface to capabilities, see capset(2)."""
OVERRIDE = (1 << 1) | (1 << 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: root's right to pass over the permissions of files."""
DISK_KB = 2000
"""Size of a small disk. The program's own files must fit in it, and it must be full quickly."""
CARD_KB = 20_000
"""Size of a memory card. The files and the file system's own tables must fit in it."""

UNSAYABLE = ("Traceback", "Errno", "something unexpected", "[Err", ".. ")
"""What no person is ever shown."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Whoever runs the tests keeps to the permissions of files, root too; so do threads begun meanwhile."""
    system = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(CAPABILITIES, 0), (_Sets * 2)()
    if system.capget(ctypes.byref(header), sets):
        raise OSError(ctypes.get_errno(), "capget")
    before = sets[0].effective
    sets[0].effective &= ~OVERRIDE
    if system.capset(ctypes.byref(header), sets):
        raise OSError(ctypes.get_errno(), "capset")
    try:
        yield
    finally:
        sets[0].effective = before
        system.capset(ctypes.byref(header), sets)


@contextmanager
def at_most(bytes_: int) -> Iterator[None]:
    """No file may become larger; needs no rights, and fails as a disk does that takes no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own in a folder. Skips the test, with the reason, where nothing may be mounted."""
    with _mounted(folder, "-t", "tmpfs", "-o", f"size={DISK_KB}k", "tmpfs"):
        yield folder


@contextmanager
def memory_card(folder: Path) -> Iterator[Path]:
    """A disk that the kernel turns into one that can only be read when it finds a fault, as that of a Raspberry Pi.

    Skips the test, with the reason, where none can be made.
    """
    image = folder.with_suffix(".img")
    with image.open("wb") as file:
        file.truncate(CARD_KB * 1024)
    _must("mkfs.ext4", "-q", str(image))
    with _mounted(folder, "-o", "loop,errors=remount-ro", str(image)):
        yield folder


@contextmanager
def _mounted(folder: Path, *how: str) -> Iterator[None]:
    """A disk in a new folder, while the block runs."""
    folder.mkdir()
    _must("mount", *how, str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _must(*words: str) -> None:
    """Run a program of the system. Skips the test, with the reason, where that is not possible."""
    if not shutil.which(words[0]):
        pytest.skip(f"there is no {words[0]} here")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be made here: {done.stderr.strip()}")


def plug_in_again(folder: Path) -> None:
    """The machine is switched off and on again: the memory card can be written until its next fault is found."""
    subprocess.run(["umount", str(folder)], check=True)
    subprocess.run(["mount", "-o", "loop", str(folder.with_suffix(".img")), str(folder)], check=True)


def wear_out(folder: Path) -> None:
    """Let the kernel find a fault on a memory card: from now on it can only be read, also by who writes on it just now."""
    found = subprocess.run(["findmnt", "-n", "-o", "SOURCE", str(folder)], capture_output=True, text=True, check=True)
    Path("/sys/fs/ext4", Path(found.stdout.strip()).name, "trigger_fs_error").write_text("worn out", encoding="ascii")


def fill(folder: Path) -> None:
    """Leave no room on the disk of a folder."""
    with (folder / "filler").open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 10, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue


def read_only(folder: Path) -> None:
    """Turn a small disk into one that can only be read."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def _missing(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _written(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


def _truncated(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _folder(path: Path) -> None:
    _missing(path)
    path.mkdir()
    (path / "something").touch()


def _file(path: Path) -> None:
    _missing(path)
    path.write_bytes(b"a file")


def _link(path: Path) -> None:
    _missing(path)
    path.symlink_to(path.with_name("unplugged") / path.name)


def _circle(path: Path) -> None:
    _missing(path)
    path.symlink_to(path)


def _pipe(path: Path) -> None:
    _missing(path)
    os.mkfifo(path)


FAULTS: Mapping[str, Callable[[Path], None]] = {
    "missing": _missing,
    "empty": _written(b""),
    "garbage": _written(bytes(range(256)) * 40),
    "truncated": _truncated,
    "not readable": lambda path: path.chmod(0),
    "a folder": _folder,
    "a link to nowhere": _link,
    "a link to itself": _circle,
    "a pipe": _pipe,
}
"""fault -> what makes it of a good file. "Not readable" needs `bound_by_permissions`."""
FOLDER_FAULTS: Mapping[str, Callable[[Path], None]] = {
    "not readable": lambda path: path.chmod(0),
    "not writable": lambda path: path.chmod(0o500),
    "a file": _file,
    "a link to nowhere": _link,
}
"""fault -> what makes it of a folder."""


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, to see that nothing was lost."""
    found = {}
    for base, _, names in os.walk(folder):
        for name in names:
            path = Path(base, name)
            if path.is_file():
                found[str(path.relative_to(folder))] = path.read_bytes()
    return found
