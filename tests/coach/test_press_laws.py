"""Laws that hold for anybody with a button, whatever was said and pressed before."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.person import cleared
from assistant.coach.states import ASKING, LIVE
from assistant.words.effects import Hush
from assistant.words.events import AT_BUTTON, HasButton, Heard, Pressed
from tests.coach.test_laws import PEOPLE, ROUTINES, SPEECH, WAITS
from tests.support.drive import LINE_S, Driver, library
from tests.support.presses import press

KNOWN = cleared(library().screening)
PRESSES = st.sampled_from(["short", "double", "long", "very_long"])


def lived(routine, person, speech):
    """Two sessions alike, in which the same was said."""
    driver = Driver(routine, person=person, step_s=None)
    for wait, event in speech:
        driver.run(wait)
        driver.event(event)
    driver.run(LINE_S)
    return driver, driver.fork()


@settings(max_examples=100, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH)
def test_a_very_long_press_is_stop_in_every_state(routine, person, speech):
    pressed, spoken = lived(routine, person, speech)
    pressed.event(Pressed("very_long"))
    spoken.event(Heard("stop", (), AT_BUTTON))
    assert pressed.coach.states == spoken.coach.states
    assert pressed.effects[-1] == spoken.effects[-1] if spoken.effects else True
    if spoken.flow in LIVE:
        assert pressed.gate == "stopped" or pressed.flow in ("closing", "down", "done")
        assert any(at == pressed.now and isinstance(effect, Hush) for at, effect in pressed.effects)


@settings(max_examples=100, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH)
def test_where_no_choice_is_read_out_a_press_is_what_the_voice_says(routine, person, speech):
    """To the letter: the same effects, and so the same transcript."""
    driver, _ = lived(routine, person, speech)
    for kind, said in (("short", "yes"), ("short", "start"), ("short", "next"), ("double", "repeat"), ("long", "no")):
        pressed, spoken = driver.fork(), driver.fork()
        before = len(pressed.effects)
        pressed.event(Pressed(kind))
        spoken.event(Heard(said, (), AT_BUTTON))
        if pressed.effects[before:] == spoken.effects[before:]:
            assert pressed.coach.states == spoken.coach.states
            return
    assert pressed.gate != "open" or pressed.flow not in ("welcome", "prepare", "travel", "brief", "rest", "screen")


@settings(max_examples=100, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH)
def test_from_every_state_what_hurts_can_be_told_with_the_button_alone(routine, person, speech):
    driver, _ = lived(routine, person, [*speech, (1.0, Heard("resume"))])
    driver.event(HasButton())
    if driver.flow not in LIVE or "hurts" not in driver.coach.view().listening:
        return
    if driver.gate != "stopped":
        press(driver, "very_long")
    if driver.flow not in LIVE:
        return
    driver.run(LINE_S * 3)
    flow, records = driver.flow, len(driver.records)
    press(driver)
    assert driver.last[0] in ("choose_hurts", "choose_unwell"), driver.flow
    driver.run(LINE_S / 2)
    press(driver)
    assert driver.gate == "open" or driver.last[0].startswith("choose")
    assert driver.flow != flow or len(driver.records) > records or flow in ASKING or driver.gate != "open"


@settings(max_examples=60, deadline=None)
@given(ROUTINES, PEOPLE, SPEECH, st.lists(st.tuples(WAITS, PRESSES), max_size=20))
def test_whatever_is_pressed_a_session_comes_to_its_end(routine, person, speech, presses):
    driver, _ = lived(routine, person, speech)
    for wait, kind in presses:
        driver.run(wait)
        press(driver, kind)
    for _ in range(3):
        driver.run(400)
        if not driver.left:
            driver.event(Heard("resume"))
    driver.run_to_end()
    assert driver.left


@settings(max_examples=60, deadline=None)
@given(ROUTINES, SPEECH, st.sampled_from(["held", "down"]))
def test_a_press_whose_end_is_never_told_leaves_nobody_waiting(routine, speech, kind):
    """As of a button that was unplugged while it was down."""
    driver, _ = lived(routine, KNOWN, speech)
    driver.event(Pressed("down"))
    if kind == "held":
        driver.event(Pressed("held"))
    driver.event(HasButton(there=False))
    for _ in range(3):
        driver.run(400)
        driver.event(Heard("resume"))
    driver.run_to_end()
