"""What the last self-check found: which side is stiffer, and in which directions; the next sessions go by it."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from assistant.coach.today import Found
from assistant.content.model import Library
from assistant.history.past import CheckAnswer, Past


def found(library: Library, past: Past) -> Found:
    """The stiffer side by the last session in which a self-check was answered.

    A number of fingers or fists counts when the sides differ by as many as mean something (progress.yaml), and the
    greater one is stiffer; "left" or "right" as an answer counts by itself. The side that most directions speak for is
    the stiffer one.
    """
    for session in reversed(past.sessions):
        answers = [answer for answer in session.check_answers if answer.name in library.exercises]
        if answers:
            return _of(library, answers)
    return Found()


def held_longer(library: Library, found: Found, spent: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """Stretch in a stiff direction -> seconds for which it is held on the stiffer side; written doses only.

    `spent` says how many minutes each muscle had this week, by (muscle, side); the longer hold must fit into a week.
    """
    rules, longer = library.progress, {}
    for name, exercise in library.exercises.items():
        further = [hold for hold in rules.holds_s if hold > exercise.dose.hold_s][: rules.stiffer_steps]
        stiff = exercise.sided and exercise.stretches and set(exercise.planes) & set(found.planes)
        if found.side and stiff and further:
            minutes = further[-1] * exercise.dose.sets / 60
            if all(
                spent.get((muscle, found.side), 0) + minutes <= rules.minutes_a_week for muscle in exercise.stretches
            ):
                longer[name] = float(further[-1])
    return longer


def _of(library: Library, answers: list[CheckAnswer]) -> Found:
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    numbers: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for answer in answers:
        planes = library.exercises[answer.name].planes
        key, _, named = answer.key.rpartition("_")
        side = answer.side or named
        if answer.value in library.domain.sides:
            votes[answer.value].update(planes)
        elif answer.value.isdecimal() and side in library.domain.sides:
            numbers[answer.name, answer.key if answer.side else key][side] = int(answer.value)
    for (name, _), each in numbers.items():
        if len(each) > 1 and max(each.values()) - min(each.values()) >= library.progress.change_fingers:
            votes[max(each, key=lambda side: each[side])].update(library.exercises[name].planes)
    if not votes:
        return Found()
    side = max(sorted(votes), key=lambda side: votes[side].total())
    return Found(side, tuple(sorted(votes[side])))
