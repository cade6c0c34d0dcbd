"""Effects -> cues: sentences with listening gaps, counts on their frames.

Gaps are part of the script, not an accident of the voice: most of what people say falls into them.
"""

from dataclasses import replace

from assistant.narration.phrasing import FULL, Phrasing
from assistant.words.cues import Cue
from assistant.words.effects import SOFT, Chime, Count, Say, Tick
from assistant.words.events import Told
from assistant.words.units import Frames, Rate, Seconds, frames

GAP_S = 0.65
"""Seconds of silence after a sentence: enough to begin a command, little enough to be one narration. Raising it
makes it easier to be heard, and everything longer."""
QUESTION_GAP_S = 1.0
"""Seconds of silence after a question, in which somebody begins to answer. Raising it makes every question longer."""
TICK_MOST_S = 0.48
"""Seconds that a counted word may fill, less than half of its beat; the rest is free to be spoken into. Raising it lets
words be spoken more slowly, and leaves less silence."""

BREATHS = frozenset({"breathe_in", "breathe_out"})
"""Keys of counted words that somebody breathes with."""
BREATH_PACE = 0.7
"""The pace of these words, as a factor of the voice's own: nobody breathes slowly to a short word. Raised, they are
shorter; lowered, they are drawn out."""


def tick_cue(text: str, tick: Tick, rate: Rate, origin: Seconds) -> Cue:
    """The cue of a counted word on its own frame."""
    pace = BREATH_PACE if tick.key in BREATHS else 1.0
    return Cue(text, "count", at=frames(origin + tick.at, rate), fits_beat=tick.fits_beat, pace=pace)


class Script:
    """Turns effects into cues at one output rate, in one verbosity."""

    def __init__(self, phrasing: Phrasing, rate: Rate) -> None:
        self._phrasing, self._rate = phrasing, rate
        self.verbosity: int = FULL

    def say(self, say: Say) -> list[Cue]:
        """One cue a sentence; the last of each line reports it told. Silent lines ride on the cue before them."""
        cues: list[Cue] = []
        for number, line in enumerate(say.lines):
            said = self._phrasing.say(line, self.verbosity)
            sound = dict(line.slots).get("recording", "")
            cues += [Cue(text, "talk", gap=self._gap(text), sound=str(sound)) for text in said]
            last = cues.pop() if cues else Cue("", "talk")
            cues.append(replace(last, told=Told(say.id, number)))
        return cues

    def count(self, count: Count) -> list[Cue]:
        """One cue a tick, each on its own frame."""
        return [
            self.chime(Chime(tick.key, Seconds(count.origin + tick.at)))
            if tick.key == SOFT
            else tick_cue(self._phrasing.tick(tick), tick, self._rate, count.origin)
            for tick in count.ticks
        ]

    def chime(self, chime: Chime) -> Cue:
        """An earcon, by name."""
        return Cue(chime.name, "chime", at=None if chime.at is None else frames(chime.at, self._rate))

    def _gap(self, text: str) -> Frames:
        return frames(QUESTION_GAP_S if self._phrasing.is_question(text) else GAP_S, self._rate)
