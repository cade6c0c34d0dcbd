"""Every subcommand can be found, explains itself, and has a file of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

import assistant.commands
from assistant.cli import main
from assistant.commands import fetch_model
from assistant.commands.known import COMMANDS, SESSION
from assistant.places import fetched_models

FOLDER = Path(assistant.commands.__file__).parent


def test_every_file_with_a_name_is_a_command_of_the_command_line():
    runs = {path.stem for path in FOLDER.glob("*.py") if "\ndef run(" in path.read_text(encoding="utf-8")}
    assert runs == {command.file for command in (SESSION, *COMMANDS)}
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself(capsys, command):
    with pytest.raises(SystemExit) as ended:
        main([command.name, "--help"])
    assert ended.value.code == 0
    assert command.help in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [("help", ("numpy", "assistant.content.load")), ("routines", ("numpy", "assistant.app")), ("type", ("vosk", "sqlalchemy"))],
)  # fmt: skip
def test_a_command_reads_in_only_what_it_needs(command, unneeded):
    code = "import sys; from assistant.cli import front_parser, parser_of; front_parser()"
    reads = "" if command == "help" else f"; parser_of('{command}')"
    words = [sys.executable, "-c", f"{code}{reads}; print(*sys.modules)"]
    modules = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    assert "assistant.cli" in modules
    assert not {*modules} & {*unneeded}


def test_a_model_that_is_there_is_not_fetched_again(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("assistant.places.INSTALLED", True)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda _name: str(tmp_path))
    assert fetched_models() == tmp_path / "models"
    (tmp_path / "models" / fetch_model.MODEL).mkdir(parents=True)
    assert main(["fetch-model"]) == 0
    assert capsys.readouterr().out == f"{fetch_model.MODEL} is already there.\n"
