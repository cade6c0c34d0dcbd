"""A routine as text: in words, and as the sheet on paper with doses, sides, notes, when to stop and whom to call."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from assistant.coach import greeting, telling
from assistant.coach.length import minutes, session_s
from assistant.coach.person import cleared
from assistant.coach.plan import Plan
from assistant.content.model import Library, Routine
from assistant.content.needed import only_questions
from assistant.languages.language import Reader
from assistant.narration.phrasing import FULL, Phrasing
from assistant.words.effects import Line, line

WIDTH = 60
"""Letters of a line, so that a large type fits on paper. Raising it asks for smaller letters."""
RULE = "=" * WIDTH
INDENT = "   "


def sheet(library: Library, routine: Routine) -> str:
    """The sheet for whoever does the exercises: every exercise as the plan wants it, in lines of `WIDTH` letters."""
    say = library.language.reader("sheet")
    plan = Plan(library, routine)
    parts = [*_head(library, routine, say)]
    for at in range(len(plan.items)):
        plan.go_to(at)
        parts += ["", RULE, *_exercise(plan, Phrasing(library, {}), say)]
    parts += ["", RULE, *_stopping(library, routine, say), "", *_calling(routine, say), "", *_wrapped(say("limits"))]
    return "\n".join(parts) + "\n"


def in_words(library: Library, routine: Routine) -> list[str]:
    """What a routine holds, an exercise a line, as "read the plan" tells it."""
    phrasing = Phrasing(library, {})
    return [" ".join(phrasing.say(told, FULL)) for told in telling.whole_plan(Plan(library, routine))]


def _head(library: Library, routine: Routine, say: Reader) -> Iterator[str]:
    head = routine.prescribed.head
    yield from _wrapped(routine.name.upper())
    yield ""
    told = [say("written_by", author=head.author)] if head.author else []
    told += [say("written_on", date=head.date)] if head.date else []
    told += [routine.purpose] if routine.purpose else []
    if head.days_a_week:
        told.append(say("often", number=head.days_a_week, times=head.times_a_day))
    told.append(say("length", minutes=minutes(session_s(library, routine))))
    if head.usual_pain is not None:
        told.append(say("usual", score=head.usual_pain))
    told += _needed(library, routine)
    told += head.say
    told += [say("note", text=routine.note)] if routine.note else []
    told.append(say("exercises", count=len(routine.items)))
    for text in told:
        yield from _wrapped(text)


def _needed(library: Library, routine: Routine) -> Iterator[str]:
    """What has to be at hand, and which furniture the session uses, for somebody who may do all of it."""
    for each in greeting.needed(Plan(library, routine), cleared(library.screening), new=False):
        yield " ".join(Phrasing(library, {}).say(each, FULL))


def _exercise(plan: Plan, phrasing: Phrasing, say: Reader) -> Iterator[str]:
    """One exercise; how it is done stands where it comes first, and only how much of it in a later round."""
    exercise, wanted = plan.exercise, plan.routine.of(plan.exercise.id)
    yield from _wrapped(say("numbered", number=plan.at + 1, name=exercise.name).upper())
    yield ""

    def told(lines: Iterable[Line]) -> list[str]:
        return [sentence for each in lines for sentence in phrasing.say(each, FULL)]

    sets = [line("plan_sets", sets=plan.dose.sets)] if plan.dose.sets > 1 else []
    sides = telling.side_first(plan)
    if not plan.comes_again:
        yield from _wrapped(say("purpose", text=exercise.purpose))
    if not only_questions((exercise.id,)):  # whose slow breaths only lead up to the questions
        yield from _wrapped(say("how_much", text=" ".join(told((telling.dose(plan), *sets, *sides)))))
    if change := told(telling.change(plan)):
        yield from _wrapped(say("start", text=" ".join(change)))
    if plan.comes_again:
        return
    for text in (*wanted.say, *([wanted.note] if wanted.note else [])):
        yield from _wrapped(say("note", text=text))
    yield from _listed(say("get_there"), told(telling.position(plan)))
    about = {"exercise": exercise.id, **({"side": plan.side, "other": telling.OTHER[plan.side]} if plan.side else {})}
    yield from _listed(say("do"), told(line("setup", n=n, **about) for n in range(len(exercise.setup))))
    yield ""
    for key, part in (("breathing", "breathing"), ("feel", "feel"), ("not_feel", "not_feel"), ("check", "touch")):
        if sentences := told([line(part, **about)]):
            yield from _wrapped(say(key, text=" ".join(sentences)))
    yield from _listed(say("come_out"), told(telling.way_out(exercise, plan.side)))
    if len(plan.sides) > 1:
        yield from ("", *_wrapped(say("other_side")))


def _stopping(library: Library, routine: Routine, say: Reader) -> Iterator[str]:
    """When to stop, by the rules of content/safety/pain.yaml and the usual pain of the plan."""
    usual = routine.prescribed.head.usual_pain
    rules, named = library.pain, library.language.reader("report").named
    words = ", ".join(named("words", word) for word in rules.stop_words)
    amber = rules.amber_most
    if usual is not None:  # up to which score it is amber: see coach/weighing.py
        amber = max(amber, min(rules.usual_most, usual + rules.rise_red - 1))
    yield from _listed(
        say("stop").upper(),
        [
            say("stop_mild", green=rules.green_most),
            say("stop_more", above=rules.green_most + 1, amber=amber),
            say("stop_strong", amber=amber),
            say("stop_words", words=words),
            say("stop_faint"),
        ],
    )


def _calling(routine: Routine, say: Reader) -> Iterator[str]:
    contact = routine.prescribed.head.contact
    asked = say("call_contact", contact=contact) if contact else say("call_nobody")
    yield from _listed(say("call").upper(), [asked, say("call_soon"), say("call_now")])
    for text in (say("call_chest"), say("call_bladder"), say("call_legs")):
        yield from wrap(f"- {text}", WIDTH, initial_indent=INDENT * 2, subsequent_indent=INDENT * 2 + "  ")


def _listed(title: str, texts: Iterable[str]) -> Iterator[str]:
    """A title, and under it each text for itself."""
    yield from ("", title)
    for text in texts:
        yield from wrap(f"- {text}", WIDTH, initial_indent=INDENT, subsequent_indent=INDENT + "  ")


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH)
