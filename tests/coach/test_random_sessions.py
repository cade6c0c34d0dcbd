"""Twenty thousand random sessions: anybody, any routine, anything said at any time.

Each session is watched from outside, by what is said, counted and recorded. Three things must never be seen: an exercise
that the person's answers rule out, a count of something that was not described since the person last moved, and a red
flag without an answer.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace

import pytest

from assistant.coach.permission import permitted
from assistant.coach.person import Person
from assistant.coach.states import ABSENT, FLOW, GATE, MOVING
from assistant.coach.today import Today
from assistant.words.effects import Count, Line, Say
from assistant.words.events import Event, Heard
from tests.support.anybody import anybody, anything
from tests.support.drive import Driver, library

SESSIONS = 20_000
PARTS = 40
UTTERANCES_MOST = 16
DESCRIBES = {"setup", "short", "brief", "brief_again"}
"""Lines that tell how an exercise is done."""
ACTIVITIES = replace(library().routines["office_micro"], items=("check_activities", "sit_to_stand"))
"""A session in which the person names what is hard for them."""
SEEN: Counter[str] = Counter()
"""state -> how often a random session was seen in it"""
MOVES = {"exit", "travel", "ease_out", "leave"}
"""Lines that take the person out of the exercise."""


@dataclass
class Watch:
    """Looks at a session from outside, after everything that happens in it."""

    driver: Driver
    seen: Counter[str] = field(default_factory=Counter)
    """state -> how often something was said in it"""
    described: str = ""
    """The exercise that was described since the person last moved."""
    permitted: str = ""
    """The exercise that was last found to be permitted."""
    person: Person | None = None
    """What was known of the person then."""
    looked: int = 0
    """How many effects have been looked at."""

    def look(self) -> None:
        driver = self.driver
        self.seen.update(driver.coach.states)
        for _, effect in driver.effects[self.looked :]:
            match effect:
                case Say(_, lines):
                    for line in lines:
                        self._follow(line)
                case Count():
                    assert self.described == driver.exercise, f"{driver.exercise} is counted, but was not described"
        self.looked = len(driver.effects)
        if driver.flow in MOVING:
            person, exercise = driver.coach.person, driver.exercise
            if exercise != self.permitted or person is not self.person:
                assert exercise in permitted(library(), person), f"{exercise} is not for {person.answers}"
                self.permitted, self.person = exercise, person
            assert not person.lock, f"an exercise in spite of {person.lock}"

    def hear(self, event: Event) -> None:
        driver = self.driver
        present = driver.flow not in ABSENT
        driver.event(event)
        if isinstance(event, Heard) and event.intent == "red_flag" and present:
            assert driver.coach.person.lock == event.slot("flag"), f"{event.slot('flag')} does not lock"
            assert driver.flow == "locked"
        self.look()

    def _follow(self, line: Line) -> None:
        if line.key in MOVES:
            self.described = ""
        elif line.key in DESCRIBES:
            self.described = str(dict(line.slots)["exercise"])


def begin(chance: random.Random) -> Watch:
    """A session that has just begun."""
    driver = Driver(
        chance.choice([*sorted(library().routines), ACTIVITIES]),
        person=anybody(chance),
        today=Today(
            morning=chance.random() < 0.1,
            activities_due=chance.random() < 0.3,
            voices={"clear": "clear", "joe": "joe"},
        ),
        step_s=chance.choice([None, 4.0]),
    )
    return Watch(driver)


def session(seed: int) -> Watch:
    """One session, from its seed."""
    chance = random.Random(seed)
    watch = begin(chance)
    watch.look()
    for _ in range(chance.randrange(1, UTTERANCES_MOST)):
        for _ in range(3):
            watch.driver.run(chance.uniform(0, chance.choice([1, 15])))
            watch.look()
        watch.hear(anything(chance))
    return watch


@pytest.mark.parametrize("part", range(PARTS))
def test_no_random_session_does_what_must_never_be(part):
    for number in range(SESSIONS // PARTS):
        seed = part * SESSIONS // PARTS + number
        try:
            SEEN.update(session(seed).seen)
        except AssertionError as broken:
            raise AssertionError(f"session {seed}: {broken}") from broken


def test_the_random_sessions_were_everywhere():
    if not SEEN:
        pytest.skip("the random sessions did not run")
    # Nobody here is silent for long enough to be asked whether they are there; test_careful_laws.py has such people. And
    # hardly anybody takes a red flag back in the two steps that it needs; test_misheard_laws.py has those.
    assert {*FLOW, *GATE} - {*SEEN} <= {"asleep", "there", "resuming", "unsaid"}
