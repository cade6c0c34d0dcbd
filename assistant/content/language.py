"""A language's own rules and words: rules.yaml, words.yaml and the texts outside a session -> `Language`.

The rules for numbers, lists and times are data and not a module of the language: a translator writes a list of a
hundred number words more easily than a program, and a folder that somebody else made is read but never run.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from assistant.content.domain import Domain
from assistant.content.fields import Table, read_table, suggestion
from assistant.files import read_text, there
from assistant.languages.language import PLAIN, Clock, HowOften, Language, ListRule, Numbers, Sentences, Words, slots_of
from assistant.languages.plain import Plain
from assistant.languages.plurals import RULES, PluralRule
from assistant.paths import at_home
from assistant.places import PACKAGE
from assistant.words.errors import ContentError, LimberError, Mistake

LANGUAGES = PACKAGE / "languages"
ENGLISH = "en"
"""The language that others are compared with, and the one that is spoken where none is set."""
BELOW_HUNDRED, HUNDREDS = 100, 9
MISSING = "this file is missing"
OUTSIDE = ("report", "sheet", "doctor", "terminal", "page", "desk", "house")
"""Files with what is said and shown outside a session."""


def language_folder(language: str | Path) -> Path:
    """The folder of a language: "de" is one in languages/, anything with a slash in it one elsewhere.

    Raises `LimberError` where there is none.
    """
    path = at_home(language)
    folder = path if isinstance(language, Path) or len(path.parts) > 1 else LANGUAGES / path
    if not there(folder / "rules.yaml"):
        known = sorted(found.parent.name for found in LANGUAGES.glob("*/rules.yaml"))
        raise LimberError(
            f"there is no language '{language}'{suggestion(str(language), known)}; there are: {', '.join(known)}"
        )
    return folder


def vocabulary(language: str | Path) -> Path:
    """The commands file of a language. Raises `LimberError`."""
    return language_folder(language) / "commands.yaml"


def language_table(folder: Path, name: str, mistakes: list[Mistake]) -> Table | None:
    """One file of a language's folder; None, with a mistake noted, where it is missing or no YAML."""
    shown = f"{folder.name}/{name}"
    if not there(folder / name):
        mistakes.append(Mistake(shown, 1, MISSING))
        return None
    try:
        return read_table(read_text(folder / name), shown, mistakes)
    except ContentError as error:
        mistakes += error.mistakes
        return None


def read_language(folder: Path, domain: Domain, mistakes: list[Mistake]) -> Language | None:
    """A language from its folder; None where a file of it is missing or unreadable."""
    rules, words = (language_table(folder, name, mistakes) for name in ("rules.yaml", "words.yaml"))
    outside = {name: language_table(folder, f"{name}.yaml", mistakes) for name in OUTSIDE}
    if rules is None or words is None:
        return None
    lists, plural = rules.table("lists"), _plural(rules)
    language = Language(
        code=folder.name,
        name=rules.text("name"),
        numbers=_numbers(rules.table("numbers")),
        clock=_clock(rules.table("clock")),
        how_often=_how_often(rules.table("times"), plural),
        both=_list(lists.table("both")),
        either=_list(lists.table("either")),
        plural=plural,
        sentences=_sentences(rules.table("sentences")),
        plain=_plain(rules.table("plain")) if "plain" in rules else None,
        words=_words(words, domain),
        texts={name: _texts(table) for name, table in outside.items() if table is not None},
    )
    lists.close()
    rules.close()
    return language


def _numbers(table: Table) -> Numbers:
    numbers = Numbers(
        table.texts("below_hundred", required=True),
        table.texts("hundreds", required=True),
        _template(table, "joined", ("hundreds", "rest")),
    )
    for key, words, count in (
        ("below_hundred", numbers.below_hundred, BELOW_HUNDRED),
        ("hundreds", numbers.hundreds, HUNDREDS),
    ):
        if words and len(words) != count:
            table.mistake(key, f"'{key}' must be {count} words, not {len(words)}")
    table.close()
    return numbers


def _clock(table: Table) -> Clock:
    parts = []
    for part in table.tables("parts"):
        parts.append((part.whole("from", most=23), part.text("say")))
        part.close()
    exact = table.table("exact", required=False)
    slots = ("hour", "minute", "part")
    clock = Clock(
        _hours(table),
        _template(table, "whole", ("hour",), slots),
        _template(table, "past", ("hour", "minute"), slots),
        _template(table, "few", ("hour", "minute"), slots),
        tuple(parts),
        {time: exact.text(time) for time in exact.names()},
    )
    for time in clock.exact:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", time):
            exact.mistake(time, f"'{time}' is no time of day; write it as \"12:00\"")
    if parts != sorted(parts) or (parts and parts[0][0] != 0):
        table.mistake("parts", "the parts of a day must begin at 0 and stand in order")
    exact.close()
    table.close()
    return clock


def _how_often(table: Table, plural: PluralRule) -> HowOften:
    exact = table.table("exact", required=False)
    found = HowOften(table.text("often"), {number: exact.text(number) for number in exact.names()})
    slots = list(slots_of(found.often))
    if found.often and (("word", "", ()) not in slots or not {name for name, _, _ in slots} <= {"word", "number"}):
        table.mistake("often", "'often' must hold {word}, and nothing else in braces but {number|...}")
    for _, _, forms in slots:
        if forms and len(forms) != len(plural.forms):
            table.mistake("often", f"{{number|...}} has {len(forms)} forms; this language has {len(plural.forms)}")
    for number in exact.names():
        if not number.isdecimal():
            exact.mistake(number, f"'{number}' is no number; write it as \"1\"")
    exact.close()
    table.close()
    return found


def _hours(table: Table) -> int:
    hours = table.whole("hours", most=24)
    if hours not in (12, 24):
        table.mistake("hours", f"'hours' must be 12 or 24, not {hours}")
    return hours


def _list(table: Table) -> ListRule:
    parts = ("list", "item")
    two = _template(table, "two", parts, optional=True)
    rule = ListRule(_template(table, "more", parts), _template(table, "last", parts), two)
    table.close()
    return rule


def _template(
    table: Table, key: str, needed: tuple[str, ...], known: tuple[str, ...] = (), *, optional: bool = False
) -> str:
    """A text that holds certain slots; empty where it is `optional` and not there."""
    text = table.text(key, "" if optional else None)
    found = set(re.findall(r"\{(\w*)\}", text))
    bare = re.sub(r"\{\w+\}", "", text)
    if text and (not found.issuperset(needed) or not found.issubset({*needed, *known}) or "{" in bare or "}" in bare):
        slots = " and ".join(f"{{{name}}}" for name in needed)
        table.mistake(key, f"'{key}' must hold {slots}, and nothing else in braces")
        return "".join(f"{{{name}}}" for name in needed)
    return text


def _plural(table: Table) -> PluralRule:
    name = table.choice("plural", RULES)
    return RULES[name]


def _sentences(table: Table) -> Sentences:
    found = Sentences(table.text("ends"), table.text("questions"))
    table.close()
    return found


def _plain(table: Table) -> Plain:
    unknown = table.table("unknown", required=False)
    found = Plain(
        most_words=table.whole("most_words", least=1),
        marks=table.text("marks", ""),
        negatives=frozenset(table.texts("negatives")),
        joints=frozenset(table.texts("joints")),
        not_asked=frozenset(table.texts("not_asked")),
        unknown={word: unknown.text(word) for word in unknown.names()},
        turns=table.texts("turns"),
        quoted=frozenset(table.texts("quoted")),
    )
    unknown.close()
    table.close()
    return found


def _words(table: Table, domain: Domain) -> Words:
    """Every word the domain needs; a word is a text, or a table of forms with one called plain."""
    words: dict[str, dict[str, dict[str, str]]] = {}
    for kind, names in domain.named.items():
        part = table.table(kind)
        words[kind] = {name: _forms(part, name) for name in names}
        part.close()
    table.close()
    return words


def _forms(table: Table, name: str) -> dict[str, str]:
    if not table.is_table(name):
        return {PLAIN: table.text(name)}
    forms = table.table(name)
    found = {PLAIN: forms.text(PLAIN)} | {form: forms.text(form) for form in forms.names()}
    forms.close()
    return found


def _texts(table: Table, within: str = "") -> Mapping[str, str]:
    """Every text of a file by its key; one in a table is "table.key"."""
    texts: dict[str, str] = {}
    for key in table.names():
        if table.is_table(key):
            texts |= _texts(table.table(key), f"{within}{key}.")
        else:
            texts[within + key] = table.text(key)
    return texts
