"""A file's YAML with other values: only the lines that say something else are written anew.

A plan is written by hand as often as in a form. So what stands in the file stays there to the letter, with its
comments and its order, wherever it says what is wanted already. What is new is written as a person would write it.
At the end the text is read back. If it does not say what is wanted, as may happen where a file repeats itself by
anchors and aliases, all of it is written anew.
"""

import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

from assistant.content.nodes import Loader, value_of

FLOW_MOST = 90
"""Letters of a list or table that is written on one line. Raising it makes longer lines."""
WIDTH = 10_000
"""Letters after which a line would be broken: no sentence is so long."""
LISTED = ("items",)
"""Keys whose list has a line for each item, however short it is."""
LINE = re.compile(r"[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|[^\n\r\x85\u2028\u2029]+$")
"""A line with its end, as YAML sees it."""
Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
"""What YAML says, without how it is written."""
Block = yaml.MappingNode | yaml.SequenceNode


class Dumper(yaml.SafeDumper):
    """PyYAML's, with the values of YAML 1.2, and with lists indented as people indent them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Indent lists within tables as well."""
        super().increase_indent(flow, indentless=False)


Dumper.yaml_implicit_resolvers = Loader.yaml_implicit_resolvers


def plain(node: yaml.Node) -> Plain:
    """What a node says. Raises ValueError where a key is no word or is written twice, which no table can hold."""
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        value = value_of(node)
        if isinstance(value, float) and not math.isfinite(value):
            return str(node.value)
        return value if isinstance(value, None | bool | int | float | str) else str(value)
    found: dict[str, Plain] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in found:
            raise ValueError("a key is no word, or is written twice")
        found[key.value] = plain(value)
    return found


def _composed(text: str) -> Any:
    """The nodes of a text, which is known to hold some."""
    return yaml.compose(text, Loader=Loader)


def same(first: Plain, second: Plain) -> bool:
    """Whether two values are the same in YAML; 20 and 20.0 are, and 1 and true are not."""
    match first, second:
        case dict(), dict():
            return [*first] == [*second] and all(same(first[key], second[key]) for key in first)
        case list(), list():
            return len(first) == len(second) and all(map(same, first, second))
    return isinstance(first, bool) is isinstance(second, bool) and first == second


def rewritten(text: str, wanted: Mapping[str, Plain], order: Sequence[str] = ()) -> str:
    """The text with these values at its top. `order`: where a key that is new has its place.

    Raises ValueError or `yaml.YAMLError` where the text is no table.
    """
    node = yaml.compose(text, Loader=Loader)
    before, after = plain(node) if node else {}, dict(wanted)
    if not isinstance(before, dict):
        raise TypeError("this is no table")
    kept = [key for key in before if key in after]
    after = {key: after[key] for key in _ordered(kept, after, order)}
    if same(before, after):
        return text
    try:
        found = _table(text, after) if isinstance(node, yaml.MappingNode) and not node.flow_style else ""
        if found and same(plain(_composed(found)), after):
            return found
    except (yaml.YAMLError, ValueError):
        pass
    return written(after)


def _ordered(kept: Sequence[str], wanted: Mapping[str, Plain], order: Sequence[str]) -> list[str]:
    """The keys in the order of the file; each that is new follows the one that stands before it in `order`."""
    found = list(kept)
    for key in (key for key in (*order, *wanted) if key in wanted):
        if key not in found:
            before = order[: order.index(key)] if key in order else found
            found.insert(max((found.index(each) + 1 for each in before if each in found), default=0), key)
    return found


def written(value: Plain, indent: int = 0) -> str:
    """A table or a list as a person would write it, each line indented so far."""
    return _serialised(_node(value), indent)


def _item(value: Plain, dash: int) -> str:
    """An item of a list with its dash, as a person would write it."""
    return _serialised(yaml.SequenceNode("tag:yaml.org,2002:seq", [_node(value)], flow_style=False), dash)


def _serialised(node: yaml.Node, indent: int) -> str:
    text = yaml.serialize(node, Dumper=Dumper, width=WIDTH, allow_unicode=True)
    return "".join(f"{' ' * indent}{line}" if line.strip() else line for line in LINE.findall(text))


def _node(value: Plain, key: str | None = None) -> yaml.Node:
    """`key`: under which it stands in a table; None at the top and in a list, where a table has a line for each key."""
    match value:
        case dict():
            pairs = [(_node(name), _node(each, name)) for name, each in value.items()]
            flow = not value or (key is not None and _short(value))
            return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flow)
        case list():
            items = [_node(each) for each in value]
            flow = not value or (key not in LISTED and _short(value))
            return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=flow)
    style = "|" if isinstance(value, str) and "\n" in value else None
    node = Dumper(io.StringIO()).represent_data(value)
    return yaml.ScalarNode(node.tag, node.value, style=style)


def _short(value: Plain) -> bool:
    """Whether it holds single values only, and fits on a line."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    flat = not any(isinstance(each, dict | list) or (isinstance(each, str) and "\n" in each) for each in inner)
    return flat and len(str(value)) <= FLOW_MOST


def _table(text: str, wanted: Mapping[str, Plain]) -> str:
    """A table in block style, indented as its first key is."""
    node = _composed(text)
    indent = node.value[0][0].start_mark.column
    lines = LINE.findall(text)
    keys = [key.value for key, _ in node.value]
    head, parts = _parts(lines, [key.start_mark.line for key, _ in node.value], indent)
    found = [head]
    for key, value in wanted.items():
        if key not in keys:
            found = [*_ended(found), written({key: value}, indent)]
            continue
        at = keys.index(key)
        old = node.value[at][1]
        comments, own = parts[at]
        found += _ended([comments])
        found.append(own if same(plain(old), value) else _pair(own, key, value, indent))
    return "".join(found)


def _pair(own: str, key: str, value: Plain, indent: int) -> str:
    """One key with another value, in the lines that it had."""
    node = _composed(own)
    (name, old), *_ = node.value
    if isinstance(old, yaml.ScalarNode) and not isinstance(value, dict | list):
        new = written({"k": value}).removeprefix("k:").strip("\n ")
        if old.start_mark.line == old.end_mark.line == name.start_mark.line and "\n" not in new:
            between = "" if own[old.start_mark.index - 1] == " " else " "
            return f"{own[: old.start_mark.index]}{between}{new}{own[old.end_mark.index :]}"
    lines = LINE.findall(own)
    below = "".join(lines[1:])
    if isinstance(old, Block) and not old.flow_style and old.start_mark.line > name.start_mark.line:
        inner = _inner(old, value)
        if inner:
            return str(lines[0]) + inner(below)
    return written({key: value}, indent)


def _inner(old: Block, value: Plain) -> Callable[[str], str] | None:
    """How the lines of a table or a list are written with another value; None where it becomes something else."""
    if isinstance(old, yaml.MappingNode) and isinstance(value, dict) and value:
        return lambda text: _table(text, value)
    if isinstance(old, yaml.SequenceNode) and isinstance(value, list) and value:
        return lambda text: _list(text, value)
    return None


def _list(text: str, wanted: Sequence[Plain]) -> str:
    """A list in block style: what stays the same, or is about the same exercise, is moved with its lines."""
    node = _composed(text)
    lines = LINE.findall(text)
    dash = lines[node.start_mark.line].index("-")
    head, parts = _parts(lines, [item.start_mark.line for item in node.value], dash)
    left = list(range(len(node.value)))
    places: list[int | None] = [None] * len(wanted)
    for alike in (same, _about_the_same):
        for number, value in enumerate(wanted):
            if places[number] is None:
                places[number] = next((at for at in left if alike(plain(node.value[at]), value)), None)
                left = [at for at in left if at != places[number]]
    found = [head]
    for value, at in zip(wanted, places, strict=True):
        found = _ended(found)
        if at is None:
            found.append(_item(value, dash))
            continue
        comments, own = parts[at]
        found += _ended([comments])
        found.append(own if same(plain(node.value[at]), value) else _item_with(own, value, dash))
    return "".join(found)


def _about_the_same(first: Plain, second: Plain) -> bool:
    return _subject(first) is not None and _subject(first) == _subject(second)


def _subject(value: Plain) -> Plain:
    if isinstance(value, dict):
        return value.get("exercise", value.get("id", "rounds" if "rounds" in value else None))
    return value


def _item_with(own: str, value: Plain, dash: int) -> str:
    """An item with another value, in the lines that it had."""
    if isinstance(value, dict):
        bare = f"{own[:dash]} {own[dash + 1 :]}"
        node = _composed(bare)
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            new = _table(bare, value)
            return f"{new[:dash]}-{new[dash + 1 :]}"
    return _item(value, dash)


def _parts(lines: Sequence[str], begins: Sequence[int], indent: int) -> tuple[str, list[tuple[str, str]]]:
    """(what stands before the first part, of each part its comments above it and its own lines).

    `begins`: the lines on which the parts begin. Comments that are indented no further than `indent`, and empty lines,
    belong to what follows them; after the last part they stay with it.
    """
    own_from = [*begins, len(lines)]
    tops = []
    for at, first in enumerate(begins):
        top = first
        while top > (own_from[at - 1] + 1 if at else 0) and _is_between(lines[top - 1], indent):
            top -= 1
        tops.append(top)
    ends = [*tops[1:], len(lines)]
    parts = [
        ("".join(lines[top:first]), "".join(lines[first:end]))
        for top, first, end in zip(tops, begins, ends, strict=True)
    ]
    return "".join(lines[: tops[0]]), parts


def _is_between(line: str, indent: int) -> bool:
    stripped = line.lstrip(" ")
    return not stripped.strip() or (stripped.startswith("#") and len(line) - len(stripped) <= indent)


def _ended(found: Sequence[str]) -> list[str]:
    """The same, with an end of line at its end."""
    last = next((text for text in reversed(found) if text), "\n")
    return [*found, "" if last.endswith("\n") else "\n"]
