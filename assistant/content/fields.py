"""Strict reading of YAML, one field at a time.

A `Table` is one YAML mapping. Every accessor remembers the key it was asked for, notes a mistake with file and line
when the value is missing or of the wrong kind, and returns a harmless stand-in so that reading goes on and all
mistakes are reported at once. `close` then names every key nobody asked for, with the likeliest meaning.
"""

import difflib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeVar, cast

import yaml

from assistant.content.nodes import Loader, in_words, measured, shown, value_of
from assistant.words.errors import ContentError, Mistake, Path

Word = TypeVar("Word", bound=str)
"""Some literal words, or any."""

MAX_DEPTH = 40
WORD_MOST = 100
"""Letters of a word for which the nearest known one is looked for. Raised, a slip of the keyboard takes seconds."""
NODES_MOST = 100_000
"""Values in one file, each counted as often as an alias repeats it. A whole library has a tenth of that."""
KEPT_MOST = 128
"""How many parsed files are kept: content and two languages, about 4 MB. Raising it would only take more memory."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """` (did you mean 'x'?)` for the nearest known word, or nothing."""
    if len(word) > WORD_MOST:
        return ""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean '{near[0]}'?)" if near else ""


class Table:
    """One YAML mapping, read strictly.

    `file` is the name to show, `mistakes` the list that collects what is wrong, and `path` leads to the table.
    """

    def __init__(self, node: yaml.MappingNode, file: str, mistakes: list[Mistake], path: Path = ()) -> None:
        self.file, self.mistakes, self.path = file, mistakes, path
        self.line = node.start_mark.line + 1
        self._nodes: dict[str, yaml.Node] = {}
        self._asked: list[str] = []
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if not name:
                self._note(key, (), "a key must be a plain word")
            elif name in self._nodes:
                self._note(key, (name,), f"'{name}' is written twice")
            else:
                self._nodes[name] = value

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def names(self) -> list[str]:
        """The keys as written, in order."""
        return list(self._nodes)

    def is_table(self, key: str) -> bool:
        """Whether a mapping stands under `key`."""
        return isinstance(self._nodes.get(key), yaml.MappingNode)

    def line_of(self, key: str) -> int:
        """The line `key` stands on, or the table's own."""
        return self._nodes[key].start_mark.line + 1 if key in self._nodes else self.line

    def mistake(self, key: str, message: str) -> None:
        """Note a mistake at `key`'s line; a key that is not there belongs to the table's own."""
        inner = (key,) if key else ()
        if key in self._nodes:
            self._note(self._nodes[key], inner, message)
        else:
            self.mistakes.append(Mistake(self.file, self.line, message, (*self.path, *inner)))

    def mistake_at_word(self, key: str, word: str, message: str) -> None:
        """Note a mistake where this word stands first in what is under `key`."""
        node, path = _first(self._nodes.get(key), (key,), word) or (None, ())
        if node is None:
            self.mistake(key, message)
        else:
            self._note(node, path, message)

    def text(self, key: str, default: str | None = None) -> str:
        """A non-empty string."""
        node = self._take(key, required=default is None)
        if node is None:
            return default or ""
        value = value_of(node)
        if value is None or (isinstance(value, str) and not value.strip()):
            self._note(node, (key,), f"'{key}' is empty; write something after the colon, or take the line out")
            return default or ""
        if not isinstance(value, str):
            self._note(node, (key,), f"'{key}' must be text, not {shown(value)}")
            return default or ""
        return value.strip()

    def choice(self, key: str, known: Iterable[Word], default: Word | None = None) -> Word:
        """One of the `known` words."""
        words = list(known)
        value = self.text(key, default)
        for word in words:
            if word == value:
                return word
        if value or default:
            self.mistake(key, f"'{key}' is '{value}'{suggestion(value, words)}; it must be one of {', '.join(words)}")
        return default or next(iter(words), cast("Word", ""))

    def number(self, key: str, default: float | None = None, *, least: float = 0, most: float = 3600) -> float:
        """A number from `least` to `most`."""
        node = self._take(key, required=default is None)
        if node is None:
            return default if default is not None else least
        value = value_of(node)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self._note(node, (key,), f"'{key}' must be a number from {least:g} to {most:g}, not {shown(value)}")
            return default if default is not None else least
        return float(value)

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = 1000) -> int:
        """A whole number from `least` to `most`."""
        value = self.number(key, default, least=least, most=most)
        if value != int(value):
            self.mistake(key, f"'{key}' must be a whole number, not {value:g}")
        return int(value)

    def wholes(self, key: str, *, least: int = 0, most: int = 1000) -> tuple[int, ...]:
        """A list of whole numbers from `least` to `most`."""
        node = self._take(key, required=True)
        numbers: list[int] = []
        for item, path in _items(node, key):
            value = value_of(item)
            if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
                numbers.append(value)
            else:
                self._note(
                    item, path, f"'{key}' must be a list of whole numbers from {least} to {most}, not {shown(value)}"
                )
        return tuple(numbers)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """`true` or `false`."""
        node = self._take(key, required=False)
        if node is None:
            return default
        value = value_of(node)
        if not isinstance(value, bool):
            self._note(node, (key,), f"'{key}' must be true or false, not {shown(value)}")
            return default
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of strings; a single string counts as a list of one."""
        node = self._take(key, required=required)
        if node is None:
            return ()
        words: list[str] = []
        for item, path in _items(node, key):
            value = value_of(item)
            if isinstance(value, str) and value.strip():
                words.append(value.strip())
            else:
                hint = "; a text with a colon in it needs quotes" if isinstance(item, yaml.MappingNode) else ""
                self._note(item, path, f"'{key}' must be a list of texts, not {shown(value)}{hint}")
        if required and not words:
            self.mistake(key, f"'{key}' is empty")
        return tuple(words)

    def table(self, key: str, *, required: bool = True) -> "Table":
        """The mapping under `key`; an empty one when it is missing, whose own mistakes nobody needs to read."""
        node = self._take(key, required=required)
        if not isinstance(node, yaml.MappingNode):
            if node is not None:
                self._note(node, (key,), f"'{key}' must be a table of 'name: value' lines")
            missing = node is not None or required
            node = yaml.MappingNode("tag:yaml.org,2002:map", [], *self._marks(node))
            return Table(node, self.file, [] if missing else self.mistakes, (*self.path, key))
        return Table(node, self.file, self.mistakes, (*self.path, key))

    def tables(self, key: str, *, required: bool = False) -> list["Table"]:
        """A list of mappings."""
        found: list[Table] = []
        for item, path in _items(self._take(key, required=required), key):
            if isinstance(item, yaml.MappingNode):
                found.append(Table(item, self.file, self.mistakes, (*self.path, *path)))
            else:
                self._note(item, path, f"'{key}' must be a list of tables")
        return found

    def entries(self, key: str) -> "list[str | Table]":
        """A list of strings and of mappings, in order; it must not be empty."""
        node = self._take(key, required=True)
        found: list[str | Table] = []
        for item, path in _items(node, key):
            value = value_of(item)
            if isinstance(item, yaml.MappingNode):
                found.append(Table(item, self.file, self.mistakes, (*self.path, *path)))
            elif isinstance(value, str) and isinstance(item, yaml.ScalarNode) and value.strip():
                found.append(value.strip())
            else:
                self._note(item, path, f"'{key}' must be a list of texts and tables, not {shown(value)}")
        if node is not None and not found:
            self.mistake(key, f"'{key}' is empty")
        return found

    def close(self) -> None:
        """Name every key nobody asked for."""
        for key in self._nodes:
            if key not in self._asked:
                self.mistake(key, f"unknown key '{key}'{suggestion(key, self._asked)}")

    def _take(self, key: str, *, required: bool) -> yaml.Node | None:
        self._asked.append(key)
        if key not in self._nodes and required:
            self.mistake(key, f"'{key}' is missing")
        return self._nodes.get(key)

    def _note(self, node: yaml.Node, inner: Path, message: str) -> None:
        self.mistakes.append(Mistake(self.file, node.start_mark.line + 1, message, (*self.path, *inner)))

    def _marks(self, node: yaml.Node | None) -> tuple[yaml.Mark, yaml.Mark]:
        if node is not None:
            return node.start_mark, node.end_mark
        mark = yaml.Mark(self.file, 0, self.line - 1, 0, None, 0)
        return mark, mark


def _items(node: yaml.Node | None, key: str) -> Iterator[tuple[yaml.Node, Path]]:
    """The items of a list under `key`, and the path to each; a single value counts as a list of one."""
    if isinstance(node, yaml.SequenceNode):
        yield from ((item, (key, at)) for at, item in enumerate(node.value))
    elif node is not None:
        yield node, (key,)


def _first(node: yaml.Node | None, path: Path, word: str) -> tuple[yaml.Node, Path] | None:
    """Where a word stands first in a value, and the path to it; None where it does not."""
    if isinstance(node, yaml.ScalarNode):
        return (node, path) if node.value == word else None
    inner: list[tuple[yaml.Node, str | int]] = []
    if isinstance(node, yaml.MappingNode):
        inner += [(value, str(key.value)) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        inner += [(item, at) for at, item in enumerate(node.value)]
    places = (_first(value, (*path, at), word) for value, at in inner)
    return next((found for found in places if found), None)


def read_table(text: str, file: str, mistakes: list[Mistake], *, kept: bool = True) -> Table:
    """Parse one YAML document whose top is a mapping. `kept`: whether the text may come again, so that it is kept.

    Raises `ContentError` when the text is not YAML, is empty, or refers to itself.
    """
    try:
        node, depth, count = _composed(text) if kept else _composed.__wrapped__(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError([Mistake(file, line, f"not readable as YAML: {in_words(str(error.problem))}")]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        raise ContentError([Mistake(file, 1, f"not readable as YAML: {reason}")]) from error
    if not isinstance(node, yaml.MappingNode):
        raise ContentError([Mistake(file, 1, "the file must be a table of 'name: value' lines")])
    if depth > MAX_DEPTH:
        raise ContentError([Mistake(file, 1, "the file is nested too deeply or refers to itself")])
    if count > NODES_MOST:
        raise ContentError([Mistake(file, 1, "the file holds too much, counting what aliases (*name) repeat")])
    return Table(node, file, mistakes)


@lru_cache(maxsize=KEPT_MOST)
def _composed(text: str) -> tuple[yaml.Node | None, int, int]:
    """The nodes of a document, how deep they are nested, and how many they are with all that aliases repeat.

    Nobody changes nodes, so a file that is read again is not parsed again.
    """
    node = yaml.compose(text, Loader=Loader)
    return (node, *measured(node, {})) if node else (None, 0, 0)


def bounded(text: str, nodes_most: int = NODES_MOST) -> yaml.Node | None:
    """The node of a document that is safe to walk; None where it is no YAML, empty, or too large by its aliases."""
    try:
        node, depth, count = _composed.__wrapped__(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return node if depth <= MAX_DEPTH and count <= nodes_most else None


def nothing(file: str) -> Table:
    """The table of a file that is not there: empty, and silent about it."""
    mark = yaml.Mark(file, 0, 0, 0, None, 0)
    return Table(yaml.MappingNode("tag:yaml.org,2002:map", [], mark, mark), file, [])
