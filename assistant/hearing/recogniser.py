"""Samples in, hypotheses out: what words the recogniser makes of the sound, and what it knows beside them.

Nothing is decided here. Vosk aborts the process when its grammar changes in the middle of an utterance, so a change
waits for the end of what is being said.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.hearing.decoding.decoders import Decoders
from assistant.hearing.decoding.grammar import Grammar, spoken
from assistant.hearing.decoding.loudness import Loudness
from assistant.hearing.decoding.network import FULL_SCALE, HISS
from assistant.hearing.decoding.result import said
from assistant.hearing.decoding.second_pass import SecondPass
from assistant.hearing.decoding.sleeping import Decoder, SleepingDecoder
from assistant.hearing.enrolling.comparison import Comparison
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from assistant.words.verdicts import Ended, Final, Hypothesis, Partial, Restarted

BLOCK_S = 0.06
"""Seconds of sound that are best given at a time.

It is half of what the built-in model looks at at once. Raised, "stop" is obeyed later; lowered, more is computed.
"""
END_SILENCE_S = 0.3
"""Seconds of silence that are added at the end of the sound, for the model to look ahead into.

Raised, the end of a recording costs more computing; lowered, a word that ends with the recording is lost.
"""
RECENT_S = 1.2
"""Seconds of sound that a decoder with a changed grammar is given again.

The beginning of a word may be in it, not yet recognised. Raised, a change of grammar takes longer; lowered, words that
began just before it are lost.
"""
_RECENT_BYTES = 2 * round(RECENT_S * INPUT_RATE)


class Recogniser:
    """One model, one vocabulary, and the grammar of the moment. It does not change what it is given."""

    def __init__(
        self, model: Path, grammar: Grammar, cache: Path, voice: OwnVoice | None = None, *, sleeps: bool = False
    ) -> None:
        """`voice` is what is known of the person's own. `sleeps`: nothing is decoded while nothing sounds; see
        `SleepingDecoder`. Raises `LimberError` when the model cannot be loaded or lacks a word.
        """
        voice = voice or OwnVoice()
        self.grammar = grammar
        self._decoders = Decoders(model, grammar, cache, voice.pronunciations)
        self._sleeps = sleeps
        self._decoder = self._made(None)
        self.rejects = self._decoders.rejects
        """Whether the model can tell that something is no word of the grammar."""
        self._current: frozenset[str] | None = None
        self._pending: frozenset[str] | None = None
        self._switching = False
        """Whether the grammar is to be changed to `_pending`."""
        self.heard_s = 0.0
        """Seconds of sound taken in."""
        self.speaking = False
        """Whether words are being recognised just now."""
        self._loudness = Loudness()
        self._comparison = Comparison.of(model, grammar, voice)
        self._second_pass: SecondPass | None = None
        self._hissed = 0
        self._recent = b""
        self._decoded_s = 0.0
        """Seconds of sound that the present decoder was given."""
        self._begun_s = 0.0
        """How many of these seconds came before the utterance under way."""

    def confirm(self, intents: frozenset[str]) -> None:
        """Be ready to hear these intents in a second pass. Raises `LimberError` when the model cannot be prepared."""
        self._second_pass = self._decoders.second_pass(intents)

    @property
    def confirmable(self) -> frozenset[str]:
        """The intents that a second pass can hear."""
        return self._second_pass.intents if self._second_pass else frozenset()

    def listen_for(self, intents: Iterable[str] | None) -> None:
        """Change the grammar to these intents (None: all), now or after the utterance under way."""
        wanted = None if intents is None else frozenset(intents)
        if wanted == self._current:
            self._switching = False
            return
        self._pending, self._switching = wanted, True
        if not self.speaking:
            self._switch_between_words()

    def accept(self, block: Samples, *, compare: bool = True) -> Partial | Final:
        """Take in mono samples at 16 kHz, within -1 to 1, best `BLOCK_S` of them; what they make of the utterance.

        `compare` says whether a whole utterance is to be compared with the person's examples. That takes a fraction of
        a second, in which nothing is heard, so it should be left out where it can change nothing.
        """
        self._loudness.add(block)
        data = (np.clip(block, -1, 1) * FULL_SCALE + self._hiss(len(block))).astype("<i2").tobytes()
        self.heard_s += len(block) / INPUT_RATE
        self._recent = (self._recent + data)[-_RECENT_BYTES:]
        if self._comparison:
            self._comparison.add(block)
        if self._second_pass:
            self._second_pass.add(data)
        if self._decode(data):
            return self._final(self._decoder.Result(), compare=compare)
        words = spoken(json.loads(self._decoder.PartialResult())["partial"])
        self.speaking = bool(words)
        level = self._loudness
        partial = Partial(words, self.heard_s, level.fallen, level.span_s, self._current)
        if not self.speaking and self._switching:
            self._switch_between_words()
        return partial

    def restart(self) -> Restarted:
        """Leave the utterance under way; what is given next begins another one."""
        self._decoder.FinalResult()
        self._begin()
        return Restarted(self.heard_s)

    def second_pass(self, final: Final) -> Final | None:
        """The utterance that ended last, `final`, in a second pass; None where there is none for its vocabulary."""
        return self._second_pass.final(final) if self._second_pass else None

    def flush(self, *, compare: bool = True) -> list[Hypothesis]:
        """The end of the sound: what is left in it. For `compare` see `accept`."""
        last = self.accept(np.zeros(round(END_SILENCE_S * INPUT_RATE), np.float32), compare=compare)
        return [last, self._final(self._decoder.FinalResult(), compare=compare), Ended(self.heard_s)]

    def _decode(self, data: bytes) -> bool:
        """Give the decoder samples; returns whether an utterance has ended."""
        self._decoded_s += len(data) / 2 / INPUT_RATE
        return bool(self._decoder.AcceptWaveform(data))

    def _hiss(self, count: int) -> NDArray[np.float64]:
        """The faint noise a model expects of a microphone, the same each time."""
        start, self._hissed = self._hissed, (self._hissed + count) % len(HISS)
        return np.take(HISS, np.arange(start, start + count), mode="wrap")

    def _final(self, result: str, *, compare: bool) -> Final:
        """The hypothesis of a whole utterance, from the decoder's JSON; an utterance begins after it."""
        words, confidences, times = said(result, self._begun_s)
        final = Final(
            words,
            confidences,
            times,
            uncovered_s=self._loudness.outside_s(sorted(set(times))),
            begun_s=self.heard_s - (self._decoded_s - self._begun_s),
            distances=self._comparison.distances(self._current) if self._comparison and compare else {},
            at_s=self.heard_s,
            listened_for=self._current,
            contrast_db=self._loudness.contrast_db,
        )
        self._recent = b""
        self._begin()
        if self._switching:
            self._switch()
        return final

    def _begin(self) -> None:
        """An utterance begins."""
        if self._comparison:
            self._comparison.begin()
        if self._second_pass:
            self._second_pass.begin(self._loudness)
        self._loudness, self.speaking, self._begun_s = Loudness(), False, self._decoded_s

    def _made(self, intents: frozenset[str] | None) -> Decoder:
        """A decoder with the grammar of these intents."""
        if self._sleeps:
            return SleepingDecoder(lambda: self._decoders.make(intents))
        made: Decoder = self._decoders.make(intents)
        return made

    def _switch(self) -> None:
        self._current, self._switching = self._pending, False
        self._decoder.FinalResult()
        self._decoder = self._made(self._current)
        self._decoded_s = self._begun_s = 0.0

    def _switch_between_words(self) -> None:
        """Change the grammar while nobody seems to speak; the beginning of a word may be in what was heard last."""
        self._switch()
        self._decode(self._recent)
        self._begun_s = self._decoded_s - self._loudness.heard_s
