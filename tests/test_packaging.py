"""The recipes of the Debian package and of the image fit together, and fit the program; scripts/test_deb tries the package."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from debian_package import DEBIANS, HOME, MACHINES, PYTHON, TEMPLATES

from assistant.running.programs import BY_APT
from assistant.running.unit import UNIT
from assistant.settings import ECHO

ROOT = Path(__file__).parents[1]
IMAGE = ROOT / "scripts/packaging/image"
FROM_WHEELS = {"pyttsx3", "pywebrtc-audio", "sounddevice", "transitions", "vosk"}
"""What Debian 13 has not, or has too old."""


def test_everything_that_is_needed_comes_from_debian_or_from_a_wheel():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {re.findall(r"[\w-]+", text)[0] for text in project["dependencies"]}
    assert needed - DEBIANS.keys() == FROM_WHEELS


@pytest.mark.parametrize("name", ["postinst", "prerm", "postrm", "try"])
def test_its_scripts_can_be_read_by_their_shell(name):
    shell = (TEMPLATES / name).read_text().split("\n", 1)[0].rpartition("/")[2].split()[-1]
    subprocess.run([shell, "-n", TEMPLATES / name], check=True)


def test_the_update_command_knows_where_the_package_is():
    assert f"/{HOME}" == str(BY_APT)
    assert (TEMPLATES / "limber").read_text().startswith(f"#!{BY_APT}/bin/python ")
    assert f"python{PYTHON}/site-packages" in (TEMPLATES / "copyright").read_text()


def test_what_is_kept_is_named_where_the_package_is_purged():
    for text in ((TEMPLATES / "postrm").read_text(), (TEMPLATES / "README.Debian").read_text()):
        assert re.findall(r"~/[.\w/]+limber", text) == [
            "~/.local/share/limber", "~/.local/state/limber", "~/.config/limber",
        ]  # fmt: skip


def test_the_image_turns_on_what_the_package_brings():
    text = (IMAGE / "layer/limber.yaml").read_text()
    assert f"/usr/lib/systemd/user/{UNIT}" in text
    assert sorted(re.findall(r"Var-echo-Valid: (.*)", text)[0].split(",")) == sorted(ECHO)
    layer, config = yaml.safe_load(text), yaml.safe_load((IMAGE / "config/limber.yaml").read_text())
    recommended = re.findall(r"^Recommends: (.*)", (TEMPLATES / "control").read_text(), re.MULTILINE)[0].split(", ")
    assert set(recommended) <= set(layer["mmdebstrap"]["packages"])
    assert config["layer"]["app"] == re.findall(r"Layer-Name: (\w+)", text)[0]
    assert "arm64" in MACHINES
