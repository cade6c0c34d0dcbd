"""The command line: one clear sentence for whatever is wrong, and exit code 2."""

import json
import os
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.app import App
from assistant.cli import main
from assistant.doctor.examination import examine_parts
from assistant.history.store import Store
from assistant.places import VOICES
from assistant.settings import load_settings, voice_file
from assistant.speaking.profile import VoiceProfile
from tests.support.people import live


def fails(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    assert code == 2
    assert "Traceback" not in captured.err
    return captured.err.strip()


def test_an_unknown_routine_is_named_with_the_nearest(capsys):
    assert "there is no routine 'morning_nin' (did you mean 'morning_nine'?)" in fails(
        capsys, "rehearse", "morning_nin"
    )


def test_a_broken_plan_is_named_with_file_and_line(capsys, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text("id: mine\nname: Mine\nminutes: 5\nitems: [glute_bridge, clamshel]\n")
    message = fails(capsys, "check", plan)
    assert f"{plan}:4: there is no exercise 'clamshel' (did you mean 'clamshell'?)" in message
    plan.write_text("id: [mine\n")
    assert f"{plan}:" in fails(capsys, "rehearse", plan)


def test_ones_own_plan_is_checked_and_can_be_rehearsed(capsys, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text("id: mine\nname: Mine\nminutes: 5\nitems: [glute_bridge]\n")
    assert main(["check", str(plan)]) == 0
    assert capsys.readouterr().out.startswith("Mine: 1 exercise, about ")
    assert main(["rehearse", str(plan), "--say", "3 finish", "--say", "900 next", "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out/session.flac").exists()
    assert "1 line of yours would come after its end, and was not said." in capsys.readouterr().out


def test_nothing_in_a_file_steers_the_terminal(capsys, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text('id: mine\nname: "Mine \\e[2J \\x9b8m"\nminutes: 5\nitems: [glute_bridge]\n')
    assert "'\\x1b[2J' cannot be spoken as it stands" in fails(capsys, "check", plan)
    plan.write_text('id: mine\nname: Mine\nminutes: 5\nitems: ["glute\\e[2J"]\n')
    assert "there is no exercise 'glute\\x1b[2J'" in fails(capsys, "check", plan)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Mine \u202egnorw", "'\\u202egnorw' cannot be spoken as it stands"),
        ("a" * 3000, "is too long to be spoken"),
    ],
)
def test_a_name_that_nobody_could_follow_is_refused(capsys, tmp_path, name, said):
    plan = tmp_path / "plan.yaml"
    plan.write_text(f'id: mine\nname: "{name}"\nminutes: 5\nitems: [glute_bridge]\n')
    told = fails(capsys, "check", plan)
    assert said in told
    assert "\u202e" not in told
    assert len(told) < 300


def test_a_folder_without_content_is_named(capsys, tmp_path):
    assert f"{tmp_path}: this folder holds no content: domain.yaml is missing" in fails(capsys, "check", tmp_path)


def test_a_session_to_fit_is_built_from_flags(capsys, tmp_path):
    wish = ["--minutes", "5", "--place", "chair", "--gentle"]
    assert main(["rehearse", *wish, "--say", "30 finish", "--out", str(tmp_path)]) == 0
    said = [json.loads(line) for line in (tmp_path / "transcript.jsonl").read_text().splitlines()]
    assert any("on a chair" in str(entry.get("text")) for entry in said)
    assert "not both" in fails(capsys, "rehearse", "morning_nine", *wish)
    assert "from 1 to 90" in fails(capsys, "rehearse", "--minutes", "900")


def test_a_first_session_asks_and_remembers(tmp_path):
    lines = [part for line in ("2 next", "8 zero", "14 finish") for part in ("--say", line)]
    assert main(["rehearse", "--first-run", *lines, "--out", str(tmp_path)]) == 0
    kinds = [json.loads(line)["kind"] for line in (tmp_path / "transcript.jsonl").read_text().splitlines()]
    assert "introduced" in kinds
    assert "pain_before" in kinds


def test_sound_files_that_cannot_be_heard(capsys, tmp_path):
    seven, empty, text = (tmp_path / name for name in ("seven.wav", "empty.wav", "text.wav"))
    soundfile.write(seven, np.zeros((1600, 7)), 16000)
    soundfile.write(empty, np.zeros(0), 16000)
    text.write_text("not a sound")
    assert f"{seven}: it has 7 channels" in fails(capsys, "hear", seven)
    assert f"{empty}: it holds no sound" in fails(capsys, "hear", empty)
    assert "not a sound file" in fails(capsys, "hear", text)
    assert "there is no such file" in fails(capsys, "hear", tmp_path / "nothing.wav")


def test_hear_prints_one_line_of_json_a_file(capsys, tmp_path):
    quiet = tmp_path / "quiet.wav"
    soundfile.write(quiet, np.zeros(48000), 48000)
    assert main(["hear", str(quiet), str(quiet)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [set(line) for line in lines] == [{"file", "intent", "slots", "words", "decided_at"}] * 2
    assert lines[0]["intent"] is None


@pytest.mark.parametrize("line", ["that hurts", "nan next", "inf next", "-inf next", "-1 next", "3"])
def test_lines_to_say_need_a_time(capsys, line):
    message = fails(capsys, "rehearse", "morning_nine", f"--say={line}")
    assert message == f"limber: '{line}' is not a time in seconds and words, such as '42.5 that hurts'"


def test_a_line_after_the_longest_rehearsal_is_refused(capsys):
    assert "a rehearsal lasts 10800 seconds at most" in fails(capsys, "rehearse", "morning_nine", "--say", "1e9 next")


def test_a_broken_script_is_named(capsys, tmp_path):
    script = tmp_path / "script.yaml"
    script.write_text("lines:\n  - {at: 3, sya: stop}\n")
    message = fails(capsys, "rehearse", "morning_nine", "--script", script)
    assert f"{script}:2: unknown key 'sya' (did you mean 'say'?)" in message


def test_check_and_routines_and_version(capsys):
    assert main(["check"]) == 0
    assert main(["routines"]) == 0
    assert "floor_only_gentle" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0


def test_settings_are_strict(tmp_path):
    file = tmp_path / "settings.yaml"
    file.write_text("voise: plain\n")
    with pytest.raises(Exception, match=r"settings\.yaml:1: unknown key 'voise' \(did you mean 'voice'\?\)"):
        load_settings(file)
    file.write_text("")
    assert load_settings(file).voice == "clear"


def test_a_voice_of_ones_own_is_a_file_anywhere(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_config_dir", lambda _name: str(tmp_path))
    file = tmp_path / "mine.yaml"
    (tmp_path / "settings.yaml").write_text(f"voice: {file}\n")
    assert "there is no voice 'mine'" in fails(capsys, "check")
    file.write_text("engine: espeak\nvoice: de\nrate: 9000\n")
    assert "mine.yaml:3: 'rate'" in fails(capsys, "check")
    file.write_text("engine: espeak\nvoice: de\nrate: 140\n")
    assert main(["check"]) == 0
    capsys.readouterr()
    profile = App.open(load_settings()).voice().profile
    assert profile == VoiceProfile("mine", "espeak", "de", 140, 50, kept_as=profile.kept_as)
    assert profile.kept_as != "mine"  # what is rendered of it stays apart from another voice of that name
    assert App.open(load_settings()).voice("clear").profile.name == "clear"


@pytest.fixture
def set_to(tmp_path, monkeypatch):
    """Writes settings of the person's own."""
    monkeypatch.setattr("platformdirs.user_config_dir", lambda _name: str(tmp_path))
    return (tmp_path / "settings.yaml").write_text


@pytest.mark.parametrize(
    ("line", "message"),
    [("routine: morning_nin", "there is no routine 'morning_nin' (did you mean 'morning_nine'?)"),
     ("routine: mine.yaml", "mine.yaml: there is no such file"), ("voice: nosuch", "there is no voice 'nosuch'"),
     ("model: nosuch", "there is no Vosk model in ")],
)  # fmt: skip
def test_check_looks_at_what_is_set(capsys, set_to, line, message):
    set_to(line)
    assert message in fails(capsys, "check")


@pytest.mark.parametrize(
    ("line", "step", "remedy"),
    [("voice: nosuch", "voice", "name another one as 'voice' in settings.yaml, or mend its file"),
     ("model: nosuch", "speech model", "name another one as 'model' in settings.yaml, or take that line out"),
     ("model: nosuch", "one synthetic command", "name another one as 'model' in settings.yaml, or take that line out")],
)  # fmt: skip
def test_doctor_knows_that_what_is_set_is_not_there(set_to, line, step, remedy):
    set_to(line)
    found = {finding.step: finding for finding in examine_parts(App.open(load_settings()))}
    assert (found[step].ok, found[step].remedy, found["settings"].ok) == (False, remedy, True)


def test_a_cache_that_cannot_be_written_is_done_without_and_the_doctor_says_so(capsys, tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file where the folder should be")
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda _name: str(tmp_path / "cache"))
    soundfile.write(tmp_path / "quiet.wav", np.zeros(1600), 16000)
    assert main(["hear", str(tmp_path / "quiet.wav")]) == 0
    assert "a file is where" not in capsys.readouterr().err
    wrong = {finding.step: finding for finding in examine_parts(App.open(load_settings())) if not finding.ok}
    assert set(wrong) <= {"disk", "loudspeaker", "microphone"}
    assert (
        wrong["disk"].words == f"{tmp_path / 'cache'}: this folder cannot be made: a file is where a folder should be"
    )
    assert wrong["disk"].remedy.startswith("make room")


def test_nobody_waits_for_a_session_that_cannot_be_had(capsys, tmp_path):
    (tmp_path / "empty.yaml").write_text("")
    assert "there is no routine 'nosuch'" in fails(capsys, "stay", "nosuch")
    assert "empty.yaml" in fails(capsys, "stay", tmp_path / "empty.yaml")
    assert "from 1 to 90" in fails(capsys, "stay", "--minutes", "200")


def test_of_several_sound_files_those_that_can_be_heard_are(capsysbinary, tmp_path):
    """Also of a name that is no text, which comes from an old disk."""
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.wav"))
    for path in (odd, tmp_path / "last.wav"):
        soundfile.write(str(path).encode(errors="surrogateescape"), np.zeros(1600), 16000)
    (tmp_path / "no sound.wav").write_text("no sound")
    assert main(["hear", str(odd), str(tmp_path / "no sound.wav"), str(tmp_path), str(tmp_path / "last.wav")]) == 2
    shown = capsysbinary.readouterr()
    files = [json.loads(line)["file"] for line in shown.out.decode().splitlines()]
    assert files == [str(odd), str(tmp_path / "last.wav")]
    assert shown.err.decode().splitlines() == [
        f"limber: {tmp_path / 'no sound.wav'}: this is not a sound file I can read",
        f"limber: {tmp_path}: this cannot be read: it is a folder, and not a file",
    ]


def test_the_home_folder_may_be_written_short(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert voice_file("~/mine.yaml") == tmp_path / "mine.yaml"
    assert voice_file("clear") == VOICES / "clear.yaml"


def test_doctor_goes_on_after_a_failure(capsys):
    assert main(["doctor"]) in (0, 1)
    out = capsys.readouterr().out
    assert "ok   content" in out
    assert "ok   one synthetic command" in out
    assert "microphone" in out


@pytest.fixture
def remembered(tmp_path, monkeypatch):
    """Some weeks of somebody in the data folder."""
    monkeypatch.setattr("platformdirs.user_data_dir", lambda _name: str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    *_, last = live(4, 6, tmp_path / "data/history.db")
    return last.past


def test_progress_is_shown_in_sentences_and_tables(capsys, remembered):
    assert main(["progress"]) == 0
    shown = capsys.readouterr().out
    assert "Week by week" in shown
    assert shown.count("2026-") > len(remembered.practised) / 7


def test_a_report_is_one_page_that_needs_nothing_else(tmp_path, remembered):
    assert main(["report", "--html", str(tmp_path / "report.html")]) == 0
    page = (tmp_path / "report.html").read_text()
    assert remembered.practised
    assert (
        len(re.findall(r"<table\b", page))
        == len(re.findall(r'<table class="\w+" role="table" aria-labelledby=', page))
        >= 2
    )
    assert page.count("<svg") == page.count('role="img" aria-label=')
    assert "http" not in page
    assert "src=" not in page


def test_an_export_can_be_read_back_and_counts_once(capsys, tmp_path, remembered, monkeypatch):
    out = tmp_path / "out"
    assert main(["export", "--csv", str(out)]) == 0
    assert "not empty" in fails(capsys, "export", "--csv", out)
    with Store() as store:
        assert store.past() == remembered
    assert main(["import", str(out)]) == 0  # what is known already is not taken in twice
    with Store() as store:
        assert store.past() == remembered
    monkeypatch.setattr("platformdirs.user_data_dir", lambda _name: str(tmp_path / "elsewhere"))
    assert main(["import", str(out)]) == 0
    with Store() as store:
        assert store.past() == remembered
    lines = (out / "practice.csv").read_text().splitlines()
    (out / "practice.csv").write_text("\n".join([*lines, "1,2"]))
    assert f"practice.csv:{len(lines) + 1}" in fails(capsys, "import", out)
    (out / "pain.csv").unlink()
    (out / "practice.csv").write_text("\n".join(lines))
    assert "pain.csv" in fails(capsys, "import", out)
