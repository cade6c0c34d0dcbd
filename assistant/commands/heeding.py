"""Trouble that is told while somebody speaks with us by turns: in learning a voice, and when `limber stay` calls.

What was heard is said back first, because a voice that is just being learnt is easily misheard. Unless "no" follows, it
counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.coach.coach import TROUBLE
from assistant.commands.remembering import opened
from assistant.commands.showing import warn
from assistant.commands.speaking import say_and_show
from assistant.content.model import Library
from assistant.narration.phrasing import FULL, Phrasing
from assistant.running.turns import Turns
from assistant.words.effects import Line, line
from assistant.words.errors import LimberError
from assistant.words.events import Heard


class InTroubleError(Exception):
    """Somebody is not well. They were told what to do, and what was under way ends."""


@dataclass(frozen=True, slots=True)
class Heed:
    """Listens for trouble in what was heard by turns."""

    turns: Turns
    library: Library

    def __call__(self, heard: Sequence[Heard]) -> None:
        """Say what to do about trouble, and lock sessions for a red flag. Raises `InTroubleError` after it."""
        told = next((each for each in heard if each.intent in TROUBLE), None)
        if told is None or self._misheard(told):
            return
        if told.intent == "red_flag":
            self._say(*self._lock(told))
        elif told.intent in ("fell", "call_for_help"):
            self._say(line("help_serious"), line("help_call"))
        else:
            word, rules = told.slot("quality"), self.library.pain
            down = [line("down_floor")] * (word in rules.sit_down_words)
            refer = [line("refer")] * (word in rules.refer_words)
            self._say(*down, *refer, line("part_with_care"))
        raise InTroubleError

    def _misheard(self, told: Heard) -> bool:
        self._say(line("did_you_say", words=told.words))
        take = self.turns.take()
        return take is not None and any(answer.intent == "no" for answer in take.heard)

    def _lock(self, told: Heard) -> tuple[Line, ...]:
        flags = self.library.red_flags.say
        word = told.slot("flag") or next(iter(flags))
        with opened("go on") as store:
            kept = store.kept
            try:
                store.keep_person(replace(store.person(), lock=word))
            except LimberError as error:
                warn(str(error))
                kept = False
        advice = (line("flag", flag=word, n=n) for n in range(len(flags[word])))
        return (*advice, line("locked_from_now" if kept else "locked_unkept"))

    def _say(self, *lines: Line) -> None:
        phrasing = Phrasing(self.library, {})
        say_and_show(self.turns, [sentence for said in lines for sentence in phrasing.say(said, FULL)])
