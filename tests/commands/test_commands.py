"""Every subcommand can be found, explains itself, and has a file of its own."""

from pathlib import Path

import pytest

import assistant.commands
from assistant.cli import COMMANDS, main
from assistant.commands import fetch_model
from assistant.places import fetched_models

FOLDER = Path(assistant.commands.__file__).parent


def test_every_file_with_a_name_is_a_command_of_the_command_line():
    named = {path.stem for path in FOLDER.glob("*.py") if "\nNAME = " in path.read_text(encoding="utf-8")}
    assert named == {vars(command)["__name__"].rsplit(".", 1)[1] for command in COMMANDS}
    assert len({command.NAME for command in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.NAME)
def test_every_command_explains_itself(capsys, command):
    with pytest.raises(SystemExit) as ended:
        main([command.NAME, "--help"])
    assert ended.value.code == 0
    assert command.HELP in " ".join(capsys.readouterr().out.split())


def test_a_model_that_is_there_is_not_fetched_again(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("assistant.places.INSTALLED", True)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda _name: str(tmp_path))
    assert fetched_models() == tmp_path / "models"
    (tmp_path / "models" / fetch_model.MODEL).mkdir(parents=True)
    assert main(["fetch-model"]) == 0
    assert capsys.readouterr().out == f"{fetch_model.MODEL} is already there.\n"
