"""What happened in a session, as lines of JSON: `{"t": seconds, "kind": ..., ...}`."""

import json
from collections.abc import Callable
from typing import IO, assert_never

from assistant.words.events import (
    Back,
    Begin,
    Event,
    FellBehind,
    Guess,
    HasButton,
    Heard,
    HearsBetween,
    Lost,
    Muted,
    NotDeleted,
    NotKept,
    NotSet,
    PairingAsked,
    Preferred,
    Pressed,
    SpeechBegan,
    Told,
    Unclear,
)

Entry = dict[str, object]


class Transcript:
    """Collects entries, and hands each to whoever wants to see it."""

    def __init__(self, file: IO[str] | None = None, show: Callable[[Entry], None] | None = None) -> None:
        self.entries: list[Entry] = []
        self._file, self._show = file, show

    def add(self, time: float, kind: str, **data: object) -> None:
        """Note one thing at a session time."""
        entry: Entry = {"t": round(time, 4), "kind": kind, **data}
        self.entries.append(entry)
        if self._file:
            self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self._file.flush()  # a rehearsal that is ended from outside keeps what it had
        if self._show:
            self._show(entry)

    def event(self, time: float, event: Event) -> None:
        """Note what the coach is given."""
        note = self.add
        match event:
            case Heard():
                note(time, "heard", intent=event.intent, slots=dict(event.slots), words=event.words)
            case Guess():
                note(time, "guess", intent=event.heard.intent, words=event.heard.words)
            case Lost():
                note(time, "lost", device=event.device)
            case Muted():
                note(time, "muted")
            case HearsBetween():
                note(time, "hears_between")
            case FellBehind():
                note(time, "fell_behind", behind_s=event.behind_s, unheard_s=event.unheard_s)
            case Back():
                note(time, "back", device=event.device)
            case SpeechBegan():
                note(time, "speech")
            case Pressed():
                note(time, "pressed", press=event.press)
            case HasButton():
                note(time, "button", there=event.there)
            case Unclear():
                note(time, "heard", intent=None, slots={}, words=event.words)
            case Preferred():
                note(time, "preferred", name=event.name, value=event.value)
            case Begin() | NotKept() | NotDeleted() | NotSet() | PairingAsked() | Told():
                pass
            case _:
                assert_never(event)
