"""A new Limber is put into use when it works, and whatever ends an update, there is a Limber that works."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from assistant import __version__
from assistant.cli import main
from assistant.running import installing
from assistant.running import programs as programs_
from assistant.running.installing import version_of, wheel_of
from assistant.running.programs import IN_USE, Programs
from assistant.words.errors import LimberError
from tests.support.faults import small_disk
from tests.support.patience import PATIENCE_S

ROOT = Path(__file__).parents[2]
NEWER, BROKEN = "9.9.9", "9.9.8"
STEPS = ("Putting Limber", "Trying it", "Putting it into use")
"""How what `limber update` says before each step begins."""
SYSTEM_STEPS = 7
"""What putting a program into use asks of the system: a note, and three links that are made and then renamed."""


def built(folder, version, spoil=lambda _: None):
    """The wheel of this checkout under another version."""
    copy = folder / "checkout"
    for name in ("assistant", "voices", "models/limber-en"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "models/near-end.npz"):
        shutil.copy(ROOT / name, copy / name)
    (copy / "assistant/__init__.py").write_text(f'"""Limber."""\n\n__version__ = "{version}"\n')
    spoil(copy)
    line = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, copy]
    subprocess.run(line, check=True, capture_output=True, timeout=PATIENCE_S)
    shutil.rmtree(copy)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def newer(tmp_path_factory):
    return built(tmp_path_factory.mktemp("newer"), NEWER)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """One that is installed, and then cannot read its own content."""
    return built(tmp_path_factory.mktemp("broken"), BROKEN, lambda at: (at / "assistant/content/pacing.yaml").unlink())


@pytest.fixture
def home(tmp_path, monkeypatch, newer):
    """Somebody's home, in which `limber` is the program that runs the tests. They share what was rendered once."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("XDG_CACHE_HOME", str(newer.parent / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    command = tmp_path / ".local/bin/limber"
    command.parent.mkdir(parents=True)
    command.symlink_to(Path(sys.prefix) / "bin/limber")
    return tmp_path


def started(home, *words, typed=False):
    line = [home / ".local/bin/limber"] if typed else [sys.executable, "-m", "assistant"]
    return subprocess.Popen(
        [*line, "update", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def update(home, *words, typed=False):
    """(exit code, what was said) of an update."""
    process = started(home, *words, typed=typed)
    said, _ = process.communicate(timeout=PATIENCE_S)
    return process.returncode, said


def version(home):
    """Which Limber somebody gets who types `limber`; it must work."""
    line = [home / ".local/bin/limber", "--version"]
    return subprocess.run(line, capture_output=True, text=True, check=True, cwd="/").stdout.strip()


def test_a_new_limber_is_tried_put_into_use_and_left_again(home, newer):
    code, said = update(home, newer)
    assert (code, version(home)) == (0, NEWER), said
    code, said = update(home, "--back", typed=True)
    assert code == 0, said
    assert f"Limber {__version__} is in use again" in said
    assert version(home) == __version__
    code, said = update(home, "--back")
    assert (code, "no earlier Limber" in said) == (2, True)
    code, said = update(home, newer)
    assert (code, version(home)) == (0, NEWER), said
    left = [path.name for path in (home / ".local/lib/limber").iterdir() if path.is_dir() and not path.is_symlink()]
    assert len(left) == 1  # the one that was left again is deleted


def test_one_that_does_not_work_is_never_put_into_use(home, broken):
    code, said = update(home, broken)
    assert code == 2
    assert "WRONG content" in said
    assert f"{__version__} stays in use" in said
    assert version(home) == __version__
    assert not (home / ".local/lib/limber" / BROKEN).exists()


def test_one_that_is_too_old_for_what_is_remembered_is_not_put_into_use(home, newer):
    (home / "DATA/limber").mkdir(parents=True)
    subprocess.run(
        [sys.executable, "-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version = 99')",
         home / "DATA/limber/history.db"], check=True,
    )  # fmt: skip
    code, said = update(home, newer)
    assert (code, version(home)) == (2, __version__)
    assert "a newer Limber wrote what is remembered" in said


def test_killed_at_any_step_there_is_a_limber_that_works(home, newer):
    for step in STEPS:
        process = started(home, newer)
        for line in process.stdout:
            if line.startswith(step):
                break
        else:
            raise AssertionError(f"'{step}' was not said")
        process.kill()
        process.communicate(timeout=PATIENCE_S)
        assert version(home) in (__version__, NEWER)
    code, said = update(home, newer, typed=True)
    assert (code, version(home)) == (0, NEWER), said
    assert f"Limber {NEWER} is in use" in said


class PowerCutError(BaseException):
    """Nothing is done after it."""


@pytest.mark.parametrize("after", range(SYSTEM_STEPS + 1))
def test_whichever_step_of_putting_it_into_use_is_the_last_there_is_one_in_use(tmp_path, monkeypatch, after):
    made = {name: tmp_path / name for name in ("old", "new")}
    for name, place in made.items():
        (place / "bin").mkdir(parents=True)
        (place / "bin/limber").write_text(name)
    command = tmp_path / "bin/limber"
    command.parent.mkdir()
    command.symlink_to(made["old"] / "bin/limber")
    (tmp_path / "programs").mkdir()
    known = Programs(tmp_path / "programs", command, made["old"])
    done = 0

    def cut(step):
        def cut_off(*given, **named):
            nonlocal done
            if done == after:
                raise PowerCutError
            done += 1
            return step(*given, **named)

        return cut_off

    with monkeypatch.context() as patched:
        for name in ("symlink_to", "replace"):
            patched.setattr(Path, name, cut(getattr(Path, name)))
        try:
            finished = known.put_into_use(made["new"])
        except PowerCutError:
            finished = False
    assert command.read_text() == ("new" if finished else "old")
    assert finished == (after == SYSTEM_STEPS)
    assert known.put_into_use(made["new"])
    assert command.read_text() == "new"
    assert known.before() in made.values()
    known.tidy()
    assert command.read_text() == "new"


def test_what_is_cleared_away_is_neither_in_use_nor_the_way_back_also_where_home_is_a_link(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "disk")
    folder = tmp_path / "home/programs"
    for name in ("1", "2", "3", "cut off"):
        (folder / name / "bin").mkdir(parents=True)
        (folder / name / "bin/limber").write_text(name)
    known = Programs(folder, tmp_path / "home/limber", tmp_path / "checkout")
    for name in ("1", "2", "3"):
        known.put_into_use(folder / name)
    known.tidy()
    left = {path.name for path in folder.iterdir() if path.is_dir() and not path.is_symlink()}
    assert left == {"2", "3"}
    assert known.before().name == "2"


def test_a_command_of_somebody_elses_stays(tmp_path):
    for name in ("old", "new"):
        (tmp_path / name / "bin").mkdir(parents=True)
        (tmp_path / name / "bin/limber").write_text(name)
    command = tmp_path / "limber"
    command.write_text("mine")
    (tmp_path / "programs").mkdir()
    known = Programs(tmp_path / "programs", command, tmp_path / "old")
    assert not known.put_into_use(tmp_path / "new")
    assert command.read_text() == "mine"
    assert (tmp_path / "programs" / IN_USE / "bin/limber").read_text() == "new"


def damaged(wheel, folder):
    path = folder / "limber-1-py3-none-any.whl"
    path.write_bytes(wheel.read_bytes()[:50_000])
    return path


def needing(wheel, folder):
    """A wheel that needs what is not here."""
    path = folder / wheel.name
    with zipfile.ZipFile(wheel) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name.endswith(".dist-info/METADATA"):
                data = data.replace(b"Requires-Dist: numpy", b"Requires-Dist: not-to-be-had\nRequires-Dist: numpy", 1)
            after.writestr(name, data)
    return path


def of_others(_wheel, folder):
    path = folder / "other-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("other-1.dist-info/METADATA", "Name: other\nVersion: 1\n")
    return path


def no_wheel(_wheel, folder):
    path = folder / "limber.whl"
    path.write_text("no wheel")
    return path


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda _wheel, folder: folder / "nothing.whl", "there is no such file or folder"),
        (lambda _wheel, folder: folder, "no checkout of Limber"),
        (no_wheel, "this is no wheel, or it is damaged"),
        (damaged, "this is no wheel, or it is damaged"),
        (of_others, "this is no wheel of Limber"),
        (needing, "not-to-be-had"),
    ],
)
def test_what_cannot_become_a_program_is_one_sentence(home, newer, tmp_path, capsys, given, said):
    folder = tmp_path / "given"
    folder.mkdir()
    assert main(["update", str(given(newer, folder))]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told
    assert ("--fetch" in told) == (given is needing)
    assert version(home) == __version__
    assert not list((home / ".local/lib/limber").glob("*/"))


def test_a_checkout_becomes_a_wheel_with_what_is_here_or_not_at_all(tmp_path, monkeypatch):
    assert version_of(wheel_of(ROOT, tmp_path, fetch=False)) == __version__
    monkeypatch.setattr(installing, "BUILDER", "not_to_be_had")
    with pytest.raises(LimberError, match="--fetch"):
        wheel_of(ROOT, tmp_path, fetch=False)


def test_a_full_disk_changes_nothing(home, newer, tmp_path, capsys):
    with small_disk(tmp_path / ".local/lib") as disk:
        assert main(["update", str(newer)]) == 2
        told = capsys.readouterr().err
        assert "an update needs 200 MB, and there are 2 MB" in told
        assert [path.name for path in (disk / "limber").iterdir()] == ["update.lock"]
    assert version(home) == __version__


def test_a_limber_of_the_debian_package_leaves_it_to_apt(home, monkeypatch, capsys):
    monkeypatch.setattr(sys, "prefix", str(programs_.BY_APT))
    assert main(["update"]) == 2
    assert "sudo apt-get install limber" in capsys.readouterr().err
    assert not (home / ".local/lib").exists()


def test_one_cannot_go_back_and_forward_at_once(home, newer, capsys):
    assert main(["update", str(newer), "--back"]) == 2
    assert "leave out the rest" in capsys.readouterr().err
    assert not (home / ".local/lib").exists()


def test_two_updates_at_a_time_are_one_too_many(home, newer, capsys):
    with Programs.of_this_person().alone():
        assert main(["update", str(newer)]) == 2
    assert "another update is under way" in capsys.readouterr().err
    assert version(home) == __version__
