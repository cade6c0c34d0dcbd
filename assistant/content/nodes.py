"""The nodes of YAML: how a plain value is read, and how much of them there is.

Values are read as the core schema of YAML 1.2 says: `yes`, `no`, `on` and `off` are words, because people say them,
`010` is ten, and `12:30` is a text. YAML 1.1, which PyYAML reads by itself, would make true, false, eight and 750 of
them.
"""

import re

import yaml

from assistant.words.numbers import DIGITS_MOST

ENDLESS = 1_000_000
"""The depth of a node that holds itself."""

REMEDIES = {
    "cannot start any token": "indent with spaces and not with tabs, and put a text that begins with a sign in quotes",
    "mapping values are not allowed": "put a text with a colon in it in quotes, or look at how it is indented",
    "another document": "take out the line '---'",
    "expected ',' or": "a bracket before it is not closed",
    "unexpected end of stream": "a quote before it is not closed",
    "expected key": "look at how this line and those above it are indented, and at its brackets and quotes",
    "expected '-' indicator": "look at how this line and those above it are indented",
}
"""A part of what PyYAML says is wrong -> what to look for. It names the mistake in the words of a grammar."""


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # ten times faster, where it is there
    """PyYAML's, with the values of YAML 1.2."""


_TAG = "tag:yaml.org,2002:"
Loader.yaml_implicit_resolvers = {}
for _kind, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("float", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", list("-+.")),
):
    Loader.add_implicit_resolver(_TAG + _kind, re.compile(rf"^(?:{_pattern})$"), _first)


class _NoValue:
    """What stands where a single value should: no text, so nobody speaks it or opens it by mistake."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __repr__(self) -> str:
        return self._what


def shown(value: object) -> str:
    """A value as a mistake shows it, in the words of YAML."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
    return repr(value)


def in_words(problem: str) -> str:
    """What PyYAML says is wrong with a text, with what to do about it where that is known."""
    return next((f"{problem}; {remedy}" for part, remedy in REMEDIES.items() if part in problem), problem)


def value_of(node: yaml.Node) -> object:
    """A scalar's value: None, a truth value, a number or a text; of anything else, what it is."""
    if not isinstance(node, yaml.ScalarNode):
        return _NoValue("a list" if isinstance(node, yaml.SequenceNode) else "a table")
    text = str(node.value)
    if "\0" in text:  # no name of a file may hold it, and no voice can be given it
        return _NoValue("a text with a zero character in it")
    try:
        return _read(node.tag.removeprefix(_TAG), text)
    except ValueError:  # a kind that was written before it, such as !!int, and does not fit
        return text


def _read(kind: str, text: str) -> object:
    match kind:
        case "null":
            return None
        case "bool" if text.lower() in ("true", "false"):
            return text.lower() == "true"
        case "int" if len(text) <= DIGITS_MOST and "_" not in text:
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        case "float" if "_" not in text:
            return float(re.sub(r"^([-+]?)\.(inf|nan)$", r"\1\2", text.lower()))
    return text


def measured(node: yaml.Node, known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """(how deep a node is nested, how many nodes are in it), with all that aliases repeat.

    Each node is looked at once, however often it is repeated. One that holds itself is endlessly deep.
    """
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = ENDLESS, 0  # until it is known, whoever comes back here is inside it
    inside: list[yaml.Node] = []
    if isinstance(node, yaml.SequenceNode):
        inside = list(node.value)
    elif isinstance(node, yaml.MappingNode):
        inside = [part for pair in node.value for part in pair]
    parts = [measured(part, known) for part in inside]
    known[id(node)] = 1 + max((depth for depth, _ in parts), default=0), 1 + sum(count for _, count in parts)
    return known[id(node)]
