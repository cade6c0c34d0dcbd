"""Options that several commands share. They stand apart from what they lead to, so that they are read quickly."""

import argparse

from assistant.content.wish import PLACES

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
    wishes.add_argument("--minutes", type=_minutes, default=0, metavar="N", help="about so many minutes")
    wishes.add_argument("--place", default="", choices=PLACES, help="stay there")
    wishes.add_argument("--no-kneeling", action="store_true", help="leave out what is done on the knees")
    wishes.add_argument("--gentle", action="store_true", help="only what loads little")


def add_page(parser: argparse.ArgumentParser) -> None:
    """The options of every command that can show the page."""
    parser.add_argument("--page", action="store_true", help="show the session in a browser")
    parser.add_argument(
        "--port", type=port, default=PORT, metavar="N", help=f"at which port the page is; otherwise {PORT}"
    )


def port(text: str) -> int:
    """Which port; argparse shows the sentence when it is no such number."""
    if not text.isdecimal() or not PORTS[0] <= int(text) <= PORTS[1]:
        raise argparse.ArgumentTypeError(f"--port must be a whole number from {PORTS[0]} to {PORTS[1]}, not '{text}'")
    return int(text)


def _minutes(text: str) -> int:
    """How many minutes; argparse shows the sentence when it is no such number."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST_MINUTES):
        raise argparse.ArgumentTypeError(f"--minutes must be a whole number from 1 to {LONGEST_MINUTES}, not '{text}'")
    return int(text)
