"""Whether the machine's clock can be believed, found out as the system tells it."""

import pytest

from assistant.clock import BOOT, HARDWARE_CLOCKS, SYNCHRONISED, ClockState, clock_state


def never():
    raise AssertionError("systemd need not be asked")


@pytest.mark.parametrize(
    ("told", "battery", "how"),
    [
        ("yes", False, "synchronised"),
        ("yes", True, "synchronised"),
        ("no", True, "battery"),
        ("no", False, "unset"),
        ("", False, "unknown"),
        ("Failed to connect to bus", False, "unknown"),
    ],
)
def test_what_systemd_says_and_what_clock_there_is_decide(tmp_path, told, battery, how):
    if battery:
        (tmp_path / HARDWARE_CLOCKS / "rtc0").mkdir(parents=True)
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
