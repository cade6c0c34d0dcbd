"""Names say what they are: nothing is merely called `one`, and a class's name has one meaning."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("assistant", "models/training", "scripts", "tests")


def trees(folder: str) -> Iterator[tuple[str, ast.Module]]:
    """Each file of a folder, as its path and its syntax."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def named_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What a file gives a name to: variables, parameters, loop targets and captures, each with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name, node.lineno
            case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
                yield name, node.lineno
            case ast.ExceptHandler(name=str() as name):
                yield name, node.lineno
            case _:
                pass


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_is_called_one(folder):
    called = [f"{path}:{line}" for path, tree in trees(folder) for name, line in named_in(tree) if name == "one"]
    assert not called, "give it the name of what it is"


@pytest.mark.parametrize(
    "text",
    [
        "one = 1",
        "for one in x: pass",
        "[y for one in x]",
        "lambda one: 1",
        "def f(*, one): pass",
        "with x as (one, two): pass",
        "match x:\n    case one: pass",
        "match x:\n    case [*one]: pass",
        "try: pass\nexcept E as one: pass",
        "(one := 1)",
    ],
)
def test_every_way_to_give_a_name_is_seen(text):
    assert "one" in [name for name, _ in named_in(ast.parse(text))]


def test_no_two_classes_share_a_name():
    places = defaultdict(list)
    for path, tree in trees("assistant"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path}:{node.lineno}")
    assert not {name: where for name, where in places.items() if len(where) > 1}
