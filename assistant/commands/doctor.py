"""`limber doctor`: check every part of the installation."""

import argparse
import json
import sys
from contextlib import ExitStack, suppress
from dataclasses import asdict

from assistant.app import App
from assistant.commands.taking_over import listening
from assistant.doctor.examination import examine
from assistant.running.alone import BusyError
from assistant.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """How it is printed."""
    parser.add_argument("--json", action="store_true", help="one line of JSON a step")


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Print every finding; 1 when something is wrong. One that stays gives it the microphone meanwhile."""
    with ExitStack() as rights:
        with suppress(BusyError):  # then it shares the microphone with a session
            rights.enter_context(listening())
        return _examined(asked, settings)


def _examined(asked: argparse.Namespace, settings: Settings) -> int:
    wrong, app = 0, App.open(settings)
    say = app.language.reader("doctor")
    for finding in examine(app, lambda text: print(text, file=sys.stderr, flush=True)):
        wrong += not finding.ok
        if asked.json:
            print(json.dumps(asdict(finding), ensure_ascii=False), flush=True)
            continue
        name = say.named("steps", finding.step.replace(" ", "_"))
        print(f"{'ok  ' if finding.ok else say('wrong')} {name}: {finding.words}", flush=True)
        if finding.remedy:
            print(f"      {finding.remedy}", flush=True)
    return 1 if wrong else 0
