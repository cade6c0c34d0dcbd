"""The table: which event leads where, and what is done on the way.

Two regions run side by side. `flow` is the session's course; `gate` is open, paused or stopped, and while it is
shut the flow keeps its place. Outputs belong to rows, never to states: there is no history in a state machine, so
going on after a pause must not repeat what entering the state once said.

This is the only file that knows the `transitions` package. Rows are tried in order; the first whose condition holds
is taken. A trigger is an intent of commands.yaml, or one of ours: begin, told (a narration has been heard), NAME_due
(a deadline), relief_NAME (what the pain rules decided), screened and checked (no more questions), reopen, mic_lost,
mic_back, and deaf (the microphone was lost too often).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from transitions.extensions import HierarchicalMachine

FLOW = (
    "asleep", "locked", "confirm", "screen", "before", "welcome", "brief", "ready", "work", "rest",
    "where", "scale", "easing", "recheck", "offer", "morning", "forgetting", "checking", "after", "effort",
    "closing", "done",
)  # fmt: skip
GATE = ("open", "paused", "stopped")

MOVING = ("brief", "ready", "work", "rest")
"""States in which an exercise is under way."""
TALKING = ("welcome", *MOVING)
OPENING = ("morning", "screen", "before")
"""Questions before the session."""
HURTING, EASING = ("where", "scale"), ("easing", "recheck")
"""A pain report: its questions, and what follows while a smaller range is tried."""
AFTER = ("after", "effort")
"""Questions when the exercises are over."""
ASKING = (*HURTING, "recheck", "offer", *OPENING, "confirm", "forgetting", "checking", *AFTER)
LIVE = (*TALKING, *ASKING, "easing", "locked")
UNHURRIED = ("welcome", "brief", "ready", "rest", "before", "locked")
"""States with time for a longer answer; the fewer phrases a state listens for, the better each is told from talk."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    trigger: str
    sources: tuple[str, ...]
    target: str | None
    """None: stay, and only do the output."""
    output: str
    """A method of the session."""
    when: str = ""
    """A condition of the session; "!" before it negates."""

    @property
    def moves(self) -> bool:
        """Whether it takes the flow elsewhere, at once or by what it decides."""
        return self.target is not None or self.output in DECIDING


DECIDING = ("judge", "judge_again", "note_answer", "leave_questions", "note_check", "skip_check")
"""Outputs that end in a trigger of ours."""

_Short = tuple[str, str | tuple[str, ...], str | None, str]


def _rows(*rows: _Short | tuple[str, str | tuple[str, ...], str | None, str, str]) -> tuple[Row, ...]:
    return tuple(Row(one[0], (one[1],) if isinstance(one[1], str) else one[1], *one[2:]) for one in rows)


ROWS: tuple[Row, ...] = _rows(
    # before the session: a lock, questions about health, pain now
    ("begin", "asleep", "locked", "say_locked", "person_locked"),
    ("begin", "asleep", "screen", "introduce", "!introduced"),
    ("begin", "asleep", "morning", "ask_morning", "morning_unknown"),
    ("begin", "asleep", "before", "ask_before", "introduced"),
    ("number", "morning", "before", "note_morning"),
    *((trigger, "morning", "before", "ask_before") for trigger in ("answer_due", "next", "start", "unsure", "no")),
    ("yes", "screen", None, "note_answer"),
    ("no", "screen", None, "note_answer"),
    ("unsure", "screen", None, "note_answer"),
    ("next", "screen", None, "leave_questions"),
    ("answer_due", "screen", None, "ask_again", "!asked_twice"),
    ("answer_due", "screen", None, "leave_questions", "asked_twice"),
    ("screened", "screen", "before", "ask_before", "!pain_asked"),
    ("screened", "screen", "welcome", "greet", "pain_asked"),
    ("health", ("before", "welcome", "brief", "ready", "rest"), "screen", "ask_health"),
    ("number", "before", "welcome", "note_before"),
    ("answer_due", "before", "welcome", "greet_unscored"),
    ("next", "before", "welcome", "greet_unscored"),
    ("start", "before", "welcome", "greet_unscored"),
    ("resume", "before", "welcome", "greet_unscored"),
    ("unsure", "before", "welcome", "greet_unscored"),
    ("no", "before", "welcome", "greet_unscored"),
    ("fit", "before", None, "fit_before"),
    ("pick", "before", None, "pick_before"),
    ("fit", "welcome", None, "fit_session"),
    ("pick", "welcome", None, "pick_routine"),
    ("learn_voice", ("before", "welcome"), "closing", "leave_to_learn"),
    ("take_up", "welcome", "brief", "go_back_there", "was_cut_off"),
    ("check_me", "before", None, "check_before"),
    ("check_me", "welcome", None, "check_me_now"),
    ("as_last_time", "welcome", None, "undo_changes", "was_changed"),
    ("forget", ("before", "welcome"), "forgetting", "ask_forget"),
    ("yes", "forgetting", "closing", "forget_all"),
    *((trigger, "forgetting", "before", "keep_history") for trigger in ("no", "answer_due", "unsure", "next")),
    ("told", "welcome", "brief", "describe_item"),
    ("start", "welcome", "brief", "describe_item"),
    # a red flag: everything ends, and stays locked until somebody says aloud that it was looked at
    ("red_flag", LIVE, "locked", "flag"),
    ("told", "locked", None, "start_patience"),
    ("locked_due", "locked", "closing", "close_unwell"),
    ("repeat", "locked", None, "say_locked"),
    ("clear", "locked", "confirm", "ask_clear"),
    ("yes", "confirm", "before", "unlock"),
    ("no", "confirm", "locked", "say_locked"),
    ("unsure", "confirm", "locked", "say_locked"),
    ("answer_due", "confirm", "locked", "say_locked"),
    ("finish", ("locked", "confirm"), "closing", "close_unwell"),
    # an exercise's own course
    ("told", "brief", "ready", "await_ready"),
    ("start", ("brief", "ready"), "work", "begin_work"),
    ("ready_due", "ready", "work", "begin_work"),
    ("count_due", "work", "checking", "begin_check", "asks_now"),
    ("count_due", "work", "rest", "finish_step", "more_to_do"),
    ("count_due", "work", "after", "ask_after", "!more_to_do"),
    ("told", "rest", None, "start_rest"),
    ("rest_due", "rest", "brief", "describe_step"),
    ("start", "rest", "brief", "describe_step"),
    # moving about
    ("next", "welcome", "brief", "describe_item"),
    ("next", MOVING, "brief", "skip_item", "has_next"),
    ("next", MOVING, "closing", "close", "!has_next"),
    ("previous", MOVING, "brief", "previous_item", "has_previous"),
    ("previous", MOVING, None, "say_first_item", "!has_previous"),
    ("start_over", MOVING, "brief", "begin_again"),
    ("switch", MOVING, "brief", "switch_side", "sided"),
    ("switch", MOVING, None, "say_no_sides", "!sided"),
    ("skip_side", MOVING, "brief", "leave_side", "side_follows"),
    ("skip_side", MOVING, None, "say_last_side", "!side_follows"),
    ("easier", MOVING, "brief", "climb_down", "can_ease"),
    ("easier", MOVING, None, "say_easiest", "!can_ease"),
    ("harder", MOVING, "brief", "climb_up", "can_harden"),
    ("harder", MOVING, None, "say_hardest", "!can_harden"),
    ("more_time", ("ready", "rest"), None, "wait_longer"),
    ("more_time", "work", None, "work_longer", "timed"),
    # pain
    ("hurts", (*TALKING, *OPENING, "checking"), "where", "ask_where", "!area_named"),
    ("hurts", (*TALKING, *OPENING, "checking"), "scale", "ask_scale", "area_named"),
    ("symptom", (*TALKING, *OPENING, "checking", *HURTING, *EASING), None, "judge"),
    ("area", "where", "scale", "ask_scale"),
    ("hurts", HURTING, "scale", "ask_scale", "area_named"),
    ("hurts", HURTING, None, "ask_again", "!area_named"),
    ("area", "scale", "scale", "ask_scale"),
    ("number", HURTING, None, "judge"),
    ("answer_due", "where", "scale", "ask_scale"),
    ("answer_due", "scale", None, "judge"),
    ("told", "easing", None, "start_easing"),
    ("recheck_due", "easing", "recheck", "ask_recheck"),
    ("number", EASING, None, "judge_again"),
    ("hurts", EASING, None, "judge_again"),
    ("answer_due", "recheck", None, "judge_again"),
    ("unclear", ASKING, None, "ask_again"),
    ("repeat", ASKING, None, "ask_again"),
    ("repeat", "easing", None, "say_easing"),
    ("told", ASKING, None, "start_waiting"),
    ("no", HURTING, "ready", "never_mind", "in_exercise"),
    ("no", HURTING, "brief", "describe_item", "!in_exercise"),
    ("resume", HURTING, "ready", "never_mind", "in_exercise"),
    ("resume", HURTING, "brief", "describe_item", "!in_exercise"),
    ("no", EASING, "ready", "go_smaller"),
    ("resume", EASING, "ready", "go_smaller"),
    ("start", EASING, "ready", "go_smaller"),
    ("next", (*HURTING, *EASING), "brief", "skip_item", "has_next"),
    ("next", (*HURTING, *EASING), "closing", "close_unwell", "!has_next"),
    ("easier", (*HURTING, *EASING), "brief", "climb_down", "can_ease"),
    ("relief_smaller", LIVE, "ready", "go_smaller", "in_exercise"),
    ("relief_smaller", LIVE, "brief", "describe_item", "!in_exercise"),
    ("relief_ease", LIVE, "easing", "say_easing"),
    ("relief_easier", LIVE, "brief", "ease"),
    ("relief_swap", LIVE, "brief", "swap"),
    ("relief_leave", LIVE, "brief", "leave", "has_next"),
    ("relief_leave", LIVE, "closing", "close_unwell", "!has_next"),
    ("relief_offer", LIVE, "offer", "offer", "has_other"),
    ("relief_offer", LIVE, "closing", "close_unwell", "!has_other"),
    ("yes", "offer", "brief", "take_offer"),
    ("start", "offer", "brief", "take_offer"),
    ("resume", "offer", "brief", "take_offer"),
    ("next", "offer", "brief", "take_offer"),
    ("no", "offer", "closing", "close_unwell"),
    ("answer_due", "offer", "closing", "close_unwell"),
    ("hurts", "offer", "closing", "close_unwell"),
    ("symptom", "offer", "closing", "close_unwell"),
    # the questions of a self-check
    *((trigger, "checking", None, "note_check", "answers_check")
      for trigger in ("number", "which", "hour", "change", "yes", "no")),
    *((trigger, "checking", None, "skip_check") for trigger in ("next", "unsure", "answer_due")),
    ("checked", "checking", "rest", "rest_after_check", "more_to_do"),
    ("checked", "checking", "after", "ask_after_again", "!more_to_do"),
    # when all is done: pain now, and how hard it was
    ("number", "after", "effort", "note_after"),
    ("effort", AFTER, "closing", "note_effort"),
    ("hurts", "after", None, "ask_again"),
    ("hurts", "effort", "after", "ask_after_again"),
    ("symptom", AFTER, "closing", "close_symptom"),
    *((trigger, "after", "effort", "ask_effort") for trigger in ("unsure", "next", "no")),
    *((trigger, "effort", "closing", "close") for trigger in ("unsure", "next", "no", "answer_due")),
    ("answer_due", "after", "closing", "close"),
    # ending
    ("finish", LIVE, "closing", "close"),
    ("deaf", LIVE, "closing", "close_deaf"),
    ("told", "closing", "done", "leave_session"),
    ("stop", "closing", "done", "leave_session"),
    # questions and preferences
    ("repeat", TALKING, None, "say_again"),
    ("how_long", "work", None, "say_time_left"),
    ("how_long", ("welcome", "brief", "ready", "rest", "easing", *ASKING), None, "say_session_left"),
    ("whats_next", LIVE, None, "say_next"),
    ("where", LIVE, None, "say_where"),
    ("why", MOVING, None, "say_why"),
    ("why", "welcome", None, "say_routine_why"),
    ("check_form", MOVING, None, "say_form"),
    ("progress", UNHURRIED, None, "say_progress"),
    ("remind", UNHURRIED, None, "set_reminder"),
    ("no_reminders", UNHURRIED, None, "clear_reminders"),
    ("breaks", UNHURRIED, None, "offer_breaks"),
    ("no_breaks", UNHURRIED, None, "offer_no_breaks"),
    ("tip", ("welcome", "brief", "ready", "rest"), None, "give_tip"),
    ("read_plan", UNHURRIED, None, "say_plan"),
    ("clock_face", UNHURRIED, None, "say_clock_face"),
    ("see_someone", UNHURRIED, None, "say_professional"),
    ("who_are_you", UNHURRIED, None, "say_disclaimer"),
    ("help", LIVE, None, "say_help"),
    ("slower", LIVE, None, "speak_slower"),
    ("faster", LIVE, None, "speak_faster"),
    ("much_slower", LIVE, None, "speak_much_slower"),
    ("much_faster", LIVE, None, "speak_much_faster"),
    ("normal_speed", LIVE, None, "speak_normally"),
    ("louder", LIVE, None, "speak_louder"),
    ("quieter", LIVE, None, "speak_quieter"),
    ("shorter", LIVE, None, "say_less"),
    ("more_detail", LIVE, None, "say_more"),
)  # fmt: skip

GATE_ROWS: tuple[Row, ...] = _rows(
    ("pause", "open", "paused", "keep_still"),
    ("pause", "paused", None, "say_paused"),
    ("paused_due", "paused", None, "say_still_paused"),
    ("stop", "open", "stopped", "halt"),
    ("stop", "paused", "stopped", "halt"),
    ("stop", "stopped", "open", "finish_stopped"),
    ("no", "stopped", "open", "finish_stopped"),
    ("stopped_due", "stopped", "open", "finish_stopped"),
    ("pause", "stopped", "paused", "say_paused"),
    ("resume", ("paused", "stopped"), "open", "go_on"),
    ("start", ("paused", "stopped"), "open", "go_on"),
    ("yes", ("paused", "stopped"), "open", "go_on"),
    ("repeat", ("paused", "stopped"), None, "say_paused"),
    ("reopen", ("paused", "stopped"), "open", "thaw"),
    ("mic_lost", "open", "paused", "pause_deaf"),
    ("mic_lost", ("paused", "stopped"), None, "say_deaf"),
    ("mic_back", ("paused", "stopped"), None, "say_hearing"),
)  # fmt: skip
"""`stop` while closing is the flow's; `halt` and `pause` apply only while the session is live."""


def triggers(states: Iterable[str]) -> set[str]:
    """Every trigger that has a row from one of the states, whatever its condition."""
    here = set(states)
    return {row.trigger for row in (*ROWS, *GATE_ROWS) if here & set(row.sources)}


def moves(state: str, trigger: str) -> bool:
    """Whether a trigger would take the flow elsewhere from a state."""
    return any(row.trigger == trigger and state in row.sources and row.moves for row in ROWS)


def _transition(row: Row, region: str, condition: str) -> dict[str, Any]:
    one: dict[str, Any] = {
        "trigger": row.trigger,
        "source": [f"session_{region}_{source}" for source in row.sources],
        "dest": f"session_{region}_{row.target}" if row.target else None,
        "after": row.output,
        "conditions": [condition],
        "unless": [],
    }
    if row.when:
        one["unless" if row.when.startswith("!") else "conditions"].append(row.when.lstrip("!"))
    return one


def build(session: object) -> "HierarchicalMachine":
    """A machine over `session`, whose methods are the outputs and conditions the rows name."""
    states: list[Mapping[str, Any]] = [
        {
            "name": "session",
            "parallel": [
                {"name": "flow", "children": list(FLOW), "initial": "asleep"},
                {"name": "gate", "children": list(GATE), "initial": "open"},
            ],
        }
    ]
    # Moving rows need an open gate; the gate's own rows need a live session, or everything could be paused for ever.
    rows = [_transition(row, "flow", "gate_open" if row.moves else "always") for row in ROWS]
    rows += [_transition(row, "gate", "live") for row in GATE_ROWS]
    return HierarchicalMachine(
        model=session, states=states, transitions=rows, initial="session",
        send_event=True, auto_transitions=False, queued=False, model_override=False,
    )  # fmt: skip


_GROUPS = {LIVE: ("any",), TALKING: ("welcome", "moving"), MOVING: ("moving",), ASKING: ("asking",)}
_GROUP_NAMES = {
    "moving": f"any of {', '.join(MOVING)}",
    "asking": f"any of {', '.join(ASKING)}",
    "any": "any but closing and done",
}


def mermaid() -> str:
    """The table as a Mermaid state diagram, for the README; rows of a whole group are drawn from the group."""
    arrows = _arrows(ROWS)
    groups = [
        f'        state "{words}" as {name}'
        for name, words in _GROUP_NAMES.items()
        if any(arrow.strip().startswith(f"{name} ") for arrow in arrows)
    ]
    return "\n".join([
        "stateDiagram-v2",
        "    direction LR",
        "    state flow {",
        *groups,
        "        [*] --> asleep",
        *arrows,
        "        done --> [*]",
        "    }",
        "    state gate {",
        "        [*] --> open",
        *_arrows(GATE_ROWS),
        "    }",
    ])  # fmt: skip


def _arrows(rows: Iterable[Row]) -> list[str]:
    merged: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for source in _GROUPS.get(row.sources, row.sources):
            if row.target:
                name = "pain rules" if row.trigger.startswith("relief_") else row.trigger
                merged.setdefault((source, row.target), []).append(name)
    return [f"        {start} --> {end}: {', '.join(dict.fromkeys(names))}" for (start, end), names in merged.items()]
