"""`limber plan`: a routine or a plan of one's own, as it is read, or as a sheet to print."""

import argparse
from dataclasses import replace

from assistant.app import library_with
from assistant.coach.length import minutes, session_s
from assistant.coach.plan import Plan
from assistant.coach.telling import whole_plan
from assistant.commands.sheet import sheet
from assistant.commands.showing import counted, visible
from assistant.narration.phrasing import FULL, Phrasing
from assistant.settings import Settings

NAME = "plan"
HELP = "what a plan or a routine holds, or a sheet of it to print"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which plan, and in which form."""
    parser.add_argument("routine", nargs="?", default="", help="a routine's id or a YAML file; default: the one set")
    parser.add_argument("--print", action="store_true", dest="sheet", help="the sheet on paper, as plain text")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Show it. Raises `ContentError` with everything that is wrong in the file."""
    name = asked.routine or settings.routine
    library, routine = library_with(name, settings.language)
    if asked.sheet:
        ours = name in library.routines  # the note of one of ours is about its sources, and not for the person
        print(visible(sheet(library, replace(routine, note="") if ours else routine)), end="")
        return 0
    phrasing = Phrasing(library, {})
    for told in whole_plan(Plan(library, routine)):
        print(visible(" ".join(phrasing.say(told, FULL))))
    print(f"It takes about {counted(minutes(session_s(library, routine)), 'minute')}.")
    return 0
