"""One language: how it counts, tells the time, joins lists and fills in sentences; and the words for what has a name.

A sentence may hold slots, which are filled in when it is said:

    {name}                       what stands in the slot
    {side.accusative}            another form of the word, where words.yaml gives the word several
    {minutes|minute|minutes}     one of these words, by the number in the slot and the language's plural rule
    {time}, {times}, {weeks}     a time of day, how often, and a number, all of them in words
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.languages.plain import Plain
from assistant.languages.plurals import PluralRule
from assistant.words.effects import Filling

SLOT = re.compile(r"\{(\w+)(?:\.(\w+)|((?:\|[^{}|]*)+))?\}")
PLAIN = "plain"
"""The form of a word that is used where a sentence asks for none."""
WORDS_IN: Mapping[str, str] = {
    "side": "side", "other": "side", "area": "area", "place": "place", "days": "days", "equipment": "equipment",
    "activity": "activity", "furniture": "furniture",
}  # fmt: skip
"""Slots that are filled with an id, and the table of words.yaml that has the word for it."""
IN_WORDS = ("weeks",)
"""Slots that are filled with a number, and said in words ("two weeks")."""
Words = Mapping[str, Mapping[str, Mapping[str, str]]]
"""kind -> id -> form -> word"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers from 0 to 999 as they are counted aloud."""

    below_hundred: tuple[str, ...]
    hundreds: tuple[str, ...]
    """Of 100, 200 and so on to 900."""
    joined: str
    """How {hundreds} and {rest} make one number."""

    def word(self, number: int) -> str:
        """A number in words; a number above 999 in digits."""
        if number < len(self.below_hundred):
            return self.below_hundred[number]
        hundreds, rest = divmod(number, 100)
        if hundreds > len(self.hundreds):
            return str(number)
        word = self.hundreds[hundreds - 1]
        return self.joined.format(hundreds=word, rest=self.word(rest)) if rest else word


@dataclass(frozen=True, slots=True)
class Clock:
    """Times of day as they are said: templates of {hour}, {minute} and {part}."""

    hours: int
    """12, with the part of the day, or 24."""
    whole: str
    past: str
    few: str
    """Where fewer than ten minutes have passed."""
    parts: tuple[tuple[int, str], ...]
    """(the hour from which on, what that part of the day is called), in order"""
    exact: Mapping[str, str]
    """Times that have a name, such as noon, by their text "12:00"."""

    def say(self, text: str, numbers: Numbers) -> str:
        """A time such as "20:30" in words."""
        hour, minute = map(int, text.split(":"))
        if name := self.exact.get(f"{hour:02}:{minute:02}"):
            return name
        part = next((name for begins, name in reversed(self.parts) if hour >= begins), "")
        shown = (hour - 1) % 12 + 1 if self.hours == 12 else hour
        template = self.whole if not minute else self.few if minute < 10 else self.past
        return template.format(hour=numbers.word(shown), minute=numbers.word(minute), part=part).strip()


@dataclass(frozen=True, slots=True)
class ListRule:
    """How a list is said: templates that add one more {item} to the {list} so far."""

    more: str
    last: str
    two: str = ""
    """The one for a list of two; empty: `last` serves."""

    def join(self, items: Sequence[str]) -> str:
        """A list of texts as one text; an empty list is an empty text."""
        *before, last = items or ("",)
        if not before:
            return last
        if len(before) == 1 and self.two:
            return self.two.format(list=before[0], item=last)
        text = before[0]
        for item in before[1:]:
            text = self.more.format(list=text, item=item)
        return self.last.format(list=text, item=last)


@dataclass(frozen=True, slots=True)
class HowOften:
    """How often something happened, as it is said: "once", "three times"."""

    often: str
    """A template of {word}, the number in words, and of {number}, which chooses a plural."""
    exact: Mapping[str, str]
    """What has a word of its own, such as "once", by its number "1"."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """Where a sentence ends, and which sentences are questions."""

    ends: str
    """The marks a sentence ends with."""
    questions: str
    """Those of them that make it a question."""

    def cut(self, text: str) -> list[str]:
        """A text cut after each mark that a space follows."""
        return [part.strip() for part in re.split(rf"(?<=[{re.escape(self.ends)}])\s+", text) if part.strip()]

    def is_question(self, text: str) -> bool:
        """Whether a sentence asks something."""
        return text.endswith(tuple(self.questions))


@dataclass(frozen=True, slots=True)
class Language:
    """One language, as its folder says it."""

    code: str
    """The name of its folder, such as "en"."""
    name: str
    numbers: Numbers
    clock: Clock
    how_often: HowOften
    both: ListRule
    """A list of things that all count: "a, b, and c"."""
    either: ListRule
    """A list to choose from: "a, b, or c"."""
    plural: PluralRule
    sentences: Sentences
    plain: Plain | None
    """What it calls plain speech; None where it says nothing about that."""
    words: Words
    texts: Mapping[str, Mapping[str, str]]
    """What is shown and said outside a session: file -> key -> text."""

    def number_word(self, number: int) -> str:
        """A number as it is counted aloud."""
        return self.numbers.word(number)

    def times(self, number: int) -> str:
        """How often something happened."""
        often = self.fill(self.how_often.often, {"word": self.number_word(number), "number": str(number)})
        return self.how_often.exact.get(str(number), often)

    def word(self, kind: str, name: str, form: str = PLAIN) -> str:
        """The word for an id of the domain; the id itself where the language has none."""
        forms = self.words.get(kind, {}).get(name)
        return forms.get(form, forms[PLAIN]) if forms else name

    def text(self, file: str, key: str, /, **slots: object) -> str:
        """One text of doctor.yaml, report.yaml or terminal.yaml, filled in; "weeks.days" is one in a table."""
        return self.fill(self.texts[file][key], {name: str(value) for name, value in slots.items()})

    def reader(self, file: str) -> "Reader":
        """The texts of one such file."""
        return Reader(self, file)

    def fill(self, text: str, slots: Mapping[str, Filling]) -> str:
        """A text with its slots filled in; a slot that has nothing to fill it stays as it is."""

        def put(found: re.Match[str]) -> str:
            name, form, forms = found.groups()
            if name not in slots:
                return found[0]
            if forms:
                return self._counted(forms, slots[name])
            return self._shown(name, slots[name], form or PLAIN)

        return SLOT.sub(put, text)

    def _counted(self, forms: str, value: Filling) -> str:
        """The form that goes with a number; the last form for what is not a whole number."""
        known = forms.split("|")[1:]
        number = str(value)
        return known[min(self.plural.choose(int(number)), len(known) - 1)] if number.isdecimal() else known[-1]

    def _shown(self, slot: str, value: Filling, form: str) -> str:
        if isinstance(value, tuple):
            return self.both.join([self._shown(slot, item, form) for item in value])
        if slot == "time":
            return self.clock.say(value, self.numbers)
        if slot == "times":
            return self.times(int(value))
        if slot in IN_WORDS:
            return self.number_word(int(value))
        return self.word(WORDS_IN[slot], value, form) if slot in WORDS_IN else value


@dataclass(frozen=True, slots=True)
class Reader:
    """The texts of one file of a language."""

    language: Language
    file: str

    def __call__(self, key: str, /, **slots: object) -> str:
        """One text, filled in."""
        return self.language.text(self.file, key, **slots)

    def named(self, table: str, name: str) -> str:
        """The text for a name that was written down earlier; the name itself where it is not known any more."""
        return self.language.texts[self.file].get(f"{table}.{name}", name.replace("_", " "))


def slots_of(text: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(name, form asked for, plural forms) of every slot in a text."""
    for found in SLOT.finditer(text):
        name, form, forms = found.groups()
        yield name, form or "", tuple(forms.split("|")[1:]) if forms else ()


@lru_cache
def names_a_side(*texts: str) -> bool:
    """Whether a text says which side it is about."""
    return any(name in ("side", "other") for text in texts for name, _, _ in slots_of(text))
