"""One topic, one file: where the rows stand, that their order means nothing, and that the parts stay small."""

import ast
import inspect
import itertools
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.coach import steps, topics
from assistant.coach.patience import AsksThere, Awaits, GivesTime, Reminds
from assistant.coach.person import Person, cleared
from assistant.coach.stage import Stage, Turn
from assistant.coach.table import Says
from assistant.coach.today import Today
from assistant.coach.topics import TOPICS
from assistant.coach.topics.asking import ask_again
from tests.support.drive import library

COACH = Path(inspect.getfile(steps)).parent
FILES = sorted(COACH.rglob("*.py"))
SHARED = {
    ("asleep", "begin"), ("work", "count_due"), ("brief", "told"), ("brief", "start"),
    ("down", "finish"), ("rising", "finish"), ("closing", "leave_due"), ("closing", "stop"), ("closing", "finish"),
}  # fmt: skip
"""(state, trigger) in which more than one topic takes an interest; there their conditions exclude each other."""
READY_MADE = (Says, Awaits, Reminds, GivesTime, AsksThere)
"""Outputs that are made for a row from its words."""
LINES_MOST, METHODS_MOST = 300, 25


def cases():
    """(topic, function) of every output and condition."""
    for topic in TOPICS:
        for row in topic.rows:
            for function in (row.output, row.when, row.unless):
                if function is not None and not isinstance(function, READY_MADE):
                    yield pytest.param(topic, function, id=f"{topic.name}-{function.__name__}")


@pytest.mark.parametrize(("topic", "function"), list(cases()))
def test_every_output_and_condition_stands_in_its_topics_file_or_is_shared(topic, function):
    home = function.__module__.removeprefix("assistant.coach.")
    assert home in (f"topics.{topic.name}", "steps", "patience") or function is ask_again


@pytest.mark.parametrize("name", [path.stem for path in FILES if path.parent.name == "topics" and path.stem[0] != "_"])
def test_every_file_of_the_folder_is_a_topic(name):
    assert [topic.rows for topic in TOPICS if topic.name == name] == [getattr(topics, name).ROWS]


def test_what_is_shared_is_shared():
    """What only one topic uses belongs into its file."""
    users = defaultdict(set)
    for node in ast.walk(ast.parse((COACH / "steps.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name) and hasattr(steps, node.id):
            users[node.id].add("steps")
    for topic in TOPICS:
        for node in ast.walk(ast.parse((COACH / f"topics/{topic.name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "assistant.coach.steps":
                for alias in node.names:
                    users[alias.name].add(topic.name)
    defined = {name for name, value in vars(steps).items() if inspect.getmodule(value) is steps}
    assert {name for name in defined if len(users[name]) < 2} == set()


def test_no_two_topics_answer_the_same_trigger_in_the_same_state():
    """So the order in which topics are joined means nothing."""
    answering = defaultdict(set)
    for topic in TOPICS:
        for row in topic.rows:
            for key in itertools.product(row.sources, row.triggers):
                answering[key].add(topic.name)
    assert {key for key, names in answering.items() if len(names) > 1} == SHARED


def holding(stage, trigger, state):
    """The rows that could be taken."""
    turn = Turn(trigger, state)
    rows = [row for topic in TOPICS for row in topic.rows if trigger in row.triggers and state in row.sources]
    return [
        row
        for row in rows
        if (row.when is None or row.when(stage, turn)) and not (row.unless and row.unless(stage, turn))
    ]


@pytest.mark.parametrize("lock", ["", "numb"])
@pytest.mark.parametrize("introduced", [True, False])
@pytest.mark.parametrize("morning", [True, False])
def test_one_row_begins_a_session_whoever_comes(lock, introduced, morning):
    known = Person(introduced=introduced, lock=lock)
    stage = Stage(library(), library().routines["three_stretches"], known, Today(morning=morning))
    assert len(holding(stage, "begin", "asleep")) == 1


@pytest.mark.parametrize("exercise", sorted(library().exercises))
@pytest.mark.parametrize("last", [True, False])
def test_one_row_ends_a_count_whatever_was_done(exercise, last):
    items = (exercise,) if last else (exercise, "diaphragmatic_breathing", "cooldown_relax")
    routine = replace(library().routines["three_stretches"], items=items)
    stage = Stage(library(), routine, cleared(library().screening), Today())
    while True:
        assert len(holding(stage, "count_due", "work")) == 1
        if stage.plan.next_step in (None, "item"):
            break
        stage.plan.advance()


def methods(path):
    """(class, how many methods and properties it has)"""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node.name, sum(isinstance(part, ast.FunctionDef) for part in node.body)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_and_classes_stay_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < LINES_MOST
    for name, count in methods(path):
        most = 40 if name == "Plan" else METHODS_MOST
        assert count <= most, name


def test_a_stage_is_made_of_parts():
    assert dict(methods(COACH / "stage.py"))["Stage"] <= 20
    assert Stage.__mro__ == (Stage, object)


@pytest.mark.parametrize("path", [path for path in FILES if path.stem != "machine"], ids=lambda path: path.stem)
def test_types_are_known(path):
    names = {node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)}
    assert "Any" not in names
