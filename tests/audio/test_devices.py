"""What is wrong with the machine's sound is one sentence that says where to look."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.printed import printed_into_log

ROOT = Path(__file__).parents[2]

FAILING = """
import logging, sys
from assistant.audio.devices import Device
from assistant.commands.showing import prepare_streams
from assistant.words.errors import DeviceError
prepare_streams()
logging.basicConfig(level=0, stream=sys.stdout)
try: Device("output", "", 48000)
except DeviceError as error: print(error, file=sys.stderr)
"""
UNUSABLE = "pcm.null { type null }\npcm.!default { type mulaw slave { pcm null format S16_LE } }\n"
"""A loudspeaker that is there, and takes no sound that PortAudio could give it."""


def test_what_the_sound_library_prints_goes_into_the_log(tmp_path):
    sound = tmp_path / "alsa.conf"
    sound.write_text(UNUSABLE)
    done = subprocess.run(
        [sys.executable, "-c", FAILING], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, "ALSA_CONFIG_PATH": str(sound)},
    )  # fmt: skip
    assert done.stderr.startswith("the loudspeaker 'default' cannot be opened: ")
    assert done.stderr.count("\n") == 1
    assert "a library says: Expression" in done.stdout


OPEN = """
import logging, os, sys
from assistant.audio.devices import Device
from assistant.commands.showing import prepare_streams
prepare_streams()
logging.basicConfig(level=0, stream=sys.stdout)
first, second = Device("output", "", 48000), Device("output", "", 48000)
os.write(2, b"Expression one\\n")
first.close()
print("the first is closed", flush=True)
os.write(2, b"Expression two\\n")
second.close()
os.write(2, b"shown again\\n")
"""
"""What a thread of the sound library would print while a device is open is written in its place."""


def opened_and_closed(folder, shown):
    """What such a program writes onto its standard output, where its standard error is `shown`."""
    sound = folder / "alsa.conf"
    sound.write_text("pcm.!default { type null }\n")
    done = subprocess.run(
        [sys.executable, "-c", OPEN], cwd=ROOT, stdout=subprocess.PIPE, stderr=shown, text=True, check=True, timeout=120,
        env={**os.environ, "ALSA_CONFIG_PATH": str(sound)},
    )  # fmt: skip
    return done.stdout


def test_in_a_terminal_what_the_sound_library_prints_while_a_device_is_open_goes_into_the_log(tmp_path):
    screen, terminal = os.openpty()
    written = opened_and_closed(tmp_path, terminal)
    assert os.read(screen, 1000) == b"shown again\r\n"
    told = [line for line in written.splitlines() if "Expression" in line or "closed" in line]
    assert [line.rpartition(": ")[2] for line in told] == ["Expression one", "the first is closed", "Expression two"]


def test_each_line_counts_as_much_as_those_who_were_in_a_library_then(caplog):
    caplog.set_level(logging.DEBUG)
    with printed_into_log(logging.DEBUG):
        with printed_into_log(logging.WARNING):
            os.write(2, b"one\n")
        os.write(2, b"two\n")
    told = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert told == [("WARNING", "a library says: one"), ("DEBUG", "a library says: two")]


def test_a_service_keeps_what_is_printed_so_that_the_last_words_before_a_crash_are_known(tmp_path):
    with (tmp_path / "stderr").open("w+") as shown:
        opened_and_closed(tmp_path, shown)
        shown.seek(0)
        assert shown.read().splitlines() == ["Expression one", "Expression two", "shown again"]


@pytest.mark.parametrize("broken", ["pcm.!default {\n  type hw\n", "pcm.x { type plug slave { pcm "])
@pytest.mark.parametrize("kind", ["input", "output"])
def test_a_mistake_in_the_set_up_of_sound_names_the_file(tmp_path, broken, kind):
    (tmp_path / ".asoundrc").write_text(broken)
    program = (
        "from assistant.audio.devices import Device\nfrom assistant.words.errors import DeviceError\n"
        f"try: Device({kind!r}, '', 16000)\nexcept DeviceError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
        env={name: value for name, value in os.environ.items() if name != "ALSA_CONFIG_PATH"} | {"HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stdout == f"the machine's sound cannot be set up; look for a mistake in {tmp_path}/.asoundrc\n"
