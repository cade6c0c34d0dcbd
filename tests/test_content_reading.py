"""How the library is read: strictly, with every mistake named by its file and line."""

import random
import re
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yaml import compose

from assistant.coach.plan import Plan
from assistant.coach.telling import whole_plan
from assistant.content.fields import read_table
from assistant.content.language import LANGUAGES
from assistant.content.load import CONTENT, load_library
from assistant.content.nodes import Loader, value_of
from assistant.words.errors import ContentError, LimberError


def test_yes_and_no_are_words_in_our_yaml():
    mistakes = []
    table = read_table("yes: no\n", "a.yaml", mistakes)
    assert table.text("yes") == "no"
    assert mistakes == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("010", 10), ("8", 8), ("-3", -3), ("0o10", 8), ("0x1f", 31), ("1e3", 1000.0), (".5", 0.5), ("3.", 3.0), ("12:30", "12:30"),
        ("1_000", "1_000"), ("0b11", "0b11"), ("2026-03-02", "2026-03-02"), ("on", "on"), ("Off", "Off"), ("y", "y"), ("true", True),
        ("False", False), ("~", None), ("null", None), ("", None), ("'7'", "7"), ("!!int seven", "seven"), ("!!bool 3", "3"), ("9" * 5000, "9" * 5000),
    ],
)  # fmt: skip
def test_values_are_read_as_yaml_1_2_says(written, read):
    _, node = compose(f"a: {written}\n", Loader=Loader).value[0]
    assert value_of(node) == read
    assert type(value_of(node)) is type(read)


@pytest.mark.parametrize(
    ("ask", "written", "message"),
    [
        (lambda table: table.text("a"), "[Work in the buttocks]", "'a' must be text, not a list"),
        (lambda table: table.text("a"), "{Lift: press}", "'a' must be text, not a table"),
        (lambda table: table.texts("a"), "[Lift: press]", "'a' must be a list of texts, not a table; a text with a colon in it needs quotes"),
        (lambda table: table.texts("a"), "[[Lift]]", "'a' must be a list of texts, not a list"),
        (lambda table: table.entries("a"), "[[Lift]]", "'a' must be a list of texts and tables, not a list"),
        (lambda table: table.number("a"), "[1]", "'a' must be a number from 0 to 3600, not a list"),
        (lambda table: table.wholes("a"), "[[1]]", "'a' must be a list of whole numbers from 0 to 1000, not a list"),
        (lambda table: table.flag("a"), "[true]", "'a' must be true or false, not a list"),
        (lambda table: table.choice("a", ["b"]), "[b]", "'a' must be text, not a list"),
        (lambda table: table.table("a"), "[b]", "'a' must be a table of 'name: value' lines"),
        (lambda table: table.tables("a"), "[b]", "'a' must be a list of tables"),
    ],
)  # fmt: skip
def test_a_list_or_a_table_is_never_taken_for_a_value(ask, written, message):
    mistakes = []
    ask(read_table(f"a: {written}\n", "a.yaml", mistakes))
    assert str(mistakes[0]) == f"a.yaml:1: {message}"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a:\n\t- b\n", 2, "indent with spaces and not with tabs"),
        ("a: @b\n", 1, "put a text that begins with a sign in quotes"),
        ("a: b: c\n", 1, "put a text with a colon in it in quotes"),
        ("a: b\n---\nc: d\n", 2, "take out the line '---'"),
        ("a: [b\n", 2, "a bracket before it is not closed"),
        ("a: 'b\n", 2, "a quote before it is not closed"),
        ("a:\n  - b\n c: d\n", 3, "look at how this line and those above it are indented"),
        ("- a\nb: c\n", 2, "look at how this line and those above it are indented"),
    ],
)
def test_what_is_no_yaml_is_told_with_what_to_do(text, line, told):
    with pytest.raises(ContentError) as refused:
        read_table(text, "a.yaml", [])
    assert str(refused.value).startswith(f"a.yaml:{line}: not readable as YAML: ")
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "'a' must be a list of texts and tables, not nothing"),
        ("~", "'a' must be a list of texts and tables, not nothing"),
        ("True", "'a' must be a list of texts and tables, not true"),
        ("'" + "9" * 5000 + "'", "there is no exercise '" + "9" * 99 + "...'"),
    ],
)
def test_a_wrong_value_is_shown_as_it_was_written_and_cut(written, told):
    mistakes = []
    table = read_table(f"a: {written}\n", "a.yaml", mistakes)
    for name in table.entries("a"):
        table.mistake("a", f"there is no exercise '{name}'")
    assert str(mistakes[0]) == f"a.yaml:1: {told}"


def test_a_file_that_repeats_itself_without_end_is_refused_at_once():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    with pytest.raises(ContentError, match="the file holds too much, counting what aliases"):
        read_table("\n".join(lines), "a.yaml", [])
    with pytest.raises(ContentError, match="refers to itself"):
        read_table("a: &a [*a]\n", "a.yaml", [])


@pytest.fixture
def copy(tmp_path):
    """A copy of content/, with the sentences of English in a folder in it."""
    shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(LANGUAGES / "en", tmp_path / "content/en")
    return tmp_path / "content"


def load(copy):
    return load_library(copy, language=copy / "en")


MISTAKES = {
    "exercises/lying.yaml": [
        (
            "      - move: heel_slide_supine\n",
            "      - move: heel_slide_supin\n",
            "there is no exercise 'heel_slide_supin' (did you mean 'heel_slide_supine'?)",
        ),
        (
            "load: {low_back: 1, hip: 2, knee: 1, neck: 1}",
            "load: {low_back: 1, hips: 2}",
            "unknown key 'hips' (did you mean 'hip'?)",
        ),
        ("      origin: proposed\n      reps: 6\n", "      reps: 6\n", "'origin' is missing"),
        (
            "    planes: [flexion, extension]\n",
            "    planes: [flexoin]\n",
            "there is no plane 'flexoin' (did you mean 'flexion'?)",
        ),
        ("    reason: calm\n", "    reason: clam\n", "there is no reason 'clam' (did you mean 'calm'?)"),
        (
            "      - id: diaphragmatic_breathing\n",
            "      - move: cooldown_relax\n",
            "must hold 'diaphragmatic_breathing' itself exactly once",
        ),
    ],
    "safety/screening.yaml": [
        ("limits_on: yes", "limits_on: maybe", "it must be one of yes, no"),
        ("group: signs", "group: sings", "there is no group 'sings', which 'saddle' is of (did you mean 'signs'?)"),
        ("groups: [signs, ", "groups: [signs, signs, ", "'signs' must be named once, and be the group of a question"),
        ("id: hip_free\n    group: operations", "id: hip_free\n    group: home", "'hip_operation' is of another group"),
    ],
    "en/screening.yaml": [("  signs: ", "  sings: ", "'signs' is missing")],
    "safety/red_flags.yaml": [("locked_s: 45", "locked_s: 5", "'locked_s' must be a number from 10 to 300")],
    "tips.yaml": [("kind: recovery", "kind: recovry", "did you mean 'recovery'?")],
    "en/ways.yaml": [("  standing to edge:", "  standing to edgy:", "'standing to edge' is missing")],
    "ways.yaml": [
        ("  - {from: seated, to: standing, steady: true}", "", "no way leads from 'seated' to 'standing'"),
        ("needs: chair", "needs: chiar", "did you mean 'chair'?"),
    ],
    "sources.yaml": [("  WOLF:", "  WOLFE:", "sources.yaml has no 'WOLF' (did you mean 'WOLFE'?)")],
}


@pytest.mark.parametrize(
    ("name", "old", "new", "message"), [(name, *mistake) for name, mistakes in MISTAKES.items() for mistake in mistakes]
)
def test_a_mistake_is_named_with_its_file_and_line(copy, name, old, new, message):
    path = copy / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(ContentError) as found:
        load(copy)
    assert any(message in str(mistake) and mistake.line >= 1 for mistake in found.value.mistakes), str(found.value)


def test_a_ladder_that_runs_in_a_circle_is_a_mistake(copy):
    path = copy / "exercises/hands_and_knees.yaml"
    text = path.read_text()
    path.write_text(
        text.replace(
            "      - id: plank_wall_near\n        source: PRACTICE\n",
            "      - move: plank\n",
        )
    )
    with pytest.raises(ContentError, match="goes round in a circle on the easier side: plank"):
        load(copy)


def test_a_plan_that_loads_what_it_is_to_spare_is_a_mistake(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text("id: mine\nname: Mine\nspares: [knee]\nitems:\n  - glute_bridge\n  - squat\n")
    with pytest.raises(ContentError, match=r"plan\.yaml:\d: 'squat' loads the knee, which this routine is to spare"):
        load_library(extra=[path])


def test_caps_of_a_plan_hold_on_every_rung(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(
        "id: mine\nname: Mine\nitems: [glute_bridge, pigeon_pose]\ncaps:\n  glute_bridge: {reps: 4}\n  pigeon_pose: {hold_s: 20}\n"
    )
    plan = Plan(load_library(extra=[path]), load_library(extra=[path]).routines["mine"])
    for at in range(2):
        plan.go_to(at)
        for rung in range(len(plan.exercise.ladder)):
            plan.rung_at = rung
            assert plan.dose.reps <= 4
            assert plan.dose.hold_s <= 20
    assert "plan_capped" in [line.key for line in whole_plan(plan)]


def test_every_mistake_is_reported_at_once_with_its_line_and_a_suggestion(copy):
    routine = copy / "routines/morning_nine.yaml"
    routine.write_text(routine.read_text().replace("leg_swings", "leg_swing"))
    words = copy / "en/routines.yaml"
    words.write_text(words.read_text().replace("name: Morning", "nmae: Morning"))
    pain = copy / "safety/pain.yaml"
    pain.write_text(pain.read_text().replace("green_most: 3", "green_most: lots"))
    with pytest.raises(ContentError) as found:
        load(copy)
    text = str(found.value)
    assert re.search(
        r"routines/morning_nine\.yaml:\d+: there is no exercise 'leg_swing' \(did you mean 'leg_swings'\?\)", text
    )
    assert "unknown key 'nmae' (did you mean 'name'?)" in text
    assert re.search(r"safety/pain\.yaml:\d+: 'green_most' must be a number", text)


def test_a_thousand_random_edits_give_an_error_or_a_library_but_never_a_traceback(copy):
    chance = random.Random(4)
    files = sorted(copy.rglob("*.yaml"))
    files = [path for path in files if path.name != "commands.yaml"]
    outcomes = {"fine": 0, "mistakes": 0}
    for _ in range(1000):
        path = chance.choice(files)
        original = path.read_bytes()
        text = original.decode()
        path.write_bytes(edited(text, chance).encode())
        try:
            load_library(copy, language=copy / "en" if path.is_relative_to(copy / "en") else "en")
            outcomes["fine"] += 1
        except LimberError:
            outcomes["mistakes"] += 1
        finally:
            path.write_bytes(original)
    assert outcomes["mistakes"] > 300
    assert outcomes["fine"] > 20


def edited(text, chance):
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    kind = chance.randrange(7)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, chance.choice(lines))
    elif kind == 2:
        lines[at] = lines[at].replace(
            ":", chance.choice(["", ": [", ": {", ": 999999", ": null", ": &a *a", ": !!python/object:x"]), 1
        )
    elif kind == 3 and lines[at]:
        place = chance.randrange(len(lines[at]))
        lines[at] = lines[at][:place] + chance.choice("{}[]:#'\"-\t\0é") + lines[at][place:]
    elif kind == 4:
        lines[at] = " " * chance.randrange(9) + lines[at].strip()
    elif kind == 5:
        other = chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    else:
        words = re.findall(r"\w+", lines[at]) or ["x"]
        lines[at] = lines[at].replace(chance.choice(words), chance.choice(["", "true", "-1", "3.7", "nonsense"]), 1)
    return "\n".join(lines)


@given(st.text(max_size=300))
def test_any_text_at_all_is_a_table_or_an_error(text):
    mistakes = []
    try:
        table = read_table(text, "any.yaml", mistakes)
    except ContentError:
        return
    table.text("id")
    table.close()


def test_a_file_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "routine.yaml"
    path.write_bytes(b"id: caf\xe9\n")
    with pytest.raises(LimberError, match="UTF-8"):
        load_library(extra=[path])
