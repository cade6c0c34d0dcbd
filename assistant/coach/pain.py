"""What is known of a report of pain. Several topics take part in it, from where it hurts to what follows."""

from dataclasses import dataclass

from assistant.words.events import Heard
from assistant.words.records import PainReported, Zone


@dataclass
class Pain:
    """The report under way, and where it hurt last."""

    area: str | None = None
    """Where it hurts."""
    side: str = ""
    """The side that was said with the place, or empty."""
    word: str | None = None
    """How it feels, such as "sharp"."""
    felt: Zone = "green"
    """How bad it is."""
    last: tuple[str, str, str] = ("", "", "")
    """(exercise, place, side) of the last report in which a place was said."""
    spread_told: bool = False
    """Whether the person has said if pain runs down the leg; topics/spreading.py asks."""

    def note(self, heard: Heard) -> None:
        """Note the place and the side that were said; a side holds until another place is said."""
        area = heard.slot("area")
        if area and self.area not in (None, area):
            self.side = ""
        self.area = area or self.area
        self.side = heard.slot("side") or self.side

    def assume(self, exercise: str) -> bool:
        """Whether no place was said, and is taken to be where it hurt last in the same exercise."""
        before, area, side = self.last
        assumed = self.area is None and bool(area) and before == exercise
        if assumed:
            self.area, self.side = area, side
        return assumed

    def begin(self, heard: Heard) -> None:
        """A new report begins, with the place that was said, if any was."""
        self.area, self.side = None, ""
        self.note(heard)


@dataclass
class Noted:
    """The last report that was recorded where no exercise can follow, and that asked nothing."""

    report: PainReported | None = None
    """None: there was none."""
