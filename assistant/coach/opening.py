"""Before the first exercise: a lock from last time, questions about health, pain now, and which session it is to be."""

from dataclasses import replace
from typing import Any

from assistant.coach import fit, telling
from assistant.coach.answers import Answers
from assistant.coach.length import minutes, session_s
from assistant.coach.pain import zone
from assistant.coach.person import Person, all_answered, permitted
from assistant.coach.stage import IN_EXERCISE, heard
from assistant.coach.today import Change, Today
from assistant.content.clinical import Question
from assistant.content.model import Library, Routine
from assistant.words.effects import Chime, Line, line
from assistant.words.records import (
    ChangesRefused,
    Forgotten,
    HealthAnswered,
    Introduced,
    Locked,
    MorningPain,
    PainAfter,
    PainBefore,
    Unlocked,
    Zone,
)


class Opening(Answers):
    """A stage that can be asked, with everything that comes before the first exercise."""

    def __init__(self, library: Library, routine: Routine, person: Person, today: Today) -> None:
        super().__init__(library, routine, person, today)
        self.wish = fit.Wish()
        self.score_before: int | None = None
        """How much it hurt before the session, 0 to 10."""
        self.asked_pain = False
        self.to_enrol = False
        """Whether the person wants their voice learnt before anything else."""
        self.question_at = 0
        self.silences = 0
        """How often the present question was met with silence."""

    # conditions

    def person_locked(self, _event: Any) -> bool:
        return bool(self.person.lock)

    def introduced(self, _event: Any) -> bool:
        return self.person.introduced

    def asked_twice(self, _event: Any) -> bool:
        return self.silences >= 1

    def morning_unknown(self, _event: Any) -> bool:
        return self.person.introduced and self.today.morning

    def was_cut_off(self, _event: Any) -> bool:
        return self.today.cut_off is not None

    def was_changed(self, _event: Any) -> bool:
        return bool(self._changes())

    def pain_asked(self, _event: Any) -> bool:
        return self.asked_pain

    # a lock

    def flag(self, event: Any) -> None:
        word = heard(event).slot("flag") or next(iter(self.library.red_flags.say))
        self._interrupt()
        self._drop_count()
        easing = self._ease_out() if self.flow_before in IN_EXERCISE else ()
        if self.flow_before in IN_EXERCISE:
            self._record_set("hurt")
        self._keep(Locked(word))
        self._tell(*easing, *self._flag_lines(), line("locked"))

    def say_locked(self, _event: Any) -> None:
        self.course.cancel("answer_due", "locked_due")
        self._tell(line("locked_before"), *self._flag_lines(), line("locked"))

    def _flag_lines(self) -> tuple[Line, ...]:
        known = (
            self.person.lock
            if self.person.lock in self.library.red_flags.say
            else next(iter(self.library.red_flags.say))
        )
        return tuple(line("flag", flag=known, n=n) for n in range(len(self.library.red_flags.say[known])))

    def start_patience(self, _event: Any) -> None:
        self.course.set("locked_due", self.now + self.library.red_flags.locked_s)

    def ask_clear(self, _event: Any) -> None:
        self.course.cancel("locked_due")
        self._ask(line("clear_confirm"))

    def unlock(self, event: Any) -> None:
        self._keep(Unlocked())
        if self.practised_now and self.plan.has_next:
            self.plan.go_to(self.plan.next_at)
        self.prefix = (line("unlocked"),)
        self.ask_before(event)

    # questions about health

    def introduce(self, _event: Any) -> None:
        self._keep(Introduced())
        self.effects.append(Chime("ready"))
        self.question_at, self.silences = 0, 0
        count = len(self.library.screening.questions)
        self._ask(line("disclaimer"), line("orient_room"), line("screen_intro", count=count), *self._question_lines())

    def ask_health(self, _event: Any) -> None:
        self._interrupt()
        self._drop_count()
        self.question_at, self.silences = 0, 0
        self._ask(line("screen_again"), *self._question_lines())

    def note_answer(self, _event: Any) -> None:
        asked = self._question
        self._keep(HealthAnswered(asked.id, self.trigger_name))
        self._permit()
        self.course.cancel("answer_due")
        self.silences = 0
        self.question_at += 1
        said = (line("question_limits", question=asked.id),) if self.trigger_name in (asked.limits_on, "unsure") else ()
        if self.question_at < len(self.library.screening.questions):
            self._ask(*said, *self._question_lines())
        else:
            self._screened(*said, line("screen_done"))

    def leave_questions(self, _event: Any) -> None:
        self.course.cancel("answer_due")
        self._permit()
        self._screened(line("screen_later"))

    def _screened(self, *lines: Line) -> None:
        self.prefix = lines
        self.follow_ups.append("screened")

    def _permit(self) -> None:
        """Do only what the answers allow, also when the questions are broken off ("that hurts")."""
        self.plan.routine = self._placed(self.plan.routine)
        self.plan.permit(permitted(self.library.screening, self.person))

    @property
    def _question(self) -> Question:
        return self.library.screening.questions[self.question_at]

    def _question_lines(self) -> tuple[Line, ...]:
        asked = self._question.id
        before = self.person.answers.get(asked)
        was = (line(f"answer_was_{before}"),) if before else ()
        return (line("question", question=asked), *was)

    # the morning after last time

    def ask_morning(self, _event: Any) -> None:
        self._ask(line("pain_morning"))

    def note_morning(self, event: Any) -> None:
        self._note_score(MorningPain, event)
        self.prefix = (line("pain_before_green"),)
        self.ask_before(event)

    # pain now

    def _note_score(self, kind: type[MorningPain | PainBefore | PainAfter], event: Any) -> tuple[int, Zone]:
        score = int(heard(event).slot("number") or 0)
        felt = zone(self.library.pain, score, None)
        self._keep(kind(score, felt))
        return score, felt

    def ask_before(self, _event: Any) -> None:
        self.asked_pain = True
        self._ask(line("pain_before"))

    def note_before(self, event: Any) -> None:
        self.course.cancel("answer_due")
        self.score_before, felt = self._note_score(PainBefore, event)
        self.prefix = (line(f"pain_before_{felt}"),)
        self.plan.eased = felt == "amber"
        if felt == "red":
            self.plan.limit_today(frozenset(self.library.pain.at_rest_only))
        self.plan.go_to(self.plan.at)
        self.greet(event)

    def greet_unscored(self, event: Any) -> None:
        self.course.cancel("answer_due")
        self.prefix = (line("never_mind"),)
        self.greet(event)

    # which session

    def greet(self, _event: Any) -> None:
        plan = self.plan
        self.effects.append(Chime("ready"))
        lines = [line("welcome", routine=plan.routine.name, minutes=minutes(plan.remaining_s()))]
        if plan.routine.id == "fit":
            lines = [self._fitted()]
        if plan.left_out:
            answered = all_answered(self.library.screening, self.person)
            lines.append(line("left_out" if answered else "left_out_unanswered", count=plan.left_out))
        things = dict.fromkeys(one for name in plan.items for one in self.library.exercises[name].equipment)
        if things:
            lines.append(line("needed", equipment=tuple(things)))
        if self.today.check_due and plan.routine.id != "self_check":
            check = session_s(self.library, self.library.routines["self_check"])
            lines.append(line("check_due", minutes=minutes(check)))
        elif plan.routine.id not in ("fit", "self_check"):
            lines.append(line("fit_hint"))
        lines += [*self._news(), *telling.cut_off(self.today, self.library)]
        self._tell(*lines)

    def _changes(self) -> list[Change]:
        """What is done otherwise than last time, of what is done today."""
        return [one for one in self.today.changes if one.exercise in self.plan.items]

    def _news(self) -> list[Line]:
        """What earlier sessions changed, and why, in a sentence each."""
        changes = self._changes()
        lines = [line("history_damaged")] * self.today.damaged
        for key in (True, False):
            some = [one for one in changes if one.harder is key]
            names = tuple(self.library.exercises[one.exercise].name for one in some)
            if some:
                lines.append(line(f"change_{some[0].why}", things=names))
        lines += [line("as_last_time_hint")] * bool(changes) + [line("progress_on_hold")] * self.today.on_hold
        left = [name for name in self.plan.routine.items if name in self.today.rested]
        if left:
            lines.append(line("rested", things=tuple(self.library.exercises[one].name for one in left)))
        for name, first in self.today.waiting.items():
            if name in self.plan.routine.items:
                known = self.library.exercises
                lines.append(line("waiting", name=known[name].name, first=known[first].name))
        return lines

    def check_me_now(self, _event: Any) -> None:
        self._tell(self._check())

    def check_before(self, _event: Any) -> None:
        self._ask(self._check(), line("pain_before"))

    def _check(self) -> Line:
        routine = self.library.routines["self_check"]
        more = ("check_activities",) if self.today.activities_due else ()
        self.plan.begin(self._placed(replace(routine, items=(*routine.items, *more))))
        return line("check_now", minutes=minutes(self.plan.remaining_s()))

    def undo_changes(self, event: Any) -> None:
        changes = self._changes()
        self._keep(ChangesRefused(tuple(one.exercise for one in changes)))
        self.plan.levers = {**self.plan.levers, **{one.exercise: one.before for one in changes}}
        self.today = replace(self.today, changes=())
        self.plan.go_to(self.plan.at)
        self.prefix = (line("as_last_time"),)
        self.greet(event)

    def go_back_there(self, _event: Any) -> None:
        was = self.today.cut_off
        if was is None:
            raise ValueError("nothing was cut off")
        self.plan.take_up(was)
        self.plan.routine = self._placed(self.plan.routine)
        self._describe()

    # forgetting

    def ask_forget(self, _event: Any) -> None:
        self._ask(line("forget_confirm"))

    def keep_history(self, _event: Any) -> None:
        self._ask(line("never_mind"), line("pain_before"))

    def forget_all(self, _event: Any) -> None:
        self.course.cancel("answer_due")
        self.person = Person()
        self._keep(Forgotten())
        self._close("left", line("forgotten"))

    def fit_session(self, event: Any) -> None:
        self._fit(event)
        self.greet(event)

    def fit_before(self, event: Any) -> None:
        self._fit(event)
        self._ask(self._fitted(), line("pain_before"))

    def pick_routine(self, event: Any) -> None:
        self._pick(event)
        self.greet(event)

    def pick_before(self, event: Any) -> None:
        self._pick(event)
        self._ask(line("picked", routine=self.plan.routine.name), line("pain_before"))

    def _fit(self, event: Any) -> None:
        wish = self.wish.heard(dict(heard(event).slots))
        allowed = [name for name in self.library.exercises if self.plan.allowed(name)]
        routine = fit.build(self.library, wish, allowed)
        if routine is None:
            self.prefix = (line("fit_nothing"),)
            return
        self.wish = wish
        self.plan.begin(self._placed(routine))

    def _fitted(self) -> Line:
        plan = self.plan
        exercises = [self.library.exercises[name] for name in plan.items]
        places = {plan.routine.level_of(self.library.positions[one.position]) for one in exercises}
        return line(
            "fit_chosen",
            count=len(exercises),
            minutes=minutes(plan.remaining_s()),
            place=places.pop() if len(places) == 1 else "any",
            first=exercises[0].name,
            last=exercises[-1].name,
        )

    def _pick(self, event: Any) -> None:
        name = heard(event).slot("routine") or ""
        if name in self.library.routines:
            self.plan.begin(self._placed(self.library.routines[name]))
