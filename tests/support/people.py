"""Simulated users: weeks of sessions with pain, skips, flares and missed weeks, all from one seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.coach.person import cleared
from assistant.coach.states import ASKING
from assistant.coach.today import Today
from assistant.history.past import Past
from assistant.history.progress import today
from assistant.history.store import Store
from tests.support.drive import Driver, library

FIRST_DAY = datetime.fromisoformat("2026-01-05T08:00:00+00:00")
AREAS = ("low_back", "hip", "knee", "groin")


@dataclass(frozen=True)
class Day:
    """One session: what the coach went by, what happened, and what is remembered after it."""

    now: datetime
    known: Today
    driver: Driver
    past: Past


class Clock:
    def __init__(self) -> None:
        self.now = FIRST_DAY

    def __call__(self) -> datetime:
        return self.now


def live(seed: int, weeks: int, path) -> Iterator[Day]:
    """A person's sessions, one after the other."""
    chance = random.Random(seed)
    clock = Clock()
    base, slope = chance.uniform(0, 4), chance.uniform(-0.3, 0.2)
    flare_at = chance.randrange(weeks * 7)
    routine = chance.choice(["floor_only_gentle", "three_stretches", "morning_nine"])
    habit = chance.uniform(0.4, 0.9)
    missed = {chance.randrange(1, weeks) for _ in range(chance.randrange(3))}
    with Store(path, now=clock) as store:
        for day in range(weeks * 7):
            clock.now = FIRST_DAY + timedelta(days=day, minutes=chance.randrange(600))
            if day // 7 in missed or chance.random() > habit:
                continue
            pain = base + slope * day / 7 + (3 if flare_at <= day < flare_at + 5 else 0) + chance.uniform(-1, 1)
            known = today(library(), store.past(), clock.now)
            driver = Driver(routine, person=cleared(library().screening, known.day), today=known)
            number = store.begin()
            _session(driver, chance, max(0, min(10, round(pain))))
            for record in driver.records:
                store.record(number, driver.now, record)
            yield Day(clock.now, known, driver, store.past())


def _session(driver: Driver, chance: random.Random, pain: int) -> None:
    """Answer what is asked, and now and then skip, hurt or leave."""
    hurts_at = chance.randrange(60) if chance.random() < 0.25 else -1
    for step in range(400):
        flow = driver.flow
        if driver.left:
            return
        if flow in ("morning", "before", "after"):
            driver.score(max(0, min(10, pain + chance.randrange(-1, 2))))
        elif flow in ("scale", "recheck"):
            driver.score(chance.randrange(2, 9))
        elif flow == "where":
            driver.hear("area", area=chance.choice(AREAS))
        elif flow == "offer":
            driver.hear(chance.choice(["yes", "yes", "no"]))
        elif flow == "effort":
            driver.hear("effort", effort=chance.choice(["easy", "easy", "easy", "right", "hard"]))
        elif flow == "naming":
            driver.hear("activity", activity=chance.choice(library().domain.activities))
        elif flow == "checking":
            driver.hear("number", number=str(chance.randrange(6)))
            driver.hear("hour", hour=chance.choice(["at_3", "at_9", "nowhere"]))
            driver.hear("which", which=chance.choice(["left", "right", "neither"]))
            driver.hear("next")
        elif flow == "welcome":
            driver.hear(chance.choice(["start"] * 8 + ["as_last_time", "check_me"]))
        elif step == hurts_at and flow in ("work", "ready", "rest"):
            driver.hear("hurts", area=chance.choice(AREAS))
        elif flow in ("brief", "ready"):
            driver.hear(chance.choices(["start", "next", "finish"], [40, 2, 0.3])[0])
        driver.run(1 if driver.flow in ASKING else 20)
    raise AssertionError(f"a session that never ends, in {driver.flow}")
