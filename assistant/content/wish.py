"""What somebody asks a session to be like, before it is built to fit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

PLACES = ("floor", "chair", "bed", "standing")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for; zero and empty: no wish."""

    minutes: int = 0
    place: str = ""
    """One of `PLACES`."""
    no_kneeling: bool = False
    no_floor: bool = False
    gentle: bool = False

    def heard(self, slots: Mapping[str, str]) -> "Wish":
        """The wish with what was said now: the slots "minutes", "want" and "avoid"."""
        wish = replace(self, minutes=int(slots["minutes"])) if "minutes" in slots else self
        want, avoid = slots.get("want", ""), slots.get("avoid", "")
        if want in PLACES:
            return replace(wish, place=want)
        return replace(
            wish,
            no_kneeling=wish.no_kneeling or avoid == "no_kneeling",
            no_floor=wish.no_floor or avoid == "no_floor",
            gentle=wish.gentle or want == "gentle",
        )
