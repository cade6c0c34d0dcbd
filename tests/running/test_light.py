"""The light: what it shows of a session, that no rhythm is another one's, and that its failure disturbs nobody."""

import queue
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.audio.mixer import CueReport
from assistant.content.hands import LightSettings
from assistant.running.lamps import DARK, Light, apa102, shining
from assistant.running.light import ALSO_TOLD, HEARD_S, PATTERNS, Signs
from assistant.words.cues import Cue
from assistant.words.effects import Chime, Keep, Say
from assistant.words.errors import LimberError
from assistant.words.events import Back, Begin, Event, Heard, Lost, Muted, Pressed, Unclear
from assistant.words.records import Locked, StateEntered, Unlocked
from assistant.words.units import Frames, Seconds
from tests.support.drive import Driver, library
from tests.support.patience import PATIENCE_S

HERE = Signs(there=True)
SAID = Cue("On we go.", "talk")
BEGAN, ENDED = (CueReport(kind, Frames(0), SAID) for kind in ("began", "ended"))
STATES = sorted(PATTERNS)
FLASHES_MOST = 3
"""In any second (WCAG 2.3.1)."""


@pytest.mark.parametrize(
    ("signs", "shown"),
    [
        (Signs(), "off"),
        (HERE, "listening"),
        (HERE.after_sound(BEGAN), "speaking"),
        (HERE.after_sound(BEGAN).after_sound(ENDED), "listening"),
        (HERE.after_event(Heard("next"), 5), "heard"),
        (HERE.after_event(Unclear(), 5), "heard"),
        (HERE.after_event(Pressed("down"), 5), "heard"),
        (HERE.after_event(Heard("next"), 4), "listening"),
        (HERE.after_effect(Keep(StateEntered("work", "paused"))), "paused"),
        (HERE.after_effect(Keep(StateEntered("work", "stopped"))), "paused"),
        (HERE.after_effect(Keep(StateEntered("locked", "open"))), "locked"),
        (HERE.after_effect(Keep(Locked("chest"))).after_effect(Keep(Unlocked())), "listening"),
        (HERE.after_event(Lost("microphone"), 5), "deaf"),
        (HERE.after_event(Muted(), 5).after_effect(Keep(StateEntered("work", "paused"))), "deaf"),
        (HERE.after_event(Muted(), 5).after_event(Back("microphone"), 5), "listening"),
        (HERE.after_event(Lost("speaker"), 5), "listening"),
        (HERE.after_effect(Keep(StateEntered("done", "open"))), "off"),
    ],
)
def test_what_matters_most_is_shown(signs, shown):
    assert signs.shown(5.0) == shown


def turns(state, end=40.0, step=0.01):
    """When a state's light goes on and off."""
    lit = [PATTERNS[state].lit(n * step) for n in range(round(end / step))]
    return [n * step for n in range(1, len(lit)) if lit[n] != lit[n - 1]]


@pytest.mark.parametrize("state", STATES)
def test_nothing_flashes_too_often(state):
    changes = turns(state)
    assert all(sum(at <= each < at + 1 for each in changes) <= 2 * FLASHES_MOST for at in changes)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("other", STATES)
def test_states_are_told_apart_without_colour(state, other):
    """Within three seconds each looks like no other one; what was heard shows for less than that, by a flicker."""
    seconds = HEARD_S if "heard" in (state, other) else 3.0
    looks = [[PATTERNS[name].lit(n * 0.05) for n in range(round(seconds / 0.05))] for name in (state, other)]
    assert (looks[0] == looks[1]) == (state == other)


@given(st.sampled_from(STATES), st.floats(0, 1e6))
def test_a_light_is_off_only_where_its_rhythm_says_so(state, since):
    assert PATTERNS[state].lit(since) or state == "off" or len(PATTERNS[state].rhythm) > 1


@pytest.mark.parametrize("state", sorted(ALSO_TOLD))
def test_nothing_is_told_by_the_light_alone(state):
    """Each state that the light shows is also said or sounded when it begins; what was heard is answered."""
    assert set(ALSO_TOLD) == set(PATTERNS) - {"off"}
    assert ALSO_TOLD[state] <= {*library().phrases, "ready"}
    begins: dict[str, list[Event]] = {
        "listening": [],
        "paused": [Heard("pause", (), "pause")],
        "locked": [Heard("red_flag", (("flag", "chest"),), "chest")],
        "deaf": [Lost("microphone")],
    }
    if state not in begins:
        assert not ALSO_TOLD[state], "who speaks is heard, and what was heard is answered"
        return
    driver = Driver()
    before = len(driver.effects) if begins[state] else 0
    for event in begins[state]:
        driver.event(event)
    told = {line.key for _, effect in driver.effects[before:] if isinstance(effect, Say) for line in effect.lines}
    told |= {effect.name for _, effect in driver.effects[before:] if isinstance(effect, Chime)}
    assert told & ALSO_TOLD[state]


def test_a_strip_is_sent_what_its_data_sheet_wants():
    assert apa102((1, 2, 3), 2, 4).hex() == "00000000" + "e4030201" * 2 + "00000000" + "00"
    assert len(apa102(DARK, 64, 31)) == 4 + 4 * 64 + 4 + 4


class Kept:
    """A lamp that keeps what it was told to show."""

    def __init__(self, fails_at=None):
        self.shown, self.fails_at = [DARK], fails_at
        self.changed, self.closed = threading.Condition(), threading.Event()

    def show(self, colour):
        with self.changed:
            self.shown.append(colour)
            self.changed.notify_all()
        if len(self.shown) == self.fails_at:
            raise OSError("it broke")

    def shows(self, colour):
        """Whether it comes to show this, now or soon."""
        with self.changed:
            return self.changed.wait_for(lambda: self.shown[-1] == colour, PATIENCE_S)

    def close(self):
        self.closed.set()


def test_the_light_follows_a_session_and_goes_out_with_it():
    lamp, warned = Kept(), []
    light = Light(lambda: lamp, warned.append, step_s=0.001)
    light.start()
    light.event(Seconds(0), Begin())
    assert lamp.shows(PATTERNS["listening"].colour)
    light.close()
    assert lamp.closed.wait(PATIENCE_S)
    assert warned == []


@pytest.mark.parametrize(
    ("standing", "shown"),
    [({"listening": True}, "listening"), ({"listening": False, "deaf": True}, "deaf"), ({"listening": False}, "off")],
)
def test_between_sessions_it_shows_whether_it_is_listened(standing, shown):
    lamp = Kept()
    light = Light(lambda: lamp, pytest.fail, step_s=0.001)
    light.start()
    light.event(Seconds(0), Begin())
    light.effect(Seconds(0), Keep(StateEntered("work", "paused")))
    assert lamp.shows(PATTERNS["paused"].colour)
    light.stand(**standing)
    assert lamp.shows(PATTERNS[shown].colour)
    light.close()


def test_a_lamp_that_breaks_disturbs_nobody():
    lamp, warned = Kept(fails_at=2), []
    light = Light(lambda: lamp, warned.append, step_s=0.001)
    light.start()
    light.event(Seconds(0), Begin())
    assert lamp.closed.wait(PATIENCE_S)
    light.event(Seconds(1), Heard("next"))
    light.effect(Seconds(1), Chime("ready"))
    light.sound(Seconds(1), BEGAN)
    light.close()


def test_a_lamp_that_is_not_there_is_said_once():
    def missing():
        raise LimberError("pin 4 cannot be used")

    warned: queue.SimpleQueue[str] = queue.SimpleQueue()
    light = Light(missing, warned.put)
    light.start()
    assert warned.get(timeout=PATIENCE_S) == "pin 4 cannot be used"
    light.event(Seconds(0), Begin())
    light.close()
    assert warned.empty()


def test_no_light_is_made_where_none_is_set():
    with shining(LightSettings(), pytest.fail) as lights:
        assert lights == ()
