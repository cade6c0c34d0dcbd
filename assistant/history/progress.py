"""From what happened to what follows: how each exercise is done next, what rests, and how somebody is doing.

Everything is worked out anew from the rows each time, so nothing can disagree with them. The rules' numbers are
content/safety/progress.yaml's.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import mean

from assistant.coach.today import Change, CutOff, Found, Lever, Today
from assistant.content.clinical import ProgressRules
from assistant.content.model import SIDES, Exercise, Library
from assistant.content.needed import ACTIVITIES, BACK
from assistant.history.findings import found, held_longer
from assistant.history.measures import unfinished
from assistant.history.overview import named, scores
from assistant.history.past import WEEK, Past, PastSession, Practice
from assistant.history.planned import done_of_planned, plan_followed
from assistant.history.standings import Standing, levers, pain_climbs, standings
from assistant.words.effects import Line, line

LATELY = timedelta(days=28)
LATELY_SESSIONS, FIRST_SESSIONS = 3, 3
"""Pain lately and at first is the mean of so many sessions: one score is no trend."""
ENOUGH_SCORES = FIRST_SESSIONS + LATELY_SESSIONS
"""Scores that a comparison needs. With fewer the first and the last sessions would share some."""
SIDES_DIFFER = 0.2
"""Of the longer side; below it left and right are called even."""


def minutes(sessions: Iterable[PastSession], library: Library, end: date) -> dict[tuple[str, str], float]:
    """(muscle, side) -> minutes of held stretches in the week up to a day; what has no sides counts for both."""
    total: defaultdict[tuple[str, str], float] = defaultdict(float)
    for session in sessions:
        if end - WEEK < session.day <= end:
            for practice in session.practices:
                exercise = library.exercises.get(practice.exercise)
                for muscle in exercise.stretches if exercise else ():
                    for side in (practice.side,) if practice.side else SIDES:
                        total[muscle, side] += practice.done_s / 60
    return dict(total)


def resting(library: Library, past: Past, end: date) -> dict[str, str]:
    """Stretch -> the exercise that moves where it holds, for each stretch whose muscles had their minutes for the week.

    Left and right are counted apart, and a stretch rests when both are full. What a source asks for daily never rests.
    """
    spent = minutes(past.practised, library, end)
    most = library.progress.minutes_a_week

    def full(exercise: Exercise) -> bool:
        return all(spent.get((muscle, side), 0) >= most for muscle in exercise.stretches for side in SIDES)

    return {
        name: exercise.moving
        for name, exercise in library.exercises.items()
        if exercise.stretches and not exercise.daily and full(exercise)
    }


def _lever(library: Library, name: str, standing: Standing | None) -> Lever:
    steps = levers(library.exercises[name], library.progress)
    return steps.get(min(max(steps), max(min(steps), standing.step if standing else 0)), Lever())


def changes(library: Library, past: Past, now: Mapping[str, Standing]) -> tuple[Change, ...]:
    """What is done otherwise than in the last session, and why; `now` is where everything stands.

    A step that the person refused is no change: it was taken back in the session itself.
    """
    before = standings(library, past.practised[:-1])
    found = []
    for name, standing in now.items():
        earlier, later = _lever(library, name, before.get(name)), _lever(library, name, standing)
        if earlier != later and standing.why != "refused":
            found.append(Change(name, earlier, later, standing.why))
    return tuple(found)


def today(library: Library, past: Past, now: datetime, *, damaged: bool = False, mended: bool = False) -> Today:
    """What the coach is to know of earlier sessions."""
    rules, done, day = library.progress, past.practised, past.day_at(now)
    where = standings(library, past.sessions)
    easy = {name: standing.easy_ever for name, standing in where.items()}
    return Today(
        day=day.toordinal(),
        levers={name: _lever(library, name, standing) for name, standing in where.items()},
        changes=changes(library, past, where),
        on_hold=pain_climbs(rules, done),
        rested=resting(library, past, day),
        waiting={name: first for name, (first, often) in rules.waits.items() if easy.get(first, 0) < often},
        check_due=_check_due(rules, past, day),
        activities_due=_due(done, lambda name: name == ACTIVITIES, day, rules.activities_days),
        answered=unfinished(library, past, day),
        cut_off=_cut_off(library, past, now),
        morning=_morning_unknown(library, past, day),
        doing=doing(library, past, day),
        found=_found(library, past, where, day),
        damaged=damaged,
        mended=mended,
    )


def _found(library: Library, past: Past, where: Mapping[str, Standing], day: date) -> Found:
    """What the last self-check found; nothing is held longer while pain climbs, or where a step was made already."""
    was = found(library, past)
    longer = held_longer(library, was, minutes(past.practised, library, day))
    still = {name: hold for name, hold in longer.items() if name not in where or not where[name].step}
    return replace(was, longer={} if pain_climbs(library.progress, past.practised) else still)


def _due(done: Sequence[PastSession], ours: Callable[[str], bool], day: date, every: int) -> bool:
    """Whether a check was last answered so many days ago, or never; not before there is a first session."""
    days = [session.day for session in done for answer in session.check_answers if ours(answer.name)]
    return bool(done) and (not days or (day - max(days)).days >= every)


def _check_due(rules: ProgressRules, past: Past, day: date) -> bool:
    """Whether a self-check is to be offered: it is due, and was not offered for as many days."""
    offered = any((day - session.day).days < rules.check_days for session in past.sessions if session.check_offered)
    return not offered and _due(past.practised, lambda name: name not in (ACTIVITIES, BACK), day, rules.check_days)


def changed_answer(rules: ProgressRules, past: Past) -> tuple[str, str, str, str] | None:
    """(check, side, value at first, value now) of the greatest change of a number that was seen twice."""
    courses: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for session in past.sessions:
        for answer in session.check_answers:
            if answer.value.isdecimal() and answer.name != ACTIVITIES:
                courses[answer.name, answer.key, answer.side or answer.key.rpartition("_")[2]].append(int(answer.value))
    real = []
    for (name, _key, side), (first, *rest) in courses.items():
        twice = [value - first for value in rest[-2:]]
        if len(twice) > 1 and min(map(abs, twice)) >= rules.change_fingers and (twice[0] > 0) == (twice[1] > 0):
            real.append((min(map(abs, twice)), (name, side, str(first), str(rest[-1]))))
    return max(real)[1] if real else None


def _morning_unknown(library: Library, past: Past, day: date) -> bool:
    """Whether to ask how the morning after the last practice was.

    A night lies between, and nobody said yet how it was. Who has practised for some sessions is asked only after one
    with something in it that the morning would tell of.
    """
    done = past.practised
    if not done or done[-1].day >= day:
        return False
    if len(done) > library.progress.morning_sessions and not _eventful(library, past, done[-1]):
        return False
    return all(session.score("morning") is None for session in past.sessions if session.id > done[-1].id)


def _eventful(library: Library, past: Past, session: PastSession) -> bool:
    """Whether pain was reported in a session or was worse after it, or it was hard, or had something harder in it."""
    before, after = session.score("before"), session.score("after")
    worse = before is not None and after is not None and after > before
    if worse or session.effort == "hard" or any(pain.moment == "report" for pain in session.pains):
        return True
    earlier = Past(tuple(each for each in past.sessions if each.id < session.id))
    known = changes(library, earlier, standings(library, earlier.sessions))
    return any(change.harder and change.exercise in session.by_exercise() for change in known)


def _cut_off(library: Library, past: Past, now: datetime) -> CutOff | None:
    last = past.sessions[-1] if past.sessions else None
    if last is None or last.ended or not last.items or last.at == 0 or last.at >= len(last.items):
        return None
    age = now - last.begun
    lately = age <= timedelta(hours=library.progress.cut_off_hours) and (age >= timedelta() or past.counted is not None)
    known = all(name in library.exercises for name in last.items)
    if not lately or not known:
        return None
    name = last.items[last.at]
    sets = last.by_exercise().get(name, ())
    if last.items.count(name) > 1:  # the sets of earlier rounds are not of this one
        sets = tuple(practice for practice in sets if practice.at_s >= last.seconds)
    done = sets[-1] if sets and sets[-1].how == "done" else Practice("", "", set_no=0)
    hurt = tuple((pain.area, pain.zone, pain.exercise) for pain in last.pains if pain.moment == "report")
    return CutOff(last.routine, last.items, last.at, done.rung, done.side, done.set_no, hurt)


@dataclass(frozen=True, slots=True)
class Trend:
    """Pain of one moment: at first and lately, and whether the difference means anything."""

    then: float
    now: float
    least: float
    """The smallest change that means anything."""

    @property
    def real(self) -> bool:
        """Whether the difference is as great as that."""
        return abs(self.now - self.then) >= self.least


def trend(rules: ProgressRules, past: Past, moment: str = "before") -> Trend | None:
    """None while there are too few scores."""
    pain = [score for _, score in scores(past.practised, moment)]
    if len(pain) < ENOUGH_SCORES:
        return None
    then, now = mean(pain[:FIRST_SESSIONS]), mean(pain[-LATELY_SESSIONS:])
    return Trend(then, now, min(rules.change_points, max(1.0, rules.change_share * then)))


def _regular(past: Past, day: date, days: int, minutes: int) -> Line:
    """On how many days something was done lately, beside how many the plan in force asks for."""
    followed = plan_followed(past)
    if followed is None or not followed[2].days_a_week or followed[1] <= day - LATELY:
        return line("doing_regular", weeks=LATELY // WEEK, days=days, minutes=minutes)
    since = max(followed[0], day - LATELY + timedelta(days=1))
    done, planned = done_of_planned(past, since, day, followed[2].days_a_week)
    return line("doing_planned", number=followed[2].days_a_week, done=done, planned=planned, minutes=minutes)


def doing(library: Library, past: Past, day: date) -> tuple[Line, ...]:
    """The answer to "how am I doing?": how regularly the person practises, and how their pain changed.

    A third line tells of a self-check whose answer changed. Without one, it compares left with right where one side
    was practised for a minute or more. The answer is empty for somebody who has never practised.
    """
    lately = [session for session in past.practised if day - LATELY < session.day <= day]
    if not lately:
        before = any(session.day <= day for session in past.practised)
        return (line("doing_not_lately", weeks=LATELY // WEEK),) if before else ()
    spent = {
        side: sum(practice.done_s for session in lately for practice in session.practices if practice.side == side) / 60
        for side in ("left", "right")
    }
    total = sum(practice.done_s for session in lately for practice in session.practices) / 60
    days = len({session.day for session in lately})
    regular = _regular(past, day, days, max(1, round(total)))
    found = trend(library.progress, past)
    if found is None:
        pain = line("doing_pain_unknown")
    else:
        changed = "doing_pain_better" if found.now < found.then else "doing_pain_worse"
        pain = line(changed if found.real else "doing_pain_same", then=round(found.then), now=round(found.now))
    if seen := changed_answer(library.progress, past):
        name, side, first, last = seen
        return regular, pain, line("doing_check", name=named(library, name), side=side, then=first, now=last)
    least, most = sorted(spent, key=lambda side: spent[side])
    shown = {side: round(minutes) for side, minutes in spent.items()}
    if not shown[most]:
        return regular, pain
    if spent[most] - spent[least] > SIDES_DIFFER * spent[most] and shown[most] > shown[least]:
        sides = line("doing_sides", side=least, left=shown["left"], right=shown["right"])
    else:
        sides = line("doing_sides_even")
    return regular, pain, sides
