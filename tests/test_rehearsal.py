"""A whole routine with a dozen commands, from the transcript and from the sound itself."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.cli import main
from assistant.coach.length import session_s
from assistant.running.rehearsal import parse_line, read_lines
from assistant.speaking.clips import ATTACK
from assistant.words.errors import LimberError
from tests.support.drive import library

LINES = [
    "6 one", "11 next", "112 ready", "132 pause", "138 go on", "160 how much longer", "171 next", "216 easier",
    "240 that hurts", "254 left knee", "262 three", "304 louder", "318 next", "387 stop", "394 continue", "422 finish",
]  # fmt: skip


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rehearsal")
    said = [part for line in LINES for part in ("--say", line)]
    assert main(["rehearse", "floor_only_gentle", *said, "--out", str(folder)]) == 0
    entries = [json.loads(line) for line in (folder / "transcript.jsonl").read_text().splitlines()]
    return folder, entries


def kinds(entries, kind):
    return [entry for entry in entries if entry["kind"] == kind]


def test_every_line_is_heard_and_obeyed(rehearsal):
    _, entries = rehearsal
    heard = [entry["intent"] for entry in kinds(entries, "heard") if entry["intent"]]
    assert [intent for intent in heard if intent != "start"] == [
        "number", "next", "pause", "resume", "how_long", "next", "easier", "hurts", "area", "number", "louder", "next",
        "stop", "resume", "finish",
    ]  # fmt: skip


def test_the_person_says_ready_by_themselves_at_each_step_of_the_way_down_and_up(rehearsal):
    _, entries = rehearsal
    flows = [entry["flow"] for entry in kinds(entries, "state")]
    assert (
        flows.index("travel") < flows.index("work") < flows.index("down") < flows.index("rising") < flows.index("done")
    )


def test_it_ends_with_goodbye(rehearsal):
    _, entries = rehearsal
    assert kinds(entries, "state")[-1]["flow"] == "done"
    assert "Until next time" in " ".join(str(entry["text"]) for entry in kinds(entries, "said")[-4:])


def test_nothing_came_late_and_the_voice_had_no_trouble(rehearsal):
    _, entries = rehearsal
    assert not kinds(entries, "late")
    assert not kinds(entries, "trouble")


def test_the_files_are_as_long_as_the_session(rehearsal):
    folder, entries = rehearsal
    session, rate = soundfile.read(folder / "session.flac", dtype="float32")
    microphone, ear = soundfile.read(folder / "microphone.flac", dtype="float32")
    assert (rate, ear) == (48000, 16000)
    assert abs(len(session) / rate - len(microphone) / ear) < 0.03
    assert len(session) / rate >= entries[-1]["t"]


def test_its_journal_played_again_gives_the_same_transcript_to_the_letter(rehearsal, capsys):
    folder, _ = rehearsal
    assert main(["replay", str(folder / "journal.jsonl")]) == 0
    assert capsys.readouterr().out == (folder / "transcript.jsonl").read_text(encoding="utf-8")


def test_safety_words_silence_the_speaker(rehearsal):
    folder, entries = rehearsal
    session, rate = soundfile.read(folder / "session.flac", dtype="float32")
    for intent in ("pause", "hurts", "stop"):
        at = round(next(entry["t"] for entry in kinds(entries, "heard") if entry["intent"] == intent) * rate)
        after = session[at + round(0.025 * rate) : at + round(0.15 * rate)]
        assert np.abs(after).max() < 1e-4, intent


def test_each_counted_number_begins_on_its_frame(rehearsal):
    folder, entries = rehearsal
    session, rate = soundfile.read(folder / "session.flac", dtype="float32")
    talk = [entry["t"] for entry in kinds(entries, "said")]
    checked = 0
    for entry in kinds(entries, "count"):
        at = round(entry["t"] * rate)
        before = session[at - round(0.01 * rate) : at - round(0.001 * rate)]
        if any(-6 < entry["t"] - start < 6 for start in talk) or np.abs(before).max() > 1e-6:
            continue
        word = np.abs(session[at : at + round(0.4 * rate)])
        first = np.flatnonzero(word >= 0.999 * ATTACK * word.max())[0]
        assert first <= 0.001 * rate, entry
        checked += 1
    assert checked >= 10


def test_somebody_who_only_says_ready_where_it_is_waited_for_is_led_through_the_whole_routine(tmp_path):
    assert main(["rehearse", "three_stretches", "--out", str(tmp_path)]) == 0
    entries = [json.loads(line) for line in (tmp_path / "transcript.jsonl").read_text().splitlines()]
    done = {(entry["exercise"], entry["side"]) for entry in kinds(entries, "set") if entry["how"] == "done"}
    assert len({exercise for exercise, _ in done}) == 5
    sided = {(exercise, side) for exercise in ("pigeon_pose", "figure4_supine") for side in ("left", "right")}
    assert sided <= done
    assert {entry["intent"] for entry in kinds(entries, "heard")} == {"start"}
    assert abs(entries[-1]["t"] / session_s(library(), library().routines["three_stretches"]) - 1) < 0.1
    assert Path(tmp_path / "session.flac").stat().st_size > 1_000_000


def test_a_line_that_is_too_long_for_a_voice_is_refused(tmp_path):
    with pytest.raises(LimberError, match="is too long to be said at once; 200 letters are the most"):
        parse_line(f"1 {'a' * 201}")
    script = tmp_path / "lines.yaml"
    script.write_text(f"lines:\n  - {{at: 4, say: {'a' * 201}}}\n")
    with pytest.raises(LimberError, match=r"lines\.yaml:2: this is too long to be said at once"):
        read_lines(script)
