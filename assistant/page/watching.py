"""Tells the board what happens in a session; it is one of the session's observers, and only reads."""

from collections.abc import Mapping

from assistant.audio.mixer import CueReport
from assistant.coach.coach import Coach
from assistant.page.board import Board, Entry
from assistant.page.scene import Painter
from assistant.running.light import Signs
from assistant.words.effects import Effect
from assistant.words.events import Begin, Event, Guess, Heard, Unclear
from assistant.words.units import Seconds


class Watching:
    """An observer of sessions. `watch` says whose."""

    def __init__(self, board: Board, painter: Painter, helps: Mapping[str, str]) -> None:
        """`helps` maps an intent to the way it is offered."""
        self._board, self._painter, self._helps = board, painter, helps
        self._coach: Coach | None = None
        self._signs = Signs()
        self._painted = False
        """Whether what the coach answered last is shown."""

    def watch(self, coach: Coach) -> None:
        """Look at this session from now on."""
        self._coach, self._signs, self._painted = coach, Signs(), False
        self._board.begin()

    def event(self, at: Seconds, event: Event | None) -> None:
        """Something happens; what becomes of it is shown when the coach has answered."""
        self._signs = Signs(there=True) if isinstance(event, Begin) else self._signs.after_event(event, at)
        self._painted = False
        match event:
            case Heard():
                self.answered(event)
            case Guess():
                self._board.add(Entry("person", event.heard.words, self._painter.say("doubted")))
            case Unclear():
                self._board.add(Entry("person", event.words, self._painter.say("not_understood")))

    def answered(self, heard: Heard) -> None:
        """Show what somebody said or pressed while no session is under way."""
        self._board.add(Entry("person", heard.words, self._helps.get(heard.intent, "")))

    def effect(self, at: Seconds, effect: Effect) -> None:
        """The coach has answered. It has decided all of it by now, so the first of its effects shows everything."""
        signs = self._signs.after_effect(effect)
        if not self._painted or signs.deaf != self._signs.deaf:
            self._signs = signs
            self._look(at)
        self._signs, self._painted = signs, True

    def sound(self, at: Seconds, report: CueReport) -> None:
        """A sound began or ended."""
        cue = report.cue
        if cue.channel == "count" and report.kind == "began":
            self._look(at)
        if cue.channel != "talk" or not cue.text:
            return
        if report.kind == "began":
            self._board.add(Entry("limber", cue.text))
            self._board.says(cue.text)
        else:
            self._board.has_said(cue.text)

    def trouble(self, at: Seconds, text: str) -> None:
        """Nothing to show: what the person should know is said."""

    def _look(self, at: Seconds) -> None:
        coach = self._coach
        if coach is not None:
            self._board.show(self._painter.paint(coach.view(at), coach.offers, deaf=self._signs.deaf))
