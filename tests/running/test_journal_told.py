"""A journal as a person reads it, and as it is given to somebody else."""

from dataclasses import replace

import pytest

from assistant.cli import main
from assistant.running.entries import (
    read_journal,
)
from assistant.running.journal import Journal
from assistant.running.journals import journals_folder
from assistant.running.readable import readable
from assistant.words.effects import Keep
from assistant.words.events import (
    Back,
    Begin,
    FellBehind,
    Guess,
    Heard,
    HearsBetween,
    Lost,
    Muted,
    NotKept,
    PairingAsked,
    SpeechBegan,
    Told,
    Unclear,
)
from assistant.words.records import ExerciseBegun, SessionEnded, SetEnded
from assistant.words.verdicts import Air, Final, Reason, Verdict
from tests.running.test_journal import SOUND, header

NEXT = Heard("next", (), "next")


def verdict(reason, words, *confidences, events=(), saying=""):
    return Verdict(reason, words, Final(tuple(words.split()), confidences), Air(saying=saying), events, confidences)


@pytest.mark.parametrize(
    ("happened", "told"),
    [
        ([("verdict", verdict(Reason.AMID_TALK, "next", 0.41))], ["heard 'next' (0.41): too doubtful while somebody talked"]),
        ([("verdict", verdict(Reason.TOO_DOUBTFUL, "go back", 0.9, 0.3))], ["heard 'go back' (0.30): too doubtful"]),
        ([("verdict", verdict(Reason.SAID_BY_US, "stop"))], ["heard 'stop': my own voice"]),
        ([("verdict", verdict(Reason.SILENCE, ""))], []),
        (
            [("verdict", verdict(Reason.OBEYED, "next", 0.9, events=(NEXT,))), ("event", NEXT), ("event", NEXT)],
            ["heard 'next' (0.90): obeyed", "heard 'next'"],
        ),
        ([("verdict", verdict(Reason.NOT_A_PHRASE, "[unk] next", 1.0, 0.5))], ["heard '... next' (0.50): not made of phrases that I know"]),
        ([("event", Guess(NEXT))], ["perhaps heard 'next'"]),
        ([("event", Unclear("so then"))], ["heard 'so then', which is no command"]),
        (
            [("event", Heard("stop", (), "ctrl-c")), ("event", Heard("finish", (), "ctrl-c"))],
            ["Ctrl-C was pressed"],
        ),
        ([("trouble", "\x1b[2J\x9b1m\x7f\u202e")], [r"trouble: \u001b[2J\u009b1m\u007f\u202e"]),
        ([("event", Unclear())], ["somebody spoke, and it was no command"]),
        ([("event", SpeechBegan())], ["somebody spoke over me, so I listened"]),
        ([("event", Lost("microphone")), ("event", Back("microphone"))], ["the microphone went away", "the microphone came back"]),
        ([("event", Muted())], ["the microphone gave no sound at all"]),
        ([("event", HearsBetween())], ["my own voice came back too late, so from here on I heard nobody while I spoke"]),
        (
            [("event", HearsBetween("missing"))],
            ["the library that takes my own voice out is not installed, so I heard nobody while I spoke"],
        ),
        ([("event", FellBehind(3.44, 1.25))], ["the ear fell behind by 3.4 s, and 1250 ms were not heard"]),
        ([("event", PairingAsked("1, 2"))], ["somebody in the network wanted to see the page, so I said a code"]),
        ([("event", NotKept())], ["the history cannot be written any more"]),
        ([("event", Told(1, 0)), ("event", None)], []),
        ([("effect", Keep(ExerciseBegun("mine", ("squat", "clamshell"), 1)))], ["exercise 2 of 2: the clamshell"]),
        ([("effect", Keep(SetEnded("squat", "squat", "left", 2, "skipped", 30, 12.4)))], ["set 2 left: skipped after 12 of 30 s"]),
        ([("effect", Keep(SessionEnded("left")))], ["you left the session"]),
        ([("sound", replace(SOUND.report, kind="began")), ("sound", SOUND.report)], ["said: Ready."]),
        ([("trouble", "the synthesiser gave no sound")], ["trouble: the synthesiser gave no sound"]),
    ],
)  # fmt: skip
def test_what_happened_is_told_in_a_sentence(tmp_path, happened, told):
    journal = Journal(tmp_path / "journal.jsonl", header())
    journal.start()
    journal.event(725.9, Begin())
    for kind, thing in happened:
        if kind == "verdict":
            journal.verdict(725.9, thing)
        else:
            getattr(journal, kind)(725.9, thing)
    journal.close()
    title, *lines = readable(read_journal(tmp_path / "journal.jsonl"), {"clamshell": "the clamshell"})
    assert title == "Friday, 27 November 2026, 07:20, live: Gentle floor session; Limber 1.0.0, model limber-en"
    assert lines == [f"12:05 {words}" for words in told]


def test_the_last_session_is_shown(capsys):
    folder = journals_folder()
    for number, words in enumerate(("earlier", "later")):
        journal = Journal(folder / f"2099-01-0{number + 1}.jsonl", header())
        journal.start()
        journal.event(1.0, Unclear(words))
        journal.close()
    assert main(["log"]) == 0
    assert "00:01 heard 'later', which is no command" in capsys.readouterr().out
    assert main(["log", str(folder / "2099-01-01.jsonl")]) == 0
    assert "earlier" in capsys.readouterr().out
    for path in folder.iterdir():
        path.unlink()


def test_where_there_is_no_journal_that_is_said(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    for command in ("log", "replay", "report-bug"):
        assert main([command]) == 2
        assert "there is no journal yet" in capsys.readouterr().err
