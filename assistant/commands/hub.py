"""`limber hub`: a clinic's page for its speakers; and what was collected of somebody, written down or deleted."""

import argparse
import importlib.util

from assistant.commands.options import add_port
from assistant.running.programs import how_to_add
from assistant.settings import Settings
from assistant.words.errors import LimberError

PORT = 8027
"""Where the hub's page is, unless another port is asked for: beside those of a session and of the editor."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is done, and where the page is."""
    add_port(parser, PORT)
    parser.add_argument("--export", nargs=2, metavar=("NAME", "FILE"), help="write down all that there is of somebody")
    parser.add_argument("--delete", default="", metavar="NAME", help="delete all that there is of somebody")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Serve until Ctrl-C, or do what was asked for. Raises `LimberError`."""
    if importlib.util.find_spec("sqlalchemy") is None:
        how = how_to_add("'sqlalchemy>=2'", "python3-sqlalchemy")
        raise LimberError(f"the hub needs the package sqlalchemy; install it with: {how}")
    from assistant.commands import hubbing

    if asked.export and asked.delete:
        raise LimberError("--export and --delete exclude each other; export first, look at the file, and delete then")
    with hubbing.collected_by(settings) as collected:
        if asked.export:
            hubbing.export(collected, settings, *asked.export)
        elif asked.delete:
            hubbing.delete(collected, settings, asked.delete)
        else:
            hubbing.serve(collected, settings, asked.port)
    return 0
