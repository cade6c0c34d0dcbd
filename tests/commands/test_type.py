"""The keyboard as a person's voice."""

import io
import itertools
import os
import pty
import queue
import re
import select
import subprocess
import sys
import termios
import threading
import tracemalloc
from functools import partial
from pathlib import Path

import pytest

from assistant.commands.keyboard import LINE_MOST, WAITING_MOST, Keyboard
from assistant.commands.screen import COLUMNS, Screen, lines_of
from assistant.words.events import AT_KEYBOARD, Heard, Unclear
from tests.support.drive import grammar, library
from tests.support.patience import PATIENCE_S

ROOT = Path(__file__).parents[2]
LANGUAGE = library().language
DIGITS = {LANGUAGE.number_word(number): str(number) for number in range(100)}


def taken(line):
    """The events that a typed line becomes."""
    inbox = queue.SimpleQueue()
    Keyboard(grammar(), LANGUAGE.reader("terminal"), inbox).take(line)
    return [inbox.get() for _ in range(inbox.qsize())]


def meant(line):
    return [(event.intent, event.slots) for event in taken(line)]


@pytest.mark.parametrize(
    ("line", "intents"),
    [("no wait", ["pause"]), ("No, hold on!", ["pause"]), ("oh no, stop", ["stop"]), ("oh stop", ["stop"]),
     ("ow, that hurts", ["hurts"]), ("no", ["no"]), ("next stop", ["next", "stop"]), ("that hurts stop", ["hurts", "stop"]),
     ("stop oh", ["stop"]), ("stop, well", ["stop"]), ("that hurts, oh no", ["hurts"]), ("stop no", ["stop"])],
)  # fmt: skip
def test_short_words_beside_a_safety_phrase_answer_nothing(line, intents):
    assert [intent for intent, _ in meant(line)] == intents


@pytest.mark.parametrize(
    ("encoding", "errors"), [("utf-8", "strict"), ("utf-8", "surrogateescape"), ("ascii", "strict")]
)
def test_a_line_that_is_no_text_is_a_line_all_the_same(encoding, errors):
    keyboard = io.TextIOWrapper(io.BytesIO(b"ready\n\xff\xfe\nnext\n"), encoding=encoding, errors=errors)
    assert list(lines_of(keyboard)) == ["ready\n", "\ufffd\ufffd\n", "next\n"]


def test_a_line_that_is_too_long_is_read_past_and_the_next_is_whole():
    keyboard = io.TextIOWrapper(io.BytesIO(b"y" * 100_000 + b"\nnext\n"), encoding="utf-8")
    first, second = lines_of(keyboard)
    assert (len(first), second) == (LINE_MOST + 1, "next\n")


def test_a_line_without_an_end_is_the_last_and_takes_no_memory():
    with subprocess.Popen(["yes", "y" * 1000], stdout=subprocess.PIPE) as endless:
        assert endless.stdout
        line = subprocess.Popen(["tr", "-d", "\\n"], stdin=endless.stdout, stdout=subprocess.PIPE, text=True)
        tracemalloc.start()
        assert [len(each) for each in lines_of(line.stdout)] == [LINE_MOST + 1]
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
        tracemalloc.stop()
        endless.kill()
        line.communicate()


def test_a_line_that_is_too_long_is_no_command_and_its_beginning_is_told():
    inbox, warned = queue.SimpleQueue(), []
    keyboard = Keyboard(grammar(), LANGUAGE.reader("terminal"), inbox, warns=warned.append)
    keyboard.take("next " * 100)
    assert inbox.get() == Unclear(("next " * 100)[:LINE_MOST] + " …")
    assert warned == [LANGUAGE.text("terminal", "typed_too_long", most=LINE_MOST)]
    keyboard.take("stop" + " " * 300)
    assert inbox.get() == Heard("stop", (), "stop")


def test_lines_wait_while_too_many_are_in_the_inbox():
    inbox, read = queue.SimpleQueue(), itertools.count()
    ended = threading.Event()
    keyboard = Keyboard(grammar(), LANGUAGE.reader("terminal"), inbox)
    lines = itertools.takewhile(lambda _line: next(read) >= 0 and not ended.is_set(), itertools.repeat("next\n"))
    threading.Thread(target=keyboard.read, args=(lines,), daemon=True).start()
    for _ in range(3 * WAITING_MOST):
        inbox.get(timeout=PATIENCE_S)
    assert next(read) <= 4 * WAITING_MOST + 2
    ended.set()
    while not inbox.empty():
        inbox.get()


def test_a_closed_keyboard_is_one_that_has_ended():
    assert list(lines_of(None)) == []


@pytest.mark.parametrize("intent", grammar().commands.names)
def test_every_phrase_may_be_typed_as_people_write(intent):
    """With capitals, marks around it, another apostrophe, spaces, and its numbers in digits."""
    for phrase in grammar().phrases([intent]):
        words = " ".join(" ".join(phrase).split("_"))
        meaning = meant(words)
        digits = " ".join(DIGITS.get(word, word) for word in words.split())
        for written in (
            words.capitalize() + "!", f'"{words.upper()}..."', words.replace("'", "’") + "?", f"  ({words}), ", digits,
            f"{digits}.",
        ):  # fmt: skip
            assert meant(written) == meaning, written


@pytest.mark.parametrize(
    ("line", "intent", "slots"),
    [
        ("2", "number", {"number": "2"}), ("stop!", "stop", {}), ("10 minutes", "fit", {"minutes": "10"}),
        ("3/10", "number", {"number": "3"}), ("3 - 4", "number", {"number": "3", "to": "4"}), ("I’m done.", "finish", {}),
        ("3 o'clock", "hour", {"hour": "at_3"}), ("light-headed", "symptom", {"quality": "dizzy"}),
    ],
)  # fmt: skip
def test_numbers_and_marks_are_read_as_they_are_said(line, intent, slots):
    ((heard, values),) = meant(line)
    assert heard == intent
    assert slots.items() <= dict(values).items()


@pytest.mark.parametrize("line", ["2.5", "8:30", "1,5", "-3", "1e3", "7th", "12345", "²", "?!", "quitting", "stopit"])
def test_what_is_no_phrase_is_never_taken_for_one(line):
    assert not any(isinstance(event, Heard) for event in taken(line))


@pytest.mark.parametrize("line", ["", "   ", "!", "..."])
def test_an_empty_line_says_nothing(line):
    assert taken(line) == []


def test_what_is_not_understood_is_told():
    assert taken("Fly to the Moon!") == [Unclear("fly to the moon")]


@pytest.mark.parametrize("line", ["quit", "exit", "Quit!", "q"])
def test_quit_ends_it_as_ctrl_c_does(line):
    assert taken(line) == [Heard("stop", (), AT_KEYBOARD), Heard("finish", (), AT_KEYBOARD)]


def test_the_word_that_ends_it_is_shown_as_it_was_typed(capsys):
    screen, inbox = Screen(LANGUAGE), queue.SimpleQueue()
    Keyboard(grammar(), LANGUAGE.reader("terminal"), inbox, quits=partial(setattr, screen, "quits")).take("Exit!")
    while not inbox.empty():
        heard = inbox.get()
        screen({"kind": "heard", "words": heard.words, "intent": heard.intent})
    assert capsys.readouterr().out == "    > exit\n"


def counted(screen, numbers):
    for number in numbers:
        screen({"kind": "count", "text": LANGUAGE.number_word(number)})


def test_counts_are_shown_in_lines_to_somebody_who_does_not_hear_them(capsys):
    screen = Screen(LANGUAGE)
    counted(screen, range(1, 4))
    assert capsys.readouterr().out == ""
    screen.counts = True
    counted(screen, range(1, 31))
    screen({"kind": "said", "text": "And relax."})
    *lines, last = capsys.readouterr().out.splitlines()
    assert " ".join(lines) == " ".join(LANGUAGE.number_word(number) for number in range(1, 31))
    assert max(map(len, lines)) <= COLUMNS
    assert last == "And relax."


def test_sentences_are_broken_between_words(capsys):
    text = "Sit down and keep both feet flat. " * 20
    Screen(LANGUAGE)({"kind": "said", "text": text})
    shown = capsys.readouterr().out
    assert shown.split() == text.split()
    assert max(map(len, shown.splitlines())) <= COLUMNS


def test_a_silent_screen_shows_trouble_alone(capsys):
    screen = Screen(LANGUAGE, silent=True)
    screen.counts = True
    counted(screen, range(1, 4))
    screen({"kind": "said", "text": "And relax."})
    screen({"kind": "heard", "words": "ready", "intent": "start"})
    screen({"kind": "trouble", "text": "the card is full"})
    out, err = capsys.readouterr()
    assert (out, err) == ("", "    ! the card is full\n")


class Terminal:
    """The program in a terminal of its own, and somebody who types there."""

    def __init__(self, folder, *words):
        self._keys, line = pty.openpty()
        self._line = line
        self.before = termios.tcgetattr(line)
        home = {f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant", *words], cwd=folder, stdin=line, stdout=line, stderr=line,
            env={**os.environ, **home, "PYTHONPATH": str(ROOT), "TERM": "xterm"}, start_new_session=True,
        )  # fmt: skip
        self.shown = ""

    def wait_for(self, pattern, within_s=90.0):
        """Read until it was shown since the last time; returns what was shown until then."""
        while not (found := re.search(pattern, self.shown)):
            assert select.select([self._keys], [], [], within_s)[0], self.shown
            self.shown += os.read(self._keys, 4096).decode()
        until, self.shown = self.shown[: found.end()], self.shown[found.end() :]
        return until

    def type(self, text):
        os.write(self._keys, text.encode())

    def close(self):
        """Wait for its end; returns the exit code, and whether the terminal is as it was."""
        code = self.process.wait(timeout=PATIENCE_S)
        after = termios.tcgetattr(self._line)
        os.close(self._line)
        os.close(self._keys)
        return code, after == self.before


@pytest.fixture
def terminal(tmp_path):
    opened = []

    def start(*words):
        opened.append(Terminal(tmp_path, *words))
        return opened[-1]

    yield start
    for each in opened:
        each.process.kill()
        each.process.wait()


def test_somebody_types_at_a_prompt_and_sees_every_line_once(terminal):
    """What was half typed stays when something is said meanwhile; `quit` ends it, and leaves the terminal as it was."""
    screen = terminal("type", "office_micro", "--quiet")
    screen.wait_for(r"ends the session\.\r\n")
    screen.wait_for(r"> ")
    screen.type("fly to the mo")
    screen.wait_for(r"\r\n\r\x1b\[K> fly to the mo")  # a sentence came, and what was typed stands below it again
    screen.type("on\n")
    screen.wait_for(r"fly to the moon +\(not a command\)")
    screen.type("quit\n")
    code, as_before = screen.close()
    assert (code, as_before) == (0, True)
