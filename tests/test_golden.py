"""Whole sessions as tables of cues, so that a change of what is said when can be read in a diff.

Sounds are silent and as long as their text; everything else is real. After a change that is meant:
LIMBER_WRITE_GOLDEN=1 .venv/bin/python -m pytest tests/test_golden.py
"""

import functools
import os
from pathlib import Path

import numpy as np
import pytest

from assistant.app import App
from assistant.coach.fit import build
from assistant.coach.length import session_s
from assistant.coach.person import Person, cleared
from assistant.content.needed import BACK
from assistant.content.wish import Wish
from assistant.running.performance import Performance
from assistant.settings import Settings
from assistant.words.events import Begin, Heard
from assistant.words.units import OUTPUT_RATE
from tests.support.drive import library

GOLDEN = Path(__file__).parent / "golden"
BLOCK = OUTPUT_RATE // 20
LONG_BLOCK = OUTPUT_RATE // 2
"""Where it does not matter when exactly something is said."""
SECOND_A_CHARACTER = 0.06
READY_S = 4.0
"""Seconds of silence after which the person says "ready", where nothing goes on without it."""
ANSWERED_S = 7.5
"""Seconds of silence after which the person answers a sentence of the back questionnaire; a longer one leaves the rest."""
HEALTH_S = 3.0
"""Seconds of silence after which they answer a question about health."""
ZERO = (2, Heard("number", (("number", "0"),)))
PAIN = (
    (60, Heard("start")), (130, Heard("easier")), (200, Heard("hurts", (("area", "wrist"),))),
    (212, Heard("number", (("number", "7"),))), (216, Heard("yes")), (226, Heard("yes")),
)  # fmt: skip
SESSIONS: dict[str, tuple[str, Person | None, tuple[tuple[float, Heard], ...]]] = {
    name: (name, None, (ZERO,)) for name in library().routines
}
SESSIONS["morning_nine_with_a_sore_wrist"] = ("morning_nine", None, (ZERO, *PAIN))
SESSIONS["first_session"] = (
    "floor_only_gentle",
    Person(),
    ((116.5, Heard("number", (("number", "2"),))), (172.0, Heard("start"))),
)
HEALTHY = cleared(library().screening).answers
"""question about health or the home -> the answer that limits nothing"""
SHOWN = ("said", "count", "chime", "cut", "heard", "pain", "trouble")


def play(routine, person=None, lines=(), block=BLOCK):
    """The performance of a whole session, and the exercise under way at each of its moments."""
    known = person or cleared(library().screening)
    chosen = library().routines[routine] if isinstance(routine, str) else routine
    parts = App.open(Settings()).parts(library(), chosen, known)
    mixer = parts.mixer

    def submit(cue, epoch):
        length = 0.2 if cue.channel != "talk" else SECOND_A_CHARACTER * len(cue.text)
        mixer.add(cue, np.zeros(round(length * OUTPUT_RATE), np.float32), epoch)

    performance = Performance(parts, submit=submit)
    performance.take(Begin())
    waiting, waited, thought = list(lines), 0.0, 0.0
    while not performance.over:
        mixer.render(block)
        view, idle = performance.coach.view(), mixer.idle()
        waited = waited + block / OUTPUT_RATE if idle and view.awaited else 0.0
        if waited >= READY_S:
            performance.take(Heard("start"))
            view, waited = performance.coach.view(), 0.0
        thought = thought + block / OUTPUT_RATE if idle and view.asked else 0.0
        about = str(dict(view.asked.lines[0].slots).get("question", "")) if view.asked else ""
        if about in HEALTHY and thought >= HEALTH_S:
            performance.take(Heard(HEALTHY[about]))
            thought = 0.0
        elif view.exercise == BACK and thought >= ANSWERED_S:
            performance.take(Heard("no"))
            thought = 0.0
        while waiting and waiting[0][0] <= performance.now:
            performance.take(waiting.pop(0)[1])
        performance.wake()
        yield performance


@functools.cache
def whole(name):
    """The performance of a session of this page, to its end."""
    *_, performance = play(*SESSIONS[name])
    return performance


def table(performance):
    for entry in performance.transcript.entries:
        if entry["kind"] in SHOWN:
            what = entry.get("text") or ", ".join(
                f"{key} {value}"
                for key, value in entry.items()
                if key not in ("t", "kind") and value not in ("", None, {})
            )
            yield f"{entry['t']:9.2f}  {entry['kind']:5}  {what}"


@pytest.mark.parametrize("name", sorted(SESSIONS))
def test_session_as_cues(name):
    performance = whole(name)
    kinds = {entry["kind"] for entry in performance.transcript.entries}
    assert not kinds & {"trouble", "late"}
    cues = "\n".join(table(performance)) + "\n"
    file = GOLDEN / f"{name}.cues"
    if os.environ.get("LIMBER_WRITE_GOLDEN"):
        file.write_text(cues, encoding="utf-8")
    assert cues == file.read_text(encoding="utf-8")


def test_somebody_new_is_talked_to_for_less_than_three_minutes_before_they_move():
    cues = (GOLDEN / "first_session.cues").read_text(encoding="utf-8").splitlines()
    assert next(float(cue.split()[0]) for cue in cues if "chime  begin" in cue) < 180


@pytest.mark.parametrize("name", sorted(library().routines))
def test_a_routine_does_all_its_exercises_in_about_the_time_reckoned(name):
    performance = whole(name)
    sets = [entry for entry in performance.transcript.entries if entry["kind"] == "set"]
    routine = library().routines[name]
    assert list(dict.fromkeys(entry["exercise"] for entry in sets)) == list(routine.items)
    assert {entry["how"] for entry in sets} == {"done"}
    assert abs(performance.now / session_s(library(), routine) - 1) < 0.1
    assert not routine.minutes or abs(performance.now / 60 / routine.minutes - 1) < 0.15


@pytest.mark.parametrize(
    ("minutes", "place"), [(5, ""), (10, ""), (10, "floor"), (20, "floor"), (20, "chair"), (30, "bed")]
)
def test_a_session_built_to_fit_is_over_in_its_time_even_in_silence(minutes, place):
    routine = build(library(), Wish(minutes, place), library().exercises)
    *_, performance = play(routine, None, (ZERO,))
    assert performance.now <= minutes * 60


@pytest.mark.parametrize("zone", [("green", 2), ("amber", 5), ("red", 8)], ids=lambda zone: zone[0])
@pytest.mark.parametrize("area", library().domain.areas)
def test_an_area_reported_in_any_zone_is_spared_to_the_end(area, zone):
    rules = library().pain
    least = {"green": 4, "amber": rules.spare_amber, "red": rules.spare_red}[zone[0]]
    routine = max(library().routines, key=lambda name: sum(
        library().exercises[item].loads(area) >= max(1, min(least, 2)) for item in library().routines[name].items
    ))  # fmt: skip
    reported = 0.0
    lines = [ZERO, (150, Heard("hurts", (("area", area),))), (158, Heard("number", (("number", str(zone[1])),)))]
    lines += [(175 + 10 * n, Heard("yes")) for n in range(3)]
    for performance in play(routine, None, lines, LONG_BLOCK):
        reported = reported or next(
            (entry["t"] for entry in performance.transcript.entries if entry["kind"] == "pain"), 0.0
        )
        if reported and performance.coach.states[0] in ("ready", "work"):
            exercise = library().exercises[performance.coach.view().exercise]
            assert exercise.loads(area) < least, exercise.id
    assert reported
    assert performance.coach.over
