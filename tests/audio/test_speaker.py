"""A Bluetooth loudspeaker is known as one, by its own name and behind a sound server's."""

import pytest

from assistant.audio.speaker import is_bluetooth


@pytest.mark.parametrize(
    ("name", "behind", "found"),
    [
        ("bluez_output.AC_12.1", "", True),
        ("Bluetooth headset", "", True),
        ("default", "bluez_output.AC_12.1", True),
        ("pulse", "bluez_sink.AC_12.a2dp_sink", True),
        ("pipewire", "alsa_output.usb-speaker", False),
        ("default", "", False),
        ("USB Audio: - (hw:1,0)", "bluez_output.AC_12.1", False),
    ],
)
def test_a_bluetooth_loudspeaker_is_known_by_its_name_or_by_what_stands_behind_it(name, behind, found):
    assert is_bluetooth(name, lambda: behind) is found
