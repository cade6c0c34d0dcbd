"""`limber voices`: what it lists, what it writes into the settings, and what it refuses."""

import pytest

from assistant.app import App
from assistant.cli import main
from assistant.commands.usable import usable
from assistant.commands.voices import prepare, rendered_ahead
from assistant.places import VOICES
from assistant.running.voices import prepared_store
from assistant.settings import Settings, load_settings
from assistant.speaking.profile import load_profile
from assistant.words.effects import line

JOE = load_profile(VOICES / "joe.yaml")


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The settings file of somebody who has nothing else."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    path = tmp_path / "CONFIG/limber/settings.yaml"
    path.parent.mkdir(parents=True)
    return path


def test_it_lists_every_voice_and_marks_the_one_that_is_set(file, capsys):
    file.write_text("voice: plain\n")
    assert main(["voices"]) == 0
    shown = capsys.readouterr().out
    assert [row[:9] for row in shown.splitlines() if not row.startswith("    ")] == [
        "  america", "  clear: ", "  joe: An", "* plain: ", "  visitor",
    ]  # fmt: skip
    assert "not prepared; 'limber voices prepare joe' does it" in shown
    assert "licence: the voice is under CC0" in shown


def test_a_voice_of_ones_own_is_listed_as_well(file, tmp_path, capsys):
    own = tmp_path / "mine.yaml"
    own.write_text("engine: piper\nvoice: gone.onnx\nrate: 150\nown_rate: 180\n")
    file.write_text(f"voice: {own}\n")
    assert main(["voices"]) == 0
    shown = capsys.readouterr().out
    assert "* mine: " in shown
    assert "the voice 'mine' is not here: there is no gone.onnx" in shown


@pytest.mark.usefixtures("file")
def test_it_counts_what_can_be_said(capsys):
    assert main(["voices", "sentences"]) == 0
    shown = capsys.readouterr().out
    count = int(shown.split()[0])
    assert 4000 < count < 8000
    app = App.open(Settings())
    ahead = rendered_ahead(app)
    assert count < len(ahead) == len({*ahead})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "voice: plain\n"),
        ("", "voice: plain\n"),
        ("# mine\nvoice: clear  # British\necho: half\n", "# mine\nvoice: plain\necho: half\n"),
        ("echo: half", "echo: half\nvoice: plain\n"),
    ],
)
def test_to_choose_a_voice_changes_nothing_else(before, after, file, capsys):
    if before is not None:
        file.write_text(before)
    assert main(["voices", "choose", "plain"]) == 0
    assert file.read_text() == after
    assert load_settings().voice == "plain"
    assert "'plain' is the voice from now on." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (["choose"], "needs the name of a voice"),
        (["choose", "nobody"], "there is no voice 'nobody'"),
        (["list", "joe"], "is about all voices; leave out 'joe'"),
        (["prepare", "clear"], "'clear' speaks at once, so there is nothing to prepare"),
        (["sing"], "cannot be 'sing'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(given, wrong, file, capsys):
    file.write_text("voice: plain\n")
    assert main(["voices", *given]) == 2
    assert wrong in capsys.readouterr().err
    assert file.read_text() == "voice: plain\n"


@pytest.mark.usefixtures("file")
def test_a_voice_is_prepared_from_where_it_was_left_and_what_is_not_said_any_more_goes(capsys):
    app, store = App.open(Settings()), prepared_store(JOE)
    prepare(app, JOE, ["Yes.", "No."])
    assert "2 sentences were rendered, and 0 were there." in capsys.readouterr().out
    prepare(app, JOE, ["Yes.", "Up."])
    shown = capsys.readouterr().out
    assert "1 sentence is not said any more, and was deleted." in shown
    assert "1 sentence was rendered, and 1 was there." in shown
    assert store.missing(["Yes.", "No.", "Up."]) == ["No."]
    voice = app.voice("joe")
    try:
        assert voice.name == "joe"
        assert not voice.trouble()
        assert len(voice.clip("Yes.")) > 0
    finally:
        voice.close()


def test_who_stays_hears_of_a_voice_that_is_not_there_and_is_spoken_to_by_the_usual_one(file, tmp_path):
    own = tmp_path / "mine.yaml"
    own.write_text("engine: piper\nvoice: gone.onnx\nrate: 150\nown_rate: 180\n")
    file.write_text(f"voice: {own}\n")
    found = usable()
    assert found.settings.voice == "clear"
    assert line("fault_voice") in found.says
    assert any("there is no gone.onnx" in shown for shown in found.shows)


@pytest.mark.usefixtures("file")
def test_a_floor_that_is_rendered_ahead_itself_is_refused(tmp_path, capsys):
    own = tmp_path / "mine.yaml"
    own.write_text("engine: piper\nvoice: gone.onnx\nrate: 150\nown_rate: 180\nfloor: joe\n")
    assert main(["voices", "prepare", str(own)]) == 2
    assert "'joe' cannot be the floor of 'mine', as it is rendered ahead itself" in capsys.readouterr().err
