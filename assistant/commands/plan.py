"""`limber plan`: a routine or a plan of one's own, as it is read, or as a sheet to print."""

import argparse
from dataclasses import replace

from assistant.app import library_with
from assistant.coach.length import minutes, session_s
from assistant.commands.options import add_port
from assistant.commands.sheet import in_words, sheet
from assistant.commands.showing import counted, visible
from assistant.settings import Settings
from assistant.words.errors import LimberError

PORT = 8026
"""Where the editor is, unless another port is asked for: beside the page of a session, which may be shown as well."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which plan, and in which form."""
    parser.add_argument("routine", nargs="?", default="", help="a routine's id or a YAML file; default: the one set")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--print", action="store_true", dest="sheet", help="the sheet on paper, as plain text")
    ways.add_argument("--edit", action="store_true", help="an editor in the browser; without a file, for a new plan")
    add_port(parser, PORT, only="--edit")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Show it. Raises `ContentError` with everything that is wrong in the file."""
    if asked.edit:
        from assistant.commands.editing import edit

        return edit(asked.routine, asked.port or PORT, settings)
    if asked.port:
        raise LimberError("--port is for the editor; write --edit as well")
    name = asked.routine or settings.routine
    library, routine = library_with(name, settings.language)
    if asked.sheet:
        ours = name in library.routines  # the note of one of ours is about its sources, and not for the person
        print(visible(sheet(library, replace(routine, note="") if ours else routine)), end="")
        return 0
    for told in in_words(library, routine):
        print(visible(told))
    print(f"It takes about {counted(minutes(session_s(library, routine)), 'minute')}.")
    return 0
