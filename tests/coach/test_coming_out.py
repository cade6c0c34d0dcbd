"""Whoever leaves an exercise before its set has ended hears how to come out of it before anything else is asked of them."""

from dataclasses import replace

import pytest

from tests.support.drive import Driver, library

LEAVING = ("next", "finish", "get_up", "previous", "start_over", "switch", "skip_side")
"""Intents that lead out of an exercise that is being counted."""


def working(name: str) -> Driver:
    """Somebody in the middle of the first set of an exercise, which is neither the first nor the last."""
    known = library().routines["floor_only_gentle"]
    items = ("diaphragmatic_breathing", name, "cooldown_relax")
    driver = Driver(replace(known, items=items))
    driver.walk_to(name)
    driver.run_until("work")
    return driver


def led_out(driver: Driver, since: int, name: str) -> bool:
    """Whether the first that was said since then is the whole way out of an exercise."""
    count = len(library().exercises[name].exit)
    return exits(driver, since)[:count] == list(range(count))


def exits(driver: Driver, since: int) -> list[int]:
    """Places, among the lines begun since then, of those that lead out."""
    begun = [said.key for how, said in driver.lines[since:] if how == "begun"]
    return [at for at, key in enumerate(begun) if key == "exit"]


@pytest.mark.parametrize("intent", LEAVING)
@pytest.mark.parametrize("name", ["figure4_supine", "half_kneeling_hip_flexor", "clamshell", "leg_swings"])
def test_who_leaves_a_set_is_led_out_of_it_first(name, intent):
    driver = working(name)
    since = len(driver.lines)
    driver.hear(intent)
    driver.run(20)
    assert led_out(driver, since, name)


@pytest.mark.parametrize("name", sorted(library().exercises))
def test_every_exercise_that_is_left_for_good_is_left_by_its_way_out(name):
    exercise = library().exercises[name]
    if not exercise.exit:
        return
    driver = working(name)
    since = len(driver.lines)
    driver.hear("finish")
    driver.run(20)
    assert led_out(driver, since, name)


def test_who_was_led_out_by_stop_is_not_led_out_twice():
    driver = working("half_kneeling_hip_flexor")
    driver.hear("stop")
    since = len(driver.lines)
    driver.hear("finish")
    driver.run(10)
    assert not exits(driver, since)


def test_a_way_out_that_was_not_heard_in_the_rest_is_said():
    driver = working("figure4_supine")
    driver.run_until("rest")
    since = len(driver.lines)
    driver.hear("next")
    driver.run(10)
    assert exits(driver, since)


@pytest.mark.parametrize("name", sorted(name for name, known in library().exercises.items() if len(known.ladder) > 1))
def test_easier_in_a_rest_says_again_how_the_exercise_is_done(name):
    driver = working(name)
    driver.run_until("rest")
    driver.run(1)
    since = len(driver.lines)
    driver.hear("easier")
    driver.run_until("work")
    told = [said.key for how, said in driver.lines[since:] if how == "told"]
    assert {"brief", "brief_again", "short"} & {*told}
