"""What the threads of a live session hand to each other."""

import queue
from dataclasses import dataclass, field

from assistant.hearing.echo.reference import Reference
from assistant.interrupts import Interrupts
from assistant.running.performance import Observer, Watcher
from assistant.running.pulse import Pulse
from assistant.words.events import Event

SILENT_S = 2.0
"""Seconds after which a device through which no sound flows is lost.

Raised, the person is left unheard, or hears nothing, for longer; lowered, a busy machine is taken for a lost device.
"""
RETRY_S = 1.0
"""Seconds between two attempts to open a lost device. Raised, the session stands still for longer."""


@dataclass(frozen=True, slots=True)
class Links:
    """One way for each kind of thing that is handed on; every one may be used from any thread."""

    inbox: queue.SimpleQueue[Event] = field(default_factory=queue.SimpleQueue)
    """Events for the main thread, which alone calls the coach."""
    before: queue.SimpleQueue[Event] = field(default_factory=queue.SimpleQueue)
    """Events that the coach is told of before it begins, such as that the person has a button."""
    grammars: queue.SimpleQueue[frozenset[str]] = field(default_factory=queue.SimpleQueue)
    """For the ear: the intents that can be heard from now on."""
    troubles: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    """For the main thread: sentences on what went wrong, which are shown to the person."""
    played: Reference = field(default_factory=Reference)
    """For the ear: all that the loudspeaker was given."""
    light: Observer | None = None
    """What shows the session, if it is lit already."""
    watchers: tuple[Watcher, ...] = ()
    """Whoever looks on at the session: the page, the house."""
    calls_help: bool = False
    """Whether the house is told when the person calls for help."""
    interrupts: Interrupts = field(default_factory=Interrupts)
    """From the keyboard: Ctrl-C, which asks for a goodbye."""
    pulse: Pulse = field(default_factory=Pulse)
    """Of the main thread, for whoever watches whether it goes on."""
