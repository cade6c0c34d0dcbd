"""`limber voices`: what it lists, what it writes into the settings, and what it refuses."""

import re

import numpy as np
import pytest

from assistant.app import App
from assistant.cli import main
from assistant.commands.recording import Reading, own_profile
from assistant.commands.usable import usable
from assistant.commands.voices import prepare, rendered_ahead
from assistant.hearing.enrolling.takes import Take
from assistant.places import VOICES, own_voices_folder
from assistant.running.inventory import inventory
from assistant.running.own_activities import write_private
from assistant.running.voices import prepared_store
from assistant.settings import Settings, load_settings
from assistant.speaking.profile import load_profile
from assistant.speaking.recordings import Recordings
from assistant.words.effects import line
from assistant.words.events import Heard
from assistant.words.units import OUTPUT_RATE
from tests.support.drive import library

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


class Reader:
    """Somebody who reads for an hour; what they say after a tone is told by a list."""

    def __init__(self, *answers):
        self.answers, self.said, self.played = iter(answers), [], []
        self.reading = Reading(self.said.append, self.take, self.played.append, library().phrases)

    def take(self, _most_s):
        said = next(self.answers, None)
        if said is None:
            return None
        intents = [Heard(said, (), said)] if isinstance(said, str) else []
        return Take(np.full(1600, said if isinstance(said, float) else 0.1, np.float32), tuple(intents))


def read(texts, *answers):
    """(how many were kept, text -> how loud what was kept of it is, who read)"""
    reader, kept = Reader(*answers), {}
    count = reader.reading.read(texts, lambda text, sound: kept.update({text: float(sound[0])}))
    return count, {text: pytest.approx(level) for text, level in kept.items()}, reader


def test_each_sentence_is_said_read_played_back_and_kept_unless_it_is_to_be_read_again():
    texts = ["Yes.", "No.", "Up."]
    count, kept, reader = read(texts, 0.1, "this_one", 0.2, "repeat", 0.3, None, 0.4, "finish")
    assert (count, kept) == (3, {"Yes.": 0.1, "No.": 0.3, "Up.": 0.4})
    assert [text for text in reader.said if text in texts] == ["Yes.", "No.", "No.", "Up."]
    assert [float(sound[0]) for sound in reader.played] == pytest.approx([0.1, 0.2, 0.3, 0.4])


def test_who_has_enough_or_says_nothing_is_left_alone_and_keeps_what_was_read():
    assert read(["Yes.", "No."], 0.1, "finish")[:2] == (1, {"Yes.": 0.1})
    assert read(["Yes.", "No."], 0.1, "yes", None, None)[:2] == (1, {"Yes.": 0.1})
    assert read([])[0] == 0


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("joe", "'joe' is one of our own voices"), ("../joe", "cannot be called"), ("a b", "cannot be called")],
)
@pytest.mark.usefixtures("file")
def test_a_recorded_voice_cannot_be_called_anything(name, wrong, capsys):
    assert main(["voices", "record", name]) == 2
    assert wrong in capsys.readouterr().err


@pytest.mark.usefixtures("file")
def test_a_recorded_voice_is_listed_chosen_and_told_of_as_what_is_kept(capsys):
    profile = own_profile("anna")
    write_private(Recordings(profile).path("Ready."), np.full(16000, 0.1, np.float32), "not kept")
    assert main(["voices", "choose", "anna"]) == 0
    assert main(["voices"]) == 0
    shown = capsys.readouterr().out
    assert "* anna: anna, recorded" in shown
    assert re.search(r"1 of \d+ sentences are recorded", shown)
    voice = App.open(load_settings()).voice()
    try:
        assert 0.9 < len(voice.clip("Ready.")) / OUTPUT_RATE < 1.1
    finally:
        voice.close()
    assert "own_voices" in {held.kind for held in inventory()}
    assert main(["voices", "prepare", "anna"]) == 2
    assert "'anna' was recorded, so nothing is rendered for it" in capsys.readouterr().err
    own_profile("anna")  # once more: what is there stays
    assert Recordings(profile).has("Ready.")


@pytest.mark.usefixtures("file")
def test_a_broken_profile_hides_no_other_voice(capsys):
    own_profile("anna")
    (own_voices_folder() / "bert.yaml").write_text("engine: [")
    assert main(["voices"]) == 0
    shown = capsys.readouterr().out
    assert "  bert: " in shown
    assert "* clear: " in shown
