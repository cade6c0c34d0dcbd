"""A line's key and slots -> sentences, in the chosen verbosity and the library's language."""

from collections.abc import Callable, Mapping
from typing import Literal

from assistant.content.clinical import Question
from assistant.content.model import Library
from assistant.words.effects import Line, Tick

Verbosity = Literal[0, 1, 2]
NAME_ONLY: Verbosity = 0
SHORT: Verbosity = 1
FULL: Verbosity = 2

_LEAST: Mapping[str, int] = {
    "purpose": FULL, "setup": FULL, "breathing": FULL, "feel": FULL, "not_feel": FULL, "touch": FULL,
    "fit_hint": FULL,
    "enter": SHORT, "brief": SHORT, "dose_reps": SHORT, "dose_reps_side": SHORT, "rest": SHORT,
}  # fmt: skip
"""The least verbosity at which a line is spoken; lines not named are always spoken."""


def tick_text(library: Library, tick: Tick) -> str:
    """What a tick of a count says."""
    if tick.key == "turn":
        return library.exercises[tick.exercise].turns[tick.number]
    return library.language.number_word(tick.number) if tick.key == "number" else library.phrases[tick.key][0]


class Phrasing:
    """Words for every key, from the library's phrases and exercises."""

    def __init__(self, library: Library, helps: Mapping[str, str]) -> None:
        """`helps` maps an intent to the way it is offered aloud."""
        self._library, self._helps = library, helps
        self._language = library.language
        exercises = library.exercises
        self._content: dict[str, Callable[[Mapping[str, str]], str]] = {
            "purpose": lambda slots: exercises[slots["exercise"]].purpose,
            "setup": lambda slots: exercises[slots["exercise"]].setup[int(slots["n"])],
            "short": lambda slots: exercises[slots["exercise"]].short,
            "brief": lambda slots: exercises[slots["exercise"]].short,
            "breathing": lambda slots: exercises[slots["exercise"]].breathing,
            "feel": lambda slots: exercises[slots["exercise"]].feel,
            "not_feel": lambda slots: exercises[slots["exercise"]].not_feel,
            "touch": lambda slots: exercises[slots["exercise"]].touch_check,
            "why": lambda slots: library.reasons[exercises[slots["exercise"]].reason].say,
            "exit": lambda slots: exercises[slots["exercise"]].exit[int(slots["n"])],
            "enter": lambda slots: library.positions[slots["position"]].enter[int(slots["n"])],
            "way": lambda slots: library.ways.to[slots["end"]],
            "step": lambda slots: library.ways.step(slots["start"], slots["end"]).say,
            "turn_round": lambda slots: library.positions[slots["position"]].turn,
            "come_back": lambda slots: library.positions[slots["position"]].again,
            "leave": lambda slots: library.positions[slots["position"]].leave,
            "change": self._change,
            "tip": lambda slots: next(tip.say for tip in library.tips if tip.id == slots["tip"]),
            "flag": lambda slots: library.red_flags.say[slots["flag"]][int(slots["n"])],
            "flag_heard": lambda slots: library.red_flags.heard[slots["flag"]],
            "flag_denied": lambda slots: library.red_flags.denied[slots["flag"]],
            "professional": lambda slots: library.professional[int(slots["n"])],
            "question": lambda slots: self._question(slots).ask,
            "anything_changed": lambda slots: next(
                group.ask for group in library.screening.groups if group.id == slots["group"]
            ),
            "ask": lambda slots: exercises[slots["exercise"]].asks[int(slots["n"])].say,
            "question_limits": lambda slots: self._question(slots).say,
        }
        for key in ("feel", "not_feel", "touch"):
            self._content[f"form_{key}"] = self._content[key]
        self._content["across"] = self._content["step"]
        for key in ("enter", "brief"):
            self._content[f"{key}_again"] = self._content[key]

    def say(self, line: Line, verbosity: int) -> list[str]:
        """The sentences of a line; none when the verbosity leaves it out."""
        if verbosity < _LEAST.get(line.key, NAME_ONLY) or (line.key == "short" and verbosity != SHORT):
            return []
        if line.key in self._content:
            text = self._content[line.key]({name: value for name, value in line.slots if isinstance(value, str)})
        else:
            wordings = self._library.phrases[line.key]
            text = wordings[min(FULL - verbosity, len(wordings) - 1)]
        slots = dict(line.slots)
        if isinstance(commands := slots.get("commands"), tuple):
            slots["commands"] = self._language.either.join([self._helps.get(name) or name for name in commands])
        filled = self._language.fill(text, slots)
        return [sentence[0].upper() + sentence[1:] for sentence in self._language.sentences.cut(filled)]

    def tick(self, tick: Tick) -> str:
        """One word of a count, or the sentence that begins a way round."""
        return tick_text(self._library, tick)

    def is_question(self, sentence: str) -> bool:
        """Whether a sentence asks something."""
        return self._language.sentences.is_question(sentence)

    def _question(self, slots: Mapping[str, str]) -> Question:
        return next(question for question in self._library.screening.questions if question.id == slots["question"])

    def _change(self, slots: Mapping[str, str]) -> str:
        ladder = self._library.exercises[slots["exercise"]].ladder
        return next(rung.change for rung in ladder if rung.id == slots["rung"])
