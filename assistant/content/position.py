"""One position: how it is called, how one gets into it, and what it asks of a body and of a home."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.languages.language import names_a_side


@dataclass(frozen=True, slots=True)
class Position:
    """A way to be: how it is called, on which level it is, and how one gets into it."""

    id: str
    name: str
    """What it is called, for whoever reads or translates the content; a session describes the way into it instead."""
    level: str
    enter: tuple[str, ...]
    lying: bool = False
    """Whether one can be in it on a bed."""
    kneeling: bool = False
    """Whether knees carry weight in it, or on the way into it."""
    restful: bool = False
    """Whether one may stay in it, or come to it, when dizzy or faint."""
    demands: tuple[str, ...] = ()
    """Of the domain's demands, what everything in it asks of the body."""
    needs: tuple[str, ...] = ()
    """Of the domain's furniture: one of these has to be there; empty: nothing."""
    equipment: tuple[str, ...] = ()
    """Of the domain's equipment, what one kneels, sits or lies on in it."""
    enter_s: float = 0
    """Seconds that it takes to get into it, before a count begins by itself."""
    turn_s: float = 0
    """The same when one is in it for the other side; 0 for a position that has no sides."""
    turn: str = ""
    """What is said first to whoever is in it for the other side; empty where the way into it says so already."""
    again: str = ""
    """What is said first to whoever rested out of it and goes on in it; empty where nobody rests out of it."""
    leave: str = ""
    """The way out of it in one short sentence, for a position that nobody stays in; empty for one to rest in."""
    load: Mapping[str, int] = field(default_factory=dict)
    """What every exercise in it loads at least, from 0 to 3; what is not named is 0."""

    @property
    def sided(self) -> bool:
        """Whether its words say which side they are about."""
        return names_a_side(*self.enter)
