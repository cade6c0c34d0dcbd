"""The names of the states, and the groups of them that several rows of the table begin from.

Two regions run side by side. `FLOW` is the course of the session. `GATE` is open, paused, stopped or trying, and while
it is not open the flow keeps its place.
"""

from collections.abc import Mapping

FLOW: Mapping[str, str] = {
    "asleep": "The session has not begun.",
    "locked": "A red flag keeps sessions locked, and what to do about it is said.",
    "confirm": "It is asked whether the red flag was really looked at.",
    "unsaid": "It is asked whether the red flag was misheard.",
    "resuming": "It is asked how strong the pain is, before the session goes on after a red flag that was misheard.",
    "screen": "A question about health is asked.",
    "before": "It is asked how strong the pain is before the session.",
    "welcome": "It is said which session it is to be; another one can be chosen.",
    "prepare": "What the session needs is fetched and put in its place; it waits until the person says that it is.",
    "travel": "The person is led to another level, step by step; each step waits until they say that they are there.",
    "brief": "An exercise, or its next side or set, is being described.",
    "ready": "The person gets into position; the count begins when they say so, or by itself after a wait.",
    "work": "A set is being counted.",
    "rest": "A set is done, and the next side, set or exercise follows after a rest.",
    "there": "It is asked whether anybody is there, because nobody was heard for some exercises.",
    "where": "It is asked where it hurts.",
    "spread": "It is asked whether the pain runs down the leg.",
    "scale": "It is asked how strong the pain is.",
    "easing": "The person rests out of the position for a while, because it hurt.",
    "recheck": "It is asked how strong the pain is after that rest.",
    "offer": "It is asked whether to go on with something else, because it hurt too much.",
    "enough": "It is asked whether to stop for today, because going on is unwise or it hurt again and again.",
    "morning": "It is asked how strong the pain was on the morning after the last session.",
    "harmed": "It is asked whether the person is hurt, because they fell or called for help.",
    "head": "It is asked whether they hit their head or are dizzy, after a fall or a call for help.",
    "recovering": "They rest after a fall or a call for help, before anything goes on.",
    "steady": "It is asked whether to go on after a fall or a call for help.",
    "forgetting": "It is asked whether everything about the person is really to be forgotten.",
    "naming": "The person names what is hard for them these days.",
    "checking": "A question of a self-check is asked.",
    "after": "All exercises are over, and it is asked how strong the pain is now.",
    "effort": "It is asked how hard the session was.",
    "down": "The session is over and the person is still down; the way up is offered, and waited for.",
    "rising": "The session is over, and the person is led up, step by step.",
    "closing": "The goodbye is being said, and for a moment after it somebody is still listened to.",
    "done": "The session is over, and the program is about to go.",
}
"""state -> what happens in it"""
GATE: Mapping[str, str] = {
    "open": "The session goes on.",
    "paused": "The session waits until the person says to go on.",
    "stopped": "Everything has stopped, and the session ends after a while unless the person says to go on.",
    "trying": "The session waits as in a pause, while the person hears other voices and keeps one of them.",
}
"""state -> what happens in it"""

IN_EXERCISE = ("ready", "work", "rest")
"""States in which the person is in the position of an exercise, and has to be led out of it."""
MOVING = ("brief", *IN_EXERCISE)
"""States in which an exercise is under way."""
TALKING = ("welcome", *MOVING)
"""States in which it is told what to do; "repeat" says it again."""
LOCKED = ("locked", "confirm", "unsaid")
"""States in which a red flag keeps sessions locked."""
OPENING = ("morning", "screen", "before")
"""Questions before the session."""
HURTING, EASING = ("where", "spread", "scale"), ("easing", "recheck")
"""A pain report: its questions, and what follows while a smaller range is tried."""
SCORED = ("morning", "before", *HURTING, *EASING, "resuming", "after")
"""States in which a number says how strong the pain is."""
HELPED = ("harmed", "head", "steady")
"""Questions after a fall or a call for help."""
FALLEN = (*HELPED, "recovering")
"""What follows a fall or a call for help."""
AFTER = ("after", "effort")
"""Questions when the exercises are over."""
ASKING = (
    *HURTING,
    "recheck",
    "offer",
    "enough",
    "there",
    *OPENING,
    "confirm",
    "unsaid",
    "resuming",
    "forgetting",
    "naming",
    "checking",
    *HELPED,
    *AFTER,
)
"""States in which a question waits for its answer."""
RISING = ("down", "rising")
"""States after the goodbye to somebody who is down."""
LIVE = (*TALKING, "prepare", "travel", *ASKING, "easing", "recovering", "locked", *RISING)
"""All states of a session under way."""
HEARD_OUT = (*LIVE, "closing", "done")
"""States in which a red flag or a report of pain is taken in: from the first word until the program has gone."""
UNASKED = ("closing", "down", "locked")
"""States in which a report of pain is noted and asks nothing; how strong it is, and where, can be told all the same."""
UNHURRIED = ("welcome", "prepare", "brief", "ready", "rest", "before", "locked")
"""States with time for a longer answer; the fewer phrases a state listens for, the better each is told from talk."""
VOICED = ("welcome", "prepare", "brief", "rest", *OPENING, "naming", "checking", *AFTER)
"""States in which another voice can be tried: nobody is in a position, and nothing is wrong."""
ABSENT = ("asleep", "done")
"""States in which there is nobody to talk to: the session has not begun, or is over."""
