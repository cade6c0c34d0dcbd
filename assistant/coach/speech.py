"""What is being said: the narration whose end the flow waits for, and our silence while somebody speaks over us."""

from dataclasses import replace

from assistant.coach.button import VARIANT
from assistant.coach.timeline import Timeline
from assistant.words.effects import Channel, Effect, GiveWay, Hush, Line, Say, SpeakOn
from assistant.words.events import Told
from assistant.words.units import Seconds

WAITS = ("answer_due", "sure_due")
"""Deadlines of a question's answer, and of a confirmation."""
UNHEARD_S = 1.0
"""Seconds from the beginning of a question before which no answer to it is taken: nobody can have understood it.

Raised, whoever answers quickly has to do it twice.
"""
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
        self.names = False
        """Whether what was said last is a choice that is read out."""
        self._naming = 0
        """The number of the `Say` in which it is being named; 0: it was silenced."""
        self.variants: frozenset[str] = frozenset()
        """Keys of sentences; one that ends in `VARIANT` is said in the place of the one without it."""

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

    def name(self, choice: Line) -> None:
        """Name one of the choices that are read out; whatever else is said ends their reading."""
        self.answering = self._say((choice,))
        self.names, self._naming = True, self._says

    def stop_naming(self) -> None:
        """Silence the choice that is being named."""
        self.answering, self._naming = None, 0
        self._effects.append(Hush(("talk",)))

    def named(self, event: Told) -> bool:
        """Whether a choice that is read out has been named to its end."""
        return self.names and self._naming == event.say

    def too_early(self, since_s: float) -> bool:
        """Whether the question that waits was not understood yet; the last sentence was told `since_s` ago."""
        return self.before_question or (self._question_left and since_s < UNHEARD_S)

    @property
    def _question_left(self) -> bool:
        """Whether the question itself has not been heard to its end."""
        return bool(self.waiting) and self.telling is not None and self.waiting[-1] in self.left

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
        self.names = False
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
        self._gave_way, self.answering, self.names = 0, None, False
        said = Say(self._says, (*self._opening, *lines))
        self._opening = ()
        self._effects += [Hush(("talk",)), replace(said, lines=tuple(map(self._as_said, said.lines)))]
        return said

    def _as_said(self, told: Line) -> Line:
        """The line, or what is said in its place where there is a button."""
        variant = f"{told.key}{VARIANT}"
        return replace(told, key=variant) if variant in self.variants else told

    def _left(self, narration: Say) -> tuple[Line, ...]:
        return narration.lines[self._lines_told :]
