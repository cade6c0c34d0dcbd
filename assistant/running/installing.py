"""Makes a program of a wheel or a checkout: a new virtual environment, with what is needed from the one that runs now.

Nothing is fetched unless it was asked for. So the packages that Limber is built on are borrowed: their files are linked
where the disk allows it, and copied otherwise. pip then says whether they will do.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from assistant.files import FileError, absent, read_text, reason, told
from assistant.words.errors import LimberError

NAME = "limber"
OF_DEVELOPERS = ("test", "bench", "train")
"""Extras that nobody needs for sessions."""
METADATA = r"limber-(\d[\w.+!]*)\.dist-info/METADATA"
"""A file that each wheel of Limber has, with its version."""
BUILDER = "hatchling"
"""What makes a wheel of a checkout."""
TOLD_LINES = 3
"""Lines of what pip says that a person is shown. More would hide what matters."""


def is_checkout(path: Path) -> bool:
    """Whether a folder is a checkout of Limber."""
    try:
        return 'name = "limber"' in read_text(path / "pyproject.toml")
    except FileError:
        return False


def version_of(wheel: Path) -> str:
    """Which Limber a wheel is. Raises `LimberError` where it is none."""
    with told(wheel, "this cannot be read"):
        try:
            with zipfile.ZipFile(wheel) as packed:
                names = packed.namelist()
                damaged = packed.testzip()
        except OSError:
            raise
        except Exception as error:  # zipfile lets through whatever the way of packing has found wrong
            raise LimberError(f"{wheel}: this is no wheel, or it is damaged") from error
    found = next((match[1] for name in names if (match := re.match(METADATA, name))), "")
    if damaged or not found:
        raise LimberError(f"{wheel}: {f'{damaged} in it is damaged' if damaged else 'this is no wheel of Limber'}")
    return found


def wheel_of(checkout: Path, folder: Path, *, fetch: bool) -> Path:
    """The wheel of a checkout, made in a folder. `fetch`: what makes it may be fetched. Raises `LimberError`."""
    if not fetch and not (importlib.util.find_spec(BUILDER) and importlib.util.find_spec("pip")):
        raise LimberError(
            f"a checkout becomes a program with the help of {BUILDER}, which is not here; "
            "with --fetch, pip fetches it from the internet"
        )
    here = () if fetch else ("--no-index", "--no-build-isolation")
    _pip(Path(sys.executable), "wheel", "--no-deps", *here, "--wheel-dir", str(folder), str(checkout))
    return next(folder.glob("limber-*.whl"))


def install(wheel: Path, program: Path, *, fetch: bool) -> None:
    """Make a program of a wheel. `fetch`: whether packages may be fetched. Raises `LimberError`."""
    more = ["--system-site-packages"] if _sees_the_system() else []
    if ours := _pip_of_ours():
        more.append("--without-pip")  # making another one takes a small machine half a minute
    try:
        _run(sys.executable, "-m", "venv", *more, str(program))
    except LimberError as error:
        raise LimberError(
            f"Python cannot make an environment ({error}); on Debian: sudo apt-get install python3-venv"
        ) from error
    (site,) = program.glob("lib/python*/site-packages")
    with told(program, "what Limber needs cannot be put here"):
        for needed in (*_needed(), *ours):
            _borrow(needed, site)
    here = () if fetch else ("--no-index", "--find-links", str(wheel.parent))
    try:
        _pip(program / "bin/python", "install", *here, str(wheel))
    except LimberError as error:
        if fetch:
            raise
        raise LimberError(f"{error}. With --fetch, pip fetches what is missing from the internet") from error


def _needed() -> Iterator[Distribution]:
    """What the program that runs now needs, and what of its extras is here."""
    wanted, seen = [NAME], {NAME}
    while wanted:
        try:
            found = distribution(wanted.pop())
        except PackageNotFoundError:
            continue
        if found.name != NAME:
            yield found
        for requirement in found.requires or ():
            what, _, when = requirement.partition(";")
            name = re.match(r"[\w.-]+", what)
            extra = re.search(r"extra == .(\w+)", when)
            ours = found.name == NAME and extra is not None and extra[1] not in OF_DEVELOPERS
            known = _as_one(name[0]) if name else ""
            if known and (extra is None or ours) and known not in seen:
                seen.add(known)
                wanted.append(known)


def _as_one(name: str) -> str:
    """A package's name in the one way of writing it by which names are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _pip_of_ours() -> list[Distribution]:
    """The pip of the program that runs now, where it has one of its own."""
    try:
        found = distribution("pip")
    except PackageNotFoundError:
        return []
    return [found] if Path(sys.prefix) in Path(str(found.locate_file(""))).parents else []


def _borrow(package: Distribution, site: Path) -> None:
    """Link or copy the files of a package into another environment. Raises OSError."""
    for file in package.files or ():
        source, target = Path(str(package.locate_file(file))), site / file
        if ".." in file.parts or not source.is_file():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except FileExistsError:  # another package has brought it
            continue
        except OSError:  # another disk, or one that knows no links
            shutil.copy2(source, target)


def _sees_the_system() -> bool:
    """Whether this environment finds the packages of the system as well."""
    settings = Path(sys.prefix) / "pyvenv.cfg"
    return not absent(settings) and bool(re.search(r"include-system-site-packages *= *true", read_text(settings)))


def _pip(python: Path, *words: str) -> None:
    _run(str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", *words)


def _run(*words: str) -> None:
    done = run_quietly(words)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip() and "WARNING" not in line]
        told_ = " ".join(line.strip().removeprefix("ERROR: ") for line in lines[-TOLD_LINES:])
        raise LimberError(told_.rstrip(".") or f"'{' '.join(words[:4])}' ends with {done.returncode}")


def run_quietly(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a program, led astray by nothing of our own environment; returns what it printed. Raises `LimberError`."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }
    try:
        return subprocess.run(
            words, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, env=environment, cwd="/"
        )
    except OSError as error:
        raise LimberError(f"{words[0]} cannot be run: {reason(error, Path(words[0]))}") from error
