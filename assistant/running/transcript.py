"""What happened in a session, as lines of JSON: `{"t": seconds, "kind": ..., ...}`."""

import json
from collections.abc import Callable
from typing import IO

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
