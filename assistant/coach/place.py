"""Where the person is: the station, the position, and what was described there.

A count may only begin where the exercise, or at least the way into its position, was told since the person last changed
their position. So a place forgets the position whenever they are led to another station, or out of it.
"""

from dataclasses import dataclass

from assistant.coach.plan import Plan
from assistant.content.ways import FURNITURE, STANDING, Ways, WayStep


def level_of(plan: Plan) -> str:
    """The level that the exercise under way is done on."""
    return plan.routine.level_of(plan.library.positions[plan.exercise.position])


def support_side(plan: Plan) -> str:
    """The side for which its position is taken; empty for a position that has no sides."""
    position = plan.library.positions[plan.exercise.position]
    return (plan.side or "right") if position.sided else ""


def stay_on_side(plan: Plan, position: str, side: str) -> None:
    """Begin an exercise on the side that its position was left on, so that nobody turns round twice."""
    here = position == plan.exercise.position and plan.library.positions[position].sided
    if here and not plan.today.found.side and side in plan.sides[1:]:
        plan.switch_side()


@dataclass
class Place:
    """Where the person is; a session begins standing."""

    ways: Ways
    station: str = STANDING
    position: str = ""
    """The position they are in; empty for none of ours: they have just come to the station, or were led out."""
    side: str = ""
    """The side for which the position was taken."""
    was: tuple[str, str] = ("", "")
    """The position they were in last, and for which side, since they came to this level."""
    described: str = ""
    """The exercise that was described to its end last; it is told in short when its position is entered anew."""
    ended: bool = False
    """Whether a set has ended since the exercise was described, so that its next count needs more than what changes."""
    out: bool = False
    """Whether they were led out of a position, so that no count begins before they say that they are back in one."""
    furniture: frozenset[str] = frozenset(FURNITURE)
    """What there is to lean and to sit on, on the way."""
    offered: bool = False
    """Whether the way up has been offered since they went down."""
    towards: str = ""
    """The station that the step leads to which they were told last; they may be there already. Empty: none was told."""
    stays: bool = False
    """Whether they felt something with which nobody is sent up."""

    @property
    def is_up(self) -> bool:
        """Whether they stand or sit, and need no way up."""
        return self.ways.levels[self.lowest] in ("standing", "chair")

    @property
    def lowest(self) -> str:
        """The station where they are, or the one below it if they are making a step down: it may be made by now."""
        here, ahead = (self.ways.path(at, STANDING, self.furniture) for at in (self.station, self.towards or STANDING))
        return self.towards if here is not None and ahead is not None and len(ahead) > len(here) else self.station

    def way_up(self) -> tuple[WayStep, ...] | None:
        """The steps from where they may be to standing; None: no way leads up with the furniture there is."""
        return self.ways.path(self.lowest, STANDING, self.furniture)

    @property
    def level(self) -> str:
        """The level they are on."""
        return self.ways.levels[self.station]

    def is_in(self, plan: Plan) -> bool:
        """Whether they are in the position of the exercise under way, for its side."""
        return (self.position, self.side) == (plan.exercise.position, support_side(plan))

    def is_turned(self, plan: Plan) -> bool:
        """Whether they were in the position of the exercise under way last, for its other side."""
        position, side = self.was
        return position == plan.exercise.position and side not in ("", support_side(plan))

    def arrive(self, plan: Plan) -> None:
        """The exercise under way has been described, and they are getting into its position."""
        self.position, self.side, self.described = plan.exercise.position, support_side(plan), plan.exercise.id
        self.was = self.position, self.side
        self.station = self.ways.station(plan.exercise.position, level_of(plan))
        self.offered = self.ended = False
        self.towards = ""

    def come_to(self, station: str) -> None:
        """They have made a step to a station."""
        self.station, self.was, self.towards = station, ("", ""), ""
        self.change()

    def change(self) -> None:
        """They have left their position, so that the next one is entered anew."""
        self.position = self.side = ""

    def lead_out(self) -> None:
        """They were told to leave their position."""
        self.change()
        self.out = True
