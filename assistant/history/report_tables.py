"""What the report shows, as tables, for the terminal and for the page alike."""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.content.model import Library
from assistant.content.needed import ACTIVITIES, BACK
from assistant.history import measures
from assistant.history.overview import exercises, named, scores, weeks
from assistant.history.past import PainReport, Past, PastSession
from assistant.history.planned import plan_followed, planned_days, sets_of
from assistant.history.progress import trend
from assistant.languages.language import Reader
from assistant.words.clinical_records import FlagTakenBack, PlanFollowed
from assistant.words.records import HealthAnswered, Locked, Unlocked

TALK_S = 20
"""Seconds that talking about a pain takes. Raising it calls a side under way that was not begun or ended long ago."""
Cell = str | int | float | date | None
Row = tuple[Cell, ...]
Table = tuple[str, Sequence[str], Sequence[Row]]
"""(caption, columns, rows)"""


def tables(library: Library, past: Past) -> list[Table]:
    """Every table, what is most urgent first; whoever shows them leaves out those without rows."""
    say = library.language.reader("report")
    return [
        _flags(past, say),
        _measures(library, past, say),
        _plan(library, past, say),
        _weeks(past, say),
        _sessions(library, past, say),
        _exercises(library, past, say),
        _reports_of_pain(library, past, say),
        _health(library, past, say),
        _activities(library, past, say),
        _back(library, past, say),
        _checks(library, past, say),
    ]


def _table(say: Reader, name: str, columns: Sequence[str], rows: Iterable[Row]) -> Table:
    return say(f"{name}.caption"), tuple(say(f"{name}.{column}") for column in columns), [*rows]


def _flags(past: Past, say: Reader) -> Table:
    rows = (
        (note.day, _flagged(say, record))
        for note in past.dated_notes
        if isinstance(record := note.record, Locked | Unlocked | FlagTakenBack)
    )
    return _table(say, "flags", ("day", "what"), rows)


def _flagged(say: Reader, record: Locked | Unlocked | FlagTakenBack) -> str:
    if isinstance(record, Unlocked):
        return say.named("flagged", "cleared")
    flag = say.named("flagged", record.flag)
    return flag if isinstance(record, Locked) else say("taken_back", flag=flag)


def _measures(library: Library, past: Past, say: Reader) -> Table:
    rows: list[Row] = []
    if pain := trend(library.progress, past):
        days = [day for day, _ in scores(past.practised)]
        rows.append((say("measured_pain"), days[0], pain.then, days[-1], pain.now, pain.least, yes_no(say, pain.real)))
    for title, found in (
        (say("measured_activities"), measures.activities(library, past)),
        (say("measured_back"), measures.back(library, past)),
    ):
        if found:
            matters = yes_no(say, found.matters)
            rows.append((title, found.first_day, found.first, found.day, found.last, found.least, matters))
    if said := measures.change(past):
        rows.append((say("measured_change"), None, None, said[0], say.named("answers", said[1]), None, None))
    columns = ("measure", "first_day", "first", "last_day", "last", "least", "matters")
    return _table(say, "measures", columns, rows)


def _plan(library: Library, past: Past, say: Reader) -> Table:
    followed, word = plan_followed(past), library.language.word
    rows: list[Row] = []
    for each in followed[2].exercises if followed else ():
        side, rung = word("side", each.side), _rung(library, each.exercise, each.rung)
        much = (each.times, each.sets or None, each.hold_s or None, each.reps or None, each.rest_s or None)
        rows.append((named(library, each.exercise), *much, side, rung, each.note))
    columns = ("exercise", "times", "sets", "hold", "reps", "rest", "side", "rung", "note")
    return _table(say, "plan", columns, rows)


def _weeks(past: Past, say: Reader) -> Table:
    rows = (
        (week.monday, planned_days(past, week.monday), week.days, round(week.minutes), week.pain, week.reports)
        for week in weeks(past)
    )
    return _table(say, "weeks", ("week", "planned", "days", "minutes", "pain", "reports"), rows)


def _sessions(library: Library, past: Past, say: Reader) -> Table:
    names = {name: routine.name for name, routine in library.routines.items()}
    names |= {
        record.routine: record.name for note in past.dated_notes if isinstance(record := note.record, PlanFollowed)
    }
    next_morning = mornings(past)
    rows = (
        (
            session.day,
            names.get(session.routine) or say.named("routines", session.routine),
            (sets := sets_of(past, session)).planned,
            sets.done,
            round(sum(practice.done_s for practice in session.practices) / 60),
            session.score("before"),
            _after(session, say),
            next_morning.get(session.id),
            say.named("efforts", session.effort),
            say.named("ends", session.ended or "cut_off"),
        )
        for session in past.sessions
        if session.items
    )
    columns = ("day", "routine", "planned", "done", "minutes", "before", "after", "morning", "effort", "ended")
    return _table(say, "sessions", columns, rows)


def _after(session: PastSession, say: Reader) -> Cell:
    """Pain after a session: the score, or the word that was said instead."""
    score = session.score("after")
    words = [pain.word for pain in session.pains if pain.moment == "after" and pain.word]
    return say.named("words", words[-1]) if score is None and words else score


def mornings(past: Past) -> dict[int, int]:
    """Session -> the pain on the morning after it, which the next session asked for."""
    found: dict[int, int] = {}
    last: PastSession | None = None
    for session in past.sessions:
        if last and (score := session.score("morning")) is not None:
            found[last.id] = score
        last = session if session.practised else last
    return found


def _exercises(library: Library, past: Past, say: Reader) -> Table:
    rows = (
        (
            done.name,
            done.sessions,
            done.sets,
            done.sets_done,
            round(done.minutes, 1),
            round(done.left, 1) if done.left or done.right else None,
            round(done.right, 1) if done.left or done.right else None,
            _dose(past, done.exercise, say),
            _rung(library, done.exercise, done.rung),
            done.last,
        )
        for done in exercises(library, past)
    )
    columns = ("exercise", "sessions", "begun", "done", "minutes", "left", "right", "dose", "rung", "last")
    return _table(say, "exercises", columns, rows)


def _dose(past: Past, exercise: str, say: Reader) -> str:
    """How many sets of how many seconds were planned of an exercise when it came last, on one side if it has sides."""
    last = next(sets for each in reversed(past.practised) if (sets := each.by_exercise().get(exercise)))
    count, seconds = max(practice.set_no for practice in last), round(last[-1].planned_s)
    return say("dose_sides" if any(practice.side for practice in last) else "dose", sets=count, seconds=seconds)


def _rung(library: Library, exercise: str, rung: str) -> str:
    """A rung as its place among the forms of the exercise, from the easiest: "2/3"; empty where it is not known."""
    known = library.exercises.get(exercise)
    own = [each.id for each in known.ladder if not each.move] if known else []
    return f"{own.index(rung) + 1}/{len(own)}" if rung in own else ""


def _reports_of_pain(library: Library, past: Past, say: Reader) -> Table:
    rows = (
        (
            session.day,
            place(library, pain),
            pain.score,
            say.named("words", pain.word),
            named(library, pain.exercise),
            library.language.word("side", side_under_way(session, pain)),
        )
        for session, pain in pains(past)
    )
    return _table(say, "pain", ("day", "where", "score", "word", "exercise", "side"), rows)


def pains(past: Past) -> list[tuple[PastSession, PainReport]]:
    """Every pain that was reported during a session, in order."""
    return [(session, pain) for session in past.sessions for pain in session.pains if pain.moment == "report"]


def place(library: Library, pain: PainReport) -> str:
    """Where it hurt, with the side that was said, such as "right hip"; empty where neither was said."""
    say, word = library.language.reader("report"), library.language.word
    area, side = word("area", pain.area), word("side", pain.side)
    if not side:
        return area
    return say("area_of_side", area=area, side=side) if area else say("side_alone", side=side)


def side_under_way(session: PastSession, pain: PainReport) -> str:
    """The side of the set that was under way at a report of pain, or had just ended; empty where none was.

    A set is written down when it ends, and a report when it has been talked over, so each may come first.
    A set that was left because of pain is the one it was about.
    """
    own = [practice for practice in session.practices if practice.exercise == pain.exercise]
    near = [
        practice for practice in own if practice.at_s - practice.done_s - TALK_S <= pain.at_s <= practice.at_s + TALK_S
    ]
    return next((practice.side for practice in sorted(near, key=lambda practice: practice.how != "hurt")), "")


def _health(library: Library, past: Past, say: Reader) -> Table:
    """The answer to each question that was given last, and what it was before if that was something else."""
    questions = {question.id: question.ask for question in library.screening.questions}
    given: dict[str, list[tuple[date, str]]] = {}
    for note in past.dated_notes:
        if isinstance(note.record, HealthAnswered):
            given.setdefault(note.record.question, []).append((note.day, note.record.answer))
    rows = (
        (
            answers[-1][0],
            questions.get(name, name.replace("_", " ")),
            say.named("answers", answers[-1][1]),
            next((say.named("answers", answer) for _, answer in reversed(answers) if answer != answers[-1][1]), ""),
        )
        for name, answers in given.items()
    )
    return _table(say, "health", ("day", "question", "answer", "earlier"), rows)


def _activities(library: Library, past: Past, say: Reader) -> Table:
    rows = (
        (
            session.day,
            library.language.word("activity", say.named("findings", answer.key)),
            say.named("answers", answer.value),
        )
        for session in past.sessions
        for answer in session.check_answers
        if answer.name == ACTIVITIES
    )
    return _table(say, "activities", ("day", "activity", "score"), rows)


def _back(library: Library, past: Past, say: Reader) -> Table:
    rows = (
        (run.begun, run.day, f"{len(run.answers)}/{run.of}", run.score if run.whole else None)
        for run in measures.back_runs(library, past)
    )
    return _table(say, "back", ("begun", "last_day", "answered", "score"), rows)


def _checks(library: Library, past: Past, say: Reader) -> Table:
    rows = (
        (
            session.day,
            named(library, answer.name),
            say.named("findings", answer.key),
            library.language.word("side", answer.side),
            say.named("answers", answer.value),
        )
        for session in past.sessions
        for answer in session.check_answers
        if answer.name not in (ACTIVITIES, BACK)
    )
    return _table(say, "checks", ("day", "check", "what", "side", "answer"), rows)


def yes_no(say: Reader, value: bool) -> str:  # noqa: FBT001
    """A truth as a word."""
    return say.named("answers", "yes" if value else "no")
