"""The rows of the tables that benchmarks print: a share, its 95 % interval, and how many clips it was measured on."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

HEADER = "| what | share | 95 % interval | clips | speakers | |\n|---|---|---|---|---|---|"


@dataclass(slots=True)
class Row:
    """One measured share; `low` and `high` are the ends of its 95 % interval."""

    name: str
    right: int
    clips: int
    speakers: int
    notes: str = ""
    share: float = field(init=False)
    low: float = field(init=False)
    high: float = field(init=False)

    def __post_init__(self) -> None:
        self.share = self.right / max(1, self.clips)
        self.low, self.high = wilson(self.right, self.clips)

    def __str__(self) -> str:
        span = f"{100 * self.low:.1f} to {100 * self.high:.1f}"
        speakers = self.speakers or "?"
        return f"| {self.name} | {100 * self.share:.1f} % | {span} | {self.clips} | {speakers} | {self.notes} |"


def wilson(right: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, right / total
    middle, span = share + z * z / 2 / total, z * math.sqrt(share * (1 - share) / total + z * z / 4 / total / total)
    return max(0.0, (middle - span) / (1 + z * z / total)), min(1.0, (middle + span) / (1 + z * z / total))


def row_of(name: str, results: Iterable[tuple[bool, str]], notes: str = "") -> Row:
    """Print and return the row of `results`: for each clip whether it counts, and who spoke."""
    each = list(results)
    row = Row(name, sum(counts for counts, _ in each), len(each), len({speaker for _, speaker in each}), notes)
    print(row, flush=True)
    return row
