"""A journal as a person reads it: one sentence for each thing that happened, with its minute and second."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from unicodedata import category

from assistant.hearing.decoding.grammar import UNKNOWN
from assistant.running.entries import (
    Answered,
    Closed,
    JournalEntry,
    JournalRead,
    Judged,
    LeftOut,
    Passed,
    Sounded,
    Took,
    Troubled,
)
from assistant.words.effects import Keep
from assistant.words.events import (
    AT_HOUSE,
    AT_KEYBOARD,
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
from assistant.words.records import ExerciseBegun, SessionEnd, SessionEnded, SetEnd, SetEnded
from assistant.words.units import Seconds
from assistant.words.verdicts import Reason, Verdict

REASONS = {
    Reason.GUESSED: "nearly sure; I asked whether that was meant",
    Reason.WAITING: "obeyed if nothing more is said for a moment",
    Reason.NOT_ALONE: "more was said after it, so it was not obeyed",
    Reason.ALREADY_ACTED: "obeyed already",
    Reason.SAID_BY_US: "my own voice",
    Reason.NOBODY_NEAR: "I was speaking, and it was not certain that somebody else was",
    Reason.NOBODY_DETECTED: "I was speaking, and detected nobody who spoke over me",
    Reason.AMID_TALK: "too doubtful while somebody talked",
    Reason.TOO_LONG: "a voice sounded for longer than these words take",
    Reason.NOT_AGAIN: "listened to a second time, it sounded like a piece of talk",
    Reason.NOT_A_PHRASE: "not made of phrases that I know",
}
"""Where the reason's own words are too short for somebody who has not read the code."""
SETS: Mapping[SetEnd, str] = {
    "done": "done",
    "skipped": "skipped",
    "switched": "left for the other side",
    "hurt": "ended because something hurt",
}
SESSIONS: Mapping[SessionEnd, str] = {
    "finished": "the session ended: all was done",
    "left": "you left the session",
    "unwell": "the session ended because you were not well",
    "deaf": "the session ended because the microphone was lost too often",
    "unattended": "the session ended because nobody was there",
}
DEVICES = {"microphone": "microphone", "speaker": "loudspeaker"}
UNDERSTOOD = frozenset({Reason.GUESSED, Reason.WAITING, Reason.ALREADY_ACTED, Reason.SAID_BY_US})
"""Reasons for which nobody asks why they were not heard."""
Who = Literal["limber", "person", "missed", ""]
"""Who is heard in a line; "missed": the person, and they were not obeyed. Empty: nobody."""
NO_SIGNS = ("Cc", "Cf", "Cs")
"""Unicode's categories of control characters, of invisible ones that change how a line is shown, and of halves of
characters."""


@dataclass(frozen=True, slots=True)
class Retold:
    """One thing that a journal tells."""

    clock: str
    """Minutes and seconds since the session began, such as "03:20"."""
    who: Who
    text: str


def readable(written: JournalRead, names: Mapping[str, str]) -> Iterator[str]:
    """The lines of a journal that tell a person something, fit for a terminal. `names`: exercise's id -> its name."""
    yield from map(printable, _lines(written, names))


def printable(text: str) -> str:
    """A text in which letters that are no signs, and might command a terminal, are written as JSON escapes."""
    return "".join(_escape(letter) if category(letter) in NO_SIGNS else letter for letter in text)


def _escape(letter: str) -> str:
    return r"\u007f" if letter == "\x7f" else json.dumps(letter)[1:-1]


def _lines(written: JournalRead, names: Mapping[str, str]) -> Iterator[str]:
    yield title(written)
    for told in retold(written, names):
        yield f"{told.clock} {told.text}"
    if written.trouble:
        yield written.trouble


def retold(written: JournalRead, names: Mapping[str, str]) -> Iterator[Retold]:
    """What a journal tells a person, without its title. `names`: exercise's id -> its name."""
    decided: list[Event] = []
    for entry in written.entries:
        for words in _told(entry, decided, names):
            yield Retold(_clock(entry.at), _who(entry), printable(words))


def _who(entry: JournalEntry) -> Who:
    match entry:
        case Judged(_, verdict):
            heard = any(isinstance(event, Heard) for event in verdict.events)
            return "person" if heard or verdict.reason in UNDERSTOOD else "missed"
        case Took(_, Unclear()):
            return "missed"
        case Took(_, Heard() | Guess()):
            return "person"
        case Sounded():
            return "limber"
    return ""


def title(written: JournalRead) -> str:
    """When it was, how, and with what."""
    header = written.header
    routine, devices = header.get("routine"), header.get("devices")
    name = routine.get("name", "?") if isinstance(routine, dict) else "?"
    parts = [f"{_day(header.get('begun'))}, {header.get('how', '?')}: {name}; Limber {header.get('limber', '?')}"]
    parts.append(f"model {header.get('model', '?')}")
    if isinstance(devices, dict):
        parts += [f"{kind} '{device}'" for kind, device in devices.items() if device]
    return ", ".join(parts)


def _day(begun: object) -> str:
    try:
        day = datetime.fromisoformat(str(begun))
    except ValueError:
        return "at an unknown time"
    return f"{day:%A}, {day.day} {day:%B %Y}, {day:%H:%M}"


def _clock(at: Seconds) -> str:
    minutes, seconds = divmod(int(at), 60)
    return f"{minutes:02}:{seconds:02}"


def _told(entry: JournalEntry, decided: list[Event], names: Mapping[str, str]) -> Iterator[str]:
    """What is told of one entry; `decided` are events whose verdict was told, which are not told again."""
    match entry:
        case Judged(_, verdict):
            decided[:] = verdict.events
            yield from _verdict(verdict)
        case Took(_, event) if event in decided:
            decided.remove(event)
        case Took(_, event):
            yield from _event(event)
        case Answered(_, Keep(ExerciseBegun(_, items, at))):
            yield f"exercise {at + 1} of {len(items)}: {names.get(items[at], items[at])}"
        case Answered(_, Keep(SetEnded() as ended)):
            side = f" {ended.side}" if ended.side else ""
            yield f"set {ended.set_no}{side}: {SETS[ended.how]} after {ended.done_s:.0f} of {ended.planned_s:.0f} s"
        case Answered(_, Keep(SessionEnded(how))):
            yield SESSIONS[how]
        case Sounded(_, report) if report.kind == "began" and report.cue.channel == "talk" and report.cue.text:
            yield f"said: {report.cue.text}"
        case Sounded(_, report) if report.kind in ("cut", "late") and report.cue.text:
            yield f"{'cut off' if report.kind == 'cut' else 'too late to be said'}: {report.cue.text}"
        case Troubled(_, text):
            yield f"trouble: {text}"
        case LeftOut(_, what):
            yield f"({what})"
        case Passed() | Answered() | Sounded() | Closed():
            pass


def _verdict(verdict: Verdict) -> Iterator[str]:
    if verdict.reason is Reason.SILENCE or not verdict.words:
        return
    sure = f" ({min(verdict.confidences):.2f})" if verdict.confidences else ""
    words = verdict.words.replace(UNKNOWN, "...")
    yield f"heard '{words}'{sure}: {REASONS.get(verdict.reason, verdict.reason.value)}"


def _event(event: Event) -> Iterator[str]:
    match event:
        case Heard("finish", _, words) if words == AT_KEYBOARD:
            pass
        case Heard(_, _, words) if words == AT_KEYBOARD:
            yield "Ctrl-C was pressed"
        case Heard(intent, _, words) if words == AT_HOUSE:
            yield f"the house pressed '{intent}'"
        case Heard(_, _, words):
            yield f"heard '{words}'"
        case Guess(heard):
            yield f"perhaps heard '{heard.words}'"
        case Unclear(words):
            yield f"heard '{words}', which is no command" if words else "somebody spoke, and it was no command"
        case SpeechBegan():
            yield "somebody spoke over me, so I listened"
        case Pressed("down"):
            pass
        case Pressed(press):
            yield f"a {press.replace('_', ' ')} press of the button"
        case HasButton(there):
            yield "there was a button" if there else "the button went away"
        case Lost(device):
            yield f"the {DEVICES[device]} went away"
        case Muted():
            yield "the microphone gave no sound at all"
        case HearsBetween("late"):
            yield "my own voice came back too late, so from here on I heard nobody while I spoke"
        case HearsBetween():
            yield "the library that takes my own voice out is not installed, so I heard nobody while I spoke"
        case FellBehind(behind_s, unheard_s):
            yield f"the ear fell behind by {behind_s:.1f} s, and {1000 * unheard_s:.0f} ms were not heard"
        case Back(device):
            yield f"the {DEVICES[device]} came back"
        case Preferred(name, value):
            yield f"the house wanted another {'pace' if name == 'rate' else 'volume'}: {value:.2f} times the usual one"
        case NotKept():
            yield "the history cannot be written any more"
        case PairingAsked():
            yield "somebody in the network wanted to see the page, so I said a code"
        case NotDeleted():
            yield "what was to be deleted is still there"
        case NotSet():
            yield "the voice cannot be written into the settings"
        case Begin() | Told():
            pass
