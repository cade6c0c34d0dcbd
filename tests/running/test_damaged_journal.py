"""Of a damaged journal it is said in a sentence what is wrong, and where."""

import json
from dataclasses import replace

import pytest

from assistant.cli import main
from assistant.coach.today import CutOff
from assistant.running.entries import read_journal
from assistant.running.journal import Journal
from assistant.running.journals import journals, last_journal
from assistant.words.effects import Keep
from assistant.words.errors import LimberError
from assistant.words.events import Begin
from assistant.words.records import ExerciseBegun
from tests.running.test_journal import header
from tests.support.faults import FOLDER_FAULTS, bound_by_permissions

DAMAGE = {
    "a place beyond the last": '{"at":1,"effect":{"kind":"keep","record":{"kind":"place","routine":"x","items":["y"],"at":99}}}',
    "a place before the first": '{"at":1,"effect":{"kind":"keep","record":{"kind":"place","routine":"x","items":["y"],"at":-1}}}',
    "a place among none": '{"at":1,"effect":{"kind":"keep","record":{"kind":"place","routine":"x","items":[],"at":0}}}',
    "no number": '{"at":NaN,"event":null}',
    "no end": '{"at":Infinity,"event":null}',
    "a number too large": '{"at":1e999,"event":null}',
    "a whole number too large": f'{{"at":1{"0" * 400},"event":null}}',
    "before the beginning": '{"at":-1,"event":null}',
    "deep": "[" * 200_000,
    "half a character": r'{"at":1,"trouble":"\ud800"}',
    "a reason that is none": '{"at":1,"verdict":{"reason":"no such reason"}}',
    "an escape": '{"at":1,"\\u001b[2J":1}',
}


def journal_of(path, **known):
    journal = Journal(path, replace(header(), **known))
    journal.start()
    journal.event(0.0, Begin())
    journal.close()
    return path


@pytest.mark.parametrize("command", ["log", "replay"])
@pytest.mark.parametrize("line", DAMAGE.values(), ids=DAMAGE)
def test_damage_in_a_line_is_one_sentence_with_its_number(tmp_path, capsys, command, line):
    path = journal_of(tmp_path / "journal.jsonl")
    first = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{first}\n{line}\n", encoding="utf-8")
    assert main([command, str(path)]) == 1
    shown = "".join(capsys.readouterr())
    assert f"{path}:2: the journal is damaged" in shown
    assert "unexpected" not in shown
    assert "@" not in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("line", ["[" * 200_000, r'{"journal": 1, "begun": "\ud800"}', '{"journal": 1, "today": NaN}'])
@pytest.mark.parametrize("command", ["log", "replay", "report-bug"])
def test_a_first_line_that_cannot_be_read_is_said(tmp_path, capsys, command, line):
    path = tmp_path / "journal.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    assert main([command, str(path)]) == 2
    assert "its first line is damaged" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ({"routine": {"id": 1}}, ":1: the first line of this journal is damaged"),
        ({"limber": "0.1.0", "routine": {"id": 1}}, "was written by Limber 0.1.0 and cannot be played again by"),
        ({"settings": {}, "person": []}, ":1: the first line of this journal is damaged"),
    ],
)
def test_a_first_line_that_makes_no_sense_is_said(tmp_path, capsys, damage, said):
    path = journal_of(tmp_path / "journal.jsonl")
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([json.dumps({**json.loads(first), **damage}), *rest]) + "\n", encoding="utf-8")
    assert main(["replay", str(path)]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "$" not in told


def test_a_session_without_exercises_cannot_be_played_again(tmp_path, capsys):
    path = journal_of(tmp_path / "journal.jsonl", routine=replace(header().routine, items=()))
    assert main(["replay", str(path)]) == 2
    assert ":1: the first line names no exercises" in capsys.readouterr().err


def test_a_last_session_without_its_exercise_cannot_be_played_again(tmp_path, capsys):
    today = replace(header().today, cut_off=CutOff("x", ("clamshell",), 99))
    path = journal_of(tmp_path / "journal.jsonl", today=today)
    assert main(["replay", str(path)]) == 2
    assert ":1: the first line tells of an exercise" in capsys.readouterr().err


def test_an_exercise_is_called_by_its_name(tmp_path, capsys):
    journal = Journal(tmp_path / "journal.jsonl", header())
    journal.start()
    journal.effect(0.0, Keep(ExerciseBegun("x", ("seated_pelvic_clock",), 0)))
    journal.close()
    assert main(["log", str(journal.path)]) == 0
    shown = capsys.readouterr().out
    assert "exercise 1 of 1: " in shown
    assert "seated_pelvic_clock" not in shown


def test_a_line_is_read_as_far_as_it_goes(tmp_path):
    path = journal_of(tmp_path / "journal.jsonl")
    with path.open("a", encoding="utf-8") as file:
        file.write(DAMAGE["no number"] + "\n")
    assert len(read_journal(path).entries) == 2


@pytest.mark.parametrize("fault", FOLDER_FAULTS)
def test_a_folder_of_journals_that_cannot_be_read_is_not_taken_to_be_empty(tmp_path, fault):
    folder = tmp_path / "journals"
    folder.mkdir()
    FOLDER_FAULTS[fault](folder)
    empty = "there is no journal yet" if fault == "not writable" else "the journals in it cannot be read"
    with bound_by_permissions(), pytest.raises(LimberError, match=rf"{folder}: {empty}"):
        last_journal(folder)


def test_a_journal_that_leads_nowhere_hides_no_other_one(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").touch()
    (tmp_path / "c.jsonl").symlink_to(tmp_path / "unplugged")
    assert sorted(path.stem for path in journals(tmp_path)) == ["a", "b", "c"]
