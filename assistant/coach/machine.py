"""The only file that knows the `transitions` package: it runs the table over a stage.

Outputs and conditions are functions of a `Stage` and a `Turn`; here they are unpacked from the package's envelope.
The package's state is a list of two long names, one of each region; a stage knows them by their short names.
"""

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any, TypeVar

from transitions.extensions import HierarchicalMachine

from assistant.coach.stage import Stage, Turn
from assistant.coach.states import FLOW, GATE, LIVE
from assistant.coach.table import Condition, Row
from assistant.coach.topics import GATE_ROWS, ROWS, triggers

Result = TypeVar("Result")
STATES: list[Mapping[str, Any]] = [
    {
        "name": "session",
        "parallel": [
            {"name": "flow", "children": list(FLOW), "initial": "asleep"},
            {"name": "gate", "children": list(GATE), "initial": "open"},
        ],
    }
]


class _Model:
    """What the package keeps its state in."""

    state: Any = None


class Machine:
    """The table, run over one stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._model = _Model()
        # Rows that lead elsewhere need an open gate. The gate's own rows need a session under way; without that, one
        # could pause a session that is over and it would never end.
        rows = [self._transitions(row, "flow", [_gate_open] if row.moves else []) for row in ROWS]
        rows += [self._transitions(row, "gate", [_live]) for row in GATE_ROWS]
        self._machine = HierarchicalMachine(
            model=self._model, states=STATES, transitions=list(chain(*rows)), initial="session",
            send_event=True, auto_transitions=False, queued=False, model_override=False,
        )  # fmt: skip
        self._place()

    def fire(self, turn: Turn) -> bool:
        """Take the first row of the trigger whose condition holds, in each region; whether there was one."""
        fired = bool(self._machine.trigger_event(self._model, turn.trigger, turn=turn))
        self._place()
        return fired

    def _place(self) -> None:
        """Tell the stage where it is."""
        flow, gate = (str(name).rsplit("_", 1)[1] for name in self._model.state)
        if (flow, gate) != (self._stage.flow, self._stage.gate) or not self._stage.possible:
            self._stage.flow, self._stage.gate = flow, gate
            self._stage.possible = triggers((flow, gate))

    def _transitions(self, row: Row, region: str, conditions: list[Condition]) -> list[dict[str, Any]]:
        return [
            {
                "trigger": trigger,
                "source": [f"session_{region}_{source}" for source in row.sources],
                "dest": f"session_{region}_{row.target}" if row.target else None,
                "after": self._called(row.output),
                "conditions": [self._called(check) for check in (*conditions, *([row.when] if row.when else []))],
                "unless": [self._called(row.unless)] if row.unless else [],
            }
            for trigger in row.triggers
        ]

    def _called(self, function: Callable[[Stage, Turn], Result]) -> Callable[[Any], Result]:
        """The function, as the package calls it: with an envelope in which the turn lies."""

        def call(envelope: Any) -> Result:
            self._place()
            turn: Turn = envelope.kwargs["turn"]
            return function(self._stage, turn)

        return call


def _gate_open(stage: Stage, _turn: Turn) -> bool:
    return stage.gate == "open"


def _live(stage: Stage, _turn: Turn) -> bool:
    return stage.flow in LIVE
