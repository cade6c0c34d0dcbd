"""Makes the Debian package: Limber and what Debian has not of what it needs, in a folder of its own.

What Debian has comes from Debian, with its mending of faults. The rest is unpacked from wheels for Debian's Python, so
that either kind of machine can make the package of the other. The folder is a virtual environment that sees Debian's
packages, so processes that Limber starts find everything, too.
"""

import gzip
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from email.utils import formatdate
from importlib.metadata import PathDistribution
from pathlib import Path

from assistant import __version__
from assistant.commands.known import COMMANDS
from assistant.running.unit import UNIT, unit_text

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "scripts/packaging/debian"
PYTHON = "3.13"
"""Of Debian 13. Another one needs other wheels."""
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
"""What Debian calls a kind of machine -> what wheels call it."""
MANYLINUX = ("manylinux_2_28", "manylinux_2_17", "manylinux2014", "manylinux_2_12", "manylinux2010")
"""Kinds of wheels that run on Debian 13."""
HOME = "usr/lib/limber"
DEBIANS = {
    "attrs": "python3-attr",
    "cattrs": "python3-cattr",
    "cffi": "python3-cffi",
    "numpy": "python3-numpy",
    "platformdirs": "python3-platformdirs",
    "pyyaml": "python3-yaml",
    "rapidfuzz": "python3-rapidfuzz",
    "requests": "python3-requests",
    "six": "python3-six",
    "soundfile": "python3-soundfile",
    "soxr": "python3-soxr",
    "srt": "python3-srt",
    "tqdm": "python3-tqdm",
    "typing-extensions": "python3-typing-extensions",
    "websockets": "python3-websockets",
}
"""Python packages that Debian 13 has, in a version that will do -> what Debian calls them."""
COMMON = ("Apache-2.0", "MPL-2.0")  # each begins with what its classifier is called by
"""Licences whose text every Debian has in /usr/share/common-licenses."""
APACHE = re.compile(r"^ *Apache License\n.*?limitations under the License\.\n", re.DOTALL | re.MULTILINE)
PRIVATE, PROGRAM, PLAIN = 0o700, 0o755, 0o644


def main(architecture: str, folder: str) -> None:
    """Make it, and say where it is."""
    if architecture not in MACHINES:
        sys.exit(f"There is no package for '{architecture}'; there are: {', '.join(MACHINES)}")
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name) / "tree"
        site = tree / HOME / f"lib/python{PYTHON}/site-packages"
        needed = _unpack(site, MACHINES[architecture], Path(name))
        _write_environment(tree)
        _write_documents(tree, site)
        _write_control(tree, architecture, needed)
        made = Path(folder).resolve() / f"limber_{__version__}_{architecture}.deb"
        _run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(made))
    print(made)


def _unpack(site: Path, machine: str, scratch: Path) -> list[str]:
    """Put Limber and what Debian has not of what it needs into a folder; returns what Debian has of it."""
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    _run(*pip, "wheel", "--no-deps", "--wheel-dir", str(scratch), str(ROOT))
    (wheel,) = scratch.glob("limber-*.whl")
    platforms = [f"--platform={kind}_{machine}" for kind in MANYLINUX]
    only = ("--no-deps", "--no-compile", "--only-binary=:all:", f"--python-version={PYTHON}", *platforms)
    wanted, done = [str(wheel)], set[str]()
    needed = set[str]()
    while wanted:
        _run(*pip, "install", "--upgrade", "--target", str(site), *only, *wanted)
        found = {_plain(each.name): each for each in _distributions(site)}
        wanted = []
        for name in found.keys() - done:
            for requirement in _requirements(found[name]):
                if of_debian := DEBIANS.get(_name(requirement)):
                    needed.add(of_debian)
                elif _name(requirement) not in found:
                    wanted.append(requirement)
        done |= found.keys()
    for rubbish in (site / "bin", *site.rglob("direct_url.json")):
        _run("rm", "-rf", str(rubbish))
    return sorted(needed)


def _distributions(site: Path) -> Iterator[PathDistribution]:
    yield from (PathDistribution(path) for path in sorted(site.glob("*.dist-info")))


def _requirements(distribution: PathDistribution) -> Iterator[str]:
    """What a package always needs on Linux."""
    for requirement in distribution.requires or ():
        what, _, when = requirement.partition(";")
        if "extra ==" not in when and "Windows" not in when and "Darwin" not in when:
            yield what.strip()


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    return _plain(found[0]) if found else ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _write_environment(tree: Path) -> None:
    """What makes a virtual environment of the folder; and the command, the service and its page."""
    home = tree / HOME
    _write(home / "pyvenv.cfg", f"home = /usr/bin\ninclude-system-site-packages = true\nversion = {PYTHON}\n")
    (home / "bin").mkdir()
    (home / "bin/python").symlink_to(f"../../../bin/python{PYTHON}")
    _write(home / "bin/limber", (TEMPLATES / "limber").read_text(encoding="utf-8"), PROGRAM)
    (tree / "usr/bin").mkdir()
    (tree / "usr/bin/limber").symlink_to("../lib/limber/bin/limber")
    _write(tree / "usr/lib/systemd/user" / UNIT, unit_text(["/usr/bin/limber", "stay"], {}))
    page = (TEMPLATES / "limber.1").read_text(encoding="utf-8")
    commands = "".join(f".TP\n.B limber {each.name}\n{each.help}\n" for each in COMMANDS).replace("-", r"\-")
    page = page.replace("@VERSION@", __version__).replace("@COMMANDS@\n", commands)
    _write_packed(tree / "usr/share/man/man1/limber.1.gz", page)


def _write_documents(tree: Path, site: Path) -> None:
    documents = tree / "usr/share/doc/limber"
    _write(documents / "copyright", "\n".join(_copyright(site)))
    _write_packed(documents / "CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    changes = (TEMPLATES / "changelog").read_text(encoding="utf-8")
    changes = changes.replace("@VERSION@", __version__).replace("@DATE@", formatdate(localtime=True))
    _write_packed(documents / "changelog.gz", changes)
    overrides = (TEMPLATES / "lintian-overrides").read_text(encoding="utf-8")
    _write(tree / "usr/share/lintian/overrides/limber", overrides)
    _write(documents / "README.Debian", (TEMPLATES / "README.Debian").read_text(encoding="utf-8"))


def _copyright(site: Path) -> Iterator[str]:
    """Who made what is inside, and what they allow."""
    yield (TEMPLATES / "copyright").read_text(encoding="utf-8")
    for each in _distributions(site):
        if each.name != "limber":
            yield f"{'-' * 72}\n\n{each.name} {each.version}, from the Python Package Index\n\n{_licence(each)}"


def _licence(distribution: PathDistribution) -> str:
    table = distribution.metadata
    named = " ".join(
        text for key in ("License-Expression", "License", "Classifier") for text in table.get_all(key) or ()
    )
    known = next((each for each in COMMON if each in named or each.partition("-")[0] in named), "")
    files = [file for file in distribution.files or () if "licenses" in file.parts and file.suffix != ".md"]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    if known == "MPL-2.0":
        text = ""
    text = APACHE.sub("", text).strip("\n")
    if not (known or text):
        sys.exit(f"{distribution.name} says nothing of its licence")
    where = f"The licence is {known}; on Debian systems its text is in /usr/share/common-licenses/{known}.\n"
    return "\n".join(part for part in (where if known else "", f"{text}\n" if text else "") if part)


def _write_control(tree: Path, architecture: str, needed: Sequence[str]) -> None:
    control = tree / "DEBIAN"
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file() and not path.is_symlink()) // 1024
    text = (TEMPLATES / "control").read_text(encoding="utf-8")
    atomic = "libatomic1, " if architecture == "arm64" else ""
    for slot, value in {
        "VERSION": __version__,
        "ARCHITECTURE": architecture,
        "SIZE": str(size),
        "LIBRARIES": atomic + ", ".join(needed),
    }.items():
        text = text.replace(f"@{slot}@", value)
    _write(control / "control", text)
    for script in ("postinst", "prerm", "postrm"):
        _write(control / script, (TEMPLATES / script).read_text(encoding="utf-8"), PROGRAM)
    sums = []
    for path in sorted(tree.rglob("*")):
        if path.is_dir():
            path.chmod(PROGRAM)
        elif not path.is_symlink() and control not in path.parents:
            sums.append(
                subprocess.run(["md5sum", path.relative_to(tree)], cwd=tree, capture_output=True, text=True).stdout
            )
            path.chmod(PROGRAM if path.parent.name == "bin" else PLAIN)
    _write(control / "md5sums", "".join(sums))


def _write(path: Path, text: str, mode: int = PLAIN) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def _write_packed(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"'{' '.join(words[:6])} ...' fails:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main(*sys.argv[1:])
