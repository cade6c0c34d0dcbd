"""What goes through a session is written down, whatever happens to it."""

import json
import os
import time
from datetime import datetime, timedelta
from functools import partial

import numpy as np
import pytest

from assistant.app import App
from assistant.audio.mixer import CueReport
from assistant.audio.wav import read_wav
from assistant.coach.person import cleared
from assistant.coach.today import Today
from assistant.running import journals
from assistant.running.ear import Ear
from assistant.running.entries import (
    FORMAT,
    Answered,
    Closed,
    Judged,
    LeftOut,
    Passed,
    Sounded,
    Took,
    Troubled,
    entry_from,
    entry_to_plain,
    read_journal,
)
from assistant.running.journal import Header, Journal
from assistant.running.links import Links
from assistant.settings import Settings
from assistant.words.cues import Cue
from assistant.words.effects import Hush, Keep
from assistant.words.errors import LimberError
from assistant.words.events import Begin, Told, Unclear
from assistant.words.records import Forgotten
from assistant.words.units import INPUT_RATE
from assistant.words.verdicts import Air, Final, Reason, Verdict
from assistant.words.wire import from_plain
from tests.support.drive import library

NOW = datetime.fromisoformat("2026-11-27T07:20:31+00:00")
VERDICT = Verdict(Reason.TOO_DOUBTFUL, "next", Final(("next",), (0.41,)), Air(cancelled=True, near=0.5))
SOUND = Sounded(2.0, CueReport("ended", 96000, Cue("Ready.", "talk", gap=100, told=Told(1, 0))))
ENTRIES = [
    Took(0.0, Begin()),
    Passed(1.5),
    Answered(1.5, Hush(("talk",))),
    SOUND,
    Judged(2.25, VERDICT),
    Troubled(3.0, "the synthesiser gave no sound"),
    LeftOut(4.0, "something about health was said"),
    Closed(5.0),
]


def header(person=None, routine="floor_only_gentle"):
    return Header(
        limber="1.0.0", begun=NOW.isoformat(), how="live", content="0123", routine=library().routines[routine],
        person=person or cleared(library().screening), today=Today(), settings=Settings(), model="limber-en",
    )  # fmt: skip


def written(path, *said, **options):
    """The journal of what was said to it, read back."""
    journal = Journal(path, options.pop("known", None) or header(), **options)
    journal.start()
    for say in said:
        say(journal)
    journal.close()
    assert not journal.is_alive()
    return read_journal(path)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: type(entry).__name__)
def test_every_entry_comes_back_as_it_was(entry):
    assert entry_from(json.loads(json.dumps(entry_to_plain(entry)))) == entry


@pytest.mark.parametrize(
    "data",
    [3, {}, {"at": 1.0}, {"at": "1", "event": None}, {"at": 1.0, "event": None, "effect": None}, {"at": 1.0, "sung": 1},
     {"at": 1.0, "closed": False}, {"at": 1.0, "event": {"kind": "hear"}}],
)  # fmt: skip
def test_what_is_no_entry_is_an_error(data):
    with pytest.raises(LimberError):
        entry_from(data)


def test_a_journal_holds_its_header_and_all_that_happened(tmp_path):
    read = written(
        tmp_path / "deep/journal.jsonl",
        lambda journal: journal.event(0.0, Begin()),
        lambda journal: journal.effect(0.0, Hush()),
        lambda journal: journal.event(1.5, None),
        lambda journal: journal.sound(2.0, SOUND.report),
        lambda journal: journal.verdict(2.25, VERDICT),
        lambda journal: journal.trouble(3.0, "no sound"),
    )
    assert not read.trouble
    assert from_plain(dict(read.header), Header) == header()
    assert read.entries == (
        Took(0.0, Begin()), Answered(0.0, Hush()), Passed(1.5), SOUND, Judged(2.25, VERDICT), Troubled(3.0, "no sound"),
        Closed(3.0),
    )  # fmt: skip
    assert (tmp_path / "deep/journal.jsonl").stat().st_mode & 0o077 == 0


def test_a_session_that_never_began_leaves_no_journal(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl", header())
    journal.start()
    journal.close()
    assert not (tmp_path / "journal.jsonl").exists()


def test_sound_is_written_only_where_it_was_asked_for(tmp_path):
    sound = [lambda journal: journal.event(0.0, Begin()), lambda journal: journal.heard(quarter(0.25), quarter(0.5))]
    written(tmp_path / "silent.jsonl", *sound)
    written(tmp_path / "loud.jsonl", *sound, record=True)
    assert {file.name for file in tmp_path.iterdir()} == {
        "silent.jsonl", "loud.jsonl", "loud-microphone.wav", "loud-played.wav",
    }  # fmt: skip
    for file, level in zip(journals.recordings(tmp_path / "loud.jsonl"), (0.25, 0.5), strict=True):
        assert read_wav(file, INPUT_RATE) == pytest.approx(quarter(level), abs=1e-3)


def test_what_the_microphone_gives_is_recorded_with_what_was_played(tmp_path):
    journal, links = Journal(tmp_path / "live.jsonl", header(), record=True), Links()
    journal.start()
    journal.event(0.0, Begin())
    ear = Ear(partial(Microphone, 20), App.open(Settings(model="limber-en")).plain_listener(), links, journal.heard)
    ear.start()
    while links.inbox.empty():  # until it is told that the microphone gives no more
        time.sleep(0.01)
    ear.close()
    journal.close()
    microphone, played = (read_wav(file, INPUT_RATE) for file in journals.recordings(journal.path))
    assert microphone == pytest.approx(np.full(20 * 320, 0.25), abs=1e-3)
    assert len(played) == len(microphone)
    assert not played.any()
    assert all(file.stat().st_mode & 0o077 == 0 for file in tmp_path.iterdir())


class Microphone:
    """Gives so many blocks of 20 ms, and nothing more."""

    overflows = 0
    behind = False

    def __init__(self, blocks):
        self._left = blocks

    def start(self):
        pass

    def close(self):
        pass

    def read(self, _timeout):
        self._left -= 1
        return np.full(320, 0.25, np.float32) if self._left >= 0 else None


def quarter(level):
    return np.full(INPUT_RATE // 4, level, np.float32)


@pytest.mark.parametrize("path", ["/dev/full", "file/journal.jsonl"])
def test_a_full_disk_or_a_folder_that_cannot_be_written_costs_only_the_journal(tmp_path, caplog, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    journal = Journal(tmp_path / path, header(), record=False)
    journal.start()
    for number in range(2000):
        journal.event(float(number), Unclear("x" * 50))
    journal.close()
    journal.event(3000.0, Begin())
    assert not journal.is_alive()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "the journal of this session cannot be written: " in caplog.text


def test_the_oldest_journals_are_deleted(tmp_path):
    for number in range(25):
        make_old(tmp_path, number, "x" * 100)
    written(tmp_path / "new.jsonl", lambda journal: journal.event(0.0, Begin()), kept_in=tmp_path)
    left = [path.stem for path in journals.journals(tmp_path)]
    assert left == ["new", *(f"old{number}" for number in range(19))]
    assert {file.name for file in tmp_path.glob("*.wav")} == {
        f"old{number}-{kind}.wav" for number in range(2) for kind in ("microphone", "played")
    }


def test_journals_take_no_more_room_than_they_may(tmp_path, monkeypatch):
    monkeypatch.setattr(journals, "BYTES_MOST", 1000)
    for number in range(5):
        make_old(tmp_path, number, "x" * 300)
    journals.prune(tmp_path)
    assert [path.stem for path in journals.journals(tmp_path)] == ["old0", "old1", "old2"]


def make_old(folder, days, text):
    for name in (f"old{days}.jsonl", f"old{days}-microphone.wav", f"old{days}-played.wav"):
        (folder / name).write_text(text)
    then = (NOW - timedelta(days=days + 1)).timestamp()
    os.utime(folder / f"old{days}.jsonl", (then, then))


def test_journals_of_the_same_second_have_names_of_their_own(tmp_path):
    first = journals.new_journal(tmp_path, NOW)
    first.touch()
    assert first.name == "2026-11-27-072031.jsonl"
    assert journals.new_journal(tmp_path, NOW).name == "2026-11-27-072031-2.jsonl"


def test_who_wants_everything_forgotten_has_no_journals_any_more(tmp_path):
    make_old(tmp_path, 1, "x")
    path = tmp_path / "new.jsonl"
    journal = Journal(path, header(), kept_in=tmp_path, record=True)
    journal.start()
    journal.event(0.0, Begin())
    journal.effect(1.0, Keep(Forgotten()))
    journal.event(2.0, None)
    journal.close()
    assert not path.exists()
    journals.delete_all(tmp_path)  # as is done by who deletes the history
    assert [*tmp_path.iterdir()] == []


def test_a_journal_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / "journal.jsonl"
    whole = written(path, lambda journal: journal.event(0.0, Begin()), lambda journal: journal.event(1.0, None))
    text = path.read_bytes()
    for end in range(text.index(b"\n") + 1, len(text) - 1):
        path.write_bytes(text[:end])
        cut = read_journal(path)
        assert cut.entries == whole.entries[: len(cut.entries)]
        assert len(cut.entries) >= text[:end].count(b"\n") - 1
        assert ("breaks off" in cut.trouble) or ("cut off" in cut.trouble)


def test_damage_in_the_middle_is_named_with_its_line(tmp_path):
    path = tmp_path / "journal.jsonl"
    written(path, *[lambda journal, number=number: journal.event(number, None) for number in range(4)])
    lines = path.read_text().splitlines()
    lines[3] = lines[3].replace("event", "evnt")
    path.write_text("\n".join(lines) + "\n")
    read = read_journal(path)
    assert len(read.entries) == 2
    assert read.trouble.startswith(f"{path}:4: the journal is damaged (there is no entry 'evnt'")


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "no journal"), ("no JSON\n", "no journal"), ('{"at": 1}\n', "no journal"),
     (f'{{"journal": {FORMAT + 1}}}\n', "newer Limber")],
)  # fmt: skip
def test_what_is_no_journal_is_said(tmp_path, text, said):
    path = tmp_path / "journal.jsonl"
    path.write_text(text)
    with pytest.raises(LimberError, match=said):
        read_journal(path)
    with pytest.raises(LimberError, match="there is no such file"):
        read_journal(tmp_path / "none.jsonl")
