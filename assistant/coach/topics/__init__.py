"""The topics of conversation, one a file, and the table that their rows make.

Each file holds all of one topic: its rows, their conditions, their outputs, and what the topic remembers. Somebody who
wants to change "that hurts" opens `hurting.py`. What several topics do stands in
`coach/steps.py`, and how somebody is waited for in `coach/patience.py`.

The order of the topics means nothing. No two topics have rows of the same trigger in the same state, but for two
triggers in which several topics take an interest: there their conditions exclude each other. Tests see to both.
"""

from collections.abc import Iterable, Mapping

from assistant.coach.states import FLOW, GATE
from assistant.coach.table import Row, Topic
from assistant.coach.topics import (
    afterwards,
    answers,
    arriving,
    asking,
    attending,
    before,
    checking,
    choosing,
    course,
    elsewhere,
    ending,
    enough,
    forgetting,
    furnishing,
    gate,
    helping,
    hurting,
    locking,
    misheard,
    moving,
    naming,
    narrowing,
    noting,
    offering,
    options,
    preferences,
    preparing,
    pressing,
    reminders,
    rising,
    screening,
    spreading,
    travelling,
    trying,
    usual,
)

TOPICS = (
    Topic("locking", locking.__doc__, locking.ROWS),
    Topic("misheard", misheard.__doc__, misheard.ROWS),
    Topic("screening", screening.__doc__, screening.ROWS),
    Topic("furnishing", furnishing.__doc__, furnishing.ROWS),
    Topic("before", before.__doc__, before.ROWS),
    Topic("choosing", choosing.__doc__, choosing.ROWS),
    Topic("arriving", arriving.__doc__, arriving.ROWS),
    Topic("options", options.__doc__, options.ROWS),
    Topic("preparing", preparing.__doc__, preparing.ROWS),
    Topic("forgetting", forgetting.__doc__, forgetting.ROWS),
    Topic("course", course.__doc__, course.ROWS),
    Topic("attending", attending.__doc__, attending.ROWS),
    Topic("travelling", travelling.__doc__, travelling.ROWS),
    Topic("moving", moving.__doc__, moving.ROWS),
    Topic("narrowing", narrowing.__doc__, narrowing.ROWS),
    Topic("hurting", hurting.__doc__, hurting.ROWS),
    Topic("elsewhere", elsewhere.__doc__, elsewhere.ROWS),
    Topic("offering", offering.__doc__, offering.ROWS),
    Topic("enough", enough.__doc__, enough.ROWS),
    Topic("naming", naming.__doc__, naming.ROWS),
    Topic("helping", helping.__doc__, helping.ROWS),
    Topic("noting", noting.__doc__, noting.ROWS),
    Topic("spreading", spreading.__doc__, spreading.ROWS),
    Topic("usual", usual.__doc__, usual.ROWS),
    Topic("checking", checking.__doc__, checking.ROWS),
    Topic("afterwards", afterwards.__doc__, afterwards.ROWS),
    Topic("rising", rising.__doc__, rising.ROWS),
    Topic("ending", ending.__doc__, ending.ROWS),
    Topic("asking", asking.__doc__, asking.ROWS),
    Topic("answers", answers.__doc__, answers.ROWS),
    Topic("preferences", preferences.__doc__, preferences.ROWS),
    Topic("reminders", reminders.__doc__, reminders.ROWS),
    Topic("pressing", pressing.__doc__, pressing.ROWS),
    Topic("gate", gate.__doc__, gate.ROWS, "gate"),
    Topic("trying", trying.__doc__, trying.ROWS, "gate"),
)
ROWS: tuple[Row, ...] = tuple(row for topic in TOPICS if topic.region == "flow" for row in topic.rows)
GATE_ROWS: tuple[Row, ...] = tuple(row for topic in TOPICS if topic.region == "gate" for row in topic.rows)


def _by_state() -> Mapping[str, frozenset[str]]:
    rows = (*ROWS, *GATE_ROWS)
    return {
        state: frozenset(trigger for row in rows if state in row.sources for trigger in row.triggers)
        for state in (*FLOW, *GATE)
    }


_TRIGGERS = _by_state()


def triggers(states: Iterable[str]) -> frozenset[str]:
    """Every trigger that has a row from one of the states, whatever its condition."""
    return frozenset().union(*(_TRIGGERS[state] for state in states))


def moves(state: str, trigger: str) -> bool:
    """Whether a trigger would take the flow elsewhere from a state."""
    return any(trigger in row.triggers and state in row.sources and row.moves for row in ROWS)
