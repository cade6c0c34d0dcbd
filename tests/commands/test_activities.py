"""`limber activities`: what is hard for somebody, typed or recorded, and what becomes of it."""

import json
import wave
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.app import App
from assistant.audio.wav import WavWriter, read_wav
from assistant.cli import main
from assistant.coach.person import cleared
from assistant.commands.activities import by_ear
from assistant.hearing.enrolling.takes import Take
from assistant.history.exchange import export, import_from
from assistant.history.store import Store
from assistant.narration.phrasing import Phrasing
from assistant.narration.script import Script
from assistant.places import activities_folder
from assistant.running.alone import alone
from assistant.running.journal import Journal
from assistant.running.own_activities import PEAK
from assistant.running.performance import rendered
from assistant.settings import Settings
from assistant.words.clinical_records import Activity
from assistant.words.cues import Cue
from assistant.words.effects import Leave, Say, line
from assistant.words.events import Heard
from assistant.words.units import INPUT_RATE, OUTPUT_RATE
from tests.running.test_journal import header
from tests.support.drive import Driver, library


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_data_dir", lambda _name: str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def spoken(tmp_path):
    """A recording of somebody, with silence around it."""
    path = tmp_path / "garden.wav"
    tone = 0.2 * np.sin(np.arange(INPUT_RATE) / 9).astype(np.float32)
    with WavWriter(path, INPUT_RATE) as file:
        file.write(np.concatenate([np.zeros(8000, np.float32), tone, np.zeros(8000, np.float32)]))
    return path


def run(capsys, *arguments):
    code = main(["activities", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def kept() -> tuple[Activity, ...]:
    with Store() as store:
        return store.person().activities


def test_activities_are_typed_shown_and_deleted(capsys):
    assert run(capsys)[1] == "You have named nothing that is hard for you. A self-check asks for it.\n"
    code, out, _ = run(capsys, "walking  to the shop", "stairs")
    assert (code, out) == (0, "What is hard for you these days: walking to the shop and climbing stairs.\n")
    assert kept() == (Activity("walking to the shop"), Activity("stairs"))
    assert run(capsys, "gardening")[0] == 0  # takes the place of the others
    assert kept() == (Activity("gardening"),)
    assert run(capsys, "--forget")[1] == "What you named is deleted.\n"
    assert kept() == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a", "b", "c", "d"], "4 activities are too many; name the 3 that matter most"),
        ([" "], "'' is no activity; write it in words, such as 'walking to the shop'"),
        (["stairs\x1b[2J"], "'stairs\\x1b[2J' is no activity"),
        (["a" * 3000], f"limber: '{'a' * 80}' is too long to be asked about; say it in 8 words at most"),
        (["one two three four five six seven eight nine"], "is too long to be asked about; say it in 8 words at most"),
        (["stairs", "--forget"], "name activities, record them, take them from files, or forget them; not two at once"),
        (["--recordings", "nowhere.wav"], "nowhere.wav: there is no such file"),
    ],
)
def test_what_cannot_be_kept_is_one_sentence_and_changes_nothing(capsys, arguments, said):
    run(capsys, "gardening")
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert said in err
    assert kept() == (Activity("gardening"),)


@pytest.mark.parametrize("arguments", [["stairs"], ["--forget"], ["--recordings", "garden.wav"]])
def test_a_session_under_way_would_write_over_them_so_nothing_changes(capsys, arguments):
    run(capsys, "gardening")
    with alone():
        code, _, err = run(capsys, *arguments)
        assert run(capsys)[0] == 0  # they can be looked at
        import_code = main(["import", "anywhere"])
    assert (code, import_code) == (2, 2)
    assert "another session is under way" in err
    assert "another session is under way" in capsys.readouterr().err
    assert kept() == (Activity("gardening"),)


def test_a_recording_is_kept_beside_the_history_for_this_user_only(capsys, spoken):
    assert run(capsys, "--recordings", spoken)[0] == 0
    (activity,) = kept()
    path = activities_folder() / activity.recording
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    sound = read_wav(path, INPUT_RATE)
    assert len(sound) < 1.5 * INPUT_RATE  # the silence around it is cut off
    assert np.abs(sound).max() == pytest.approx(PEAK, abs=0.01)


def test_a_new_one_and_forgetting_delete_the_recording(capsys, spoken):
    run(capsys, "--recordings", spoken)
    run(capsys, "stairs")
    assert not list(activities_folder().iterdir())
    run(capsys, "--recordings", spoken)
    with Store() as store:
        store.forget()
        assert store.person().activities == ()
    assert not activities_folder().exists()


@pytest.mark.parametrize(
    ("takes", "kept_sounds", "said"),
    [
        ([1, 2, 3, 4], [1, 2, 3], ["activity", "kept", "another", "kept", "another", "kept", "done"]),
        ([1, None], [1], ["activity", "kept", "another", "nothing", "done"]),
        ([1, "stop"], [1], ["activity", "kept", "another", "done"]),
        ([None], [], ["activity", "nothing"]),
        (["finish"], [], ["activity"]),
    ],
)
def test_they_are_recorded_by_ear_and_played_back(takes, kept_sounds, said):
    waiting, told, played = iter(takes), [], []

    def take():
        found = next(waiting)
        if isinstance(found, str):
            return Take(np.ones(4, np.float32), (Heard(found, (), found),))
        return None if found is None else Take(np.full(4, found, np.float32), ())

    texts = {f"record_{key}": (key,) for key in ("activity", "another", "nothing", "kept", "done")}
    sounds = by_ear(told.append, take, played.append, texts, 3)
    assert [sound[0] for sound in sounds] == [sound[0] for sound in played] == kept_sounds
    assert told == said


@pytest.mark.parametrize(("word", "goes_on"), [(None, True), ("stop", False)])
def test_by_voice_a_session_is_left_to_record_and_stop_ends_it(word, goes_on):
    driver = Driver("floor_only_gentle")
    driver.say("record my activities")
    if word:
        driver.say(word)
    driver.run_to_end()
    (left,) = [effect for _, effect in driver.effects if isinstance(effect, Leave)]
    assert left.to_record is goes_on
    assert not left.to_enrol


def test_a_recording_is_played_when_its_question_is_asked(capsys, spoken):
    run(capsys, "--recordings", spoken)
    routine = replace(library().routines["self_check"], items=("check_activities",))
    driver = Driver(routine, person=replace(cleared(library().screening), activities=kept()))
    driver.hear("next")
    driver.run_until("checking")
    asked = next(each for _, each in driver.effects if isinstance(each, Say) and _plays(each))
    cues = Script(Phrasing(library(), {}), OUTPUT_RATE).say(asked)
    played, question = cues[-3:-1]
    assert played.sound == kept()[0].recording
    assert question.text == "How well can you do that, from zero to ten?"
    voice = App.open(Settings()).voice()
    sound, trouble = rendered(played, voice)
    assert not trouble
    assert np.abs(sound).max() == pytest.approx(PEAK, abs=0.05)
    voice.close()


def _plays(said: Say) -> bool:
    return any(each.key == "activity_recorded" for each in said.lines)


def test_of_a_recording_that_is_gone_the_words_are_spoken():
    voice = App.open(Settings()).voice()
    sound, trouble = rendered(Cue("The activity that you recorded.", "talk", sound="../../gone.wav"), voice)
    voice.close()
    assert trouble == "a recorded activity cannot be played"
    assert len(sound) > OUTPUT_RATE


def test_an_export_takes_them_along_and_an_import_brings_them_back(capsys, spoken, tmp_path):
    run(capsys, "--recordings", spoken)
    with Store() as here, Store(tmp_path / "other/history.db") as there:
        export(here, tmp_path / "csv")
        import_from(there, tmp_path / "csv")
        assert there.person() == here.person()
        (activity,) = there.person().activities
    with wave.open(str(tmp_path / "other/activities" / activity.recording)) as file:
        assert file.getnframes()


def test_a_report_of_a_fault_holds_neither_words_nor_sound(capsys, spoken, tmp_path):
    run(capsys, "--recordings", spoken)
    (recorded,) = kept()
    driver = Driver("floor_only_gentle")
    person = replace(cleared(library().screening), activities=(recorded, Activity("Annabella's garden")))
    journal = Journal(tmp_path / "journal.jsonl", header(person))
    journal.start()
    told = (
        line("activity_recorded", recording=recorded.recording),
        line("activity_named", activity="Annabella's garden"),
    )
    journal.effect(driver.now, Say(1, told))
    journal.close()
    assert recorded.recording in (tmp_path / "journal.jsonl").read_text(encoding="utf-8")
    assert main(["report-bug", str(tmp_path / "journal.jsonl"), "--out", str(tmp_path / "report.zip")]) == 0
    with zipfile.ZipFile(tmp_path / "report.zip") as packed:
        assert {Path(name).suffix for name in packed.namelist()} <= {".jsonl", ".json"}
        for name in packed.namelist():
            text = packed.read(name).decode()
            assert recorded.recording not in text
            assert "Annabella" not in text
            assert recorded.name not in text
            assert all(json.loads(row) is not None for row in text.splitlines())
