"""What commands print."""

import sys

from assistant.running.transcript import Entry
from assistant.words.errors import LimberError


def sentence(trouble: LimberError | str) -> str:
    """A message as the beginning of a sentence."""
    words = str(trouble)
    return words[0].upper() + words[1:]


def warn(words: str) -> None:
    """Show that something is wrong while a session goes on."""
    print(f"    ! {words}", file=sys.stderr, flush=True)


def show(entry: Entry) -> None:
    """Show one entry of a transcript, where it is for the person to see."""
    match entry["kind"]:
        case "said":
            print(entry["text"], flush=True)
        case "heard":
            print(f"    > {entry['words']}" + ("" if entry["intent"] else "  (not a command)"), flush=True)
        case "lost" | "back":
            warn(f"the {entry['device']} is {entry['kind']}")
        case "trouble":
            warn(str(entry["text"]))
