"""What is said and shown outside a session: each text that code asks for is there, and no other one."""

import ast
import re

import pytest

from assistant.content.load import load_language
from assistant.places import PACKAGE
from assistant.running.learnt import DOES

TEXTS = load_language().texts
BUILT = {
    "report": (
        "words.",
        "findings.",
        "answers.",
        "flagged.",
        "routines.",
        "efforts.",
        "ends.",
        "at.",
        "glance.",
        "worse_",
    ),
    "doctor": ("steps.", "remedies.", "clock_"),
    "terminal": ("devices.", "packed_files.", "privacy.", "privacy_months.", "voices_state."),
    "page": ("stage_", "gate_", "press_", "place_", "call_", "called_"),
    "desk": (
        "plans_level.",
        "plans_hold_s",
        "plans_reps",
        "settings_name.",
        "settings_of.",
        "settings_echo.",
        "pair_",
        "hub_plan_",
        "voices_play_named",
        "voices_choose_named",
    ),
}
"""Tables whose keys are ids of something else."""
DOCTOR = (*sorted((PACKAGE / "doctor").glob("*.py")), PACKAGE / "commands/doctor.py")
SHEET = PACKAGE / "commands/sheet.py"
STATIC = PACKAGE / "page/static"
DESK = [PACKAGE / f"commands/{name}.py" for name in ("planning", "looking_back", "setting", "voicing")]
ROOMS = {
    "report": (*sorted((PACKAGE / "history").glob("report*.py")), PACKAGE / "commands/progress.py"),
    "sheet": (SHEET,),
    "doctor": DOCTOR,
    "terminal": (
        *(path for path in sorted((PACKAGE / "commands").glob("*.py")) if path not in (*DOCTOR, SHEET, *DESK)),
        PACKAGE / "languages/typed.py",
    ),
    "page": tuple(sorted((PACKAGE / "page").glob("*.py"))),
    "desk": (PACKAGE / "page/shell.py", PACKAGE / "page/entrance.py", *DESK),
}
"""Where each file's texts are said."""
TABLES = sorted({key.partition(".")[0] for key in TEXTS["report"] if key.endswith(".caption")})
CHOSEN = {
    "terminal": {
        *("lost", "back", "sample_type", "sample_doctor", "sample_rehearse"),
        *(f"buttons_does.{does}" for does in DOES),
    },
    "page": {*re.findall(r"\$(\w+)", (STATIC / "page.html").read_text(encoding="utf-8"))} - {"lang", "nav"},
    "desk": {
        key
        for path in (*STATIC.glob("*.html"), *STATIC.glob("*.js"))
        if path.name not in ("page.html", "page.js")
        for key in re.findall(r"(?:\$|\bwords\.|\bsay\(\"|, \")(\w+)", path.read_text(encoding="utf-8"))
    },
}
"""Keys that are an event's own name, or hold a command's."""


def asked_for(file):
    """Every text of a file that code names."""
    for path in ROOMS[file]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from (
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value in TEXTS[file]
        )
        for node in ast.walk(tree):
            match node:
                case ast.Call(ast.Name("_table"), [_, ast.Constant(table), *_]):
                    yield f"{table!s}.caption"
                case ast.Tuple(names):
                    texts = [name.value for name in names if isinstance(name, ast.Constant)]
                    yield from (f"{table}.{text!s}" for table in TABLES for text in texts)
    yield from CHOSEN.get(file, ())


@pytest.mark.parametrize("file", ROOMS)
def test_every_text_is_asked_for_by_code(file):
    known = {key for key in TEXTS[file] if not key.startswith(BUILT.get(file, ()))}
    assert known - set(asked_for(file)) == set()


@pytest.mark.parametrize("file", ROOMS)
def test_code_asks_for_nothing_that_is_not_there(file):
    said = re.compile(r"(?:\bsay|\b_say)\(\s*\"([\w.]+)\"|\.text\(\s*\"" + file + r"\",\s*\"([\w.]+)\"")
    for path in ROOMS[file]:
        for found in said.finditer(path.read_text(encoding="utf-8")):
            assert (found[1] or found[2]) in TEXTS[file], (path.name, found[0])
