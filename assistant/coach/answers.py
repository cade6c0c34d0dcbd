"""What a session answers: questions about where it is, preferences about how it speaks, refusals.

None of these moves the flow; they are outputs of rows that stay where they are.
"""

from typing import Any

from assistant.coach import telling
from assistant.coach.length import minutes
from assistant.coach.machine import triggers
from assistant.coach.stage import Stage, heard
from assistant.words.effects import Line, line
from assistant.words.events import Heard
from assistant.words.records import BreaksSet, RemindersCleared, ReminderSet, TipGiven

RATE_STEP, RATE_LEAP, VOLUME_STEP = 1.15, 1.5, 1.4
SAFETY = ("hurts", "pause", "stop")
HELPFUL = (
    "yes", "no", "number", "start", "resume", "next", "easier", "harder", "repeat", "how_long", "skip_side",
    "more_time", "why", "check_form", "previous", "switch", "start_over", "whats_next", "where", "read_plan", "health",
    "slower", "faster",
)  # fmt: skip
"""What help offers, the most useful first; safety words are always added."""
HELP_MOST = 5
NOON = 12


class Answers(Stage):
    """A stage that can be asked."""

    def say_again(self, _event: Any) -> None:
        plan = self.plan
        if self.flow in ("welcome", "brief") and self.telling:
            self._tell(*self.telling.lines)
        else:
            side = telling.side_first(plan)
            self._answer(line("you_are", **self._here()), *side, *telling.body(plan), *telling.change(plan))

    def say_time_left(self, _event: Any) -> None:
        if self._timed() or self.plan.exercise.kind == "breathing":
            self._answer(line("time_left_hold", seconds=max(1, round(self.drill.ticks[-1].at - self.elapsed))))
        else:
            self._answer(line("time_left_reps", reps=self.drill.numbers_after(self.elapsed)))

    def say_session_left(self, _event: Any) -> None:
        self._answer(line("time_left_session", minutes=minutes(self.plan.remaining_s())))

    def say_progress(self, _event: Any) -> None:
        self._answer(*(self.today.doing or (line("doing_nothing"),)))

    def say_next(self, _event: Any) -> None:
        follows = self.plan.following
        self._answer(line("next_is", name=follows.name) if follows else line("next_none"))

    def say_where(self, _event: Any) -> None:
        self._answer(line("you_are_side" if self.plan.side else "you_are", **self._here()))

    def say_why(self, _event: Any) -> None:
        self._answer(line("why", exercise=self.plan.exercise.id))

    def say_routine_why(self, _event: Any) -> None:
        self._answer(line("routine_why", purpose=self.plan.routine.purpose or self.plan.routine.name))

    def say_form(self, _event: Any) -> None:
        self._answer(*telling.form(self.plan))

    def say_plan(self, _event: Any) -> None:
        self._answer(*telling.whole_plan(self.plan))

    def say_clock_face(self, _event: Any) -> None:
        self._answer(line("clock_face"))

    def say_professional(self, _event: Any) -> None:
        self._answer(*(line("professional", n=n) for n in range(len(self.library.professional))))

    def say_disclaimer(self, _event: Any) -> None:
        self._answer(line("disclaimer"))

    def set_reminder(self, event: Any) -> None:
        said = heard(event)
        days = said.slot("days") or "day"
        at = f"{int(said.slot('at') or NOON) + (NOON if said.slot('part') == 'evening' else 0)}:00"
        self._keep(ReminderSet(f"every {days} at {at}"))
        self._answer(line("reminder_set", days=days, time=at))

    def clear_reminders(self, _event: Any) -> None:
        self._keep(RemindersCleared())
        self._answer(line("reminders_cleared"))

    def offer_breaks(self, _event: Any) -> None:
        self._keep(BreaksSet(wanted=True))
        self._answer(line("breaks_on", minutes=minutes(self.pacing.sitting_s)))

    def offer_no_breaks(self, _event: Any) -> None:
        self._keep(BreaksSet(wanted=False))
        self._answer(line("breaks_off"))

    def give_tip(self, _event: Any) -> None:
        self._answer(self._tip())

    def _tip(self) -> Line:
        tip = self.library.tips[self.person.tips % len(self.library.tips)]
        self._keep(TipGiven(tip.id))
        return line("tip", tip=tip.id)

    def say_help(self, _event: Any) -> None:
        offered = [one for one in HELPFUL if one in triggers(self.states)]
        self._answer(line("help", commands=(*offered[:HELP_MOST], *SAFETY)))

    def refuse(self, key: str) -> None:
        """Say why something cannot be done now; not a row's output but what is done when there is no row."""
        self._answer(line(key))

    def suspect(self, heard: Heard) -> None:
        """Ask whether this was said; like `refuse`, done by the coach where no row is."""
        self.guess = heard
        self._answer(line("did_you_say", words=heard.words))

    def say_first_item(self, _event: Any) -> None:
        self._answer(line("first_item"))

    def say_no_sides(self, _event: Any) -> None:
        self._answer(line("no_sides"))

    def say_last_side(self, _event: Any) -> None:
        self._answer(line("last_side" if self.plan.exercise.sided else "no_sides"))

    def say_easiest(self, _event: Any) -> None:
        self._answer(line("at_easiest"))

    def say_hardest(self, _event: Any) -> None:
        self._answer(line("at_hardest"))

    def speak_slower(self, _event: Any) -> None:
        self._set_rate(self.rate / RATE_STEP, "speech_slower")

    def speak_faster(self, _event: Any) -> None:
        self._set_rate(self.rate * RATE_STEP, "speech_faster")

    def speak_much_slower(self, _event: Any) -> None:
        self._set_rate(self.rate / RATE_LEAP, "speech_slower")

    def speak_much_faster(self, _event: Any) -> None:
        self._set_rate(self.rate * RATE_LEAP, "speech_faster")

    def speak_normally(self, _event: Any) -> None:
        self._set_rate(1.0, "speech_normal")

    def speak_louder(self, _event: Any) -> None:
        self._set_volume(self.volume * VOLUME_STEP, "volume_up")

    def speak_quieter(self, _event: Any) -> None:
        self._set_volume(self.volume / VOLUME_STEP, "volume_down")

    def say_less(self, _event: Any) -> None:
        self._set_verbosity(-1, "detail_less")

    def say_more(self, _event: Any) -> None:
        body = telling.body(self.plan) if self.flow in ("brief", "ready") else ()
        self._set_verbosity(1, "detail_more", *body)
