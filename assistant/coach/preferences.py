"""How the person wants to be spoken to, and how far each wish may go."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.coach.counting import ALL, NONE
from assistant.words.effects import Adjust

RATE = (0.64, 2.9)
"""The least and the most, as factors of the voice's own rate. They keep it from 100 to 450 words a minute."""
VOLUME = (0.25, 4.0)
"""The least and the most, as factors."""
VERBOSE, BRIEFLY = 2, 1
VERBOSITY = (0, VERBOSE)
"""The least, which is names only, and the most, which is everything."""

COUNTING = (NONE, ALL)
"""The least and the most."""


def within(bounds: tuple[float, float], value: float) -> float:
    """The value, or the bound that it goes beyond."""
    return min(bounds[1], max(bounds[0], value))


@dataclass
class Preferences:
    """What is in force."""

    rate: float = 1.0
    volume: float = 1.0
    verbosity: int = VERBOSE
    """What the person asked for: 0 name only, 1 short, 2 full."""
    told_verbosity: int = VERBOSE
    """The verbosity that narration goes by."""
    counting: int = ALL
    """How much is counted aloud: ALL, FEW or NONE."""
    fading: bool = True
    """Whether exercises one knows are told in short; until somebody asks for more or less."""

    def recall(self, wanted: Mapping[str, float]) -> list[Adjust]:
        """Speak as the person asked for last time; `wanted` may have "rate", "volume", "verbosity" and "counting"."""
        adjusts: list[Adjust] = []
        if "rate" in wanted:
            self.rate = within(RATE, wanted["rate"])
            adjusts.append(Adjust("rate", self.rate))
        if "volume" in wanted:
            self.volume = within(VOLUME, wanted["volume"])
            adjusts.append(Adjust("volume", self.volume))
        if "verbosity" in wanted:
            self.verbosity, self.fading = int(within(VERBOSITY, wanted["verbosity"])), False
            adjusts += self.change_detail(self.verbosity)
        if "counting" in wanted:
            self.counting = int(within(COUNTING, wanted["counting"]))
        return adjusts

    def detail(self, *, known: bool) -> int:
        """How much of an exercise is told: less when it is well `known`, unless somebody asked for more or less."""
        return min(self.verbosity, BRIEFLY) if known and self.fading else self.verbosity

    def change_detail(self, detail: int) -> list[Adjust]:
        """Tell this much from now on; nothing to adjust when that much is told already."""
        if detail == self.told_verbosity:
            return []
        self.told_verbosity = detail
        return [Adjust("verbosity", detail)]
