"""A path that leads nowhere is told in a sentence, however odd it is."""

import ast
import os
from pathlib import Path

import pytest

import assistant
from assistant.cli import main

PACKAGE = Path(assistant.__file__).parent


@pytest.mark.parametrize(
    ("words", "message"),
    [(["check"], "this cannot be read: its name is too long"), (["update"], "this is neither a wheel nor a checkout")],
)
def test_a_name_that_is_too_long_is_told(capsys, words, message):
    name = f"{'x' * 300}.yaml"
    assert main([*words, name]) == 2
    assert f"{name}: {message}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("model: ~nobody2/x", "~nobody2/x; 'model' is set so in "),
        ("voice: ~nobody2/x.yaml", "there is no voice 'x' in ~nobody2"),
        ("language: ~nobody2/x", "there is no language '~nobody2/x'"),
        (f"language: {'x' * 5000}", "there is no language"),
        (r'routine: "\0x.yaml"', "'routine' must be text, not a text with a zero character in it"),
    ],
)
def test_a_setting_that_can_be_no_path_is_told(capsys, tmp_path, monkeypatch, line, message):
    monkeypatch.setattr("platformdirs.user_config_dir", lambda _name: str(tmp_path))
    (tmp_path / "settings.yaml").write_text(line)
    assert main(["check"]) == 2
    assert message in capsys.readouterr().err


@pytest.fixture
def piped():
    """Where somebody's text can be read from a pipe, as `<(cat plan.yaml)` has it."""
    ends = []

    def pipe(text):
        reads, writes = os.pipe()
        ends.append(reads)
        os.write(writes, text.encode())
        os.close(writes)
        return f"/dev/fd/{reads}"

    yield pipe
    for reads in ends:
        os.close(reads)


def test_a_plan_that_comes_by_a_pipe_is_checked(capsys, piped):
    plan = "id: short\nname: Short\nminutes: 2\nitems: [pelvic_glide]\n"
    assert main(["check", piped(plan)]) == 0
    assert capsys.readouterr().out.startswith("Short: 1 exercise, about ")
    where = piped(plan.replace("glide", "glid"))
    assert main(["check", where]) == 2
    assert f"{where}:4: there is no exercise 'pelvic_glid' (did you mean 'pelvic_glide'?)" in capsys.readouterr().err


def test_a_pipe_is_not_read_without_end(capsys, piped, monkeypatch):
    monkeypatch.setattr("assistant.files.TEXT_MOST", 10)
    where = piped("a: b\n" * 10)
    assert main(["check", where]) == 2
    assert f"{where}: this is too large" in capsys.readouterr().err


READ_THEMSELVES = {
    "clock.py",
    "running/programs.py",
    "running/unit.py",
    "running/versions.py",
    "hearing/decoding/model.py",
    "hearing/decoding/network.py",
}
"""These read what the kernel, the package or the built-in model has, and nobody else can have put there."""


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_paths_are_looked_at_in_one_place(path):
    """`strerror` is for programmers, and `Path.exists` raises an error in a folder that may not be read."""
    if path.name == "files.py":
        return
    names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not names & {"strerror", "exists"}
    if path.name not in ("paths.py", "__main__.py"):
        assert "expanduser" not in names, "this raises an error for '~nobody'; see paths.py"
    if path.parent.name == "commands":
        assert not names & {"is_dir", "is_file"}, "this raises an error for a name that is too long; see paths.py"
    if str(path.relative_to(PACKAGE)) not in READ_THEMSELVES:
        assert not names & {"read_text", "read_bytes"}, "this waits for ever where a pipe is; see files.py"
