"""What a language's folder lacks, compared with English: files, keys and slots, each with its file and line.

The strict reader says whether a folder can be loaded at all. This says whether it is complete, so that nothing is found
missing in the middle of a session: every key of English is there and no other one, and every text has the slots that
its English has. What is in OWN_READER is left to its own reader, which knows all that it must hold.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.content.fields import Table, suggestion
from assistant.content.language import ENGLISH, LANGUAGES, MISSING, language_table
from assistant.files import there
from assistant.languages.language import SLOT, WORDS_IN, Language, slots_of
from assistant.words.errors import Mistake

COMMANDS = "commands.yaml"
OWN_READER = ("rules.yaml", "words.yaml")
SAMPLER = ("sampler/lines.yaml", "sampler/plan.yaml")
"""They only have to be there: what is said and done in the sample is the language's own business."""
SIDES = frozenset({"side", "other"})
"""Slots that an exercise must use somewhere, and not in the same sentence as English does."""


def missing(folder: Path, language: Language, english: Path = LANGUAGES / ENGLISH) -> list[Mistake]:
    """Everything in which a language's folder differs from the English one where it must not; `language` is its own."""
    mistakes: list[Mistake] = []
    for path in sorted(english.rglob("*.yaml")):
        name = str(path.relative_to(english))
        if name in OWN_READER:
            continue
        ours, theirs = language_table(english, name, mistakes), language_table(folder, name, mistakes)
        if ours is None or theirs is None or name in SAMPLER:
            continue
        if name == COMMANDS:
            _compare_commands(ours, theirs)
        else:
            _Comparison(language).tables(ours, theirs, frozenset())
    for path in sorted(folder.rglob("*.yaml")):
        name = str(path.relative_to(folder))
        if not there(english / name):
            mistakes.append(Mistake(f"{folder.name}/{name}", 1, "English has no such file, so nothing reads this one"))
    return mistakes


def missing_files(folder: Path, english: Path = LANGUAGES / ENGLISH) -> list[Mistake]:
    """Files of the English folder that a language's folder lacks; said alone, they say best how far it has come."""
    names = (str(path.relative_to(english)) for path in sorted(english.rglob("*.yaml")))
    return [Mistake(f"{folder.name}/{name}", 1, MISSING) for name in names if not there(folder / name)]


class _Comparison:
    """Two tables side by side; what is wrong is noted in theirs."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def tables(self, ours: Table, theirs: Table, free: frozenset[str]) -> None:
        """Compare key by key; `free` are slots that each text may use or not."""
        _same_keys(ours, theirs)
        for key in ours.names():
            if key not in theirs:
                continue
            if ours.is_table(key) != theirs.is_table(key):
                theirs.mistake(key, f"'{key}' must be {'a table' if ours.is_table(key) else 'text'}, as in English")
            elif ours.is_table(key):
                inside = ours.table(key)
                sides = SIDES - free and SIDES & set(_slots(text for text in _all_texts(inside) if "{" in text))
                self.tables(inside, theirs.table(key), free | sides)
            else:
                self._texts(key, ours.texts(key), theirs, free)

    def _texts(self, key: str, ours: tuple[str, ...], theirs: Table, free: frozenset[str]) -> None:
        texts = theirs.texts(key)
        if not any("{" in text or "}" in text for text in (*ours, *texts)):
            return  # as in most texts: without a brace there is no slot
        wanted, found = set(_slots(ours)), set(_slots(texts))
        for name in sorted(found - wanted - free):
            hint = f"; English has {', '.join(f'{{{slot}}}' for slot in sorted(wanted))}" if wanted else ""
            theirs.mistake(key, f"nothing fills in {{{name}}} here{suggestion(name, wanted)}{hint}")
        for name in sorted(wanted - found - free):
            theirs.mistake(key, f"'{key}' never says {{{name}}}, which English does")
        for text in texts:
            for problem in self._problems(text):
                theirs.mistake(key, problem)

    def _problems(self, text: str) -> Iterator[str]:
        """What is wrong with the slots of one text, whatever English says."""
        rest = SLOT.sub("", text)
        if "{" in rest or "}" in rest:
            yield "a brace is not closed, or what stands in it is no slot"
        counted = self.language.plural.forms
        for name, form, forms in slots_of(text):
            if forms and len(forms) != len(counted):
                yield f"{{{name}|...}} has {len(forms)} forms; this language has {len(counted)}: {', '.join(counted)}"
            known = self.language.words.get(WORDS_IN.get(name, ""), {})
            if form and (not known or any(form not in forms_of for forms_of in known.values())):
                yield f"words.yaml has no form '{form}' for every word that {{{name}}} can be"


def _slots(texts: Iterable[str]) -> Iterator[str]:
    return (name for text in texts for name, _, _ in slots_of(text))


def _all_texts(table: Table) -> Iterator[str]:
    for key in table.names():
        if table.is_table(key):
            yield from _all_texts(table.table(key))
        else:
            yield from table.texts(key)


def _compare_commands(ours: Table, theirs: Table) -> None:
    """The vocabulary: the same intents, done at the same moment, and the same values in the same slots.

    How each is said, and what the recogniser needs to be told about it, is the language's own business.
    """
    for part in ("intents", "slots"):
        _same_keys(ours.table(part), theirs.table(part))
    slots, said = ours.table("slots"), theirs.table("slots")
    for name in slots.names():
        if name in said:
            _same_keys(slots.table(name), said.table(name))
    intents, meant = ours.table("intents"), theirs.table("intents")
    for name in intents.names():
        if name not in meant:
            continue
        intent, found = intents.table(name), meant.table(name)
        act = intent.text("act")
        if "act" in found and found.text("act") != act:
            found.mistake("act", f"'{name}' must act '{act}', as it does in English")
        if "help" in intent and "help" not in found:
            found.mistake("help", f"'{name}' has no 'help': how it is offered aloud")


def _same_keys(ours: Table, theirs: Table) -> None:
    for key in ours.names():
        if key not in theirs:
            theirs.mistakes.append(Mistake(theirs.file, theirs.line, f"'{key}' is missing"))
    for key in theirs.names():
        if key not in ours:
            theirs.mistake(key, f"unknown key '{key}'{suggestion(key, ours.names())}")
