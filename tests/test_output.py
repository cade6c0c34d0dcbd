"""What is printed and cannot get out is said in a sentence, and the exit code tells it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FULL = Path("/dev/full")
"""A disk that is always full."""


def limber(tmp_path, *words, **where):
    environment = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    environment["HOME"] = str(tmp_path)
    line = [sys.executable, "-m", "assistant", *words]
    return subprocess.run(line, cwd=ROOT, env=environment, text=True, check=False, stderr=subprocess.PIPE, **where)


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["help"],
        ["plan", "--help"],
        ["routines"],
        ["plan", "--print"],
        ["privacy"],
        ["progress"],
        ["service", "logs"],
    ],
    ids=" ".join,
)
def test_a_full_disk_is_told_and_no_trace_is_shown(tmp_path, words):
    with FULL.open("w") as full:
        done = limber(tmp_path, *words, stdout=full)
    assert (done.returncode, done.stderr) == (2, "limber: what is printed cannot be written: the disk is full\n")


@pytest.mark.parametrize("words", [["--version"], ["routines"], ["privacy"]], ids=" ".join)
def test_a_reader_who_has_gone_is_no_fault(tmp_path, words):
    reader, writer = os.pipe()
    os.close(reader)
    done = limber(tmp_path, *words, stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")
