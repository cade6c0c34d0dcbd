"""Reasons and tips: a table and a language's sentences of the same names -> `Advice`."""

from collections.abc import Collection
from dataclasses import dataclass

from assistant.content.fields import Table, suggestion


@dataclass(frozen=True, slots=True)
class Advice:
    """One reason or tip."""

    id: str
    say: str
    seeds: tuple[str, ...]
    sources: tuple[str, ...] = ()
    """Beside the seeds, keys of sources.yaml: no code reads them, they are for whoever reviews the advice."""
    kind: str = ""
    """Of a tip: one of the domain's kinds."""


def read_advice(table: Table, words: Table, kinds: tuple[str, ...], sources: Collection[str]) -> dict[str, Advice]:
    """reasons.yaml or tips.yaml, with a language's file of the same name; `kinds` are those a tip may be of."""
    advice: dict[str, Advice] = {}
    for name in table.names():
        entry = table.table(name)
        kind = entry.choice("kind", kinds) if kinds else ""
        advice[name] = Advice(
            name, words.text(name), entry.texts("seeds", required=True), all_known(entry, "sources", sources), kind
        )
        entry.close()
    words.close()
    return advice


def all_known(table: Table, key: str, names: Collection[str], lacks: str = "sources.yaml has no") -> tuple[str, ...]:
    """A list of names that are known, by default those of sources.yaml; `lacks` begins the sentence about another."""
    found = table.texts(key)
    for name in found:
        if name not in names:
            table.mistake(key, f"{lacks} '{name}'{suggestion(name, names)}")
    return found
