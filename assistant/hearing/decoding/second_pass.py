"""A second pass over an utterance in which a command was heard: was it a command, or a piece of talk?

In the first pass silence costs the decoder less than unknown words, so talk beside a command can pass for silence. The
second pass has a graph of its own, in which silence costs more and unknown words cost less. A command that was said
alone is found in both. A piece of talk is seldom the same command in both, because the talk around it is heard as well.
"""

from collections.abc import Callable
from dataclasses import replace

from assistant.hearing.decoding.loudness import Loudness
from assistant.hearing.decoding.result import said
from assistant.hearing.decoding.sleeping import Decoder, duration_s
from assistant.words.units import INPUT_RATE
from assistant.words.verdicts import Final

LONGEST_S = 6.0
"""Seconds of an utterance, its last ones, that are decoded a second time.

Nothing else is heard meanwhile. Raised, a command at the end of long talk is obeyed later; lowered, less of the talk
before a command is heard.
"""
BEFORE_S = 1.0
"""Seconds of an utterance before its first loud moment that are decoded a second time.

Soft talk before a command is in them. Raised, a command after a pause is obeyed later; lowered, less of the talk before
a command is heard.
"""
_MOST_BYTES = 2 * round(LONGEST_S * INPUT_RATE)


class SecondPass:
    """Collects the sound of an utterance, and decodes it when that is asked for."""

    def __init__(self, make: Callable[[], Decoder], intents: frozenset[str]) -> None:
        """`make` makes a decoder whose graph is made for a second pass, with the phrases of `intents`."""
        self.intents = intents
        self._make = make
        self._sound = self._last = b""
        self._loudness = Loudness()

    def add(self, data: bytes) -> None:
        """The next samples of the utterance, of 16 bits at 16 kHz."""
        self._sound = (self._sound + data)[-_MOST_BYTES:]

    def begin(self, loudness: Loudness) -> None:
        """An utterance begins; `loudness` are the levels of the last one, which is kept if anything was in it."""
        if self._sound:
            self._last, self._loudness, self._sound = self._sound, loudness, b""

    def final(self, first: Final) -> Final:
        """What the second pass makes of the utterance that ended last; `first` is what the first pass made of it."""
        kept_s = self._loudness.heard_s - max(0.0, self._loudness.first_s - BEFORE_S)
        sound = self._last[-2 * round(kept_s * INPUT_RATE) :]
        made = self._make()
        made.AcceptWaveform(sound)
        words, confidences, times = said(made.FinalResult(), duration_s(sound) - self._loudness.heard_s)
        uncovered_s = self._loudness.outside_s(sorted(set(times)))
        return replace(
            first, words=words, confidences=confidences, times=times, uncovered_s=uncovered_s, distances={}, second=None
        )
