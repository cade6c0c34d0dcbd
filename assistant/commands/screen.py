"""The terminal during a session: what is said, heard and counted, and the line at its foot to type in."""

import io
import shutil
import sys
import termios
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from assistant.commands.keyboard import LINE_MOST
from assistant.commands.showing import visible
from assistant.languages.language import Language
from assistant.running.transcript import Entry
from assistant.words.events import AT_KEYBOARD

try:
    import readline
except ImportError:  # some builds of Python have none: then what is half typed is not shown again
    readline = None  # type: ignore[assignment]

COLUMNS = 80
"""Longer lines are hard to read, also where the terminal is wider."""
PIECE = 4096
"""Letters that are read at a time of what follows after the beginning of a line that is too long."""
ENDLESS = 10_000_000
"""Letters after which a line is taken for one without an end. Raised, more is read of what is no list of lines."""
PROMPT = "> "
BACK_TO_THE_EDGE = "\r\x1b[K"
"""Goes to the beginning of the line, and clears it."""


def wrapped(text: str, indent: str = "") -> str:
    """A text in lines that fit the terminal, broken between words."""
    width = max(20, min(COLUMNS, shutil.get_terminal_size((COLUMNS, 24)).columns))
    return textwrap.fill(visible(text), width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def at_terminal() -> bool:
    """Whether somebody sits at the keyboard, so that nothing comes from a file or another program."""
    return sys.stdin is not None and sys.stdin.isatty()


def lines_of(keyboard: TextIO | None) -> Iterator[str]:
    """The lines of the standard input; none where it is closed. What is no text is only not understood.

    Of a line that is too long, its beginning is given. Nothing is read after a line that does not end.
    """
    if isinstance(keyboard, io.TextIOWrapper):
        keyboard.reconfigure(errors="replace")
    while keyboard and (line := keyboard.readline(LINE_MOST + 1)):
        ends, left = line.endswith("\n"), ENDLESS
        while not ends and left > 0 and (more := keyboard.readline(PIECE)):
            ends, left = more.endswith("\n"), left - len(more)
        yield line
        if left <= 0:
            return


class Screen:
    """Shows the entries of a transcript, each when it happens."""

    def __init__(self, language: Language, *, silent: bool = False) -> None:
        """`silent`: nothing is shown but trouble."""
        self._say, self._silent = language.reader("terminal"), silent
        self.counts = False
        """Whether counts are shown, for somebody who does not hear them."""
        self._prompt = ""
        """What stands before what is being typed; empty while nothing is to be typed."""
        self._column = 0
        """Where the line of a count has got to; 0: no such line is open."""
        self.quits = AT_KEYBOARD
        """What is shown when the keyboard ends the session."""

    def __call__(self, entry: Entry) -> None:
        """Show one entry, where it is for the person to see."""
        match entry["kind"]:
            case "said":
                self._line(wrapped(str(entry["text"])))
            case "count":
                self._count(str(entry["text"]))
            case "heard":
                self._heard(str(entry["words"]), entry["intent"])
            case "lost" | "back" as what:
                self.warn(self._say(what, device=self._say.named("devices", str(entry["device"]))))
            case "muted":
                self.warn(self._say("muted"))
            case "fell_behind":
                behind, unheard = f"{entry['behind_s']:.1f}", f"{entry['unheard_s']:.1f}"
                self.warn(self._say("fell_behind", behind=behind, unheard=unheard))
            case "trouble":
                self.warn(str(entry["text"]))

    def tell(self, text: str) -> None:
        """Show a text of the program itself."""
        self._line(wrapped(text))

    def warn(self, text: str) -> None:
        """Show that something is wrong."""
        self._line(f"    ! {visible(text)}", sys.stderr)

    @contextmanager
    def typing(self) -> Iterator[None]:
        """While it lasts, there is a line to type in, where somebody sits at a terminal."""
        if self._silent or not (at_terminal() and sys.stdout.isatty()):
            yield
            return
        before = termios.tcgetattr(sys.stdin)
        self._prompt = PROMPT
        try:
            yield
        finally:
            self._prompt = ""
            print(end=BACK_TO_THE_EDGE, flush=True)
            with suppress(termios.error):  # the terminal may have been closed
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)  # the keyboard may still be waited for

    def typed(self) -> Iterator[str]:
        """The lines that are typed at the prompt, or come from elsewhere, until there are no more."""
        while self._prompt:
            try:
                yield input(self._prompt)
            except EOFError:
                return
        yield from lines_of(sys.stdin)

    def _heard(self, words: str, intent: object) -> None:
        """What was heard; somebody who types sees it already, and Ctrl-C is told to the coach as two intents."""
        if intent and (self._prompt or (words == AT_KEYBOARD and intent != "stop")):
            return
        shown = self.quits if words == AT_KEYBOARD else words
        self._line(f"    > {visible(shown)}" + ("" if intent else f"  {self._say('not_a_command')}"))

    def _count(self, word: str) -> None:
        if self._prompt:
            self._prompt = f"{visible(word)} {PROMPT}"
            self._redraw()
        elif self.counts and not self._silent:
            fits = self._column > 0 and self._column + 1 + len(word) <= COLUMNS
            print(f" {visible(word)}" if fits else self._ended_count() + visible(word), end="", flush=True)
            self._column = (self._column + 1 if fits else 0) + len(word)

    def _line(self, text: str, where: TextIO | None = None) -> None:
        if self._silent and where is None:
            return
        if self._prompt:
            self._prompt = PROMPT
            print(BACK_TO_THE_EDGE, end="", flush=True)
        else:
            print(end=self._ended_count(), flush=True)
        self._column = 0
        print(text, file=where or sys.stdout, flush=True)
        if self._prompt:
            self._redraw()

    def _ended_count(self) -> str:
        return "\n" if self._column else ""

    def _redraw(self) -> None:
        """The prompt again, with what is half typed."""
        begun = readline.get_line_buffer() if readline else ""
        print(f"{BACK_TO_THE_EDGE}{self._prompt}{begun}", end="", flush=True)
