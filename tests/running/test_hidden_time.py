"""How long something about health takes is not told."""

import json
from pathlib import Path

import pytest

from assistant.audio.mixer import CueReport
from assistant.running.entries import (
    Answered,
    Closed,
    JournalRead,
    Judged,
    Passed,
    Sounded,
    Took,
    entry_from,
)
from assistant.running.scrubbing import Scrubber
from assistant.words.cues import Cue
from assistant.words.effects import Chime, Count, Keep, Listen, Say, line
from assistant.words.events import Begin, Heard, NotKept, Told
from assistant.words.records import StateEntered
from assistant.words.verdicts import Air, Final, Reason, Verdict
from tests.support.drive import grammar, library


def asked_about_health(length, answers):
    """A session in which questions about health are asked, each of which takes `length` seconds."""
    entries, at = [Took(0.0, Begin()), Answered(0.0, Keep(StateEntered("screening", "open")))], 0.0
    for number, answer in enumerate(answers, start=1):
        sentence = Cue("Do you have this?", "talk", told=Told(number, 0))
        entries.append(Answered(at, Say(number, (line("question"),))))
        entries.append(Sounded(at, CueReport("began", round(at * 48000), sentence)))
        silence = Verdict(Reason.SILENCE, "", Final((), (), at_s=at), Air())
        entries += [Judged(at + 0.2 * second, silence) for second in range(int(length))]
        at += length
        entries.append(Sounded(at, CueReport("ended", round(at * 48000), sentence)))
        entries += [Took(at, Told(number, 0)), Answered(at, Listen(frozenset({answer}))), Passed(at + 0.5)]
        entries.append(Answered(at, Chime("ready", at + 0.1)))
        at += 1
        entries.append(Took(at, Heard(answer, (), answer)))
    last = len(answers) + 1
    begin = Cue("Begin.", "talk", told=Told(last + 1, 0))
    entries += [Answered(at, Keep(StateEntered("ready", "open"))), Answered(at, Say(last, (line("noted_answers"),)))]
    entries += [Took(at + 6 + length, Told(last, 0)), Answered(at + 6 + length, Count(at + 8 + length, ()))]
    entries.append(Answered(at + 7 + length, Say(last + 1, (line("begin"),))))
    entries.append(Sounded(at + 7 + length, CueReport("began", round((at + 7 + length) * 48000), begin)))
    entries.append(Took(at + 7.5 + length, Told(last + 1, 0)))
    tick = CueReport("began", round((at + 8 + length) * 48000), Cue("one", "count", round((at + 8 + length) * 48000)))
    return (*entries, Sounded(at + 8 + length, tick), Closed(at + 9 + length))


def test_neither_the_length_of_questions_nor_their_number_can_be_told():
    scrub = Scrubber(grammar(), library()).journal
    told = [
        scrub(JournalRead(Path(), {}, asked_about_health(*case), ""))
        for case in ((2.0, ["no", "no"]), (3.5, ["yes", "unsure", "yes"]), (1.0, ["no"]))
    ]
    assert told[0] == told[1] == told[2]
    for lines in told:
        heard = [entry for entry in lines if "sound" in entry and "talk" in json.dumps(entry)]
        assert len(heard) == 1, "only the sentence that may be told"
        assert sum('"event": {"kind": "told"' in json.dumps(entry) for entry in lines) == 1


@pytest.mark.parametrize("length", [1.0, 7.25])
def test_the_length_of_a_sentence_that_is_left_out_cannot_be_told_while_nothing_is_about_health(length):
    cue = Cue("You told me that your knee is sore.", "talk", told=Told(1, 0))
    entries = (
        Answered(1.0, Keep(StateEntered("ready", "open"))), Answered(1.0, Say(1, (line("of_the_person"),))),
        Sounded(1.0, CueReport("began", 48000, cue)), Sounded(1.0 + length, CueReport("ended", round(48000 * (1 + length)), cue)),
        Took(1.0 + length, Told(1, 0)), Answered(1.0 + length, Listen(frozenset({"next"}))), Took(3.0 + length, NotKept()),
    )  # fmt: skip
    lines = Scrubber(grammar(), library()).journal(JournalRead(Path(), {}, entries, ""))
    kept = [entry_from(plain) for plain in lines[1:]]
    assert [entry.at for entry in kept] == [1.0, 1.0, 1.0, 3.0]
    assert not any(isinstance(entry, Sounded) for entry in kept)
