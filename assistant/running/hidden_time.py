"""The time in which something about health is said or answered, taken out of a journal.

How long a sentence takes tells which sentence it is. So the clock of the journal stands still while a sentence is said
that is left out, and while questions about health are asked and answered; all that comes later is moved up.
"""

from collections.abc import Iterator
from dataclasses import replace

from assistant.running.entries import Answered, JournalEntry, Judged, LeftOut, Passed, Sounded, Took
from assistant.words.effects import Chime, Count, Hush, Keep, Listen, Say
from assistant.words.events import Told
from assistant.words.records import StateEntered
from assistant.words.units import OUTPUT_RATE, Frames, Seconds, frames
from assistant.words.verdicts import Reason

MASKED = "\u2026"
"""What stands where something was left out."""


class HiddenTime:
    """Follows the entries of a journal in order, and gives each its time with the hidden time taken out."""

    def __init__(self) -> None:
        self._cut = 0.0
        """Seconds that were taken out so far."""
        self._since: float | None = None
        """When the clock stopped; None while it goes."""
        self._waiting: dict[int, int] = {}
        """What is being said that was left out: its number -> the place of its last line."""
        self._hidden: set[int] = set()
        """The numbers of all that was said and left out."""
        self._numbers: dict[int, int] = {}
        """The number of what is said -> its number among all that is shown; gaps would tell how much was left out."""
        self._shown: list[JournalEntry] = []
        """What was shown while the clock stands; it is not shown twice, so that nobody can count questions."""
        self._working = False
        """Whether an exercise is under way. There sentences do not decide when something happens; counts do, whose
        length is known, so that a clock that stands would give the sentence away."""

    def timed(self, entry: JournalEntry, shown: JournalEntry, *, about_health: bool) -> Iterator[JournalEntry]:
        """What is shown of an entry, of which the text was taken out already: it with its new time, or nothing."""
        silent = bool(self._waiting)
        self._follow(entry, shown)
        stands = about_health or ((silent or bool(self._waiting)) and not self._working)
        at = self._time(entry.at, stands=stands)
        if self._tells_length(entry, about_health=about_health, silent=silent or stands):
            return
        moved = self._renumbered(_moved(shown, at, entry.at - at))
        if about_health and not isinstance(moved, Judged):
            if moved in self._shown:
                return
            if _state(moved) and not any(map(_state, self._shown)):
                self._shown.clear()
            self._shown.append(moved)
        yield moved

    def _follow(self, entry: JournalEntry, shown: JournalEntry) -> None:
        match entry:
            case Answered(_, Say(number, lines)):
                if isinstance(shown, LeftOut) or _masked(shown):
                    self._waiting[number] = len(lines) - 1
                    self._hidden.add(number)
            case Answered(_, Hush(channels)) if "talk" in channels:
                self._waiting.clear()
            case Answered(_, Keep(StateEntered(flow))):
                self._working = flow == "work"
            case Took(_, Told(number, line)):
                over = {say for say, last in self._waiting.items() if say < number or (say == number and line >= last)}
                self._waiting = {say: last for say, last in self._waiting.items() if say not in over}
            case _:
                pass

    def _renumbered(self, entry: JournalEntry) -> JournalEntry:
        match entry:
            case Answered(at, Say(number, lines)):
                return Answered(at, Say(self._number(number), lines))
            case Took(at, Told(number, line)):
                return Took(at, Told(self._number(number), line))
            case Sounded(at, report) if report.cue.told is not None:
                told = replace(report.cue.told, say=self._number(report.cue.told.say))
                return Sounded(at, replace(report, cue=replace(report.cue, told=told)))
            case _:
                return entry

    def _number(self, number: int) -> int:
        return self._numbers.setdefault(number, len(self._numbers) + 1)

    def _time(self, at: Seconds, *, stands: bool) -> Seconds:
        if stands and self._since is None:
            self._since, self._shown = at, []
        if self._since is None:
            return _rounded(at - self._cut)
        time = _rounded(self._since - self._cut)
        if not stands:
            self._cut += max(0.0, at - self._since)
            self._since = None
        return time

    def _tells_length(self, entry: JournalEntry, *, about_health: bool, silent: bool) -> bool:
        """Whether an entry would tell how long a hidden sentence is, or which question was asked."""
        match entry:
            case Took(_, Told(number, _)):
                return about_health or number in self._hidden
            case Sounded(_, report):
                told = report.cue.told
                return silent or (told is not None and told.say in self._hidden)
            case Judged(_, verdict) if verdict.reason is Reason.SILENCE:
                return self._since is not None  # silence is judged every few seconds, so that it could be counted
            case Passed() | Answered(_, Listen() | Chime()):
                return about_health
            case _:
                return False


def _rounded(at: float) -> Seconds:
    """To a millisecond; the last digits of a difference would tell what was subtracted."""
    return Seconds(round(at, 3))


def _state(entry: JournalEntry) -> bool:
    return (
        isinstance(entry, Answered) and isinstance(entry.effect, Keep) and isinstance(entry.effect.record, StateEntered)
    )


def _masked(shown: JournalEntry) -> bool:
    match shown:
        case Answered(_, Say(_, lines)):
            return any(line.key == MASKED for line in lines)
        case _:
            return False


def _moved(entry: JournalEntry, at: Seconds, by: float) -> JournalEntry:
    """An entry at another time, with the times within it moved up by as many seconds."""
    match entry:
        case Answered(_, Count(origin, ticks)):
            return Answered(at, Count(_rounded(origin - by), ticks))
        case Answered(_, Chime(name, when)) if when is not None:
            return Answered(at, Chime(name, _rounded(when - by)))
        case Sounded(_, report):
            less = frames(Seconds(by), OUTPUT_RATE)
            cue = replace(report.cue, at=None if report.cue.at is None else Frames(report.cue.at - less))
            return Sounded(at, replace(report, frame=Frames(report.frame - less), cue=cue))
        case _:
            return replace(entry, at=at)
