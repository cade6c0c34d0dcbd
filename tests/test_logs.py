"""The log: where it goes, what it shows, and what a person is told of an error that nobody expected."""

import logging
import os
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.history.recorder import Recorder
from assistant.history.store import Store
from assistant.logs import log_file, logging_on, noted, shown_level
from assistant.words.errors import LimberError
from tests.support.faults import FAULTS
from tests.support.patience import PATIENCE_S

log = logging.getLogger("assistant.tests")


def fail():
    raise ValueError("a reason\nover two lines")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "state/limber.log"


@pytest.mark.parametrize(
    ("verbose", "named", "level"),
    [(0, "", None), (1, "", logging.INFO), (2, "", logging.DEBUG), (5, "", logging.DEBUG), (0, "Debug", logging.DEBUG),
     (0, "error", logging.ERROR), (1, "error", logging.INFO), (1, "debug", logging.DEBUG)],
)  # fmt: skip
def test_flag_and_variable_say_what_is_shown(monkeypatch, verbose, named, level):
    monkeypatch.setenv("LIMBER_LOG", named)
    assert shown_level(verbose) == level


def test_a_level_that_does_not_exist_is_one_sentence(monkeypatch, capsys):
    monkeypatch.setenv("LIMBER_LOG", "loud")
    with pytest.raises(LimberError, match="LIMBER_LOG is 'loud'; it must be one of: debug, info, warning, error"):
        shown_level(0)
    assert main(["routines"]) == 2
    assert capsys.readouterr().err.startswith("limber: LIMBER_LOG is 'loud'")


def test_the_file_has_information_and_the_terminal_what_was_asked_for(file, capsys):
    with logging_on(None, print, file):
        log.info("first")
        log.debug("second")
    with logging_on(logging.DEBUG, print, file):
        log.debug("third")
    log.info("fourth")
    written = file.read_text(encoding="utf-8")
    assert "first" in written
    assert "second" not in written
    assert "third" in written
    assert "fourth" not in written
    assert capsys.readouterr().err.count("\n") == 1


def test_a_name_that_is_not_written_in_utf_8_can_be_logged(file):
    with logging_on(None, print, file):
        log.info("%s: this cannot be read", os.fsdecode(b"caf\xe9"))
    assert "caf\\udce9: this cannot be read" in file.read_text(encoding="utf-8")


def test_a_warning_of_a_library_goes_into_the_log(tmp_path, capsys):
    file = tmp_path / "limber.log"
    with logging_on(None, print, file), warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("overflow encountered in square", RuntimeWarning, stacklevel=1)
    assert "overflow encountered in square" in file.read_text(encoding="utf-8")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("fault", ["a file for the folder", "a pipe"])
def test_a_log_that_cannot_be_written_stops_nothing(tmp_path, capsys, fault):
    file = tmp_path / "state/limber.log"
    if fault == "a pipe":
        file.parent.mkdir()
        FAULTS[fault](file)
    else:
        file.parent.write_text("a file where the folder should be")
    with logging_on(None, print, file):
        log.info("lost")
        sentence = noted(log, "it broke", ValueError())
    assert sentence == f"it broke (ValueError); the log {file} cannot be written; run it again with -v to see more"
    assert capsys.readouterr().err == ""
    assert noted(log, "it broke", ValueError()).endswith("(ValueError); run it again with -v to see more")


def limber(folder, *words, **more):
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, words)], cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "XDG_STATE_HOME": str(folder), **more},
    )  # fmt: skip


BREAKS = """
import sys
from assistant.cli import main
from assistant.commands import routines
routines.load_library = lambda **_: 1 / 0
sys.exit(main(["routines"]))
"""
"""A program with a mistake that nobody has thought of."""


def broken(folder):
    return subprocess.run(
        [sys.executable, "-c", BREAKS], cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "XDG_STATE_HOME": str(folder)},
    )  # fmt: skip


@pytest.fixture
def full(tmp_path):
    """A log file that takes nothing, as on a full disk."""
    (tmp_path / "limber").mkdir()
    written = tmp_path / "limber/limber.log"
    written.symlink_to("/dev/full")
    return written


@pytest.mark.usefixtures("full")
def test_a_full_disk_costs_the_log_and_nothing_else(tmp_path):
    done = limber(tmp_path, "routines")
    assert (done.returncode, done.stderr) == (0, "")
    assert "morning_nine" in done.stdout


@pytest.mark.parametrize("there", [True, False])
def test_an_error_that_cannot_be_logged_is_one_sentence_too(tmp_path, full, there):
    """The log is full, or it cannot even be opened."""
    if not there:
        full.unlink()
        full.mkdir()
    done = broken(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("limber: something unexpected has happened (ZeroDivisionError: ")
    assert done.stderr.endswith(f"the log {full} cannot be written; run it again with -v to see more\n")
    assert done.stderr.count("\n") == 1


def test_an_error_is_one_sentence_for_the_person_and_a_trace_in_the_log(file):
    with logging_on(None, print, file):
        try:
            fail()
        except ValueError as error:
            sentence = noted(log, "the ear has stopped", error)
    assert sentence == f"the ear has stopped (ValueError: a reason); it is written down in {file}"
    written = file.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "over two lines" in written


def test_a_thread_that_breaks_leaves_a_sentence_and_no_trace(file, capsys):
    told = []
    with logging_on(None, told.append, file):
        thread = threading.Thread(target=lambda: int("one"), name="keyboard")
        thread.start()
        thread.join()
    assert len(told) == 1
    assert told[0].startswith("a part of the program, 'keyboard', has ended (ValueError: invalid literal for int()")
    assert "Traceback" in file.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


def test_a_record_nobody_knows_is_told_once_and_the_next_is_kept(tmp_path, file):
    told = []
    with logging_on(None, told.append, file), Store(tmp_path / "history.db") as store:
        recorder = Recorder(store, told.append)
        recorder.start()
        for _ in range(2):
            recorder.record(1.0, None)
        person = store.person()
        recorder.person(person)
        recorder.close()
        assert store.person() == person
    assert len(told) == 1
    assert told[0].startswith("something could not be kept (")
    assert "Traceback" in file.read_text(encoding="utf-8")


def test_verbose_stands_before_or_after_the_command(capsys):
    for words in (["-v", "routines"], ["routines", "--verbose"]):
        assert main(words) == 0
        assert "assistant.cli: limber" in capsys.readouterr().err
    assert main(["routines"]) == 0
    assert capsys.readouterr().err == ""
    assert "routines" in log_file().read_text(encoding="utf-8")


def test_a_command_that_breaks_leaves_one_sentence_and_exit_code_1(tmp_path):
    done = broken(tmp_path)
    assert done.returncode == 1
    written = tmp_path / "limber/limber.log"
    assert done.stderr.startswith("limber: something unexpected has happened (ZeroDivisionError: ")
    assert done.stderr.endswith(f"it is written down in {written}\n")
    assert done.stderr.count("\n") == 1
    assert "Traceback" in written.read_text(encoding="utf-8")
