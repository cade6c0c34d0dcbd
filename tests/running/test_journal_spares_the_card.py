"""The journal is written in large pieces, so that a memory card lives long; what is about pain is written at once."""

import os
import signal
import time
from itertools import count
from pathlib import Path

from assistant.running.entries import Answered, read_journal
from assistant.running.journal import PIECE_BYTES, WRITTEN_EVERY_S, Journal
from assistant.words.effects import Keep
from assistant.words.events import Begin
from assistant.words.records import Locked, PainReported
from tests.running.test_journal import header
from tests.support.patience import PATIENCE_S


def writes(journal):
    """How often the journal's thread has given something to the system."""
    counts = dict(line.split(": ") for line in Path(f"/proc/self/task/{journal.native_id}/io").read_text().splitlines())
    return int(counts["syscw"])


def in_the_file(path, lines):
    """Wait until so many lines are in a file."""
    until = time.monotonic() + PATIENCE_S
    while not path.exists() or path.read_bytes().count(b"\n") < lines:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_pain_is_in_the_file_at_once_and_the_rest_in_large_pieces(tmp_path):
    path, looks = tmp_path / "journal.jsonl", count()
    journal = Journal(path, header())
    journal.clock = lambda: next(looks) * WRITTEN_EVERY_S / 1000
    journal.start()
    for number in range(1000):
        journal.event(number, Begin())
    journal.effect(1000.0, Keep(PainReported("hip", "squat", 7, "", "red")))
    in_the_file(path, 1002)  # the header, and all of it
    pieces = path.stat().st_size / PIECE_BYTES + next(looks) / 1000
    assert pieces < 10
    assert writes(journal) <= pieces + 2  # and the header, and the pain
    journal.close()


def test_who_is_killed_has_lost_nothing_about_pain(tmp_path):
    path, started = tmp_path / "journal.jsonl", os.fork()
    if not started:
        try:
            journal = Journal(path, header())
            journal.start()
            for number in range(40):
                journal.event(number, Begin())
            journal.effect(40.0, Keep(Locked("numb")))
            in_the_file(path, 42)
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(started, 0)[1]) == signal.SIGKILL
    assert read_journal(path).entries[40] == Answered(40.0, Keep(Locked("numb")))
