"""A decoder that sleeps while nothing sounds: most of a session is quiet, and decoding that costs as much as speech.

It is used like Vosk's own, and its answers are the same. When something sounds, it is given the moment before it as
well. It is meant for where time does not press, as in a rehearsal: who has to wake hears "stop" a little later.
"""

import json
from collections.abc import Callable
from typing import Protocol

import numpy as np

from assistant.words.units import INPUT_RATE

LOUDEST = 10
"""The loudest sample of quiet, in steps of 16 bits: 70 dB below the loudest sample there is.

The hiss that a model is given everywhere reaches five of them, so that no word is understood below this. Raised, soft
words are lost; lowered, the noise of a good microphone is decoded.
"""
LEAD_S = 1.2
"""Seconds of quiet that are decoded before a sound and after it.

The models look back and ahead less than a second. Raised, more is decoded; lowered, a word after quiet is heard in
another way than one after decoded silence.
"""
STEP_S = 0.12
"""Seconds of sound that the built-in model looks at at a time.

What is left out is a multiple of it, so that every step begins where it would have begun, and a word ends at the same
moment. With another model a word may end a step earlier or later.
"""
FIRST_NOTHING_S, NOTHING_S = 5.22, 5.04
"""Seconds after which an utterance without words ends, as Vosk ends it: the first of a decoder, and any other.

The end of an utterance decides how much is decoded again when the grammar changes, and so where the steps begin.
"""
EPSILON_S = 1e-6
SAMPLE_BYTES = 2
NOTHING = json.dumps({"text": ""})


class Decoder(Protocol):
    """What is used of a `vosk.KaldiRecognizer`."""

    def AcceptWaveform(self, data: bytes) -> int: ...  # noqa: D102, N802
    def PartialResult(self) -> str: ...  # noqa: D102, N802
    def Result(self) -> str: ...  # noqa: D102, N802
    def FinalResult(self) -> str: ...  # noqa: D102, N802


def duration_s(data: bytes) -> float:
    """Seconds of 16-bit samples."""
    return len(data) / SAMPLE_BYTES / INPUT_RATE


def is_quiet(data: bytes) -> bool:
    """Whether nothing sounds in 16-bit samples."""
    samples = np.frombuffer(data, "<i2")
    return not len(samples) or max(-int(samples.min()), int(samples.max())) <= LOUDEST


class SleepingDecoder:
    """Decodes only what sounds."""

    def __init__(self, make: Callable[[], Decoder]) -> None:
        """`make` makes the decoder, when there is first something to decode."""
        self._make, self._decoder = make, None  # type: tuple[Callable[[], Decoder], Decoder | None]
        self._result = NOTHING
        self._recent = b""
        self._taken_s = self._fed_s = self._begun_s = self._quiet_s = self._skipped_s = self._origin_s = 0.0
        self._awake = False

    def AcceptWaveform(self, data: bytes) -> bool:  # noqa: N802
        """Take in samples; returns whether an utterance has ended."""
        self._taken_s += duration_s(data)
        self._recent = (self._recent + data)[-round(LEAD_S * INPUT_RATE) * SAMPLE_BYTES :]
        quiet = is_quiet(data)
        self._quiet_s = self._quiet_s + duration_s(data) if quiet else 0.0
        if not self._awake and quiet:
            most_s = NOTHING_S if self._begun_s > self._origin_s else FIRST_NOTHING_S
            return self._taken_s - self._begun_s > most_s - EPSILON_S and self._ended(NOTHING)
        decoder = self._decoder = self._decoder or self._make()
        if not self._awake:
            self._awake = True
            data = self._since_a_step(data)
            self._skipped_s = self._taken_s - duration_s(data) - self._fed_s
        self._fed_s += duration_s(data)
        if decoder.AcceptWaveform(data):
            return self._ended(decoder.Result())
        if self._quiet_s >= LEAD_S and not json.loads(decoder.PartialResult())["partial"]:
            self._awake = False
            last = decoder.FinalResult()
            return "result" in json.loads(last) and self._ended(last)
        return False

    def PartialResult(self) -> str:  # noqa: N802
        """The words of the utterance so far."""
        return self._decoder.PartialResult() if self._decoder and self._awake else json.dumps({"partial": ""})

    def Result(self) -> str:  # noqa: N802
        """The utterance that has ended."""
        return self._result

    def FinalResult(self) -> str:  # noqa: N802
        """End the utterance under way; returns what it was."""
        self._ended(self._decoder.FinalResult() if self._decoder and self._awake else NOTHING)
        self._origin_s = self._begun_s
        return self._result

    def _since_a_step(self, data: bytes) -> bytes:
        """The last moment with `data` at its end, from the beginning of a step on."""
        sound = data if len(data) > len(self._recent) else self._recent
        before_s = self._taken_s - duration_s(sound) - self._origin_s
        late = round(-before_s % STEP_S * INPUT_RATE) % round(STEP_S * INPUT_RATE) * SAMPLE_BYTES
        return sound[late:] if late < len(sound) - len(data) else sound

    def _ended(self, result: str) -> bool:
        """Keep a result, with the times of its words in all that was taken in."""
        self._begun_s = self._taken_s
        found = json.loads(result)
        for entry in found.get("result", []):
            entry["start"] += self._skipped_s
            entry["end"] += self._skipped_s
        self._result = json.dumps(found)
        return True
