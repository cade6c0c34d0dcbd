"""A line's key and slots -> sentences, in the chosen verbosity."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from assistant.content.model import Library, Question
from assistant.words.effects import Line

Verbosity = Literal[0, 1, 2]
NAME_ONLY: Verbosity = 0
SHORT: Verbosity = 1
FULL: Verbosity = 2

_LEAST: Mapping[str, int] = {
    "purpose": FULL, "setup": FULL, "breathing": FULL, "feel": FULL, "not_feel": FULL, "touch": FULL,
    "fit_hint": FULL, "enter": SHORT, "brief": SHORT, "dose_reps": SHORT, "dose_reps_side": SHORT, "rest": SHORT,
}  # fmt: skip
"""The least verbosity at which a line is spoken; lines not named are always spoken."""
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def number_word(number: int) -> str:
    """A number from 0 to 999 as it is counted aloud."""
    if number < 20:
        return _UNITS[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        return _TENS[tens - 2] + (f" {_UNITS[unit]}" if unit else "")
    hundreds, rest = divmod(number, 100)
    return f"{_UNITS[hundreds]} hundred" + (f" {number_word(rest)}" if rest else "")


def clock_time(text: str) -> str:
    """A time of day such as "20:30" as it is said."""
    hour, minute = map(int, text.split(":"))
    part = "in the morning" if hour < 12 else "in the afternoon" if hour < 17 else "in the evening"
    past = f" {'oh ' * (minute < 10)}{number_word(minute)}" if minute else ""
    return "noon" if (hour, minute) == (12, 0) else f"{number_word((hour - 1) % 12 + 1)}{past} {part}"


def sentences(text: str) -> list[str]:
    """A text cut after each full stop or question mark."""
    return [part.strip() for part in re.split(r"(?<=[.?!])\s+", text) if part.strip()]


class Phrasing:
    """Words for every key, from the library's phrases and exercises."""

    def __init__(self, library: Library, helps: Mapping[str, str]) -> None:
        """`helps` maps an intent to the way it is offered aloud."""
        self._library, self._helps = library, helps
        exercises = library.exercises
        self._content: dict[str, Callable[[Mapping[str, str]], str]] = {
            "purpose": lambda slots: exercises[slots["exercise"]].purpose,
            "setup": lambda slots: exercises[slots["exercise"]].setup[int(slots["n"])],
            "short": lambda slots: exercises[slots["exercise"]].short,
            "brief": lambda slots: exercises[slots["exercise"]].short,
            "breathing": lambda slots: exercises[slots["exercise"]].breathing,
            "feel": lambda slots: self._led("lead_feel", exercises[slots["exercise"]].feel),
            "not_feel": lambda slots: exercises[slots["exercise"]].not_feel,
            "touch": lambda slots: self._led("lead_touch", exercises[slots["exercise"]].touch_check),
            "why": lambda slots: library.reasons[exercises[slots["exercise"]].reason].say,
            "exit": lambda slots: exercises[slots["exercise"]].exit[int(slots["n"])],
            "enter": lambda slots: library.positions[slots["position"]].enter[int(slots["n"])],
            "travel": lambda slots: library.transitions[slots["start"], slots["end"]][int(slots["n"])],
            "change": self._change,
            "tip": lambda slots: next(one.say for one in library.tips if one.id == slots["tip"]),
            "flag": lambda slots: library.red_flags.say[slots["flag"]][int(slots["n"])],
            "professional": lambda slots: library.professional[int(slots["n"])],
            "question": lambda slots: self._question(slots).ask,
            "ask": lambda slots: exercises[slots["exercise"]].asks[int(slots["n"])].say,
            "question_limits": lambda slots: self._question(slots).say,
        }
        for key in ("feel", "not_feel", "touch"):
            self._content[f"form_{key}"] = self._content[key]

    def say(self, line: Line, verbosity: int) -> list[str]:
        """The sentences of a line; none when the verbosity leaves it out."""
        slots = {name: value for name, value in line.slots if isinstance(value, str)}
        lists = {name: value for name, value in line.slots if isinstance(value, tuple)}
        if verbosity < _LEAST.get(line.key, NAME_ONLY) or (line.key == "short" and verbosity != SHORT):
            return []
        if line.key in self._content:
            text = self._content[line.key](slots)
        else:
            wordings = self._library.phrases[line.key]
            text = wordings[min(FULL - verbosity, len(wordings) - 1)]
        if "area" in slots:
            slots["area"] = self._library.phrases[f"area_{slots['area']}"][0]
        if "commands" in lists:
            slots["commands"] = _joined([self._helps.get(intent) or intent for intent in lists["commands"]], "or")
        if "things" in lists:
            slots["things"] = _joined(lists["things"], "and")
        if "time" in slots:
            slots["time"] = clock_time(slots["time"])
        if "place" in slots:
            slots["place"] = self._library.phrases[f"place_{slots['place']}"][0]
        filled = re.sub(r"\{(\w+)\}", lambda found: slots.get(found[1], found[0]), text)
        return [one[0].upper() + one[1:] for one in sentences(filled)]

    def tick(self, key: str, number: int) -> str:
        """One word of a count."""
        return number_word(number) if key == "number" else self._library.phrases[key][0]

    def _led(self, key: str, text: str) -> str:
        return f"{self._library.phrases[key][0]} {text[0].lower()}{text[1:]}"

    def _question(self, slots: Mapping[str, str]) -> Question:
        return next(one for one in self._library.screening.questions if one.id == slots["question"])

    def _change(self, slots: Mapping[str, str]) -> str:
        ladder = self._library.exercises[slots["exercise"]].ladder
        return next(rung.change for rung in ladder if rung.id == slots["rung"])


def _joined(words: Sequence[str], last: str) -> str:
    return ", ".join(words[:-1]) + f", {last} {words[-1]}" if len(words) > 1 else words[0]
