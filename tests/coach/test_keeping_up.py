"""That hearing falls behind is said once, and only where it persists."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.coach.keeping_up import OFTEN, WITHIN_S, KeepingUp
from assistant.words.effects import Say
from assistant.words.events import FellBehind
from tests.support.drive import Driver


@given(st.lists(st.floats(0.1, 200), max_size=30))
def test_it_persists_where_it_happens_often_within_a_while_and_is_said_once(gaps):
    keeping_up, now, times, said = KeepingUp(), 0.0, [], []
    for gap in gaps:
        now += gap
        times.append(now)
        if keeping_up.persists(now):
            said.append(now)
    often = [now for first, now in zip(times, times[OFTEN - 1 :], strict=False) if now - first <= WITHIN_S]
    assert said == often[:1]


def test_it_is_said_and_the_session_goes_on():
    driver = Driver()
    driver.run(1)
    for _ in range(2 * OFTEN):
        driver.event(FellBehind(3.0, 1.5))
        driver.run(1)
    said = [line.key for _, effect in driver.effects if isinstance(effect, Say) for line in effect.lines]
    assert said.count("falls_behind") == 1
    assert driver.coach.view().gate == "open"
    driver.run_until("work")
