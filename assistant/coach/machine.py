"""The only file that knows the `transitions` package: it runs the table over a stage.

Outputs and conditions are functions of a `Stage` and a `Turn`; here they are unpacked from the package's envelope.
The package's state is a list of two long names, one of each region; a stage knows them by their short names.
"""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain
from typing import Any, TypeVar

from transitions.extensions import HierarchicalMachine

from assistant.coach.stage import Stage, Turn
from assistant.coach.states import ASKING, FLOW, GATE, LIVE
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
FIRST = ("session_flow_asleep", "session_gate_open")
"""The states of a session that has not begun, one of each region."""


class _Model:
    """One session as the package sees it: the names of its states, and the stage that its outputs work on."""

    def __init__(self, stage: Stage, state: Any = None) -> None:
        self.stage, self.state = stage, state

    def place(self) -> None:
        """Tell the stage where it is."""
        flow, gate = (str(name).rsplit("_", 1)[1] for name in self.state)
        stage = self.stage
        if (flow, gate) != (stage.flow, stage.gate) or not stage.possible:
            stage.flow, stage.gate = flow, gate
            stage.possible = triggers((flow, gate))
            if flow not in ASKING and stage.asked.leave():
                stage.speech.waiting = ()


class Machine:
    """The table, run over one stage."""

    def __init__(self, stage: Stage) -> None:
        self._interpreter = _interpreter()
        self._model = _Model(stage, [*FIRST])
        self._model.place()

    def fire(self, turn: Turn) -> bool:
        """Take the first row of the trigger whose condition holds, in each region; whether there was one."""
        fired = bool(self._interpreter.trigger_event(self._model, turn.trigger, turn=turn))
        self._model.place()
        return fired


@cache
def _interpreter() -> HierarchicalMachine:
    """The package's machine. The table is the same for every session, so it is taken in once."""
    # Rows that lead elsewhere need an open gate. The gate's own rows need a session under way; without that, one
    # could pause a session that is over and it would never end.
    rows = [_transitions(row, "flow", [_gate_open if row.moves else _not_to_the_gate]) for row in ROWS]
    rows += [_transitions(row, "gate", [_live]) for row in GATE_ROWS]
    return HierarchicalMachine(
        model=None, states=STATES, transitions=list(chain(*rows)), initial="session",
        send_event=True, auto_transitions=False, queued=False,
    )  # fmt: skip


def _transitions(row: Row, region: str, conditions: list[Condition]) -> list[dict[str, Any]]:
    return [
        {
            "trigger": trigger,
            "source": [f"session_{region}_{source}" for source in row.sources],
            "dest": f"session_{region}_{row.target}" if row.target else None,
            "after": _called(row.output),
            "conditions": [_called(check) for check in (*conditions, *([row.when] if row.when else []))],
            "unless": [_called(row.unless)] if row.unless else [],
        }
        for trigger in row.triggers
    ]


def _called(function: Callable[[Stage, Turn], Result]) -> Callable[[Any], Result]:
    """The function, as the package calls it: with an envelope in which the model and the turn lie."""

    def call(envelope: Any) -> Result:
        model: _Model = envelope.model
        turn: Turn = envelope.kwargs["turn"]
        model.place()
        return function(model.stage, turn)

    return call


def _gate_open(stage: Stage, _turn: Turn) -> bool:
    return stage.gate == "open"


def _not_to_the_gate(stage: Stage, turn: Turn) -> bool:
    """Whether a trigger is not one that the shut gate itself answers, such as "go on" or "repeat" in a pause."""
    return stage.gate == "open" or turn.trigger not in triggers((stage.gate,))


def _live(stage: Stage, _turn: Turn) -> bool:
    return stage.flow in LIVE
