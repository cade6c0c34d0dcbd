"""Phrases that hold other phrases: "go back" holds "back".

Where only "back" were listened for, somebody who says "go back" would be heard to say "back", which is a place that
hurts. So the longer phrase is listened for wherever the shorter one is, even if it can do nothing there: then it is
heard as itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

Template = TypeVar("Template")


def longer_phrases(
    phrases: Mapping[Template, Iterable[str]], rows: Mapping[Template, str]
) -> Mapping[str, frozenset[Template]]:
    """Row -> the templates of other rows with a phrase that holds one of its phrases.

    `phrases` are those of each template, and `rows` the row of commands.yaml that each template belongs to.
    """
    owners: dict[str, set[str]] = {}
    for template, texts in phrases.items():
        for text in texts:
            owners.setdefault(text, set()).add(rows[template])
    found: dict[str, set[Template]] = {}
    for template, texts in phrases.items():
        for part in {part for text in texts for part in parts_of(text)}:
            for owner in owners.get(part, set()) - {rows[template]}:
                found.setdefault(owner, set()).add(template)
    return {row: frozenset(templates) for row, templates in found.items()}


def parts_of(text: str) -> Iterator[str]:
    """Every run of words within a phrase, but the whole of it."""
    words = text.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if end - start < len(words):
                yield " ".join(words[start:end])
