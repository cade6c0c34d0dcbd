"""The microphone without our own voice, hop by hop, and what is known of who sounded in it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assistant.hearing.echo.canceller import Canceller
from assistant.hearing.echo.lateness import SOUNDS_DB, Lateness
from assistant.hearing.echo.near_end import DETECTED_LATELY_S, HOP_S, LIKELY, REVERBERATION_S, Detector, NearEnd, level
from assistant.words.samples import Samples
from assistant.words.verdicts import Air, EchoHandling, RoomKnown

Saying = Callable[[float], str]
"""The words that we were saying so many seconds ago, and shortly before: a late echo is of these."""
LEARN_S = 4.0
"""Seconds of our own sound that teach the canceller a room, before the near-end detector is believed.

Raised, the first commands spoken over us are taken with less certainty; lowered, our own voice is detected as somebody.
"""
RELEARN_S = 1.5
"""Seconds of our own sound that are needed again after a slip, or after a long silence.

The canceller knows the room and only has to find the new delay. Raised, nobody is detected for longer after a slip.
"""
SILENCE_S = 4.0
"""Seconds of our silence after which `RELEARN_S` are needed again: a slip in them may have passed unnoticed.

Raised, our own voice may be detected as somebody after a slip in a pause; lowered, nobody is detected
after any short pause.
"""
IDLE_S = 10.0
"""Seconds of our silence after which nothing is taken out of the microphone until we sound again, as nothing is in it.

It is longer than any echo, and than `SILENCE_S`, so that the canceller is wary when it is needed again. Raised, standby
takes more of the machine; lowered, the canceller misses more of how the room sounds.
"""
WORD_LATELY_S = 1.5
"""Seconds back from a decision in which the words that it is about were said.

A short command is recognised within this time. Raised, a noise before the command speaks for it; lowered, commands
recognised late lose the evidence for them.
"""
PRE_ROLL_S = 0.8
"""The longest time, in seconds, that somebody may have spoken before they are detected.

The detector wants 80 ms of near certainty, which comes late in words that begin softly. Raised, more of our own
voice is decoded before theirs; lowered, the beginnings of their words are cut off.
"""
FAINT = 0.1
"""The probability of somebody else below which nobody else spoke.

Raised, the search for the beginning of their words ends too early, within a soft sound of theirs.
"""
FAINT_S = 0.15
"""Seconds of `FAINT` that mark the moment before somebody began to speak.

It is longer than the silence in a "t". Raised, more of our own voice is decoded before their words.
"""
BEFORE_S = 0.05
"""Seconds that are decoded before the beginning of their words, for one that begins softly.

Raised, more of our own voice is decoded before their words.
"""


def silent(_ago_s: float) -> str:
    """Nothing is said by us."""
    return ""


@dataclass(frozen=True, slots=True)
class Hop:
    """10 ms of the microphone without our own voice."""

    sound: Samples
    """For the recogniser."""
    theirs: float = 1.0
    """The probability that somebody but us sounds in it; certain where that cannot be told."""
    near: float = 1.0
    """What the near-end network says, also where it is not to be believed."""
    detected: bool = False
    """Whether somebody is detected who speaks over us."""
    begins: bool = False
    """Whether nobody was detected for so long before that somebody begins to speak over us."""


class Separator:
    """Takes our own voice out of one microphone, and tells who sounds. Times are seconds of the microphone."""

    def __init__(self, handling: EchoHandling, near_end: NearEnd | None = None, saying: Saying = silent) -> None:
        """`saying` gives the words we were saying; "cancel" needs `near_end`. Raises ImportError, see `Canceller`."""
        self._wanted = handling
        self._canceller = Canceller() if handling == "cancel" else None
        self._lateness = Lateness()
        self._near_end, self._detector, self._saying = near_end, Detector(), saying
        self.now_s = 0.0
        """Seconds of the microphone so far."""
        self._lately: deque[Hop] = deque(maxlen=_hops(PRE_ROLL_S))
        self._near: deque[float] = deque(maxlen=_hops(WORD_LATELY_S))
        self._learnt_s = 0.0
        """Seconds of our own sound that the canceller has learnt from."""
        self._wary_s = 0.0
        """Seconds of our own sound that the canceller still needs after a slip; 0 or less when it needs none."""
        self._sounded_at_s: float | None = None
        self._detected_at_s: float | None = None

    @property
    def handling(self) -> EchoHandling:
        """What is done now: half duplex too, while a late echo cannot be measured."""
        return "half" if self._wanted == "cancel" and self._lateness.unmeasured else self._wanted

    def process(self, heard: Samples, played: Samples) -> Hop:
        """The next hop of the microphone and of what was played meanwhile, `HOP` samples of each."""
        played = self._lined_up(heard, played)
        if level(played) > SOUNDS_DB:
            self._we_sounded()
        handling = self.handling
        echoes = handling != "hardware" and _within(self._since(self._sounded_at_s), REVERBERATION_S)
        if handling != "cancel" or self._canceller is None or self._near_end is None:
            return Hop(np.zeros_like(heard) if echoes else heard)
        if self.now_s - (self._sounded_at_s or 0.0) > IDLE_S:
            self._lately.clear()
            self._near.clear()
            return Hop(heard)
        cleaned = self._canceller.process(heard, played)
        near = self._near_end.probability(cleaned.features)
        self._near.append(near)
        telling = echoes and self._room == "known"
        detected = self._detector.detects(near) and telling
        begins = detected and not self._was_detected_lately()
        if detected:
            self._detected_at_s = self.now_s
        hop = Hop(cleaned.gentle if echoes else heard, near if telling else 1.0, near, detected, begins)
        self._lately.append(hop)
        return hop

    def pass_over(self, heard: Samples, played: Samples, *, lost: bool) -> None:
        """The next hop, which nobody hears; `lost`: it may have held words."""
        played = self._lined_up(heard, played)
        if level(played) > SOUNDS_DB:
            self._we_sounded(learns=False)
        if self._canceller:
            self._canceller.pass_over(played)
        if lost:  # what came before it tells nothing of what comes after it
            self._lately.clear()
            self._near.clear()

    def air(self, theirs: tuple[float, ...], *, with_words: bool, behind_s: float = 0.0) -> Air:
        """How the air was in the last hop, `behind_s` ago. `theirs` is of the hops that the recogniser was given last.

        What we were saying is looked up only where the recogniser reports words (`with_words`).
        """
        return Air(
            cancelled=self.handling == "cancel",
            ours_s=self._since(self._sounded_at_s),
            detected_s=self._since(self._detected_at_s),
            near=max(self._near, default=0.0),
            near_s=sum(near > LIKELY for near in self._near) * HOP_S,
            room=self._room,
            saying=self._saying(self._lateness.hops * HOP_S + behind_s)
            if with_words and self.handling == "cancel"
            else "",
            theirs=theirs,
        )

    def since_onset(self) -> list[Hop]:
        """The hops since somebody began to speak."""
        faint, kept = 0, len(self._lately)
        for back, hop in enumerate(reversed(self._lately), start=1):
            faint = faint + 1 if hop.near < FAINT else 0
            if faint == _hops(FAINT_S):
                kept = back + _hops(BEFORE_S)
                break
        return list(self._lately)[-kept:]

    def slipped(self) -> None:
        """The streams have moved against each other: what was detected lately was our own voice."""
        self._wary_s = RELEARN_S
        self.want_new_detection()

    def want_new_detection(self) -> None:
        """The last detection has led to a command; the next command needs another one."""
        self._detected_at_s = None

    def _lined_up(self, heard: Samples, played: Samples) -> Samples:
        """What was played, kept back for as long as its echo is late, for the next hop."""
        self.now_s += HOP_S
        if self._wanted == "hardware":
            return played
        played, moved = self._lateness.process(heard, played)
        if moved:
            self.slipped()
        return played

    def _we_sounded(self, *, learns: bool = True) -> None:
        """Something was played in this hop; `learns`: and the canceller was given it with its echo."""
        if not _within(self._since(self._sounded_at_s), SILENCE_S, inclusive=True):
            self._learnt_s = min(self._learnt_s, LEARN_S - RELEARN_S)
        self._sounded_at_s = self.now_s
        if learns:
            self._learnt_s += HOP_S
            self._wary_s -= HOP_S

    @property
    def _room(self) -> RoomKnown:
        if self._wary_s > 0:
            return "slipped"
        return "known" if self._learnt_s > LEARN_S else "learning"

    def _was_detected_lately(self) -> bool:
        return _within(self._since(self._detected_at_s), DETECTED_LATELY_S, inclusive=True)

    def _since(self, moment_s: float | None) -> float | None:
        return None if moment_s is None else self.now_s - moment_s


def _hops(seconds: float) -> int:
    return round(seconds / HOP_S)


def _within(since_s: float | None, limit_s: float, *, inclusive: bool = False) -> bool:
    return since_s is not None and (since_s < limit_s or (inclusive and since_s == limit_s))
