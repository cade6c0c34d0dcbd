"""What is learnt of a voice is not lost by the way: taught phrases are named, and kept where that is wanted."""

import subprocess
import sys

import pytest

from assistant.cli import main
from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.hearing.enrolling.voice_file import own_voice_file, read_own_voice, write_own_voice
from tests.support.faults import FAULTS, bound_by_permissions
from tests.test_without_sound import without_sound

EXAMPLE = bytes(10 * len(BASE_PHONES))
LEARNT = OwnVoice({"stop": (("S", "T"),)}, {}, {"stop": (EXAMPLE,)})
TAUGHT = OwnVoice(
    {**LEARNT.pronunciations, "onward": (("S", "T", "P"),)},
    {"next": ("onward",), "stop": ("that will do",)},
    {**LEARNT.examples, "onward": (EXAMPLE,), "that_will_do": (EXAMPLE,)},
)
GONE, KEPT = "So are the phrases that you taught me", "The phrases that you taught me are kept"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def enrol(capsys, *words):
    """The exit code of `limber enrol`, and what it says."""
    code = main(["enrol", *words])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def test_forgetting_names_the_phrases_that_go_with_it(capsys):
    write_own_voice(TAUGHT)
    code, told = enrol(capsys, "--forget")
    assert code == 0
    assert f"{GONE}: 'onward', 'that will do'." in told
    assert "--keep-phrases" in told
    assert not own_voice_file().exists()


def test_phrases_can_be_kept(capsys):
    write_own_voice(TAUGHT)
    code, told = enrol(capsys, "--forget", "--keep-phrases")
    assert code == 0
    assert f"{KEPT}: 'onward', 'that will do'." in told
    assert GONE not in told
    assert read_own_voice() == TAUGHT.taught
    assert "stop" not in read_own_voice().examples


@pytest.mark.parametrize("words", [["--forget"], ["--forget", "--keep-phrases"]])
def test_without_phrases_nothing_is_said_of_them(capsys, words):
    write_own_voice(LEARNT)
    assert enrol(capsys, *words) == (0, "What I knew of your voice is deleted.\n")
    assert not own_voice_file().exists()
    code, told = enrol(capsys, *words)
    assert code == 0
    assert "phrase" not in told


def test_what_cannot_be_read_is_not_deleted_when_phrases_are_to_be_kept(capsys):
    write_own_voice(TAUGHT)
    own_voice_file().write_text("{")
    code, told = enrol(capsys, "--forget", "--keep-phrases")
    assert (code, str(own_voice_file()) in told) == (2, True)
    assert own_voice_file().read_text() == "{"
    assert enrol(capsys, "--forget")[0] == 0
    assert not own_voice_file().exists()


def test_keeping_phrases_without_forgetting_is_a_mistake(capsys):
    write_own_voice(TAUGHT)
    code, told = enrol(capsys, "--keep-phrases")
    assert (code, "--forget" in told) == (2, True)
    assert read_own_voice() == TAUGHT


FORGOTTEN = {
    "missing": (0, "I know nothing of your voice."), "a folder": (2, "this cannot be deleted: it is a folder, and not a file"),
    "a link to nowhere": (2, "this cannot be deleted: it is a link to "),
}  # fmt: skip
"""fault of voice.json -> what `--forget` ends with, and says; with every other fault it is gone."""


@pytest.mark.parametrize("fault", [*FAULTS, "a folder that hides the rest"])
def test_forgetting_whatever_is_wrong_with_the_file(capsys, tmp_path, fault):
    path = write_own_voice(TAUGHT)
    aside, graph, speech = (
        path.with_name("voice-damaged-2026-01-01.json"),
        tmp_path / "cache/limber/graphs/a/words.txt",
        tmp_path / "cache/limber/speech/ab/c.wav",
    )
    for file in (aside, graph, speech):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("onward")
    if fault in FAULTS:
        FAULTS[fault](path)
    else:
        path.parent.chmod(0o300)
    with bound_by_permissions():
        code, told = enrol(capsys, "--forget")
    path.parent.chmod(0o700)
    if fault in FAULTS:
        expected, words = FORGOTTEN.get(fault, (0, "What I knew of your voice is deleted."))
        assert (code, words in told or fault == "missing") == (expected, True), told
        assert not aside.exists()
    else:
        assert (code, "this folder cannot be looked into" in told) == (2, True)
    assert (path.exists() or path.is_symlink()) == (fault in FORGOTTEN and fault != "missing")
    assert not graph.exists(), "the words of a graph are those of a person"
    assert not speech.exists()


@pytest.mark.parametrize("beside", [["next"], ["--recordings", "takes"], ["next", "--keep-phrases"]])
def test_nothing_beside_forgetting_is_passed_over(capsys, beside):
    write_own_voice(TAUGHT)
    code, told = enrol(capsys, "--forget", *beside)
    assert (code, "leave out what else there is" in told) == (2, True)
    assert read_own_voice() == TAUGHT


def test_what_a_file_prevents_between_two_sessions_ends_no_program(tmp_path):
    """Who asks for it by voice hears why on any loudspeaker, and the next session begins; here there is none."""
    program = (
        "from assistant.commands import session; from assistant.commands.enrol import learn_voice; "
        "from assistant.settings import Settings; "
        "session.between(lambda settings: learn_voice(settings, (), {}), Settings()); print('a session')"
    )
    path = write_own_voice(OwnVoice())
    path.unlink()
    path.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={**without_sound(tmp_path), "XDG_DATA_HOME": str(path.parents[1])},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "a session\n"), done.stderr
    assert f"{path}: this cannot be read" in done.stderr
    assert path.is_dir()
