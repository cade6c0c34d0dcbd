"""The program as it is given away: wheel and sdist are built, and the wheel runs outside the checkout."""

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from assistant import __version__
from assistant.places import BUILT_IN_MODEL, NEAR_END, VOICES
from tests.support.patience import PATIENCE_S

ROOT = Path(__file__).parents[1]
DATA = "assistant/data"
CLEAN = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}


def run(*words, cwd, **more):
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**CLEAN, **more},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(out, *what):
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, *what, ROOT, cwd=out)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with an sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("built")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder of an environment with the wheel in it; its dependencies are borrowed from the tests' own."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / "bin/python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "borrowed.pth").write_text("\n".join(borrowed))  # what .pth files lie there is not followed
    return folder


def contents(path):
    with zipfile.ZipFile(path) as packed:
        return {name: hashlib.sha256(packed.read(name)).hexdigest() for name in packed.namelist()}


def test_the_wheel_holds_all_that_the_program_needs_and_nothing_of_its_training(wheel):
    names = set(contents(wheel))
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "assistant").rglob("*.py")}
    content = {path.relative_to(ROOT).as_posix() for path in (ROOT / "assistant").rglob("*.yaml")}
    assert len(content) > 20
    assert sources | content <= names
    assert {f"{DATA}/voices/{path.name}" for path in VOICES.glob("*.yaml")} <= names
    assert f"{DATA}/models/{NEAR_END.name}" in names
    needed = {path for path in BUILT_IN_MODEL.rglob("*") if path.is_file() and path.suffix != ".png"}
    assert BUILT_IN_MODEL / "README.md" in needed  # the card, with those whose recordings it was trained on
    assert {f"{DATA}/models/limber-en/{path.relative_to(BUILT_IN_MODEL).as_posix()}" for path in needed} <= names
    page = {f"assistant/page/static/{path.name}" for path in (ROOT / "assistant/page/static").iterdir()}
    kept = sources | content | page | {"assistant/py.typed", "assistant/running/limber.service"}
    assert kept <= names
    others = {name for name in names - kept if not name.startswith((f"{DATA}/", f"limber-{__version__}.dist-info/"))}
    assert not others
    assert not {name for name in names if "training" in name or name.endswith(".png")}
    kinds = {Path(name).suffix for name in names if not name.startswith(f"limber-{__version__}.dist-info/")}
    assert kinds == {
        ".py",
        ".yaml",
        ".typed",
        ".service",
        ".mdl",
        ".conf",
        ".gz",
        ".txt",
        ".npz",
        ".md",
        ".html",
        ".css",
        ".js",
    }


def test_a_wheel_from_the_sdist_is_the_wheel_from_the_checkout(built, wheel, tmp_path):
    build(tmp_path, "--wheel")
    (direct,) = tmp_path.glob("*.whl")
    assert contents(direct) == contents(wheel)
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        names = {name.split("/", 1)[1] for name in packed.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "voices/clear.yaml"} <= names
    assert "models/limber-en/README.md" in names
    assert not {name for name in names if name.startswith(("models/training", "tests", "scripts", "shared"))}


def test_what_runs_comes_from_the_wheel(installed, tmp_path):
    code = "import assistant.places as p; print(p.__file__, p.VOICES, p.BUILT_IN_MODEL, p.NEAR_END, p.fetched_models())"
    *ours, fetched = map(Path, run(installed / "bin/python", "-c", code, cwd=tmp_path).split())
    for path in ours:
        assert path.is_relative_to(installed)
        assert path.exists()
    assert not fetched.is_relative_to(installed)


def test_the_installed_program_checks_itself_and_rehearses_in_an_empty_folder(installed, tmp_path):
    limber = installed / "bin/limber"
    home = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "STATE")}
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(limber, "--version", cwd=empty).strip() == __version__
    assert "No mistakes" in run(limber, "check", cwd=empty, **home)
    said = ["--say", "20 next", "--say", "45 finish"]
    run(limber, "rehearse", "office_micro", *said, "--out", "out", cwd=empty, **home)
    entries = [json.loads(line) for line in (empty / "out/transcript.jsonl").read_text().splitlines()]
    assert [entry["intent"] for entry in entries if entry["kind"] == "heard"] == ["next", "start", "finish"]
    assert (empty / "out/session.flac").stat().st_size > 100_000
    assert [path.name for path in empty.iterdir()] == ["out"]
