"""The ear as a whole: the microphone, freed of our own voice, into the recogniser; and who speaks over us."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from assistant.hearing.echo.canceller import Canceller
from assistant.hearing.echo.near_end import HOP, HOP_S, LIKELY, Air, Gate, NearEnd, believable, level
from assistant.hearing.recogniser import BLOCK_S, Recogniser
from assistant.words.events import Guess, Heard, SpeechBegan, Unclear
from assistant.words.samples import Samples

Way = Literal["cancel", "half", "hardware"]
"""Our own voice is subtracted; or nothing is heard while we speak; or the hardware has taken it out already."""
SOUNDS_DB = -60.0
"""Of what is played: below it we are silent."""
TAIL_S = 0.4
"""How long the room goes on sounding after us."""
LEARN_S, SILENCE_S, RELEARN_S = 4.0, 4.0, 1.5
"""The gate is believed when so much of our own sound has taught the canceller the room; after a slip, or so long a
silence that one may have passed unnoticed, it wants so much of it again."""
OPEN_LATELY_S = 2.5
"""A command counts when the gate was open so lately."""
WORD_S, WORD_LATELY_S = 0.25, 1.5
"""A word is at least so long, and was said so lately when it is taken for a command."""
ONSET_S = 1.0
"""So long after the first sound of an utterance the recogniser is sure to have noticed it."""
PRE_ROLL_S = 0.8
"""How long before the gate opens somebody may have begun to speak, at the most;"""
FAINT, FAINT_S, BEFORE_S = 0.1, 0.15, 0.05
"""not before so long in which their sounding was less probable than this; and a little before, for a soft onset."""
AGAIN_S = 0.5
"""While somebody still speaks, word of it is given so often ..."""
LONG_SPEECH_S = 5.0
"""... for so long."""

Event = Heard | Guess | Unclear | SpeechBegan
Hop = tuple[Samples, float]
"""10 ms of the microphone, and how probable it is that somebody but us sounds in it."""


def _hops(seconds: float) -> int:
    return round(seconds / HOP_S)


def _joined(hops: Sequence[Hop]) -> tuple[Samples, list[float]]:
    return np.concatenate([sound for sound, _ in hops]), [theirs for _, theirs in hops]


class Listener:
    """Feeds one recogniser. Only the ear's thread calls it."""

    def __init__(
        self, recogniser: Recogniser, way: Way, near_end: NearEnd | None = None, saying: Callable[[], str] = str
    ) -> None:
        """`saying` gives the words we are saying; cancelling needs `near_end`. Raises ImportError, see `Canceller`."""
        self.recogniser, self.way = recogniser, way
        self._canceller = Canceller() if way == "cancel" else None
        self._near_end, self._gate = near_end, Gate()
        self._saying = saying
        self._heard = self._played = np.zeros(0, np.float32)
        self._ready: list[Hop] = []
        self._lately: deque[Hop] = deque(maxlen=_hops(PRE_ROLL_S))
        self._near: deque[float] = deque(maxlen=_hops(WORD_LATELY_S))
        self._over_us = self._speaking = False
        self._waiting: Heard | None = None
        """A command of theirs that is obeyed unless something follows it."""
        self._now = self._learnt = self._wary_s = 0.0
        self._sounded_at = self._opened_at = self._told_at = self._first_at = -1e9

    def slipped(self) -> None:
        """The streams have moved against each other: what the gate has shown lately was our own voice."""
        self._wary_s = RELEARN_S
        self._opened_at = -1e9

    def accept(self, heard: Samples, played: Samples) -> list[Event]:
        """The next samples of the microphone and of what was played meanwhile, as many of each; mono at 16 kHz."""
        self._heard = np.concatenate([self._heard, heard])
        self._played = np.concatenate([self._played, played])
        found: list[Event] = []
        while len(self._heard) >= HOP:
            one, ours = self._heard[:HOP], self._played[:HOP]
            self._heard, self._played = self._heard[HOP:], self._played[HOP:]
            found += self._hop(one, ours)
            if len(self._ready) >= _hops(BLOCK_S):
                block, self._ready = _joined(self._ready), []
                found += self._theirs(self.recogniser.accept(*block))
        return found

    def _hop(self, heard: Samples, played: Samples) -> list[Event]:
        self._now += HOP_S
        if level(played) > SOUNDS_DB:
            if self._now - self._sounded_at > SILENCE_S:
                self._learnt = min(self._learnt, LEARN_S - RELEARN_S)
            self._sounded_at = self._now
            self._learnt += HOP_S
            self._wary_s -= HOP_S
        over_us = self.way != "hardware" and self._now - self._sounded_at < TAIL_S
        if self._canceller is None or self._near_end is None:
            self._ready.append((np.zeros_like(heard) if over_us else heard, 1.0))
            return []
        cleaned = self._canceller.process(heard, played)
        near = self._near_end.take(cleaned.features)
        self._near.append(near)
        telling = over_us and self._can_tell
        opened = self._gate.take(near) and telling
        hop = (cleaned.gentle if over_us else heard, near if telling else 1.0)
        self._lately.append((hop[0], near))
        begins = opened and self._now - self._opened_at > OPEN_LATELY_S
        if opened:
            self._opened_at = self._now
        if not begins or self.recogniser.acted:
            self._ready.append(hop)
            return self._word_of_it(opened=opened)
        # leave out what was heard before them: what the canceller leaves of us
        self._ready = []
        found = self._theirs(self.recogniser.restart(*_joined(self._since_onset())))
        return [*self._word_of_it(opened=True), *found]

    @property
    def _can_tell(self) -> bool:
        """Whether the canceller knows the room well enough to tell somebody else from us."""
        return self._learnt > LEARN_S and self._wary_s <= 0

    def _since_onset(self) -> list[Hop]:
        """What was heard since somebody began to speak."""
        faint, kept = 0, len(self._lately)
        for back, (_, near) in enumerate(reversed(self._lately), start=1):
            faint = faint + 1 if near < FAINT else 0
            if faint == _hops(FAINT_S):
                kept = back + _hops(BEFORE_S)
                break
        return list(self._lately)[-kept:]

    def _word_of_it(self, *, opened: bool) -> list[Event]:
        """Somebody began to speak over us, or still does although we are silent for them."""
        if opened and self._now - self._told_at > OPEN_LATELY_S:
            self._first_at = self._now
        still = self.recogniser.speaking and self._now - self._first_at < LONG_SPEECH_S
        if not (opened or still) or self._now - self._told_at < AGAIN_S:
            return []
        self._told_at = self._now
        return [SpeechBegan()]

    def _theirs(self, found: list[Heard | Guess | Unclear]) -> list[Event]:
        """What of it was said by somebody else than us."""
        speaking = self.recogniser.speaking
        since = self._now - self._sounded_at
        if not self._speaking:
            self._over_us = since < ONSET_S
        elif since < TAIL_S:
            self._over_us = True
        self._speaking = speaking
        settled, self._waiting = self._waiting, self.recogniser.waiting
        if self._waiting and self._waiting is not settled and not self._is_theirs(self._waiting):
            self.recogniser.forget()
            self._waiting = None
        theirs: list[Event] = [one for one in found if one is settled or self._is_theirs(one)]
        if found and not theirs:
            self.recogniser.forget()
        if any(isinstance(one, Heard) for one in theirs):
            self._opened_at = -1e9  # what comes next must open the gate anew
        return theirs

    def _is_theirs(self, event: Heard | Guess | Unclear) -> bool:
        if self.way != "cancel":
            return True
        gate = self._now - self._opened_at < OPEN_LATELY_S
        if not isinstance(event, Heard):
            return gate or not self._over_us
        # before the gate can be believed, any short command is treated as a safety command always is
        unknown = self._learnt <= LEARN_S and self._wary_s <= 0
        safety = unknown or self.recogniser.grammar.acts_early(event.intent)
        near = max(self._near, default=0.0) if self._can_tell else None
        long = sum(one > LIKELY for one in self._near) * HOP_S >= WORD_S
        return believable(event, Air(self._over_us, gate, near, long, self._saying()), safety=safety)
