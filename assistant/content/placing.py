"""Which field of a file a mistake is about, so that a form can show it there."""

from collections.abc import Mapping, Sequence

import yaml

from assistant.content.fields import bounded
from assistant.words.errors import Mistake

Path = tuple[str | int, ...]
"""Keys, and numbers of items from 0, from the top of the file to a field; empty: the file as a whole."""


def fields_of(text: str, mistakes: Sequence[Mistake]) -> list[Path]:
    """The field of each mistake in a text; where that is not known, the file as a whole.

    A mistake at the list of exercises that names one of them is about that exercise.
    """
    node = bounded(text)
    known: dict[tuple[int, int], Path] = {}
    if node is not None:
        _note(node, (), known)
    items = _items(node)
    found = []
    for mistake in mistakes:
        path = known.get((mistake.line - 1, mistake.column), ())
        named = mistake.message.split("'")[1::2] if path == ("items",) else ()
        found.append(next((items[name] for name in named if name in items), path))
    return found


def _note(node: yaml.Node, path: Path, known: dict[tuple[int, int], Path]) -> None:
    known.setdefault((node.start_mark.line, node.start_mark.column), path)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _note(value, (*path, str(key.value)), known)
    elif isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value):
            _note(item, (*path, at), known)


def _items(node: yaml.Node | None) -> Mapping[str, Path]:
    """Exercise -> where it stands first in the list of exercises, also within rounds"""
    found: dict[str, Path] = {}

    def look(table: yaml.Node | None, path: Path) -> None:
        items = _under(table, "items")
        for at, item in enumerate(items.value if isinstance(items, yaml.SequenceNode) else []):
            here = (*path, "items", at)
            exercise = item if isinstance(item, yaml.ScalarNode) else _under(item, "exercise")
            if isinstance(exercise, yaml.ScalarNode):
                found.setdefault(exercise.value, here)
            elif not path:
                look(item, here)

    look(node, ())
    return found


def _under(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)
