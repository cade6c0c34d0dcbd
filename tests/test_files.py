"""What goes wrong with a file is said in a sentence, and what was there before is still there."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.deleting import delete_each, found_in
from assistant.files import (
    LEFT_S,
    NO_ORDINARY,
    NOBODY_READS,
    TEXT_MOST,
    FileError,
    absent,
    make_folder,
    passing_folder,
    read_text,
    reason,
    there,
    without_number,
    write_whole,
)
from tests.support.faults import FAULTS, FOLDER_FAULTS, at_most, bound_by_permissions, fill, read_only, small_disk

READ = {
    "missing": "there is no such file",
    "garbage": "this is not a text file in UTF-8",
    "not readable": "this cannot be read: its permissions do not allow it",
    "a folder": "this cannot be read: it is a folder, and not a file",
    "a link to nowhere": "which is not there",
    "a link to itself": "this cannot be read: its links lead in a circle",
    "a pipe": f"this cannot be read: {NO_ORDINARY}",
}
"""fault of a file -> what is said of it; with every other fault it can be read."""
WRITTEN = {
    "a folder": "this cannot be written: it is a folder, and not a file",
    "a link to nowhere": "this cannot be written: it is a link to ",
    "a link to itself": "this cannot be written: ",
    "a pipe": f"this cannot be written: {NOBODY_READS}",
}
IN_FOLDER = {
    "not readable": "its permissions do not allow it",
    "not writable": "its permissions do not allow it",
    "a file": "a file is where a folder should be",
    "a link to nowhere": "which is not there",
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Stand tall.\nBreathe.\n")
    return path


@pytest.mark.parametrize("fault", FAULTS)
def test_reading(file, fault):
    FAULTS[fault](file)
    with bound_by_permissions():
        if fault not in READ:
            assert isinstance(read_text(file), str)
            return
        with pytest.raises(FileError) as told:
            read_text(file)
    assert str(told.value).startswith(f"{file}: ")
    assert READ[fault] in str(told.value)
    assert absent(file) == (fault == "missing")


def test_a_mark_at_the_beginning_is_no_text(file):
    file.write_bytes("\ufeffroutine: office_micro\n".encode())
    assert read_text(file) == "routine: office_micro\n"


def test_a_file_that_never_ends_is_not_read_for_ever():
    with pytest.raises(FileError, match="/dev/zero: this cannot be read: it is a pipe, a device or a socket"):
        read_text(Path("/dev/zero"))


def test_a_socket_is_no_file(file):
    file.unlink()
    with socket.socket(socket.AF_UNIX) as there:
        there.bind(str(file))
        with pytest.raises(FileError, match=NO_ORDINARY):
            read_text(file)


def test_a_file_that_is_too_large_is_not_read(file):
    os.truncate(file, TEXT_MOST + 1)
    with pytest.raises(FileError, match="this is too large; at most 20 MB are read"):
        read_text(file)


@pytest.mark.parametrize("fault", FAULTS)
def test_writing(file, fault):
    FAULTS[fault](file)
    with bound_by_permissions():
        if fault in WRITTEN:
            with pytest.raises(FileError) as told:
                write_whole(file, "new")
            assert str(told.value).startswith(f"{file}: {WRITTEN[fault]}")
        else:
            write_whole(file, "new")
            assert file.read_text() == "new"
    assert not list(file.parent.glob("*.tmp"))
    assert not list(file.parent.glob(".*"))


@pytest.mark.parametrize("fault", FOLDER_FAULTS)
def test_in_a_folder_that_cannot_be_used(tmp_path, fault):
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "a.txt").write_text("old")
    FOLDER_FAULTS[fault](folder)
    for do in (lambda: write_whole(folder / "a.txt", "new"), lambda: make_folder(folder / "further")):
        with bound_by_permissions(), pytest.raises(FileError) as told:
            do()
        assert IN_FOLDER[fault] in str(told.value)
    with bound_by_permissions():
        assert there(folder / "a.txt") == (fault == "not writable")
        assert not absent(folder / "a.txt") or fault == "a file"
    if folder.is_dir():
        assert (folder / "a.txt").read_text() == "old"


DELETED = {
    "a folder": "this cannot be deleted: it is a folder, and not a file",
    "a link to nowhere": "this cannot be deleted: it is a link to ",
}
"""fault of a file -> what is said when it cannot be deleted; with every other fault it is gone."""


@pytest.mark.parametrize("fault", FAULTS)
def test_deleting_goes_on_after_what_cannot_be_deleted(file, fault):
    linked, other = file.with_name("linked.txt"), file.with_name("other.txt")
    other.write_text("text")
    linked.symlink_to(other)
    FAULTS[fault](file)
    with bound_by_permissions():
        if fault in DELETED:
            with pytest.raises(FileError) as told:
                delete_each([file, linked])
            assert str(told.value).startswith(f"{file}: {DELETED[fault]}")
        else:
            delete_each([file, linked])
    assert file.is_symlink() == (fault == "a link to nowhere")
    assert [path for path in (linked, other) if path.exists()] == [], "what a link leads to is deleted as well"


def test_what_another_library_says_is_told_without_numbers():
    error = ValueError("failed to resolve host 'a': [Errno -2] Name or service not known\nmore")
    assert without_number(error) == "failed to resolve host 'a': Name or service not known"
    assert without_number(ValueError()) == "ValueError"


def test_what_may_be_hidden_is_not_taken_for_nothing(file):
    folder = file.parent
    assert found_in(folder, "*.txt") == [file]
    assert found_in(folder / "missing", "*") == []
    folder.chmod(0o300)
    with bound_by_permissions(), pytest.raises(FileError, match="this folder cannot be looked into: its permissions"):
        found_in(folder, "*.txt")
    folder.chmod(0o700)


def test_a_file_that_may_not_grow_keeps_what_was_in_it(file):
    before = file.read_text()
    with at_most(100), pytest.raises(FileError, match="it would be larger than a file may be here"):
        write_whole(file, "x" * 1000)
    assert file.read_text() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_full_disk_keeps_what_was_in_a_file(tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        (disk / "a.txt").write_text("old")
        fill(disk)
        with pytest.raises(FileError, match=r"a\.txt: this cannot be written: the disk is full"):
            write_whole(disk / "a.txt", "x" * 10_000)
        assert (disk / "a.txt").read_text() == "old"


def test_a_disk_that_can_only_be_read(tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        read_only(disk)
        with pytest.raises(FileError, match="this cannot be written: the disk can only be read"):
            write_whole(disk / "a.txt", "new")
        with pytest.raises(FileError, match="this folder cannot be made: the disk can only be read"):
            make_folder(disk / "further")


def test_a_device_that_is_full():
    with pytest.raises(FileError, match="/dev/full: this cannot be written: the disk is full"):
        write_whole(Path("/dev/full"), "x")


ASKS = "import sys; from pathlib import Path; from assistant.files import passing_folder as make; "
STOPS = """
import os, pathlib, sys
def stop(event, arguments):
    if event == "os.rename":
        os.kill(os.getpid(), 9)
sys.addaudithook(stop)
from assistant.files import write_whole
write_whole(pathlib.Path(sys.argv[1], sys.argv[2]), "a secret")
"""
"""Writes a file, and is killed when all that is left to do is to give it its name."""
LEFT_BY = {
    "killed": (
        ASKS + "print(make(Path(sys.argv[1])), flush=True); import os; os.kill(os.getpid(), 9)",
        2 * LEFT_S,
        False,
    ),
    "killed just now": (
        ASKS + "print(make(Path(sys.argv[1])), flush=True); import os; os.kill(os.getpid(), 9)",
        0,
        True,
    ),
    "still at work": (ASKS + "print(make(Path(sys.argv[1])), flush=True); input()", 2 * LEFT_S, True),
}
"""what became of a process -> (what it runs, seconds since, whether its folder stays)"""


@pytest.mark.parametrize("fate", LEFT_BY)
def test_what_a_killed_process_left_is_cleared_away_by_the_next(tmp_path, fate):
    program, since, stays = LEFT_BY[fate]
    line = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        left = Path(child.stdout.readline().strip())
        if "killed" in fate:
            child.wait()
        (left / "graph").write_text("large")
        os.utime(left, (time.time() - since,) * 2)
        mine = passing_folder(tmp_path)
        assert left.is_dir() == stays
    assert mine.is_dir()


@pytest.mark.parametrize("name", ["voice.json", "a report, with a long name and some spaces in it.html"])
@pytest.mark.parametrize("since", [0, 2 * LEFT_S])
def test_the_draft_of_a_killed_process_is_cleared_away_by_the_next(tmp_path, name, since):
    (tmp_path / name).write_text("whole")
    (tmp_path / ".mine.tmp").write_text("somebody else's")
    done = subprocess.run([sys.executable, "-c", STOPS, str(tmp_path), name], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / name).read_text() == "whole"
    (draft,) = [path for path in tmp_path.iterdir() if path.name not in (name, ".mine.tmp")]
    assert draft.read_text() == "a secret"
    os.utime(draft, (time.time() - since,) * 2)
    write_whole(tmp_path / "another", "new")
    assert draft.exists() == (since == 0)
    assert {path.name for path in tmp_path.iterdir()} - {draft.name} == {name, ".mine.tmp", "another"}


def test_a_link_stays_a_link(tmp_path, file):
    link = tmp_path / "link"
    link.symlink_to(file)
    write_whole(link, "new")
    assert link.is_symlink()
    assert file.read_text() == "new"


def test_every_fault_of_a_disk_has_a_reason_in_plain_words(file):
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM, errno.ENAMETOOLONG):
        assert reason(OSError(number, "in the system's words"), file) != "in the system's words"
    assert reason(OSError(errno.EXDEV, "in the system's words"), file) == "in the system's words"
