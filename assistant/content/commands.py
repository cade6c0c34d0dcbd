"""The vocabulary: commands.yaml as data."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from assistant.content.fields import Table, read_table, suggestion
from assistant.words.errors import ContentError, Mistake

Act = Literal["early", "end", "alone"]
ACTS: tuple[Act, ...] = get_args(Act)


@dataclass(frozen=True, slots=True)
class IntentSpec:
    """One thing a person can mean, and the templates of how it is said."""

    name: str
    phrases: tuple[str, ...]
    act: Act
    help: str
    """How it is offered aloud; empty when it is not offered."""
    line: int
    sure: float = 0
    """The confidence it needs, 0 to 1; 0: the common one."""
    prior: float = 0
    """How much likelier than other phrases it is where it is listened for as an answer, in nats."""
    means: str = ""
    """The intent whose phrases these are too, judged in a way of their own; empty: its own name is the intent."""
    apart_from: tuple[str, ...] = ()
    """Intents with phrases that sound like these: where one of them is listened for, these are not."""
    report: bool = False
    """Whether it tells how somebody is and asks for nothing. "Can you" before it is then no courtesy but talk."""
    locks: bool = False
    """Whether it ends all sessions until somebody has looked. It is obeyed only if it is certain, else it is asked."""

    @property
    def intent(self) -> str:
        """What somebody means who says one of these phrases."""
        return self.means or self.name


@dataclass(frozen=True, slots=True)
class Courtesies:
    """Words that may stand around every command and change nothing in it: "okay, can you ... please"."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    """those of `before` that ask for something, and so stand before no report"""

    @property
    def telling(self) -> "Courtesies":
        """Those that may stand around a report."""
        return Courtesies(tuple(text for text in self.before if text not in self.asking), self.after)


@dataclass(frozen=True, slots=True)
class Waking:
    """What can be said in standby, while no session is under way."""

    phrases: tuple[str, ...]
    """The wake phrases: what Limber is called by."""
    wanted: tuple[str, ...]
    """The rows whose phrases may follow a wake phrase in the same breath."""
    answers: tuple[str, ...] = ()
    """The rows that are heard only in answer to a question of standby, without a wake phrase."""
    between: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """row -> what may stand between a wake phrase and each of its phrases, such as "can we" before "start"."""
    only: tuple[IntentSpec, ...] = ()
    """What can be said in standby alone, such as "goodnight"."""
    decoys: tuple[str, ...] = ()
    """Words that sound like a wake phrase."""
    alike: tuple[str, ...] = ()
    """Those that sound so much like one that over our own voice they are taken for it."""
    priors: Mapping[str, float] = field(default_factory=dict)
    """intent -> how much likelier than others it is just after a wake phrase, in nats; "wake" is the phrase alone"""
    line: int = 0
    """Where it stands in the file."""


@dataclass(frozen=True, slots=True)
class Commands:
    """A whole commands.yaml."""

    file: str
    language: str
    """The code of the language that its phrases are in, such as "en"; the doctor compares it with the model."""
    intents: tuple[IntentSpec, ...]
    """The rows of the file; several may have one meaning."""
    slots: Mapping[str, Mapping[str, tuple[str, ...]]]
    """slot -> value -> the ways to say it"""
    decoys: tuple[str, ...]
    hesitations: tuple[str, ...]
    """short words, or some together, that may stand beside a safety phrase"""
    joining: tuple[str, ...] = ()
    """words that are heard beside a safety phrase and make it part of talk"""
    repeat_after: tuple[str, ...] = ()
    """phrases a person says for the ear to learn their voice"""
    courtesies: Courtesies = Courtesies()  # frozen
    waking: Waking | None = None
    """None: nothing can be said in standby."""
    alike: tuple[str, ...] = ()
    """In the vocabulary of standby: see `Waking`."""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that somebody can mean, each once."""
        return tuple(dict.fromkeys(row.intent for row in self.intents))

    @property
    def helps(self) -> Mapping[str, str]:
        """Row -> the way it is offered aloud; empty where it is not offered"""
        return {row.name: row.help for row in self.intents}


def read_commands(text: str, file: str) -> Commands:
    """Read a commands file. Raises `ContentError` with every mistake in it."""
    mistakes: list[Mistake] = []
    top = read_table(text, file, mistakes)
    slots: dict[str, dict[str, tuple[str, ...]]] = {}
    slot_table = top.table("slots", required=False)
    for name in slot_table.names():
        values = slot_table.table(name)
        slots[name] = {value: _lower(values.texts(value, required=True)) for value in values.names()}
    intents = _rows(top.table("intents"))
    _check_meanings(intents, file, mistakes)
    polite = top.table("courtesies", required=False)
    asking = _lower(polite.texts("asking"))
    courtesies = Courtesies((*_lower(polite.texts("before")), *asking), _lower(polite.texts("after")), asking)
    polite.close()
    if not intents:
        top.mistake("intents", "there is no intent, so nothing could be understood")
    commands = Commands(
        file,
        top.text("language", "en"),
        tuple(intents),
        slots,
        _lower(top.texts("decoys")),
        _lower(top.texts("hesitations")),
        _lower(top.texts("joining")),
        _lower(top.texts("repeat_after")),
        courtesies,
        _waking(top.table("standby"), intents) if "standby" in top else None,
    )
    top.close()
    if mistakes:
        raise ContentError(mistakes)
    return commands


def _rows(table: Table) -> list[IntentSpec]:
    """The rows of a table of intents."""
    rows = []
    for name in table.names():
        row = table.table(name)
        act = row.choice("act", ACTS, "end")
        rows.append(
            IntentSpec(
                name,
                _lower(row.texts("phrases", required=True)),
                act,
                row.text("help", ""),
                row.line,
                row.number("sure", 0, most=1),
                row.number("prior", 0, most=5),
                row.text("means", ""),
                row.texts("apart_from"),
                row.flag("report"),
                row.flag("locks"),
            )
        )
        row.close()
    return rows


def _waking(table: Table, rows: Sequence[IntentSpec]) -> Waking:
    """What can be said in standby."""
    names, priors = [row.name for row in rows], table.table("prior", required=False)
    between = table.table("between", required=False)
    waking = Waking(
        _lower(table.texts("wake", required=True)),
        table.texts("wanted", required=True),
        table.texts("answers"),
        {name: _lower(between.texts(name)) for name in between.names()},
        tuple(_rows(table.table("intents"))),
        _lower(table.texts("decoys")),
        _lower(table.texts("alike")),
        {name: priors.number(name, 0, most=5) for name in priors.names()},
        table.line,
    )
    own = [row.name for row in waking.only]
    for name in waking.between:
        if name not in (*waking.wanted, *own):
            table.mistake("between", f"'{name}' cannot be wanted{suggestion(name, (*waking.wanted, *own))}")
    for key, found in (("wanted", waking.wanted), ("answers", waking.answers)):
        for name in found:
            if name not in names:
                table.mistake(key, f"there is no intent '{name}'{suggestion(name, names)}")
    for row in waking.only:
        if row.name in names:
            table.mistake("intents", f"'{row.name}' can be said in a session already; list it under 'wanted'")
    table.close()
    return waking


def _check_meanings(rows: Sequence[IntentSpec], file: str, mistakes: list[Mistake]) -> None:
    """Note the rows that mean what no row is named, or stand apart from it."""
    names = {row.name for row in rows if not row.means}
    for row in rows:
        for name in (row.intent, *row.apart_from):
            if name not in names:
                message = f"intent '{row.name}': there is no intent '{name}'{suggestion(name, names)}"
                mistakes.append(Mistake(file, row.line, message))


def _lower(texts: tuple[str, ...]) -> tuple[str, ...]:
    """What is said in lower case; the names of slots stay as they are.

    Some editors write a Korean syllable, or a letter with an accent, as several signs. Models write it as one (NFC).
    """
    return tuple(re.sub(r"\{[^{}]*\}|[^{}]+", _lower_words, unicodedata.normalize("NFC", text)) for text in texts)


def _lower_words(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("{") else found[0].lower()
