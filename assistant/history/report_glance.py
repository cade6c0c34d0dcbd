"""The first sheet of the report: who, when, how often, what was done of what was planned, pain, and warnings."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import reduce
from statistics import mean

from assistant.coach.person import Person, remember
from assistant.content.model import Library
from assistant.history.overview import named, scores, weeks
from assistant.history.past import PainReport, Past, PastSession
from assistant.history.planned import done_of_planned, plan_followed, sets_of
from assistant.history.progress import ENOUGH_SCORES, trend
from assistant.history.report_tables import Row, Table, mornings, pains, place, side_under_way, yes_no
from assistant.history.standings import standings
from assistant.languages.language import Reader
from assistant.words.clinical_records import FlagTakenBack
from assistant.words.records import Locked, Unlocked

PAINS_SHOWN = 4
"""Reports of pain that the first sheet lists, the newest ones. Raised, it may no longer fit one sheet of paper."""
Fact = tuple[str, Sequence[str]]
"""(what it is about, sentences)"""


def facts(library: Library, past: Past, day: date) -> list[Fact]:
    """Who it is about, when and how often something was done, and how much of what was planned."""
    say = library.language.reader("report")
    who = (say("glance_who"), [say("no_name"), *about_plan(library, past)])
    done = past.practised
    if not done:
        return [who, (say("glance_when"), [say("never")])]
    ends = Counter(session.ended or "cut_off" for session in done)
    sets = [sets_of(past, session) for session in done]
    told = say(
        "sets_done",
        done=sum(each.done for each in sets),
        planned=sum(each.planned for each in sets),
        sessions=len(done),
    )
    return [
        who,
        (say("glance_when"), [_when(done[0].day, done[-1].day, len(weeks(past)), say)]),
        (say("glance_often"), _how_often(past, say, day)),
        (say("glance_done"), [told, say("ended_how", list=_counted(library, say, "ends", ends))]),
    ]


def _when(first: date, last: date, number: int, say: Reader) -> str:
    return say("when", first=first, last=last, number=number) if first < last else say("when_one_day", first=first)


def about_plan(library: Library, past: Past) -> list[str]:
    """Which plan was followed last, by whom, since when, and what it says of itself."""
    followed = plan_followed(past)
    if followed is None:
        return []
    say, (first, last, plan) = library.language.reader("report"), followed
    told = [say("plan_followed", name=plan.name, first=first, last=last)]
    told += [say("plan_author", author=plan.author)] if plan.author else []
    told += [say("plan_date", date=plan.date)] if plan.date else []
    if plan.days_a_week:
        told.append(say("plan_often", number=plan.days_a_week, times=plan.times_a_day))
    told += [say("plan_usual", score=plan.usual_pain)] if plan.usual_pain is not None else []
    told += [say("plan_note", note=plan.note)] if plan.note else []
    return [" ".join(told)]


def _how_often(past: Past, say: Reader, day: date) -> list[str]:
    every, done = weeks(past), past.practised
    minutes = max(1, round(sum(week.minutes for week in every)))
    often = sum(week.days for week in every)
    told = [say("often", sessions=len(done), often=often, minutes=minutes)]
    if len(every) > 1:
        told.append(say("often_mean", mean=f"{often / len(every):.1f}"))
    followed = plan_followed(past)
    if followed and followed[2].days_a_week:
        first, _, plan = followed
        kept, planned = done_of_planned(past, first, day, plan.days_a_week)
        told.append(say("often_planned", done=kept, planned=planned, first=first))
    return told


def pain_table(library: Library, past: Past) -> Table:
    """Pain before and after sessions and on the next morning: at first and lately, and whether the change matters."""
    say, rules = library.language.reader("report"), library.progress
    rows: list[Row] = []
    for moment in ("before", "after", "morning"):
        said = [score for _, score in scores(past.practised, moment)]
        found = trend(rules, past, moment)
        if found:
            change = f"{found.now - found.then:+.1f}" if round(found.now - found.then, 1) else "0.0"
            rows.append(
                (
                    say(f"at.{moment}"),
                    len(said),
                    float(found.then),
                    float(found.now),
                    change,
                    float(found.least),
                    yes_no(say, found.real),
                )
            )
        elif said:
            rows.append((say(f"at.{moment}"), len(said), float(mean(said)), None, None, None, say("too_few")))
    columns = ("moment", "scores", "first", "lately", "change", "least", "matters")
    return say("glance.caption"), tuple(say(f"glance.{column}") for column in columns), rows


def warnings(library: Library, past: Past) -> list[Fact]:
    """What to look at first: red flags, pain during and after sessions, effort, and how far the dose was changed."""
    say = library.language.reader("report")
    return [
        (say("glance_flags"), _flags(past, say)),
        (say("glance_pain"), _pain(library, past, say)),
        (say("glance_afterwards"), _afterwards(library, past, say)),
        (say("glance_effort"), _effort(library, past, say)),
        (say("glance_dose"), _dose(library, past, say)),
    ]


def _flags(past: Past, say: Reader) -> list[str]:
    notes = [note for note in past.dated_notes if isinstance(note.record, Locked | Unlocked | FlagTakenBack)]
    told: list[str] = []
    for note in notes:
        if isinstance(note.record, Locked):
            told.append(say("flag_said", day=note.day, flag=say.named("flagged", note.record.flag)))
        elif isinstance(note.record, FlagTakenBack):
            told.append(say("flag_misheard", day=note.day, flag=say.named("flagged", note.record.flag)))
        else:
            told.append(say("flag_cleared", day=note.day))
    if reduce(remember, (note.record for note in notes), Person()).lock:
        told.append(say("still_locked"))
    return told or [say("no_flag")]


def _pain(library: Library, past: Past, say: Reader) -> list[str]:
    found = pains(past)
    if not found:
        return [say("no_pain")]
    in_sessions = len({session.id for session, _ in found})
    told = [say("pain_reports", number=len(found), sessions=in_sessions)]
    if red := sum(pain.zone == "red" for _, pain in found):
        told.append(say("pain_red", number=red))
    told += [_report(library, say, session, pain) for session, pain in reversed(found[-PAINS_SHOWN:])]
    if len(found) > PAINS_SHOWN:
        told.append(say("pain_more", number=len(found) - PAINS_SHOWN))
    return told


def _report(library: Library, say: Reader, session: PastSession, pain: PainReport) -> str:
    """One report of pain: where, how strong, how it felt, and in which exercise on which side."""
    felt = [place(library, pain) or say("no_place")]
    felt += [say("pain_score", score=pain.score)] if pain.score is not None else []
    felt += [say.named("words", pain.word)] if pain.word else []
    if pain.exercise:
        side = side_under_way(session, pain)
        key = "pain_during_side" if side else "pain_during"
        felt.append(say(key, name=named(library, pain.exercise), side=side))
    return say("pain_report", day=session.day, told=", ".join(felt))


def _afterwards(library: Library, past: Past, say: Reader) -> list[str]:
    points, next_morning = library.progress.change_points, mornings(past)
    told = []
    for moment, later in (
        ("after", {session.id: session.score("after") for session in past.practised}),
        ("morning", next_morning),
    ):
        pairs = [
            (before, score)
            for session in past.practised
            if (before := session.score("before")) is not None and (score := later.get(session.id)) is not None
        ]
        more = sum(score - before >= points for before, score in pairs)
        if pairs:
            told.append(say(f"worse_{moment}", more=more, of=len(pairs), points=f"{points:g}"))
    return told or [say("afterwards_unknown")]


def _effort(library: Library, past: Past, say: Reader) -> list[str]:
    said = Counter(session.effort for session in past.practised if session.effort)
    if not said:
        return [say("effort_unknown")]
    return [say("effort_told", list=_counted(library, say, "efforts", said))]


def _dose(library: Library, past: Past, say: Reader) -> list[str]:
    now, told = standings(library, past.sessions), []
    done = {name for session in past.practised for name in session.by_exercise()}
    steps = {name: standing.step for name, standing in now.items() if name in done}
    for key, chosen in (
        ("dose_harder", [name for name, step in steps.items() if step > 0]),
        ("dose_easier", [name for name, step in steps.items() if step < 0]),
    ):
        if chosen:
            told.append(say(key, list=library.language.both.join([named(library, name) for name in chosen])))
    return told or [say("dose_as_written")]


def _counted(library: Library, say: Reader, table: str, counts: Counter[str]) -> str:
    """How often each was said, the most frequent first: "30 easy and 2 hard"."""
    shown = [say("counted", number=number, what=say.named(table, name)) for name, number in counts.most_common()]
    return library.language.both.join(shown)


def too_few(library: Library, past: Past) -> str:
    """Why pain is not compared, where there are scores but not enough; else empty."""
    few = 0 < len(scores(past.practised)) < ENOUGH_SCORES
    return library.language.text("report", "scores_needed", number=ENOUGH_SCORES) if few else ""
