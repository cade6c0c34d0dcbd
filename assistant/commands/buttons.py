"""`limber buttons`: learn which key of a keyboard, presenter, pedal or remote is a button; list them; forget them."""

import argparse
import select
import time
from collections.abc import Callable, Iterator
from typing import get_args

from assistant.app import App
from assistant.commands.awaiting import say_aloud
from assistant.commands.showing import visible
from assistant.languages.language import Reader
from assistant.running.keys import KeyDevice, changes, key_devices, key_name, named
from assistant.running.learnt import Does, Key, LearntKey, keep, learnt, with_key
from assistant.settings import Settings
from assistant.words.effects import line
from assistant.words.errors import LimberError

ACTIONS = ("learn", "list", "forget")
EVERYTHING: Does = "everything"
"""What a button does, unless something else is asked for."""
WAITS_S = 30.0
"""Seconds for which a press is waited for. Raised, whoever has gone away keeps the devices open for longer."""

Find = Callable[[], list[KeyDevice]]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and what the button is to do."""
    parser.add_argument("action", nargs="?", choices=ACTIONS, default="list", help="what to do")
    parser.add_argument(
        "does",
        nargs="?",
        choices=get_args(Does),
        metavar="WHAT",
        help=f"of a button that is learnt: what it does, one of {', '.join(get_args(Does))}; otherwise {EVERYTHING}",
    )


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Do it. Raises `LimberError`."""
    app = App.open(settings)
    say = app.language.reader("terminal")
    if asked.does and asked.action != "learn":
        raise LimberError(f"'limber buttons {asked.action}' is about all buttons; leave out '{asked.does}'")
    if asked.action == "learn":
        learn(app, say, asked.does or EVERYTHING)
    elif asked.action == "forget":
        keep(())
        print(say("buttons_forgotten"))
    else:
        _list(say)
    return 0


def learn(app: App, say: Reader, does: Does, find: Find = key_devices, waits_s: float = WAITS_S) -> None:
    """Ask for a press, aloud and printed, and keep which key it was. Raises `LimberError` when none comes."""
    known = learnt()
    devices = find()
    if not devices:
        raise LimberError(say("buttons_no_device"))
    try:
        print(say("buttons_press"), flush=True)
        say_aloud(app, line("buttons_press"))
        _forget_earlier(devices)
        found = first_press(devices, waits_s)
    finally:
        for device in devices:
            device.close()
    if found is None:
        say_aloud(app, line("buttons_none_came"))
        raise LimberError(say("buttons_none_came"))
    keep(with_key(known, LearntKey(found, key_name(found.code), does)))
    print(visible(say("buttons_learnt", key=key_name(found.code), device=found.device)), flush=True)
    say_aloud(app, line("buttons_learnt"))


def first_press(devices: list[KeyDevice], waits_s: float) -> Key | None:
    """The first key that goes down; None when none does for so long. A device that goes away is passed over."""
    end = time.monotonic() + waits_s
    down: dict[KeyDevice, set[int]] = {device: set() for device in devices}
    while down and (left := end - time.monotonic()) > 0:
        ready, _, _ = select.select(list(down), [], [], left)
        for device in ready:
            for code in _pressed(device, down):
                return Key(*named(device), code)
    return None


def _pressed(device: KeyDevice, down: dict[KeyDevice, set[int]]) -> Iterator[int]:
    try:
        yield from [code for code, is_down in changes(device, down[device]) if is_down]
    except BlockingIOError:
        return
    except OSError:
        del down[device]


def _forget_earlier(devices: list[KeyDevice]) -> None:
    """What was pressed before it was asked for is no answer, such as the Enter with which this was begun."""
    while ready := select.select(devices, [], [], 0)[0]:
        for device in ready:
            try:
                list(device.read())
            except OSError:
                return


def _list(say: Reader) -> None:
    known = learnt()
    if not known:
        print(say("buttons_none"))
    for each in known:
        does = say(f"buttons_does.{each.does}")
        print(visible(say("buttons_row", key=each.called, device=each.key.device, does=does)))
