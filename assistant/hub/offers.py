"""Plans that a clinic has sent: each waits until nothing is under way, is offered by voice, and is kept after a yes.

Nobody can make Limber speak on and on in this way: few plans may wait, and a plan that got no answer is offered again
after an hour, three times in all. Pure: time is an argument, in seconds of a clock that only goes on.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.hub.messages import Answered, OfferedPlan, PlanAnswer
from assistant.words.arrivals import PlanOffered
from assistant.words.errors import LimberError

WAITING_MOST = 3
"""Plans that may wait at a time. Raised, whoever has the broker can make Limber ask more."""
AGAIN_S = 3600.0
"""Seconds between two offers. Lowered, somebody who does not want to answer is asked more often."""
OFFERED_MOST = 3
"""How often a plan is offered that gets no answer."""
LOOKS_MOST, LOOKS_S = 12, 3600.0
"""Plans that are looked at in so many seconds: to read one takes a second of a small machine."""
REMEMBERED_MOST = 50
"""Answers that are remembered, so that a plan which comes twice is offered once."""


@dataclass
class _Offer:
    plan: OfferedPlan
    said: PlanOffered
    times: int = 0


@dataclass
class Offers:
    """The plans that wait, the first one first."""

    look: Callable[[str], PlanOffered]
    """What is said of a plan with this text. Raises `LimberError` where it cannot be used."""
    known: Callable[[str], bool]
    """Whether a plan with this text is kept already."""
    _waiting: list[_Offer] = field(default_factory=list)
    _answers: dict[str, PlanAnswer] = field(default_factory=dict)
    _looked_at: deque[float] = field(default_factory=lambda: deque(maxlen=LOOKS_MOST))
    _next_at: float = float("-inf")

    def receive(self, plan: OfferedPlan, now: float) -> PlanAnswer:
        """A plan comes at a time in seconds; returns what the hub is answered at once."""
        if plan.id in self._answers:
            return self._answers[plan.id]
        if any(offer.plan.id == plan.id for offer in self._waiting):
            return PlanAnswer(plan.id, "waits")
        if len(self._looked_at) == LOOKS_MOST and now - self._looked_at[0] < LOOKS_S:
            return PlanAnswer(plan.id, "wrong", "too many plans came; send it again in an hour")
        self._looked_at.append(now)
        if self.known(plan.text):
            return self._answered(plan, "kept")
        if len(self._waiting) >= WAITING_MOST:
            return PlanAnswer(
                plan.id, "wrong", f"{WAITING_MOST} plans wait there already; send it when they are answered"
            )
        try:
            said = self.look(plan.text)
        except LimberError as error:
            return self._answered(plan, "wrong", str(error)[:250])
        self._waiting.append(_Offer(plan, said))
        return self._answered(plan, "waits")

    def due(self, now: float) -> PlanOffered | None:
        """What is to be offered now; None: nothing."""
        if not self._waiting or now < self._next_at:
            return None
        self._next_at = now + AGAIN_S
        return self._waiting[0].said

    @property
    def first(self) -> OfferedPlan | None:
        """The plan that is offered now or next; None: none waits."""
        return self._waiting[0].plan if self._waiting else None

    def answer(self, *, accepted: bool | None) -> PlanAnswer | None:
        """The person has answered, or not (None); returns what the hub is told of it. None: nothing yet."""
        if not self._waiting:
            return None
        offer = self._waiting[0]
        offer.times += 1
        if accepted is None and offer.times < OFFERED_MOST:
            return None
        del self._waiting[0]
        self._next_at = float("-inf") if accepted is not None else self._next_at
        how: Answered = "unanswered" if accepted is None else "kept" if accepted else "refused"
        return self._answered(offer.plan, how)

    def _answered(self, plan: OfferedPlan, how: Answered, why: str = "") -> PlanAnswer:
        if len(self._answers) >= REMEMBERED_MOST:
            del self._answers[next(iter(self._answers))]
        self._answers[plan.id] = PlanAnswer(plan.id, how, why)
        return self._answers[plan.id]
