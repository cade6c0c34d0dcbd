"""Options that several commands share. They stand apart from what they lead to, so that they are read quickly."""

import argparse
from collections.abc import Callable

from assistant.content.wish import PLACES
from assistant.words.numbers import whole_in

LONGEST_MINUTES = 90
PORT = 8025
"""Where the page is, unless another port is asked for."""
PORTS = 1024, 65535
"""The lowest and the highest that a person may ask for; those below belong to the machine."""


def add_session(parser: argparse.ArgumentParser) -> None:
    """The options of a session that is spoken."""
    parser.add_argument("--routine", default="", help="which routine, by id or as a YAML file")
    add_wishes(parser)
    add_page(parser)
    parser.add_argument("--record", action="store_true", help="keep the sound of this session beside its journal")


def add_wishes(parser: argparse.ArgumentParser) -> None:
    """The options for a session built to fit."""
    wishes = parser.add_argument_group("a session built to fit")
    minutes = whole_number("--minutes", 1, LONGEST_MINUTES)
    wishes.add_argument("--minutes", type=minutes, default=0, metavar="N", help="about so many minutes")
    wishes.add_argument("--place", default="", choices=PLACES, help="stay there")
    wishes.add_argument("--no-kneeling", action="store_true", help="leave out what is done on the knees")
    wishes.add_argument("--gentle", action="store_true", help="only what loads little")


def add_page(parser: argparse.ArgumentParser) -> None:
    """The options of every command that can show the page."""
    parser.add_argument("--page", action="store_true", help="show the session in a browser")
    add_port(parser, PORT)


def add_port(parser: argparse.ArgumentParser, usual: int, only: str = "") -> None:
    """At which port a page is: `usual` unless the person says otherwise.

    `only`: the option that shows the page. Without it a port is refused, so it is none where nobody asked for one.
    """
    before = f"with {only}: " if only else ""
    parser.add_argument(
        "--port", type=whole_number("--port", *PORTS), default=None if only else usual, metavar="N",
        help=f"{before}at which port the page is; otherwise {usual}",
    )  # fmt: skip


def whole_number(option: str, least: int, most: int) -> Callable[[str], int]:
    """What reads the number of an option; argparse shows the sentence when it is no such number."""

    def read(text: str) -> int:
        number = whole_in(text)
        if number is None or not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{option} must be a whole number from {least} to {most}, not '{text}'")
        return number

    return read
