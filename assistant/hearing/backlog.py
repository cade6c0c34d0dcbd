"""Sound that waits to be heard, and what is left out of it when hearing falls behind.

On a busy machine the recogniser may need longer for a sound than the sound lasts. Whatever waits then delays every
"stop" by as much. So not all of it is heard. Quiet goes first: nothing is lost with it. If too much still waits, soft
sound goes too, because who speaks to us is the loudest in the room. If even that is too much, the oldest is given up
and only the newest second or so is kept, because a "stop" that was just said is in that.

Pure: nothing here knows the time. How far behind we are is how much sound waits.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assistant.words.events import FellBehind
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

CATCH_UP_S = 0.5
"""Seconds of sound that may wait before quiet is left out.

Making another grammar takes about as long. Raised, every command comes later on a busy machine; lowered, quiet is left
out where there was no need.
"""
LATEST_S = 2.5
"""Seconds of sound, without the quiet that is left out, that may wait before some of it is given up.

Raised, "stop" comes later on a busy machine; lowered, words are lost in a short delay that would have been made up.
"""
NEWEST_S = 1.5
"""Seconds of sound that are kept when older sound is given up: a short safety phrase with the quiet around it.

Raised, more has to be heard before what is said now; lowered, the beginning of a "stop" is given up with the rest.
"""
BEFORE_S = 0.3
"""Seconds of quiet before a sound that are heard: the model looks back, and words begin softly.

Raised, less is left out; lowered, the beginnings of words are lost.
"""
AFTER_S = 0.7
"""Seconds of quiet after a sound that are heard: by them the recogniser knows that an utterance has ended.

Raised, less is left out; lowered, two utterances become one, which means something else or nothing.
"""
TIMES_FLOOR = (2.0, 4.0, 8.0)
"""How many times as loud as the background a sound must be: 6, 12 and 18 dB.

Nothing softer than the first is understood, so it is quiet. The others are for when too much waits. Raised, soft words
are left out on a busy machine; lowered, the noise of the room is heard instead of left out.
"""
FLOOR_OF = 0.1
"""The quantile, 0 to 1, of the levels of the last blocks that is taken for the background.

Raised, pauses in talk must be longer to show the background; lowered, single moments decide.
"""
TELL_S = 5.0
"""Seconds between two reports that something was given up. Raised, it is known later that hearing does not keep up."""
FLOOR_MOST = 0.0056
"""The most that counts as background, as a level (-45 dB of full scale): a room that is louder is loud.

Raised, somebody who talks from the very beginning is taken for the background; lowered, less is left out in loud rooms.
"""
FLOOR_BLOCKS = 500
"""The number of blocks, of 20 ms each, over which the background is looked for: ten seconds.

Raised, a fan that begins to run counts as sound for longer.
"""
LOOK_BLOCKS = 25
"""The number of blocks between two looks for the background. Raised, it is known later; lowered, it costs computing."""
_AHEAD = round(BEFORE_S * INPUT_RATE)
_BEHIND = round(AFTER_S * INPUT_RATE)

Fate = Literal["heard", "quiet", "lost"]
"""What becomes of a block. "quiet": it is left out, and nothing is lost with it. "lost": it is given up."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the microphone, and what was played meanwhile; as many samples of each, at 16 kHz."""

    heard: Samples
    played: Samples
    slipped: bool = False
    """Whether the microphone and what was played have moved against each other just before it."""
    level: float = 0.0


class Backlog:
    """Blocks in the order in which they came."""

    def __init__(self) -> None:
        self._blocks: deque[Block] = deque()
        self._samples = 0
        self._background = Background()
        self._since = [_BEHIND] * len(TIMES_FLOOR)
        """For each of `TIMES_FLOOR`, the samples taken since the last sound that was so loud."""
        self._floor = 0.0
        """The level of the background, and ..."""
        self._loud = 0
        """... which of `TIMES_FLOOR` a sound must reach, as they were last chosen."""
        self._again = False
        """Whether something was given up already since hearing was last in time."""
        self._to_lose = 0
        """How many of the first blocks are given up, however loud they are."""
        self._behind_s = 0.0
        self._unheard = 0
        """The most that waited, and the samples given up, since that was told."""
        self._since_told = round(TELL_S * INPUT_RATE)

    @property
    def waits_s(self) -> float:
        """Seconds of sound that wait."""
        return self._samples / INPUT_RATE

    @property
    def to_hear_s(self) -> float:
        """Seconds of it that are to be heard."""
        return sum(self._kept()[self._to_lose :]) / INPUT_RATE

    def add(self, heard: Samples, played: Samples, *, slipped: bool = False) -> None:
        """The newest block of the microphone, and what was played meanwhile."""
        self._blocks.append(Block(heard, played, slipped, self._background.level(heard)))
        self._samples += len(heard)

    def take(self) -> tuple[Block, Fate] | None:
        """The next block and what is to become of it; None when none waits."""
        if not self._blocks:
            return None
        fate = self._fate()
        if fate == "lost":
            self._behind_s = max(self._behind_s, self.waits_s)
            self._unheard += len(self._blocks[0].heard)
        block = self._blocks.popleft()
        self._samples -= len(block.heard)
        self._since_told += len(block.heard)
        for loud in range(len(TIMES_FLOOR)):
            self._since[loud] = 0 if block.level > self._least(loud) else self._since[loud] + len(block.heard)
        return block, fate

    def fell_behind(self) -> FellBehind | None:
        """What was given up, if that is to be told now."""
        if not self._unheard or self._to_lose or self._since_told < TELL_S * INPUT_RATE:
            return None
        told = FellBehind(round(self._behind_s, 2), round(self._unheard / INPUT_RATE, 2))
        self._behind_s, self._unheard, self._since_told = 0.0, 0, 0
        return told

    def _fate(self) -> Fate:
        """What becomes of the first block."""
        if self.waits_s <= CATCH_UP_S:
            self._loud, self._again, self._floor = 0, False, self._background.floor
        elif self.waits_s > LATEST_S and not self._to_lose:
            self._choose()
        if self._to_lose:
            self._to_lose -= 1
            return "lost"
        if self.waits_s <= CATCH_UP_S or not self._is_left_out():
            return "heard"
        return "quiet" if self._left_out(0)[0] else "lost"

    def _choose(self) -> None:
        """Choose what is given up, where too much sound waits that is not quiet."""
        self._floor, most = self._background.floor, LATEST_S * INPUT_RATE
        while sum(self._kept()) > most and self._loud < len(TIMES_FLOOR) - 1:
            self._loud += 1
        again, self._again = self._again, True
        if self._loud and not again and max(block.level for block in self._blocks) <= self._least(self._loud):
            self._loud = 0  # nothing is louder than the rest, so the newest is kept; if that does not help, nothing is
        kept = self._kept()
        left = sum(kept)
        while left > (NEWEST_S if self._to_lose else LATEST_S) * INPUT_RATE:
            left -= kept[self._to_lose]
            self._to_lose += 1

    def _kept(self) -> list[int]:
        """Of each block, the samples that would be heard."""
        out = self._left_out(self._loud)
        return [0 if left_out else len(block.heard) for block, left_out in zip(self._blocks, out, strict=True)]

    def _is_left_out(self) -> bool:
        """Whether the first block lies far enough from any sound that is loud enough, before it and after it."""
        least, ahead = self._least(self._loud), 0
        if self._since[self._loud] < _BEHIND:
            return False
        for block in self._blocks:
            if block.level > least:
                return False
            ahead += len(block.heard)
            if ahead > _AHEAD:
                return True
        return False

    def _left_out(self, loud: int) -> list[bool]:
        """Of each block, whether it lies so far from any sound that reaches this one of `TIMES_FLOOR`."""
        least = self._least(loud)
        after = _far(self._blocks, least, self._since[loud], _BEHIND)
        before = [*_far(reversed(self._blocks), least, 0, _AHEAD)]
        return [late and early for late, early in zip(after, reversed(before), strict=True)]

    def _least(self, loud: int) -> float:
        """The level that reaches this one of `TIMES_FLOOR`."""
        return TIMES_FLOOR[loud] * self._floor


def _far(blocks: Iterable[Block], level: float, since: int, samples: int) -> Iterator[bool]:
    """Of each block, whether it is soft, and so many samples lie between it and the last one above a level."""
    for block in blocks:
        soft = block.level <= level
        yield soft and since >= samples
        since = since + len(block.heard) if soft else 0


class Background:
    """How loud it is in the room while nobody speaks, by the levels of the last blocks."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=FLOOR_BLOCKS)
        self.floor = 0.0
        """Its level; 0 until it is known: then all that sounds is loud."""
        self._until_look = LOOK_BLOCKS

    def level(self, sound: Samples) -> float:
        """The level of the next block."""
        level = float(np.std(sound)) if len(sound) else 0.0
        self._levels.append(level)
        self._until_look -= 1
        if not self._until_look:
            self._until_look = LOOK_BLOCKS
            self.floor = min(float(np.quantile(self._levels, FLOOR_OF)), FLOOR_MOST)
        return level
