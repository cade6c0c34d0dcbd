"""Pasts as the report is made of them: one session, a week, twelve weeks, a locked person, and a person with a plan."""

from datetime import datetime, timedelta

from assistant.history.past import PainReport, Past, PastNote, PastSession, Practice
from assistant.words.clinical_records import PlanFollowed, PlannedExercise, SessionPlanned
from assistant.words.records import HealthAnswered, Locked, Unlocked

MONDAY = datetime.fromisoformat("2026-01-05T08:10:00+01:00")
SIDED, BOTH = ("clamshell", "figure4_supine"), ("glute_bridge", "diaphragmatic_breathing")
HELD_S = {"clamshell": 45, "figure4_supine": 30, "glute_bridge": 50, "diaphragmatic_breathing": 60}


def practised(number: int, day: int, before: int, after: int, *, hurt: str = "", sided: bool = True) -> PastSession:
    """A session of three or four exercises; `hurt` is the area that a report in its clamshell names."""
    sets, at = [], 120.0
    for name in (*BOTH, *(SIDED if sided else ())):
        for side in ("left", "right") if name in SIDED else ("",):
            at += HELD_S[name] + 20
            stopped = hurt and (name, side) == ("clamshell", "right")
            done = HELD_S[name] / 3 if stopped else HELD_S[name]
            sets.append(Practice(name, name, side, 1, HELD_S[name], done, "hurt" if stopped else "done", at))
    at_pain = next((practice.at_s for practice in sets if practice.how == "hurt"), 0.0)
    pains = [PainReport("before", before, "green"), PainReport("after", after, "green")]
    if number:
        pains.append(PainReport("morning", max(0, before - number % 2), "green"))
    if hurt:
        pains.append(PainReport("report", 6, "red", hurt, "sharp", "clamshell", at_pain - 5))
    return PastSession(
        number + 1, MONDAY + timedelta(days=day), "floor_only_gentle", (*BOTH, *SIDED), 3, at + 60,
        "left" if hurt else "finished", tuple(sets), tuple(pains), (), "hard" if hurt else "easy",
    )  # fmt: skip


def one_session() -> Past:
    return Past((practised(0, 0, 4, 3, sided=False),))


def one_week() -> Past:
    return Past(tuple(practised(number, day, 5 - number // 2, 4) for number, day in enumerate((0, 1, 3, 5))))


def twelve_weeks() -> Past:
    """Four days a week, with a week missed, a flare in the eighth, and pain that goes down."""
    days = [7 * week + day for week in range(12) if week != 4 for day in (0, 2, 4, 5)]
    sessions = []
    for number, day in enumerate(days):
        flare = 3 if 49 <= day < 54 else 0
        before = max(1, 6 - day // 16) + flare
        hurt = "knee" if number in (6, 30) else "low_back" if number in (9, 25, 31) else ""
        sessions.append(practised(number, day, min(10, before), min(10, before + (2 if hurt else -1)), hurt=hurt))
    return Past(tuple(sessions), (answered(1, "falls", "no"),))


def locked() -> Past:
    """Two weeks, a warning that was cleared, and another one that was not."""
    sessions = tuple(practised(number, day, 4, 5) for number, day in enumerate((0, 2, 4, 7, 9, 11)))
    return Past(
        sessions,
        (note(sessions[1], Locked("numb")), note(sessions[2], Unlocked()), note(sessions[5], Locked("bladder"))),
    )


def planned() -> Past:
    """Five weeks by a plan for four days a week, of which three were used."""
    exercises = (PlannedExercise("glute_bridge", 2), PlannedExercise("clamshell", 3, "left", note="Slowly."))
    plan = PlanFollowed(
        "mine", "After the holidays", "Anna Example, physiotherapist", "2026-01-02", 4, 2, 4,
        "Second series after a fall on the right side.", exercises,
    )  # fmt: skip
    days = [7 * week + day for week in range(5) for day in (0, 2, 5)]
    sessions = tuple(practised(number, day, 5 - number // 5, 4 - number // 6) for number, day in enumerate(days))
    kept = [(note(each, plan), note(each, SessionPlanned((*BOTH, *SIDED), 8))) for each in sessions]
    return Past(sessions, tuple(each for pair in kept for each in pair))


def note(session: PastSession, record) -> PastNote:
    return PastNote(session.id, session.day, record)


def answered(session: int, question: str, answer: str) -> PastNote:
    return PastNote(session, MONDAY.date(), HealthAnswered(question, answer))


PASTS = {made.__name__: made for made in (one_session, one_week, twelve_weeks, locked, planned)}
