"""Where each exercise stands: how many steps harder or easier than it is written it is done, and why.

The rules' numbers are content/safety/progress.yaml's.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from statistics import mean
from typing import Literal

from assistant.coach.today import Lever, Reason
from assistant.content.clinical import ProgressRules
from assistant.content.model import TIMED, Exercise, Library
from assistant.history.overview import scores
from assistant.history.past import WEEK, PastSession, Practice


@dataclass(slots=True)
class Standing:
    """Where an exercise stands: steps from what is written, and what counts towards the next."""

    step: int = 0
    easy: int = 0
    """Easy sessions in a row since the last step."""
    easy_ever: int = 0
    amber: int = 0
    left_out: int = 0
    why: Reason | Literal["refused"] = "easy"
    """Why it stands there: what led to the last step, or that the person refused that step."""


def levers(exercise: Exercise, rules: ProgressRules) -> dict[int, Lever]:
    """Step -> how the exercise is done there; 0 is as written, each step changes one lever."""
    dose, ladder, home = exercise.dose, exercise.ladder, exercise.home
    up: list[Lever] = []
    if exercise.kind in TIMED:
        up = [Lever(hold_s=hold) for hold in rules.holds_s if hold > dose.hold_s]
    elif exercise.kind != "breathing":
        reps = range(dose.reps + rules.reps_more, rules.reps_most + 1, rules.reps_more)
        up = [Lever(reps=number) for number in reps]
    for rungs in range(1, len(ladder) - home):
        if ladder[home + rungs].move:
            break
        up.append(Lever(rungs=rungs))
    down: list[Lever] = []
    for rungs in range(1, min(home, rules.steps_down_most) + 1):
        if ladder[home - rungs].move:
            break
        down.append(Lever(rungs=-rungs))
    steps = {0: Lever()}
    steps |= {number + 1: lever for number, lever in enumerate(up)}
    return steps | {-number - 1: lever for number, lever in enumerate(down)}


def standings(library: Library, sessions: Sequence[PastSession]) -> dict[str, Standing]:
    """Where every exercise ever done stands after these sessions."""
    found: defaultdict[str, Standing] = defaultdict(Standing)
    last: PastSession | None = None
    for number, session in enumerate(sessions):
        if last:
            _morning_after(library.progress, found, last, session)
        if not session.practices:
            continue
        _refuse(found, session)
        climbing = partial(pain_climbs, library.progress, sessions[: number + 1])
        for name, sets in session.by_exercise().items():
            if name in library.exercises:
                _weigh(library, found[name], session, sets, climbing)
        _start_easier(library, found, session)
        last = session
    return dict(found)


def _morning_after(
    rules: ProgressRules, found: Mapping[str, Standing], before: PastSession, session: PastSession
) -> None:
    """A flare on the morning after counts for all that was done."""
    morning, at_start = session.score("morning"), before.score("before")
    if morning is None or at_start is None or morning <= at_start:
        return
    for name in before.by_exercise():
        if name in found:
            found[name].easy = 0
            if morning - at_start >= rules.morning_rise:
                _step(found[name], -1, "flare", rules.steps_down_most)


def _refuse(found: Mapping[str, Standing], session: PastSession) -> None:
    """A harder step that the person did not want is taken back; what was eased comes back when it has been easy."""
    for name in session.refused & set(found):
        if found[name].why == "easy":
            found[name].step -= 1
            found[name].easy = 0
            found[name].why = "refused"


def _start_easier(library: Library, found: defaultdict[str, Standing], session: PastSession) -> None:
    """After a finding of a self-check, what it speaks against starts one step easier, if it stands as written.

    A later self-check that finds it no more, on either side, takes that step back.
    """
    rules = library.progress
    answered = [(answer.name, answer.key, answer.value) for answer in session.check_answers]
    speaks_against: set[str] = set()
    speaks_for: set[str] = set()
    for check, (ask, demand) in rules.start_easier.items():
        values = {value for name, key, value in answered if (name, key) == (check, ask)}
        speaks_against |= {demand} if "yes" in values else set()
        speaks_for |= {demand} if values == {"no"} else set()
    for name, exercise in library.exercises.items():
        demands = exercise.demands or ()
        if speaks_against.intersection(demands) and min(levers(exercise, rules)) < 0 and not found[name].step:
            _step(found[name], -1, "pinch", rules.steps_down_most)
        elif speaks_for.intersection(demands) and found[name].why == "pinch" and found[name].step < 0:
            _step(found[name], 1, "no_pinch", rules.steps_down_most)


def _weigh(
    library: Library,
    standing: Standing,
    session: PastSession,
    sets: Sequence[Practice],
    climbing: Callable[[], bool],
) -> None:
    rules, name = library.progress, sets[0].exercise
    reports = [pain.zone for pain in session.pains if pain.moment == "report" and pain.exercise == name]
    skipped = all(practice.how == "skipped" for practice in sets)
    standing.left_out = standing.left_out + 1 if skipped else 0
    standing.amber += reports.count("amber")
    if "red" in reports or standing.amber >= rules.amber_reports:
        _step(standing, -1, "pain", rules.steps_down_most)
    elif standing.left_out >= rules.left_out:
        _step(standing, -1, "skipped", rules.steps_down_most)
    elif _easy(rules, session, sets):
        standing.easy += 1
        standing.easy_ever += 1
        if standing.easy >= rules.easy_sessions and not climbing():
            _step(standing, 1, "easy", rules.steps_down_most, max(levers(library.exercises[name], rules)))
    elif session.effort == "hard" or reports or any(practice.how != "done" for practice in sets):
        standing.easy = 0


def _easy(rules: ProgressRules, session: PastSession, sets: Sequence[Practice]) -> bool:
    """Whether an exercise was done in full, without a report, in an easy session with little pain."""
    felt = [pain.score for pain in session.pains if pain.score is not None and pain.moment != "morning"]
    reported = any(pain.moment == "report" and pain.exercise in (sets[0].exercise, "") for pain in session.pains)
    full = all(practice.how == "done" for practice in sets)
    return full and not reported and session.effort == "easy" and max(felt, default=0) <= rules.max_pain


def _step(standing: Standing, by: int, why: Reason, down_most: int, up_most: int = 99) -> None:
    standing.step = min(up_most, max(-down_most, standing.step + by))
    standing.easy = standing.amber = standing.left_out = 0
    standing.why = why


def pain_climbs(rules: ProgressRules, sessions: Sequence[PastSession]) -> bool:
    """Whether the mean pain before sessions has climbed week by week up to the last of them."""
    scored = scores(sessions)
    if not scored:
        return False
    end = scored[-1][0]
    means = []
    for week in range(rules.weeks_climbing + 1):
        days = (end - (week + 1) * WEEK, end - week * WEEK)
        pain = [score for day, score in scored if days[0] < day <= days[1]]
        if not pain:
            return False
        means.append(mean(pain))
    return all(newer > older for newer, older in pairwise(means))
