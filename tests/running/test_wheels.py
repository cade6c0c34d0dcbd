"""Whatever file is given as a wheel, it is a Limber of some version, or a sentence says that it is none."""

import io
import os
import zipfile
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.cli import main
from assistant.running.installing import version_of
from assistant.words.errors import LimberError

MODULE, MODULE_AT = "assistant/app.py", 30
"""What is damaged, and where its name begins: a zip file's local header has 30 bytes."""
FLAGS_AT, METHOD_AT = 6, 8
"""Of a zip file's local header."""
DIRECTORY_MORE = 2
"""By so many bytes the same fields come later in the directory at a zip file's end."""


def wheel(version="1.2.3"):
    """A small one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MODULE, "".join(f"line {number}\n" for number in range(200)))
        packed.writestr(f"limber-{version}.dist-info/METADATA", "Name: limber\n")
    return file.getvalue()


def changed(at, value):
    """The wheel with another value in the first file's header, and in the directory."""
    data = bytearray(wheel())
    data[at] = value
    data[data.index(b"PK\x01\x02") + at + DIRECTORY_MORE] = value
    return bytes(data)


def spoilt(at, what):
    data = bytearray(wheel())
    data[at : at + len(what)] = what
    return bytes(data)


IN_MODULE = MODULE_AT + len(MODULE) + 20
WAYS = {
    "nothing": b"",
    "broken off": wheel()[:200],
    "not what was packed": spoilt(IN_MODULE, b"\xff" * 20),
    "packed in an unknown way": changed(METHOD_AT, 97),
    "locked with a password": changed(FLAGS_AT, 1),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_wheel_is_named(tmp_path, way):
    path = tmp_path / "limber-1.2.3-py3-none-any.whl"
    path.write_bytes(WAYS[way])
    with pytest.raises(LimberError, match="damaged"):
        version_of(path)


def test_one_of_the_ways_is_a_fault_of_what_was_packed():
    """Else the table would not hold what a bad copy does."""
    data = zipfile.ZipFile(io.BytesIO(WAYS["not what was packed"]))
    with pytest.raises(zlib.error):
        data.testzip()


@pytest.mark.parametrize("version", ["", ".", "..", "\x1b[31m", "in-use", "1/2"])
def test_what_is_no_version_is_no_limber(tmp_path, version):
    path = tmp_path / "odd.whl"
    path.write_bytes(wheel(version))
    with pytest.raises(LimberError, match="this is no wheel of Limber"):
        version_of(path)


@pytest.mark.parametrize("version", ["1.0.0", "10.2rc1", "2.0.dev3+abc.1"])
def test_a_version_is_read(tmp_path, version):
    path = tmp_path / "fine.whl"
    path.write_bytes(wheel(version))
    assert version_of(path) == version


@given(st.integers(0, len(wheel()) - 1), st.binary(min_size=1, max_size=8))
@example(IN_MODULE, b"\xff" * 8)
def test_whatever_bytes_are_changed_it_is_a_limber_or_a_sentence(tmp_path_factory, at, what):
    path = tmp_path_factory.mktemp("wheel") / "limber.whl"
    path.write_bytes(spoilt(at, what))
    try:
        assert version_of(path)
    except LimberError as error:
        assert str(path) in str(error)  # noqa: PT017 (either of them is right)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--try", "--back"], "--try only tries the Limber that runs now; leave out the rest"),
        (["--back", "--fetch"], "--back goes back to the Limber that was in use before; leave out the rest"),
        (["a-pipe"], "this is neither a wheel nor a checkout of Limber"),
    ],
)
def test_what_makes_no_sense_is_refused_at_once(tmp_path, monkeypatch, capsys, words, told):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    os.mkfifo("a-pipe")
    assert main(["update", *words]) == 2
    assert told in capsys.readouterr().err
