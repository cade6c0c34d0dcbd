"""Whether the machine's clock can be believed, found out as the system tells it."""

import time

import pytest

from assistant.clock import BOOT, HARDWARE_CLOCKS, HARDWARE_TIME, SYNCHRONISED, ClockState, clock_state


def never():
    raise AssertionError("systemd need not be asked")


@pytest.mark.parametrize(
    ("told", "hardware", "how"),
    [
        ("yes", None, "synchronised"),
        ("yes", 0, "synchronised"),
        ("no", 0, "battery"),
        ("no", 14 * 3600, "battery"),
        ("no", "312\n", "unset"),
        ("no", -3 * 86_400, "unset"),
        ("no", "", "unset"),
        ("no", None, "unset"),
        ("", None, "unknown"),
        ("Failed to connect to bus", None, "unknown"),
    ],
)
def test_what_systemd_says_and_what_clock_there_is_decide(tmp_path, told, hardware, how):
    """A clock on a battery may keep local time. One without a battery, as in a Raspberry Pi 5, begins in 1970."""
    if hardware is not None:
        clock = tmp_path / HARDWARE_CLOCKS / "rtc0"
        clock.mkdir(parents=True)
        shown = hardware if isinstance(hardware, str) else f"{int(time.time()) + hardware}\n"
        (clock / HARDWARE_TIME).write_text(shown)
    state = clock_state(tmp_path, lambda: told)
    assert state.how == how
    assert state.believed == (how != "unset")
    assert state.boot == ""


def test_the_file_of_timesyncd_is_enough(tmp_path):
    for file, text in ((SYNCHRONISED, ""), (BOOT, "0d5e-ad\n")):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    state = clock_state(tmp_path, never)
    assert (state.how, state.boot) == ("synchronised", "0d5e-ad")
    assert state.up_s > 0


def test_this_machine_can_be_asked():
    first, second = clock_state(), clock_state()
    assert first.boot == second.boot
    assert first.up_s <= second.up_s
    assert ClockState().believed
