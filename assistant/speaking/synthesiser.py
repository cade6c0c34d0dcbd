"""What every engine of speech has in common: it makes samples of a text, in a process of its own.

A process is started for an engine because an engine may hang, die, print, or be under a licence that ends at the edge
of a process. It is given lines of JSON, and answers each with one: {"ok": true} or {"error": "..."}. Its first line
says whether the engine is there.
"""

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from assistant.words.errors import VoiceError


class Synthesiser(Protocol):
    """One voice of one engine. A voice calls it from one thread at a time."""

    def render(self, text: str, rate: int, file: Path) -> None:
        """Write a phrase to a WAV file, at so many words a minute. Raises `VoiceError`."""

    def close(self) -> None:
        """End what it has running."""


class Child:
    """A process that makes speech.

    It is in a process session of its own, so that a Ctrl-C in the terminal does not end it: the goodbye is still to be
    spoken. When we die without a word, its standard input ends, and so does it.
    """

    def __init__(self, module: str, *given: str, limit_s: float) -> None:
        """`module`: what it runs, with what is given to it. `limit_s`: the most it may take to answer once."""
        line = [sys.executable, "-m", module, *given]
        self._process = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            start_new_session=True,
        )  # fmt: skip
        self._limit_s = limit_s
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def ask(self, asked: Mapping[str, object]) -> None:
        """Have one thing done. Raises `VoiceError` where nothing is answered in time."""
        try:
            if self._process.stdin:
                self._process.stdin.write(json.dumps(asked) + "\n")
                self._process.stdin.flush()
        except OSError as error:
            raise VoiceError("the speech synthesiser has ended") from error

    def answer(self) -> str:
        """What its next answer says went wrong; empty: nothing. Raises `VoiceError` where none comes in time."""
        try:
            answer = self._answers.get(timeout=self._limit_s)
        except queue.Empty as error:
            raise VoiceError(f"the speech synthesiser gave nothing for {self._limit_s:g} seconds") from error
        said = json.loads(answer) if answer else {"error": "it ended"}
        return str(said.get("error", ""))

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._listener.join(timeout=1)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._answers.put(line)
        self._answers.put("")
