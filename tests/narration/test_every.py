"""What can be rendered ahead is all that is said, but for what is named as open."""

import random
from dataclasses import replace
from functools import cache

import pytest

from assistant.app import load_commands
from assistant.narration.every import COUNTED_MOST, Spoken, every
from assistant.narration.phrasing import FULL, NAME_ONLY, SHORT, Phrasing
from assistant.words.effects import Count, Line, Say
from tests.coach.test_random_sessions import ACTIVITIES, session
from tests.support.anybody import anybody, anything
from tests.support.drive import Driver, library
from tests.support.plans import read_plan

SESSIONS = 60
WRITTEN_LEAST = 0.95
"""The share of all that is said in random sessions that can be rendered ahead."""
HELPS = load_commands().helps


@cache
def spoken() -> Spoken:
    return every(library(), HELPS)


@cache
def known() -> frozenset[str]:
    return frozenset(spoken().sentences)


def said_in(driver: Driver) -> list[Line]:
    return [line for _, effect in driver.effects if isinstance(effect, Say) for line in effect.lines]


def left_out(driver: Driver, spoken: Spoken, written: frozenset[str]) -> tuple[list[str], int, int]:
    """(what is neither written out nor open, how many sentences are written out, how many are said) of a session."""
    phrasing = Phrasing(driver.content or library(), HELPS)
    missing, ahead, total = [], 0, 0
    for line in said_in(driver):
        for verbosity in (FULL, SHORT, NAME_ONLY):
            for sentence in phrasing.say(line, verbosity):
                total += 1
                ahead += sentence in written
                if sentence not in written and not spoken.leaves_open(line.key, sentence):
                    missing.append(f"{line.key}: {sentence}")
    counts = [effect for _, effect in driver.effects if isinstance(effect, Count)]
    words = {phrasing.tick(tick) for count in counts for tick in count.ticks if tick.key != "tick"}
    missing += sorted(words - set(spoken.counted))
    return missing, ahead, total


def test_nothing_is_said_in_random_sessions_that_the_list_lacks():
    ahead = total = 0
    for seed in range(SESSIONS):
        missing, written, said = left_out(session(seed).driver, spoken(), known())
        assert not missing, f"session {seed}: {missing}"
        ahead, total = ahead + written, total + said
    assert total > 4_000
    assert ahead / total >= WRITTEN_LEAST


def test_nothing_is_said_to_somebody_with_a_button_that_the_list_lacks():
    for seed in range(20):
        chance = random.Random(seed)
        routine = chance.choice([*sorted(library().routines), ACTIVITIES])
        driver = Driver(routine, person=anybody(chance), button=True)
        for _ in range(10):
            driver.run(chance.uniform(0, 30))
            driver.event(anything(chance))
        assert not left_out(driver, spoken(), known())[0]


def test_a_plan_of_ones_own_is_written_out_but_for_its_own_words(tmp_path):
    content, plan = read_plan(tmp_path)
    listed = every(content, HELPS)
    driver = Driver(plan, content=content)
    for intent in ("start", "next", "start", "next"):
        driver.run(40)
        driver.hear(intent)
    driver.run_to_end()
    missing, ahead, total = left_out(driver, listed, frozenset(listed.sentences))
    assert not missing
    assert ahead / total > 0.9


def test_what_is_open_has_slots_and_what_is_typed_is_open():
    assert all("{" in template for templates in spoken().open.values() for template in templates)
    for key in ("plan_says", "plan_author", "did_you_say", "enrol_say", "no_speaker_called", "call_session"):
        assert key in spoken().open
    assert not {"paused", "side_next", "pain_spared", "activity_named"} & {*spoken().open}
    assert spoken().leaves_open("call_session", "It is seven o'clock in the morning, and time for your session.")
    assert not spoken().leaves_open("call_session", "It is late.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Lie on your back.",
        "Exercise 3 of 8.",
        "Before we begin, how strong is your pain right now, from zero to ten?",
        "Now your left side.",
        "Hold for 45 seconds on each side.",
        "Goodbye.",
        "I choose exercises that are easy on your lower back.",
    ],
)
def test_what_is_often_said_is_there(sentence):
    assert sentence in known()


def test_each_is_there_once_and_the_surest_first():
    sentences = spoken().sentences
    assert len(known()) == len(sentences)
    assert sentences.index("Goodbye.") < sentences.index("Exercise 3 of 8.")
    assert spoken().counted[: COUNTED_MOST + 1] == tuple(map(library().language.number_word, range(COUNTED_MOST + 1)))


def test_a_sentence_that_is_new_in_the_content_is_in_the_list():
    phrases = {**library().phrases, "paused": ("We are at rest.",)}
    changed = every(replace(library(), phrases=phrases), HELPS)
    assert "We are at rest." in changed.sentences
    assert len({*changed.sentences} - known()) == 1
