"""The session: what is done on each row of the table, and the conditions rows ask about.

Conditions and outputs are called by name from `machine.py`; each is one decision or one thing to do, in the verbs of
`stage.py`.
"""

from dataclasses import replace
from typing import Any

from assistant.coach import telling
from assistant.coach.counting import Drill, drill
from assistant.coach.machine import AFTER, EASING, HURTING, LIVE
from assistant.coach.opening import Opening
from assistant.coach.pain import relief, zone
from assistant.coach.stage import BEFORE_FIRST, BRIEFLY, IN_EXERCISE, heard
from assistant.content.model import Ask
from assistant.words.effects import Chime, Count, Leave, Line, line
from assistant.words.events import Heard
from assistant.words.records import CheckAnswered, EffortTold, PainAfter, PainReported, SessionEnd, Zone

OFFER_AFTER = 3
"""Answers not understood in a row, after which two are offered by number."""
CHOICES: dict[str, dict[str, Heard]] = {
    "yes_no": {"1": Heard("yes"), "2": Heard("no")},
    "where": {"1": Heard("area", (("area", "low_back"),)), "2": Heard("area", (("area", "hip"),))},
    "number": {},
    "which": {"1": Heard("which", (("which", "left"),)), "2": Heard("which", (("which", "right"),))},
    "hour": {"1": Heard("hour", (("hour", "at_12"),)), "2": Heard("hour", (("hour", "nowhere"),))},
    "change": {"1": Heard("change", (("change", "better"),)), "2": Heard("change", (("change", "worse"),))},
    "effort": {"1": Heard("effort", (("effort", "easy"),)), "2": Heard("effort", (("effort", "hard"),))},
}
QUESTIONS: dict[str, tuple[str, str]] = {
    "where": ("hurt_where", "where"), "scale": ("hurt_scale", "number"), "recheck": ("hurt_now", "number"),
    "morning": ("pain_morning", "number"), "before": ("pain_before", "number"), "after": ("pain_after", "number"),
    "effort": ("effort", "effort"), "confirm": ("clear_confirm", "yes_no"), "forgetting": ("forget_confirm", "yes_no"),
}  # fmt: skip
"""state -> what is asked in it, and which of `CHOICES` answers it"""
PAIN_REPORT = (*HURTING, *EASING)
"""States in which a pain report is under way."""


class Session(Opening):
    """An opened stage, with the table's conditions and the outputs that move it."""

    asked = 0
    """Which question of a self-check is asked."""
    exercising = False
    """Whether the pain report under way came in the middle of an exercise."""

    # conditions

    def always(self, _event: Any) -> bool:
        return True

    def gate_open(self, _event: Any) -> bool:
        return "open" in self.states

    def live(self, _event: Any) -> bool:
        return self.flow in LIVE

    def more_to_do(self, _event: Any) -> bool:
        return self.plan.next_step is not None

    def has_next(self, _event: Any) -> bool:
        return self.plan.has_next

    def has_previous(self, _event: Any) -> bool:
        return self.plan.previous_at < self.plan.at

    def sided(self, _event: Any) -> bool:
        return self.plan.exercise.sided

    def side_follows(self, _event: Any) -> bool:
        return self.plan.next_step == "side"

    def can_ease(self, _event: Any) -> bool:
        return self.plan.above(-1) is not None

    def can_harden(self, _event: Any) -> bool:
        return self.plan.above(1) is not None

    def timed(self, _event: Any) -> bool:
        return self._timed()

    def in_exercise(self, _event: Any) -> bool:
        return self.exercising

    def area_named(self, event: Any) -> bool:
        return heard(event).slot("area") is not None

    def has_other(self, _event: Any) -> bool:
        return self.plan.has_next or self._other() is not None

    # the course of an exercise

    def describe_item(self, _event: Any) -> None:
        self._describe()

    def describe_step(self, event: Any) -> None:
        step = self.plan.advance()
        if step == "side":
            self._describe_side()
        elif step == "set":
            self.wait_s = self.pacing.side_s
            self._tell(line("set_next", set=self.plan.set, sets=self.plan.dose.sets), *telling.side_first(self.plan))
        else:
            self.describe_item(event)

    def await_ready(self, _event: Any) -> None:
        self._arrive()
        self.course.set("ready_due", self.now + self.wait_s)

    def begin_work(self, _event: Any) -> None:
        self._quiet("talk")
        self._arrive()
        self.drill = drill(self.plan.exercise, self.plan.dose)
        if self.counted is not None and not self.drill.after(self.counted):
            self.counted = None
        self._answer(line("begin"))
        self._count_from(BEFORE_FIRST if self.counted is None else self.counted)

    def finish_step(self, _event: Any) -> None:
        self._tell(*self._finish_set(), line("rest", wait=int(self._rest_s())))

    def start_rest(self, _event: Any) -> None:
        self.course.set("rest_due", self.now + self._rest_s())

    def close(self, _event: Any) -> None:
        self.course.cancel("answer_due")
        tip = (self._tip(),) if self.done and self.detail >= BRIEFLY else ()
        how: SessionEnd = "finished" if self.flow_before in AFTER else "left"
        self._close(how, *tip, line("closing", done=self.done, total=len(self.plan.items)))

    def close_deaf(self, _event: Any) -> None:
        self._close("deaf", line("closing_deaf"))

    def leave_to_learn(self, _event: Any) -> None:
        self.to_enrol = True
        self._close("left", line("enrol_next"))

    def close_unwell(self, _event: Any) -> None:
        self._close("unwell", line("closing_unwell"))

    # the questions of a self-check

    def asks_now(self, _event: Any) -> bool:
        return bool(self.plan.exercise.asks) and self.plan.next_step != "set"

    def answers_check(self, _event: Any) -> bool:
        wanted = self._ask_now.answer
        return self.trigger_name == wanted or (wanted == "yes_no" and self.trigger_name in ("yes", "no"))

    @property
    def _ask_now(self) -> Ask:
        return self.plan.exercise.asks[self.asked]

    def _check_line(self) -> Line:
        plan = self.plan
        return line("ask", exercise=plan.exercise.id, n=self.asked, **({"side": plan.side} if plan.side else {}))

    def begin_check(self, _event: Any) -> None:
        self.asked = 0
        self._ask(*self._finish_set(), self._check_line())

    def note_check(self, event: Any) -> None:
        said = heard(event)
        value = dict(said.slots).get(self._ask_now.answer, self.trigger_name)
        self._keep(CheckAnswered(self.plan.exercise.id, self._ask_now.key, self.plan.side, value))
        self._next_check(line("check_noted"))

    def skip_check(self, _event: Any) -> None:
        self._next_check()

    def _next_check(self, *lines: Line) -> None:
        self.course.cancel("answer_due")
        self.asked += 1
        if self.asked < len(self.plan.exercise.asks):
            self._ask(*lines, self._check_line())
        else:
            self.prefix = lines
            self.follow_ups.append("checked")

    def rest_after_check(self, _event: Any) -> None:
        self._tell(line("rest", wait=int(self._rest_s())))

    # when all is done

    def ask_after(self, _event: Any) -> None:
        self._ask(*self._finish_set(), line("pain_after"))

    def ask_after_again(self, _event: Any) -> None:
        self._ask(line("pain_after"))

    def note_after(self, event: Any) -> None:
        self._note_score(PainAfter, event)
        self.ask_effort(event)

    def ask_effort(self, _event: Any) -> None:
        self._ask(line("effort"))

    def note_effort(self, event: Any) -> None:
        self._keep(EffortTold(heard(event).slot("effort") or ""))
        self.close(event)

    def close_symptom(self, event: Any) -> None:
        word = heard(event).slot("quality") or ""
        self._keep(PainAfter(None, zone(self.library.pain, None, word), word))
        self.close_unwell(event)

    def leave_session(self, _event: Any) -> None:
        if self.telling and self.lines_told < len(self.telling.lines):
            self._quiet("talk")
        self.telling = None
        self.course.cancel()
        self.wall.cancel()
        self.effects.append(Leave(to_enrol=self.to_enrol and self.trigger_name != "stop"))

    # moving about

    def skip_item(self, _event: Any) -> None:
        self._record_set("skipped")
        self._go_to(self.plan.next_at)

    def previous_item(self, _event: Any) -> None:
        self._go_to(self.plan.previous_at)

    def begin_again(self, _event: Any) -> None:
        self._drop_count()
        self.plan.restart()
        self._describe(line("again", name=self.plan.exercise.name))

    def switch_side(self, _event: Any) -> None:
        self._record_set("switched")
        self._drop_count()
        self.plan.side_at = 1 - self.plan.side_at
        self._describe_side()

    def leave_side(self, _event: Any) -> None:
        self._record_set("skipped")
        self._drop_count()
        self.plan.advance()
        self._describe_side()

    def climb_down(self, _event: Any) -> None:
        self._climb(-1, "easier_now")

    def climb_up(self, _event: Any) -> None:
        self._climb(1, "harder_now")

    def wait_longer(self, _event: Any) -> None:
        more = self.pacing.more_s
        self.wait_s += more
        if not self.course.extend("ready_due", more):
            self.course.set("rest_due", (self.course.due("rest_due") or self.now + self._rest_s()) + more)
        self._answer(line("take_time"))

    def work_longer(self, _event: Any) -> None:
        more = int(self.pacing.more_s)
        last = self.drill.ticks[-1].at
        longer = drill(self.plan.exercise, replace(self.plan.dose, hold_s=last + more))
        self.effects.append(Count(self.origin, longer.after(last)))
        self.drill = Drill((*self.drill.ticks, *longer.after(last)), longer.seconds)
        self.course.set("count_due", self.origin + self.drill.seconds)
        self._answer(line("more_given", extra=more))

    # pain

    def ask_where(self, _event: Any) -> None:
        self.area = None
        self._interrupt()
        self._ask(*self._report(), line("hurt_where"))

    def ask_scale(self, event: Any) -> None:
        said = heard(event).slot("area")
        easing: tuple[Line, ...] = ()
        if self.flow_before not in PAIN_REPORT:
            self.area = None
            self._interrupt()
            easing = self._report()
        self.area = said or self.area
        self._ask(*easing, line("hurt_scale"))

    def _report(self) -> tuple[Line, ...]:
        """A pain report begins: whether an exercise has to be left for it, and how."""
        self.exercising = self.flow_before in IN_EXERCISE
        return self._ease_out() if self.exercising else ()

    def ask_again(self, _event: Any) -> None:
        """The question once more; not understood twice, in other words; three times, with two answers by number."""
        if self.trigger_name == "answer_due":
            self.silences += 1
        self.misses += self.trigger_name == "unclear"
        asked: tuple[Line, ...]
        kind: str
        if self.flow == "checking":
            asked, kind = (self._check_line(),), self._ask_now.answer
        elif self.flow == "offer":
            asked, kind = (self._offer_line(),), "yes_no"
        elif self.flow == "screen":
            asked, kind = self._question_lines(), "yes_no"
        else:
            key, kind = QUESTIONS[self.flow]
            asked = (line(key),)
        if self.misses >= OFFER_AFTER:
            self.choices = CHOICES[kind]
            self._ask(line(f"choice_{kind}"))
            return
        prompt = (line(f"prompt_{kind}"),) if self.misses >= OFFER_AFTER - 1 else ()
        self._ask(line("hurt_again"), *asked, *prompt)

    def say_easing(self, _event: Any) -> None:
        self._ask(line("pain_amber_ease", wait=int(self.library.pain.easing_s)))

    def start_easing(self, _event: Any) -> None:
        self.course.set("recheck_due", self.now + self.library.pain.easing_s)

    def ask_recheck(self, _event: Any) -> None:
        self._ask(line("hurt_now"))

    def start_waiting(self, _event: Any) -> None:
        screening = self.flow == "screen"
        wait = self.library.screening.answer_s if screening else self.library.pain.answer_s
        self.course.set("answer_due", self.now + wait)

    def never_mind(self, _event: Any) -> None:
        self.course.cancel("answer_due")
        self._back_to_ready(line("never_mind"))

    def judge(self, event: Any) -> None:
        if self.flow not in PAIN_REPORT:
            self.area = None
            self._interrupt()
            self.exercising = self.flow in IN_EXERCISE
        self._judge(event, easing=self.exercising and self.flow not in EASING)

    def judge_again(self, event: Any) -> None:
        self._judge(event, easing=False)

    def _judge(self, event: Any, *, easing: bool) -> None:
        """Weigh a report; `easing`: whether a smaller range may be tried first."""
        number, word = heard(event).slot("number"), heard(event).slot("quality")
        score = None if number is None else int(number)
        felt = self._zone(score, word)
        self.course.cancel("answer_due", "recheck_due")
        self._keep(PainReported(self.area or "", self.plan.exercise.id, score, word or "", felt))
        rules, plan = self.library.pain, self.plan
        if self.area and felt != "green":
            plan.spare(self.area, rules.spare_from(felt))
        if word in rules.never_again_words:
            plan.bar(plan.exercise.id)
        rung = plan.above(-1)
        target = plan.exercise if rung is None or not rung.move else self.library.exercises[rung.id]
        spares = rung is not None and (self.area is None or target.loads(self.area) < rules.spare_amber)
        here = easing and plan.allowed(plan.exercise.id)
        self.word = word
        chosen = relief(felt, self.area, smaller=here, easier=spares, substitute=self._other() is not None)
        self.follow_ups.append(f"relief_{chosen}")

    def _zone(self, score: int | None, word: str | None) -> Zone:
        rules = self.library.pain
        felt = zone(rules, score, word)
        risen = score is not None and self.score_before is not None and score - self.score_before >= rules.rise_stop
        return "red" if felt == "amber" and risen else felt

    def go_smaller(self, _event: Any) -> None:
        self.course.cancel("answer_due", "recheck_due")
        self._back_to_ready(line("pain_green"))

    def ease(self, _event: Any) -> None:
        self._climb(-1, "pain_amber_easier")

    def swap(self, _event: Any) -> None:
        other = self._other()
        if other is None or self.area is None:
            raise ValueError("no exercise to swap to")
        self._record_set("hurt")
        self._drop_count()
        self.plan.swap(other)
        area = line("pain_amber_swap", area=self.area)
        self._describe(area, line("instead", name=self.plan.exercise.name))

    def leave(self, _event: Any) -> None:
        self._record_set("hurt")
        self._drop_count()
        self.plan.go_to(self.plan.next_at)
        self._describe(line("pain_amber_leave"), telling.name(self.plan))

    def offer(self, _event: Any) -> None:
        self._record_set("hurt")
        self._drop_count()
        easing = self._ease_out() if self.flow_before not in PAIN_REPORT else ()
        refer = (line("refer"),) if self.word in self.library.pain.refer_words else ()
        self._ask(*easing, line("pain_red"), *refer, self._offer_line())

    def take_offer(self, _event: Any) -> None:
        self.course.cancel("answer_due")
        other = self._other()
        if self.plan.has_next:
            self._go_to(self.plan.next_at)
        elif other:
            self.plan.swap(other)
            self._describe(line("instead", name=self.plan.exercise.name))

    # the gate

    def keep_still(self, _event: Any) -> None:
        self._freeze()
        self.effects.append(Chime("paused"))
        self._answer(line("paused"))
        self.wall.set("paused_due", self.now + self.pacing.paused_s)

    def say_paused(self, _event: Any) -> None:
        self.wall.cancel()
        self.wall.set("paused_due", self.now + self.pacing.paused_s)
        self._answer(line("paused"))

    def say_still_paused(self, _event: Any) -> None:
        self.wall.set("paused_due", self.now + self.pacing.paused_s)
        self._answer(line("still_paused"))

    def pause_deaf(self, event: Any) -> None:
        self._freeze()
        self.say_deaf(event)

    def say_deaf(self, _event: Any) -> None:
        self.wall.cancel()
        self.effects.append(Chime("trouble"))
        self._answer(line("mic_lost"))

    def say_hearing(self, _event: Any) -> None:
        self.wall.set("paused_due", self.now + self.pacing.paused_s)
        self._answer(line("mic_back"))

    def halt(self, _event: Any) -> None:
        self._freeze()
        self.wall.cancel()
        self._answer(line("stopped"))
        self.wall.set("stopped_due", self.now + self.pacing.stopped_s)

    def finish_stopped(self, _event: Any) -> None:
        self.thaw(_event)
        self.follow_ups.append("finish")

    def thaw(self, _event: Any) -> None:
        self.wall.cancel()
        self.course.thaw(self.now)

    def go_on(self, event: Any) -> None:
        self.thaw(event)
        if self.flow == "work" and self.counted is not None:
            self._answer(line("onwards"))
            self._count_from(self.counted)
        elif self.telling:
            self._tell(*self.telling.lines[self.lines_told :])
        else:
            self._answer(line("onwards"))
