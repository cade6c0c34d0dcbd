"""What to sound: all that the mixer is ever given."""

from dataclasses import dataclass

from assistant.words.effects import Channel
from assistant.words.events import Told
from assistant.words.units import Frames


@dataclass(frozen=True, slots=True)
class Cue:
    """One sound: a sentence, a counted word or an earcon."""

    text: str
    """What is spoken, or an earcon's name on the chime channel."""
    channel: Channel
    at: Frames | None = None
    """The output frame of its attack; None: after what waits in its channel."""
    gap: int = 0
    """Frames of silence left after it; somebody may speak into it."""
    fits_beat: bool = False
    """Whether the sound must be short enough for its beat, so that the next one is not late."""
    pace: float = 1.0
    """Of a counted word: as a factor of the voice's own pace."""
    sound: str = ""
    """The name of a recording that is played; then `text` is spoken only where that cannot be read."""
    told: Told | None = None
    """Reported when the cue has been heard to its end: the last sentence of a line."""
