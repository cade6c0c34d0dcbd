"""A journal as it is given to somebody else."""

import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cli import main
from assistant.coach.person import Person, cleared
from assistant.coach.states import FLOW
from assistant.places import VOICES
from assistant.running.entries import (
    Answered,
    JournalRead,
    LeftOut,
    Took,
    Troubled,
    entry_from,
    read_journal,
)
from assistant.running.journal import Journal
from assistant.running.own_names import scrubbed
from assistant.running.readable import readable
from assistant.running.scrubbing import HARMLESS_FLOWS, HEALTH_INTENTS, Scrubber
from assistant.words.effects import Keep, Say, line
from assistant.words.events import Begin, Heard, Unclear
from assistant.words.records import StateEntered
from assistant.words.units import Seconds
from assistant.words.verdicts import Air, Partial, Reason
from tests.running.test_journal import header
from tests.running.test_journal_replay import Journalled, things_said
from tests.running.test_journal_told import verdict
from tests.support.drive import grammar, intents, library


def answer_health(driver, journal):
    """Answer the questions about health that are asked now as somebody healthy would; not sure about a fall."""
    healthy = cleared(library().screening).answers
    driver.run(10)
    while driver.flow == "screen":
        question = str(dict(driver.coach.view().asked.lines[0].slots)["question"])
        answer = "unsure" if question == "falls" else healthy.get(question, "no")
        heard = {"unsure": "not sure"}.get(answer, answer)
        journal.verdict(driver.now, verdict(Reason.OBEYED, heard, 0.9, saying="Do you have osteoporosis?"))
        driver.hear(answer)
        driver.run(10)


@pytest.fixture
def planted(tmp_path, monkeypatch, capsys):
    """The report of a session in which names and answers about health stand wherever they can."""
    home = tmp_path / "home/annabella"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LOGNAME", "annabella")
    person = Person(True, {"osteoporosis": "yes", "falls": "unsure"}, "numb", preferences={"rate": 1.15})
    known = replace(
        header(person),
        routine=replace(header().routine, id="annabella_hips", name="Annabella's hips", note="after the fracture"),
        devices={"microphone": "Annabella's headset", "speaker": "Annabella's headset"},
        model="annabella",
    )
    journal = Journal(tmp_path / "journal.jsonl", known)
    journal.start()
    driver = type("Driven", (Journalled,), {"journal": journal})(person=Person(), left=False)
    answer_health(driver, journal)
    driver.say("seven")
    driver.say("yes")
    driver.run(20)
    driver.say("start")
    driver.run(60)
    journal.verdict(driver.now, verdict(Reason.TOO_DOUBTFUL, "my left knee hurts", 0.3, 0.4, 0.5, 0.6))
    driver.say("my left knee hurts")
    driver.run(8)
    driver.say("five")
    driver.run(30)
    driver.say("yes")
    driver.run_until("work")
    journal.verdict(driver.now, verdict(Reason.AMID_TALK, "annabella next please", 0.3, 0.4, 0.5))
    journal.verdict(driver.now, replace(verdict(Reason.OBEYED, "next", 0.9), hypothesis=Partial("next")))
    driver.event(Unclear("annabella stabbing next"))
    journal.trouble(driver.now, f"{home}/speech cannot be written by Annabella's headset")
    driver.say("numb")
    driver.run(60)
    journal.close()
    out = tmp_path / "report.zip"
    assert main(["report-bug", str(journal.path), "--out", str(out)]) == 0
    with zipfile.ZipFile(out) as file:
        yield journal.path, {name: file.read(name).decode() for name in file.namelist()}, capsys.readouterr().out


PLANTED = (
    "annabella", "headset", "osteoporosis", "falls", "fracture", '"numb"', "knee", "stabbing", "locked",
    "pain", "five", "seven", '"red"', '"amber"', "screen", "not sure",
)  # fmt: skip


def test_a_report_holds_no_name_and_no_answer_about_health(planted):
    path, files, said = planted
    assert set(files) == {"journal.jsonl", "doctor.jsonl", "versions.json"}
    whole = path.read_text(encoding="utf-8").lower()
    for word in PLANTED:
        if word not in ("annabella's", '"amber"', '"red"'):
            assert word in whole, f"{word} was not planted"
        for name, text in files.items():
            assert word not in text.lower().replace('"usual_pain"', ""), f"{word} in {name}"  # an intent listened for
    for name in files:
        assert name in said
    assert "Nothing was sent" in said


def test_a_report_still_tells_why_something_was_not_heard(planted, tmp_path):
    _, files, _ = planted
    path = tmp_path / "reported.jsonl"
    path.write_text(files["journal.jsonl"], encoding="utf-8")
    lines = [*readable(read_journal(path), {})]
    assert "a plan of their own" in lines[0]
    assert any("heard '… … … hurts' (0.30): too doubtful" in line for line in lines)
    assert any("heard '… next please' (0.30): too doubtful while somebody talked" in line for line in lines)
    assert any("heard 'next' (0.90): obeyed" in line for line in lines)
    assert any("something about health was answered" in line for line in lines)
    assert all(json.loads(line) for line in files["doctor.jsonl"].splitlines())


def test_a_report_cannot_be_played_again_and_says_why(planted, tmp_path, capsys):
    _, files, _ = planted
    path = tmp_path / "reported.jsonl"
    path.write_text(files["journal.jsonl"], encoding="utf-8")
    assert main(["replay", str(path)]) == 2
    assert "taken out of this journal" in capsys.readouterr().err


@pytest.mark.parametrize(("voice", "told"), [("plain", "plain"), ("~/kim/Kim.yaml", "a voice of their own")])
def test_the_path_of_a_voice_of_ones_own_is_not_told(tmp_path, voice, told):
    known = header(Person())
    journal = Journal(tmp_path / "journal.jsonl", replace(known, settings=replace(known.settings, voice=voice)))
    journal.start()
    journal.event(Seconds(0), Begin())
    journal.close()
    shown, *_ = Scrubber(grammar(), library()).journal(read_journal(journal.path))
    told_of = shown["settings"]
    assert isinstance(told_of, dict)
    assert told_of["voice"] == told


def test_every_state_and_intent_was_thought_of():
    harmless = {"asleep", "welcome", "prepare", "brief", "travel", "ready", "work", "rest", "closing", "done"}
    assert harmless == HARMLESS_FLOWS
    assert set(FLOW) > HARMLESS_FLOWS
    assert set(intents()) >= HEALTH_INTENTS


def test_a_state_that_nobody_thought_of_gives_nothing_away():
    said, heard = Say(1, (line("item"),)), Heard("next", (), "next")
    entries = (
        Answered(1.0, Keep(StateEntered("brief", "open"))), Took(2.0, heard), Answered(2.0, said),
        Answered(3.0, Keep(StateEntered("a_new_state", "open"))), Took(4.0, heard), Answered(4.0, said),
    )  # fmt: skip
    lines = Scrubber(grammar(), library()).journal(JournalRead(Path(), {}, entries, ""))
    kept = [entry_from(plain) for plain in lines[1:]]
    assert kept[1] == Took(2.0, heard)
    assert [type(entry) for entry in kept[4:]] == [LeftOut, LeftOut]
    assert "a_new_state" not in json.dumps(lines)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the speech synthesiser wrote no sound for 'Your knee is red.'", "the speech synthesiser wrote no sound …"),
        ("the voice cache /home/lea/x cannot be written: full", "the voice cache …"),
        ("Lea's plan 'hips' broke", "something else went wrong …"),
    ],
)
def test_of_a_trouble_only_its_kind_is_told(text, told):
    lines = Scrubber(grammar(), library()).journal(JournalRead(Path(), {}, (Troubled(1.0, text),), ""))
    assert lines[1] == {"at": 1.0, "trouble": told}


def test_a_short_name_is_replaced_as_a_whole_word_and_in_free_texts_only():
    data = {"kind": "lea", "intent": "learning", "words": "ask lea about learning", "versions": {"lea": "Lea 1"}}
    assert scrubbed(data, {"lea": "(the user)"}) == {
        "kind": "lea", "intent": "learning", "words": "ask (the user) about learning", "versions": {"lea": "(the user) 1"},
    }  # fmt: skip


@settings(max_examples=15)
@given(seed=st.integers(0, 10**9))
def test_of_any_session_a_report_tells_nothing_about_health(tmp_path_factory, seed):
    chance = random.Random(seed)
    journal = Journal(tmp_path_factory.mktemp("law") / "journal.jsonl", header(Person()))
    journal.start()
    driver = type("Driven", (Journalled,), {"journal": journal})(person=Person())
    for _ in range(40):
        if driver.left:
            break
        said = things_said(chance)
        if isinstance(said, Heard):
            journal.verdict(driver.now, verdict(Reason.OBEYED, said.words, 0.9, events=(said,)))
        driver.event(said)
        driver.run(chance.uniform(0, 12))
    journal.close()
    lines = Scrubber(grammar(), library()).journal(read_journal(journal.path))
    kept = [entry_from(line) for line in lines[1:]]
    assert len(kept) <= len(read_journal(journal.path).entries)
    text = json.dumps(lines)
    for rung in {rung.id for exercise in library().exercises.values() for rung in exercise.ladder}:
        text = text.replace(f'"{rung}"', '"a form of an exercise"')  # "knee_roll_tiny" says nothing of the person
    text = text.replace('"usual_pain"', '"an intent"')  # listened for in every welcome
    for word in ("knee", "pain", "zone", "answer_was", '"flag"', "spare", '"scale"', '"screen"', '"locked"'):
        assert word not in text, word


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A person called Lea, whose voice, model and language are named after people."""
    monkeypatch.setenv("LOGNAME", "lea")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    voice = tmp_path / "my voices/gertrude.yaml"
    voice.parent.mkdir()
    voice.write_text((VOICES / "clear.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    folder = tmp_path / "config/limber"
    folder.mkdir(parents=True)
    (folder / "settings.yaml").write_text(f"voice: {voice}\nmodel: {tmp_path}/wilhelmina\n", encoding="utf-8")
    known = header(Person())
    owned = replace(known.settings, voice=str(voice), model="wilhelmina", language="hildegardish", routine="brunhilde")
    journal = Journal(tmp_path / "journal.jsonl", replace(known, settings=owned, model="limber-wilhelmina"))
    journal.start()
    journal.event(Seconds(0), Begin())
    journal.verdict(Seconds(1), replace(verdict(Reason.OBEYED, "next", 0.9), air=Air(room="learning")))
    journal.trouble(Seconds(2), "the speech synthesiser wrote no sound for 'Lea, your knee is red.'")
    journal.close()
    return journal.path


def test_no_name_of_a_file_of_ones_own_is_in_any_part_of_a_report(own, tmp_path, capsys):
    out = tmp_path / "report.zip"
    assert main(["report-bug", str(own), "--out", str(out)]) == 0
    assert main(["report-bug", str(own), "--out", str(out)]) == 0, "an earlier report may be written over"
    with zipfile.ZipFile(out) as file:
        files = {name: file.read(name).decode() for name in file.namelist()}
    for text in files.values():
        assert all(json.loads(line) for line in text.splitlines())
        for name in ("gertrude", "wilhelmina", "hildegard", "brunhilde", "my voices", str(tmp_path), "your knee"):
            assert name not in text.lower(), name
    packed = tmp_path / "packed.jsonl"
    packed.write_text(files["journal.jsonl"], encoding="utf-8")
    assert main(["replay", str(packed)]) == 2
    assert "taken out of this journal" in capsys.readouterr().err
    assert '"room": "learning"' in files["journal.jsonl"]
    assert "the speech synthesiser wrote no sound …" in files["journal.jsonl"]


def test_a_report_is_never_written_over_another_file(own, capsys):
    before = own.read_bytes()
    assert main(["report-bug", str(own), "--out", str(own)]) == 2
    assert "is there already and is no report" in capsys.readouterr().err
    assert own.read_bytes() == before
