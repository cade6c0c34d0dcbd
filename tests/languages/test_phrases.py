"""Every phrase is said by something: its key stands in the code, in the content, or is made of a value listed here."""

import ast
from pathlib import Path
from typing import get_args

from assistant.coach.button import VARIANT
from assistant.coach.choices import EFFORTS, GRADES, MENU, PLACES, WELCOME
from assistant.coach.settling import STATIONS
from assistant.coach.today import Reason
from assistant.coach.topics.arriving import STATION
from assistant.coach.topics.asking import CHOICES
from assistant.content.model import KINDS
from assistant.running.reminders import Call
from tests.support.drive import intents, library

PACKAGE = Path(__file__).parents[2] / "assistant"
SIDES = ("left", "right")


def texts_in_code() -> set[str]:
    """Every text that stands in the code as it is."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str)}


def made() -> set[str]:
    """Keys that code makes of a value; phrases.yaml says of each group who does."""
    return {
        *(f"not_{intent}" for intent in intents()),
        *(f"down_{level}" for level in STATIONS),
        *(f"here_{place}" for place in STATION),
        *(f"change_{why}" for why in get_args(Reason)),
        *(f"prompt_{answer}" for answer in CHOICES),
        *(f"choice_{answer}" for answer in CHOICES),
        *(f"dose_{kind}{sided}" for kind in KINDS for sided in ("", "_side")),
        *(f"call_{call}" for call in get_args(Call)),
        *(f"hears_between_{why}" for why in ("missing", "late")),
        *(f"{key}{VARIANT}" for key in library().phrases),
        *(f"choose_{intent}" for intent in (*MENU, *WELCOME, "yes", "no")),
        *(f"choose_which_{side}" for side in (*SIDES, "neither")),
        *(f"choose_want_{want}" for want in PLACES),
        *(f"choose_effort_{effort}" for effort in EFFORTS),
        *(f"choose_change_{grade}" for grade in GRADES),
        *(f"choose_flag_{flag}" for flag in library().red_flags.say),
        *(f"choose_quality_{word}" for word in library().pain.stop_words),
        "choose_hour_nowhere",
        *(f"no_{device}_called" for device in ("microphone", "speaker")),
    }


def cues() -> set[str]:
    """The cues that the exercises count with."""
    doses = [
        dose
        for exercise in library().exercises.values()
        for dose in (exercise.dose, *(rung.dose for rung in exercise.ladder))
        if dose
    ]
    said = {phase.say for dose in doses for phase in dose.phases}
    return {text.replace("{side}", side) for text in said for side in SIDES}


def test_every_phrase_is_used():
    assert set(library().phrases) - texts_in_code() - made() - cues() == set()
