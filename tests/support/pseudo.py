"""A made-up language: English with each word written backwards between two marks, so that none of it is English.

It is made from the English folder, file by file, and has every key and slot that English has. Said with it, a sentence
that still holds an English word was written in code.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from assistant.content.language import ENGLISH, LANGUAGES

WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
KEPT = {
    "rules.yaml": ("plural", "ends", "questions", "hours", "from"),
    "commands.yaml": ("act", "means", "apart_from", "report", "locks", "wanted", "answers"),
}
"""Keys whose values are no words: they say which rule is meant, not how it sounds."""


def made_up(text: str) -> str:
    """Each word of a text in the made-up language; the names of slots stay, words to choose from by number do not."""
    parts = re.split(r"(\{\w+\}|\{\w+\.\w+\}|\{\w+(?=\|)|\{\w*)", text)
    return "".join(part if part.startswith("{") else WORD.sub(lambda found: _word(found[0]), part) for part in parts)


def _word(word: str) -> str:
    letters = word.replace("'", "").lower()[::-1]
    return f"{'X' if word[0].isupper() else 'x'}{letters}x"


def write_pseudo(folder: Path) -> Path:
    """Write the made-up language into a folder, and return it."""
    for path in sorted((LANGUAGES / ENGLISH).rglob("*.yaml")):
        name = str(path.relative_to(LANGUAGES / ENGLISH))
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        _change(node, KEPT.get(name, ()))
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml.serialize(node, allow_unicode=True, width=1000), encoding="utf-8")
    return folder


def _change(node: yaml.Node, kept: tuple[str, ...]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in kept:
                _change(value, kept)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _change(item, kept)
    elif WORD.search(node.value):
        node.value, node.tag = made_up(node.value), "tag:yaml.org,2002:str"


def english_words() -> frozenset[str]:
    """Every word of the English folder, in small letters."""
    return frozenset(word for path in (LANGUAGES / ENGLISH).rglob("*.yaml") for word in _words(path))


def _words(path: Path) -> Iterator[str]:
    for text in _texts(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)):
        yield from words_of(re.sub(r"\{\w+(\.\w+)?", "", text))


def _texts(node: yaml.Node) -> Iterator[str]:
    """Every value in a file, without its keys."""
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _texts(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item)
    else:
        yield str(node.value)


def words_of(text: str) -> set[str]:
    """The words of a text, in small letters."""
    return {found.lower() for found in WORD.findall(text)}
