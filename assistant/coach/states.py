"""The names of the states, and the groups of them that several rows of the table begin from.

Two regions run side by side. `FLOW` is the course of the session. `GATE` is open, paused or stopped, and while it is
not open the flow keeps its place.
"""

FLOW = (
    "asleep", "locked", "confirm", "screen", "before", "welcome", "brief", "ready", "work", "rest",
    "where", "scale", "easing", "recheck", "offer", "morning", "forgetting", "checking", "after", "effort",
    "closing", "done",
)  # fmt: skip
GATE = ("open", "paused", "stopped")

IN_EXERCISE = ("ready", "work", "rest")
"""States in which the person is in the position of an exercise, and has to be led out of it."""
MOVING = ("brief", *IN_EXERCISE)
"""States in which an exercise is under way."""
TALKING = ("welcome", *MOVING)
OPENING = ("morning", "screen", "before")
"""Questions before the session."""
HURTING, EASING = ("where", "scale"), ("easing", "recheck")
"""A pain report: its questions, and what follows while a smaller range is tried."""
AFTER = ("after", "effort")
"""Questions when the exercises are over."""
ASKING = (*HURTING, "recheck", "offer", *OPENING, "confirm", "forgetting", "checking", *AFTER)
"""States in which a question waits for its answer."""
LIVE = (*TALKING, *ASKING, "easing", "locked")
"""All states of a session under way."""
UNHURRIED = ("welcome", "brief", "ready", "rest", "before", "locked")
"""States with time for a longer answer; the fewer phrases a state listens for, the better each is told from talk."""
ABSENT = ("asleep", "done")
"""States in which there is nobody to talk to: the session has not begun, or is over."""
