"""What the report shows, as tables, for the terminal and for the page alike."""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.content.model import Library
from assistant.content.needed import ACTIVITIES, BACK
from assistant.history import measures
from assistant.history.overview import exercises, named, weeks
from assistant.history.past import Past, PastSession
from assistant.history.planned import plan_followed, planned_days, planned_of
from assistant.history.progress import trend
from assistant.languages.language import Reader
from assistant.words.records import HealthAnswered, Locked, Unlocked

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
        (note.day, say.named("flagged", record.flag if isinstance(record, Locked) else "cleared"))
        for note in past.dated_notes
        if isinstance(record := note.record, Locked | Unlocked)
    )
    return _table(say, "flags", ("day", "what"), rows)


def _measures(library: Library, past: Past, say: Reader) -> Table:
    rows: list[Row] = []
    if pain := trend(library.progress, past):
        rules, days = (
            library.progress,
            [session.day for session in past.practised if session.score("before") is not None],
        )
        least = min(rules.change_points, max(1.0, rules.change_share * pain.then))
        rows.append((say("measured_pain"), days[0], pain.then, days[-1], pain.now, least, _yes_no(say, pain.real)))
    for title, found in (
        (say("measured_activities"), measures.activities(library, past)),
        (say("measured_back"), measures.back(library, past)),
    ):
        if found:
            matters = _yes_no(say, found.matters)
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
    mornings = _mornings(past)
    rows = (
        (
            session.day,
            names.get(session.routine, session.routine),
            *_done(past, session),
            round(sum(practice.done_s for practice in session.practices) / 60),
            session.score("before"),
            session.score("after"),
            mornings.get(session.id),
            say.named("efforts", session.effort),
            say.named("ends", session.ended or "cut_off"),
        )
        for session in past.sessions
        if session.items
    )
    columns = ("day", "routine", "planned", "done", "minutes", "before", "after", "morning", "effort", "ended")
    return _table(say, "sessions", columns, rows)


def _done(past: Past, session: PastSession) -> tuple[int, int]:
    """(sets planned, sets done); where it was not written down how many were planned, those that were begun."""
    planned = planned_of(past, session)
    done = sum(practice.how == "done" for practice in session.practices)
    return planned.sets if planned else len(session.practices), done


def _mornings(past: Past) -> dict[int, int]:
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
            round(done.left, 1),
            round(done.right, 1),
            _rung(library, done.exercise, done.rung),
            done.last,
        )
        for done in exercises(library, past)
    )
    columns = ("exercise", "sessions", "begun", "done", "minutes", "left", "right", "rung", "last")
    return _table(say, "exercises", columns, rows)


def _rung(library: Library, exercise: str, rung: str) -> str:
    """A rung as its place among the forms of the exercise, from the easiest: "2/3"; empty where it is not known."""
    known = library.exercises.get(exercise)
    own = [each.id for each in known.ladder if not each.move] if known else []
    return f"{own.index(rung) + 1}/{len(own)}" if rung in own else ""


def _reports_of_pain(library: Library, past: Past, say: Reader) -> Table:
    rows = (
        (
            session.day,
            library.language.word("area", pain.area),
            pain.score,
            say.named("words", pain.word),
            named(library, pain.exercise),
        )
        for session in past.sessions
        for pain in session.pains
        if pain.moment == "report"
    )
    return _table(say, "pain", ("day", "where", "score", "word", "exercise"), rows)


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


def _yes_no(say: Reader, value: bool) -> str:  # noqa: FBT001
    return say.named("answers", "yes" if value else "no")
