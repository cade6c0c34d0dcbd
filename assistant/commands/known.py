"""Every command of the terminal: its name, its file, and what help says of it.

A command's file is read in only when the command is asked for. Most of them need half of the program, and to read in
all of it takes a small machine seconds.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Known(NamedTuple):
    """A command that can be typed."""

    name: str
    file: str
    """The file in this folder that carries it out."""
    help: str


COMMANDS = (
    Known("rehearse", "rehearse", "run a whole session without devices and write down what happened"),
    Known("type", "type_", "a session from the keyboard"),
    Known("stay", "stay", "be there: wait to be called by voice, and remind of sessions and breaks from sitting"),
    Known("service", "service", "begin when the machine is switched on: install, remove, status or logs"),
    Known("hear", "hear", "recognise commands in sound files, one line of JSON each"),
    Known("progress", "progress", "how you are doing, in tables"),
    Known("report", "report", "how you are doing, as one page for a physiotherapist"),
    Known("export", "export", "write down all that is remembered, as CSV files"),
    Known("import", "import_", "read the files of an export back, and add them to what is remembered here"),
    Known("enrol", "enrol", "learn how you speak, in three minutes, by voice"),
    Known("teach", "teach", "add a phrase of your own for something the coach can do"),
    Known(
        "activities",
        "activities",
        "name what is hard for you these days, or record it, for the self-check to ask about",
    ),
    Known("buttons", "buttons", "use a key, a pedal or a remote as a button: learn, list or forget"),
    Known("check", "check", "find every mistake in the exercises and routines, or in a file of yours"),
    Known("wyoming", "wyoming", "offer Limber's ear, voice and wake phrase to other programs of this machine"),
    Known("hub", "hub", "a clinic's page: its speakers, plans for them, and their sessions"),
    Known("plan", "plan", "what a plan or a routine holds, or a sheet of it to print"),
    Known("routines", "routines", "list the routines"),
    Known("voices", "voices", "list the voices, hear, choose or record one, and have one rendered ahead"),
    Known("doctor", "doctor", "check every part of the installation, by voice"),
    Known("privacy", "privacy", "what is kept of you, where, since when, and who can read it"),
    Known("update", "update", "put another Limber into use, from a wheel or a checkout, or go back to the one before"),
    Known("fetch-model", "fetch_model", "fetch Vosk's published English speech model, if it can be had"),
    Known("log", "log", "show what was heard and said in the last session, and why it was obeyed or not"),
    Known("replay", "replay", "play a journal again: the same events must lead to the same answers"),
    Known(
        "report-bug",
        "report_bug",
        "pack the last session's journal, the doctor's findings and versions into one file, without names",
    ),
)
"""In the order in which help lists them."""
SESSION = Known("", "session", "")
"""What is carried out where no command is typed."""
STAY, TYPE = "stay", "type"
KNOWN: Mapping[str, Known] = {known.name: known for known in (SESSION, *COMMANDS)}
