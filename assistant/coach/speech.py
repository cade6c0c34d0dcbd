"""What is being said: the narration whose end the flow waits for, and our silence while somebody speaks over us."""

from assistant.coach.timeline import Timeline
from assistant.words.effects import Channel, Effect, GiveWay, Hush, Line, Say, SpeakOn
from assistant.words.events import Told
from assistant.words.units import Seconds

WAITS = ("answer_due", "sure_due")
"""Deadlines of a question's answer, and of a confirmation."""
LISTEN_S = 1.5
"""Seconds for which we keep silent for somebody who speaks over us, when no command comes of it.

A command said slowly takes about a second. Raising this makes every cough interrupt a sentence for longer.
"""
GIVES_WAY_MOST = 2
"""How often one sentence gives way. More often, it is not a person who speaks but a television."""


class Speech:
    """Adds to `effects` what is to be said; `course` is the time that stands still while the gate is shut."""

    def __init__(self, effects: list[Effect], course: Timeline) -> None:
        self._effects, self._course = effects, course
        self._says = 0
        self._gave_way = 0
        """How often the present sentence has given way."""
        self.silent_until: Seconds | None = None
        """While we keep silent for somebody: until when."""
        self.telling: Say | None = None
        """The narration whose end the flow waits for."""
        self._lines_told = 0
        """How many of its lines have been heard."""
        self._answers = 0
        """How many of its first lines are an answer, which is no part of the narration."""
        self.answering: Say | None = None
        """The answer that is being said where no narration waits."""
        self._opening: tuple[Line, ...] = ()
        """What is said before the next thing that is said."""
        self.broken_off: tuple[Line, ...] = ()
        """What had not been heard of the narration that was silenced last."""
        self.waiting: tuple[Line, ...] = ()
        """The question that waits for its answer."""

    def open_with(self, *lines: Line) -> None:
        """Say these lines before the next thing that is said, as a part of it."""
        self._opening += lines

    def tell(self, *lines: Line) -> None:
        """Say something whose end the flow waits for."""
        self.telling, self._lines_told, self._answers = self._say(lines), 0, 0

    def answer(self, *lines: Line) -> None:
        """Say something now; a narration it interrupts goes on after it, at the sentence it was in.

        An earlier answer that was not heard yet is dropped: this one is newer, and may say the contrary. A question
        that waits is asked once more, and its wait begins again. While the gate is shut both keep waiting instead.
        """
        answers = len(self._opening) + len(lines)
        if self.telling and not self._course.frozen:
            self.tell(*lines, *self.telling.lines[max(self._lines_told, self._answers) :])
            self._answers = answers
        elif self.waiting and not self._course.frozen:
            self._course.cancel(*WAITS)
            self.tell(*lines, *self.waiting)
            self._answers = answers
        else:
            self.answering = self._say(lines)

    @property
    def before_question(self) -> bool:
        """Whether something is being said that comes before the question that waits."""
        lines = self.telling.lines if self.telling else ()
        return bool(self.waiting) and self._lines_told < next(
            (at for at, said in enumerate(lines) if said == self.waiting[0]), 0
        )

    def go_on(self) -> bool:
        """Say what is left of the narration, from the sentence it broke off in; False when there is none."""
        if self.telling is None:
            return False
        self.tell(*self._left(self.telling))
        return True

    @property
    def left(self) -> tuple[Line, ...]:
        """What has not been heard yet of the narration the flow waits for."""
        return self._left(self.telling) if self.telling else ()

    def quiet(self, *channels: Channel) -> None:
        """Silence these channels at once; the flow does not wait for a narration any more."""
        self.broken_off = self.left
        self.telling = self.answering = None
        self._effects.append(Hush(channels))

    def told(self, event: Told) -> bool:
        """Note that a line has been heard; True when it was the last one of the narration the flow waits for."""
        if self.answering and (self.answering.id, len(self.answering.lines) - 1) == (event.say, event.line):
            self.answering = None
        if self.telling is None or self.telling.id != event.say:
            return False
        self._lines_told, self._gave_way = max(self._lines_told, event.line + 1), 0
        if self._lines_told < len(self.telling.lines):
            return False
        self.telling = None
        return True

    def give_way(self, now: Seconds) -> None:
        """Somebody speaks over us: keep silent for them, but not again and again for a television."""
        if self.silent_until is None:
            if self._gave_way >= GIVES_WAY_MOST:
                return
            self._gave_way += 1
            self._effects.append(GiveWay())
        self.silent_until = Seconds(now + LISTEN_S)

    def speak_on(self) -> None:
        """Go on talking, if we were silent for somebody."""
        if self.silent_until is not None:
            self.silent_until = None
            self._effects.append(SpeakOn())

    def _say(self, lines: tuple[Line, ...]) -> Say:
        self._says += 1
        self._gave_way, self.answering = 0, None
        said = Say(self._says, (*self._opening, *lines))
        self._opening = ()
        self._effects += [Hush(("talk",)), said]
        return said

    def _left(self, narration: Say) -> tuple[Line, ...]:
        return narration.lines[self._lines_told :]
