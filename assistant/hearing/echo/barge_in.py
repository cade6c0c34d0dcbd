"""When the coach is told that somebody speaks while we do, so that narration gives way."""

from dataclasses import dataclass

from assistant.hearing.echo.near_end import DETECTED_LATELY_S

AGAIN_S = 0.5
"""Seconds between two reports while somebody goes on speaking.

The coach stays silent for longer than this after each. Raised above that, we speak on while they still do.
"""
LONG_SPEECH_S = 5.0
"""Seconds after the first report in which a voice that is still heard is reported again.

Commands are shorter; what goes on for longer is not meant for us. Raised, a conversation keeps us silent for longer.
"""


@dataclass
class BargeIn:
    """Notices that somebody began to speak over us, or still does although we are silent for them."""

    _told_at_s: float = float("-inf")
    _first_at_s: float = float("-inf")

    def is_due(self, now_s: float, *, detected: bool, speaking: bool) -> bool:
        """Whether it is to be told now.

        `detected`: the near-end detector says that somebody speaks over us. `speaking`: words are being recognised.
        """
        if detected and now_s - self._told_at_s > DETECTED_LATELY_S:
            self._first_at_s = now_s
        still = speaking and now_s - self._first_at_s < LONG_SPEECH_S
        if not (detected or still) or now_s - self._told_at_s < AGAIN_S:
            return False
        self._told_at_s = now_s
        return True
