"""Writes the journal of a session: one line for each thing that goes through it, so that it can be looked into later.

The writing is done by a thread of its own, and by nobody else: a slow card never holds up a sound. A full disk or a
folder that cannot be written costs the journal, never the session. So that a card lives long, it is written in large
pieces: what is lost when the process is killed is a few seconds of the journal, and nothing about pain.
"""

import json
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from assistant.audio.mixer import CueReport
from assistant.audio.wav import WavWriter
from assistant.coach.person import Person
from assistant.coach.today import Today
from assistant.content.model import Routine
from assistant.files import PRIVATE, reason
from assistant.running.entries import (
    FORMAT,
    Answered,
    Closed,
    JournalEntry,
    Judged,
    Passed,
    Sounded,
    Took,
    Troubled,
    entry_to_plain,
)
from assistant.running.journals import delete, prune, recordings
from assistant.settings import Settings
from assistant.words.clinical_records import FlagTakenBack
from assistant.words.effects import Effect, Keep
from assistant.words.events import Event
from assistant.words.records import (
    Forgotten,
    Locked,
    MorningPain,
    PainAfter,
    PainBefore,
    PainReported,
    SessionEnded,
    Unlocked,
)
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, Seconds
from assistant.words.verdicts import Verdict
from assistant.words.wire import to_plain

WRITING_MOST_S = 5.0
"""Seconds that the end of a session waits for the journal to be written. Longer delays leaving on a card that hangs."""

WRITTEN_EVERY_S = 10.0
"""Seconds after which what is in memory goes into the file. Raising it spares the card, and loses more of a journal
when the process is killed."""
PIECE_BYTES = 1 << 16
"""Bytes that are gathered in memory at most. Raising it spares the card in a session in which much is heard."""
AT_ONCE = (MorningPain, PainBefore, PainReported, PainAfter, Locked, Unlocked, FlagTakenBack, SessionEnded)
"""Records that are in the file, with all that led to them, as soon as the card takes them."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Header:
    """What a session went by: all that the coach's answers depend on, and what helps to understand them."""

    limber: str
    """The version of the program."""
    begun: str
    """The time of day by the machine's clock, in ISO format."""
    how: str
    """"live", "typed" or "rehearsal"."""
    content: str
    """A digest of the exercises, the safety rules and the words; see versions.py."""
    routine: Routine
    person: Person
    today: Today
    settings: Settings
    model: str
    """The speech model's name."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """The versions of Python, of the machine's system and of what Limber is built on, by name."""
    devices: Mapping[str, str] = field(default_factory=dict)
    """"microphone" and "speaker" -> the device's name, as the machine calls it."""


class Journal(threading.Thread):
    """Observes one session and writes it down. Every method may be called from any thread and returns at once."""

    def __init__(
        self,
        path: Path,
        header: Header,
        *,
        kept_in: Path | None = None,
        record: bool = False,
        failed: Callable[[str], None] = log.warning,
    ) -> None:
        """`failed` is told once, from this thread, when nothing more can be written. `kept_in` is the folder of
        journals, which is pruned first; None: this journal stands for itself. `record`: whether sound
        is written as well.
        """
        super().__init__(name="journal", daemon=True)
        self.path, self._header, self._kept_in = path, header, kept_in
        self.recording = record
        self._failed = failed
        self.clock = time.monotonic
        """The seconds by which what is in memory is written."""
        self._due: float | None = None
        """When what is only in memory is to be in the file; None: nothing is."""
        self._work: queue.SimpleQueue[JournalEntry | tuple[Samples, Samples] | None] = queue.SimpleQueue()
        self._seen = Seconds(0)
        """The last session time that was seen."""
        self._given_up = False

    def event(self, at: Seconds, event: Event | None) -> None:
        """The coach is given an event; None: only the time."""
        self._put(Passed(at) if event is None else Took(at, event))

    def effect(self, at: Seconds, effect: Effect) -> None:
        """The coach has answered this."""
        self._put(Answered(at, effect))

    def sound(self, at: Seconds, report: CueReport) -> None:
        """What became of a cue."""
        self._put(Sounded(at, report))

    def trouble(self, at: Seconds, text: str) -> None:
        """Something went wrong that the coach is not told of."""
        self._put(Troubled(at, text))

    def verdict(self, at: Seconds, verdict: Verdict) -> None:
        """What was decided of one hypothesis."""
        self._put(Judged(at, verdict))

    def heard(self, microphone: Samples, played: Samples) -> None:
        """What the microphone gave, and what was played meanwhile, both at 16 kHz; kept only where it was asked for."""
        if self.recording and not self._given_up:
            self._work.put((microphone.copy(), played.copy()))

    def close(self) -> None:
        """End when all is written, or after a few seconds."""
        self._work.put(Closed(self._seen))
        self._work.put(None)
        self.join(WRITING_MOST_S)

    def run(self) -> None:
        """The thread's work."""
        try:
            with ExitStack() as files:
                self._write(files)
        except OSError as error:
            self._failed(f"{self.path}: the journal of this session cannot be written: {reason(error, self.path)}")
        except Exception:
            log.exception("%s: the journal of this session is not written any more", self.path)
        self._given_up = True

    def _put(self, entry: JournalEntry) -> None:
        self._seen = max(entry.at, self._seen)
        if not self._given_up:
            self._work.put(entry)

    def _write(self, files: ExitStack) -> None:
        """Write until the end; no file is made for a session that never began. Raises OSError."""
        work = self._work.get()
        if work is None or isinstance(work, Closed):
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self._kept_in:
            prune(self._kept_in)
        for path in (self.path, *(recordings(self.path) if self.recording else ())):
            path.touch(mode=PRIVATE)
        out = files.enter_context(self.path.open("w", encoding="utf-8", buffering=PIECE_BYTES))
        sounds = self._recordings(files) if self.recording else ()
        out.write(_line({"journal": FORMAT, **_table(self._header)}))
        out.flush()
        while work is not None:
            match work:
                case tuple():
                    for file, sound in zip(sounds, work, strict=True):
                        file.write(sound)
                case Answered(_, Keep(Forgotten())):
                    delete(self.path)  # the journals of earlier sessions go with the history
                    return
                case _:
                    out.write(_line(entry_to_plain(work)))
                    latest = self.clock() + (0.0 if _urgent(work) else WRITTEN_EVERY_S)
                    self._due = latest if self._due is None else min(self._due, latest)
            self._settle(out)
            work = self._next(out)

    def _settle(self, out: TextIO) -> None:
        """Put what is in memory into the file, where it is time for that. Raises OSError."""
        if self._due is not None and self.clock() >= self._due:
            out.flush()
            self._due = None

    def _next(self, out: TextIO) -> JournalEntry | tuple[Samples, Samples] | None:
        """What comes next; what is in memory does not wait for it longer than it may. Raises OSError."""
        while self._due is not None:
            try:
                return self._work.get(timeout=max(0.0, self._due - self.clock()))
            except queue.Empty:
                self._settle(out)
        return self._work.get()

    def _recordings(self, files: ExitStack) -> tuple[WavWriter, WavWriter]:
        microphone, played = (files.enter_context(WavWriter(path, INPUT_RATE)) for path in recordings(self.path))
        return microphone, played


def _table(header: Header) -> dict[str, object]:
    data = to_plain(header)
    return data if isinstance(data, dict) else {}


def _urgent(entry: JournalEntry) -> bool:
    return isinstance(entry, Answered) and isinstance(entry.effect, Keep) and isinstance(entry.effect.record, AT_ONCE)


def _line(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
