"""What somebody without a sound card is given: three minutes to read and to listen to."""

import json
from contextlib import redirect_stdout

import numpy as np
import pytest
import soundfile

from assistant.cli import main
from assistant.commands.sample import SOUND, read_lines_of_sample
from assistant.commands.screen import COLUMNS
from assistant.content.language import ENGLISH
from tests.support.drive import grammar


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    with (folder / "shown.txt").open("w") as shown, redirect_stdout(shown):
        assert main(["rehearse", "--sample", "--out", str(folder)]) == 0
    return folder, [json.loads(line) for line in (folder / "transcript.jsonl").read_text().splitlines()]


def test_the_person_says_their_lines_and_is_understood(sample):
    _, entries = sample
    """Where the session waits for "ready", they may also say it by themselves."""
    heard = [entry["words"] for entry in entries if entry["kind"] == "heard" and entry["intent"]]
    said = [line.text for line in read_lines_of_sample(ENGLISH)]
    assert [words for words in heard if words != "ready"] == [words for words in said if words != "ready"]
    meant = {grammar().meaning(words).intent for words in heard}
    assert {"hurts", "area", "number", "how_long", "start"} <= meant


def test_it_lasts_about_the_three_minutes_that_it_says_and_comes_to_its_end(sample):
    _, entries = sample
    assert 150 < entries[-1]["t"] < 210
    assert "About 3 minutes." in [entry.get("text") for entry in entries]
    assert {entry["how"] for entry in entries if entry["kind"] == "end"} <= {"done"}


def test_both_voices_are_in_one_small_file(sample):
    folder, entries = sample
    sound, rate = soundfile.read(folder / SOUND, dtype="float32")
    assert len(sound) / rate == pytest.approx(entries[-1]["t"], abs=5)
    assert (folder / SOUND).stat().st_size < 400_000
    for kind, before, after in (("said", 0.1, 0.8), ("heard", -0.8, -0.3)):
        entry = next(entry for entry in entries if entry["kind"] == kind)
        begin, end = sorted((round((entry["t"] + before) * rate), round((entry["t"] + after) * rate)))
        assert np.abs(sound[begin:end]).max() > 0.05, kind


def test_it_is_shown_in_lines_that_fit_with_what_to_do_next(sample):
    folder, _ = sample
    shown = (folder / "shown.txt").read_text()
    assert max(map(len, shown.splitlines())) <= COLUMNS
    for words in (
        "> that hurts",
        "Where do you feel it?",
        " seven",
        str(folder / SOUND),
        " type ",
        " doctor ",
        " rehearse ",
    ):
        assert words in " ".join(shown.split())


def test_it_is_a_session_of_its_own(capsys):
    for words in (["office_micro"], ["--say", "3 stop"], ["--minutes", "5"], ["--first-run"]):
        assert main(["rehearse", "--sample", *words]) == 2
        assert "--sample is a session of its own" in capsys.readouterr().err
