"""How far a rehearsal has got: a bar at a terminal, and otherwise a line for each exercise."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from assistant.audio.mixer import CueReport
from assistant.coach.length import session_s
from assistant.content.model import Library, Routine
from assistant.languages.language import Reader
from assistant.running.transcript import Entry
from assistant.words.effects import Effect, Keep
from assistant.words.events import Event
from assistant.words.records import ExerciseBegun
from assistant.words.units import Seconds

SHOWN_S = 0.2
"""Seconds between two changes of the bar. Lowered, a slow terminal holds up the rehearsal."""
BAR = "{desc} |{bar:20}|{postfix}"


class Advance:
    """Shows how far a session has got, which it observes."""

    def __init__(self, bar: "tqdm[None]", say: Reader) -> None:
        self._bar, self._say = bar, say
        self._begun = self._shown = time.monotonic()
        self._alone = True
        """Whether nothing else shows how far it has got."""

    def event(self, at: Seconds, event: Event | None) -> None:  # noqa: ARG002
        """The coach is told something, or the time."""
        self._move(at)

    def effect(self, at: Seconds, effect: Effect) -> None:
        """The coach has answered this."""
        match effect:
            case Keep(ExerciseBegun(_, items, place)):
                words = self._say("rehearsing", number=place + 1, most=len(items))
                self._bar.set_description_str(words, refresh=False)
                if self._bar.disable and self._alone:
                    print(words, file=sys.stderr, flush=True)
        self._move(at)

    def sound(self, at: Seconds, report: CueReport) -> None:  # noqa: ARG002
        """What became of a cue."""
        self._move(at)

    def trouble(self, at: Seconds, text: str) -> None:
        """Trouble is told in the transcript."""

    def _move(self, now: Seconds) -> None:
        clock = time.monotonic()
        if not self._bar.disable and clock - self._shown >= SHOWN_S:
            self._shown = clock
            self._bar.n = min(now, self._bar.total)
            minutes, seconds = divmod(int(now), 60)
            speed = f"{now / max(0.001, clock - self._begun):.0f}"
            self._bar.set_postfix_str(self._say("rehearsing_pace", at=f"{minutes}:{seconds:02}", pace=speed))

    def above(self, show: Callable[[Entry], None]) -> Callable[[Entry], None]:
        """`show`, in such a way that what it shows stands above the bar."""
        self._alone = False

        def shown(entry: Entry) -> None:
            with tqdm.external_write_mode(file=sys.stdout):
                show(entry)

        return shown


@contextmanager
def advancing(library: Library, routine: Routine) -> Iterator[Advance]:
    """What shows how far the rehearsal of a routine has got, while the block runs."""
    length = session_s(library, routine)
    with tqdm(total=length, bar_format=BAR, file=sys.stderr, leave=False, disable=None) as bar:
        yield Advance(bar, library.language.reader("terminal"))
