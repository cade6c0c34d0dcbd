"""A journal without what it says of the person, so that it can be given to somebody else.

What stays is what explains why something was heard or not: times, grammars, confidences, verdicts and their reasons,
commands, and which sentences of ours were begun. What goes is every answer about health and all that follows from it,
the time that this took, what is remembered of the person, the sentences that were spoken, words that are not in our
own vocabulary (a phrase that the person taught may hold a name), the texts of troubles, and the names of devices, of
files and of a plan of their own.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from assistant.coach.button import VARIANT
from assistant.content.model import Library
from assistant.hearing.decoding.grammar import Grammar, spoken
from assistant.running.entries import (
    FORMAT,
    Answered,
    JournalEntry,
    JournalRead,
    Judged,
    LeftOut,
    Sounded,
    Took,
    Troubled,
    entry_to_plain,
)
from assistant.running.hidden_time import MASKED, HiddenTime
from assistant.running.own_names import told_model, told_settings, told_voice
from assistant.words.clinical_records import SessionPlanned
from assistant.words.effects import Effect, Keep, Line, Listen, Say, UseVoice
from assistant.words.events import Event, Guess, Heard, Pressed, Unclear
from assistant.words.records import (
    BreaksSet,
    CheckOffered,
    ExerciseBegun,
    Introduced,
    Practised,
    PreferenceSet,
    Record,
    SessionEnded,
    SetEnded,
    StateEntered,
    Taught,
    TipGiven,
)
from assistant.words.verdicts import Air, Final, Partial, Verdict

HARMLESS_FLOWS = frozenset("asleep welcome prepare brief travel ready work rest closing done".split())
"""States in which nothing that is said is about health. In every other state all that is said is left out, so that a
state that was forgotten here gives nothing away."""
HEALTH_INTENTS = frozenset(
    (
        "area elsewhere symptom red_flag number correct usual_pain effort which hour change activity unsure clear"
        " not_said fell call_for_help avoid"
    ).split()
)
"""Intents that are about health wherever they are said; "hurts" is where a place is named."""
HARMLESS_LINES = re.compile(
    r"item|first_item|setup|short|feel|again|begin|welcome|disclaimer|what_is_kept|ready_prompt|rest|round|halfway|help|help_always|tip"
    r"|dose_\w+|side_\w+|set_next|last_side|no_sides|next_\w+|finished_reps|time_left_\w+|take_time|more_given"
    r"|set_added|sets_enough|shortened|not_shortened|still_stopped|time_left_none|wait_enough|hold_enough"
    r"|way|come_back|step|step_\w+|ready_awaited|closing_silent|paused|still_paused|released|stopped|waiting|did_you_say|never_mind|mic_\w+|speaker_back|not_kept|not_deleted|trouble_\w+"
    r"|not_(now|asked|can_you_hear|next|previous|start|resume|switch|skip_side|easier|tip|pick|fit|options|more_options|why|more_time|start_over)"
    r"|button_\w+|hint_\w+|read_\w+|speech_\w+|volume_\w+|detail_\w+|picked|option|option_numbered|options_\w+|fit_can|closing|closing_early|session_over|count_(few|none|all)|hear_you|voice_\w+|not_another_voice"
)
"""Keys of lines that tell nothing of the person; every other is left out."""
ECHO_S = 5.0
"""Seconds after a question about health in which what is heard may still be its answer, heard to its end. A longer time
hides more commands from whoever looks for a fault."""
READ_OUT = "choose_"
"""How the keys of what is read out begin: after how many of them the button was pressed tells what was chosen."""
HEALTH = "health"
"""What every state in which something about health is said is called."""
SOMETHING_SAID, SOMETHING_ANSWERED = "something about health was said", "something about health was answered"
TROUBLES = re.compile(
    r"the ear has stopped and begins anew|a sentence could not be spoken|the speech synthesiser has ended"
    r"|the speech synthesiser gave nothing|the speech synthesiser does not work|the speech synthesiser wrote no sound"
    r"|the voice cache"
)
"""How troubles begin; what follows may hold a spoken sentence, a path or a name, and is left out."""
TELLS_NOTHING = (
    SessionPlanned, CheckOffered, Introduced, Practised, Taught, TipGiven, BreaksSet, PreferenceSet, SetEnded,
    SessionEnded,
)  # fmt: skip
"""Records that tell nothing of the person's health."""
KEPT_HEADER = ("limber", "begun", "how", "content", "versions")


@dataclass(frozen=True, slots=True)
class Scrubber:
    """Takes out what a journal says of the person."""

    grammar: Grammar
    """Of the vocabulary without the person's own phrases."""
    library: Library

    def journal(self, written: JournalRead) -> list[dict[str, object]]:
        """The lines of a journal as JSON data, without what they say of the person."""
        lines = [self._header(written.header)]
        health_until, clock = -math.inf, HiddenTime()
        for group in _groups(written.entries):
            flows = [flow for entry in group if (flow := _entered(entry))]
            told = not HARMLESS_FLOWS.issuperset(flows) or any(map(_tells, group))
            for entry in group:
                hide_heard = entry.at <= health_until
                hide_said = told or hide_heard
                shown = self._entry(entry, hide_heard=hide_heard, hide_said=hide_said)
                lines.extend(map(entry_to_plain, clock.timed(entry, shown, about_health=hide_said)))
                flow = _entered(entry)
                if flow and flow not in HARMLESS_FLOWS:
                    health_until = math.inf
                elif flow and health_until == math.inf:
                    health_until = entry.at + ECHO_S
        return lines

    def _header(self, header: Mapping[str, object]) -> dict[str, object]:
        routine, settings = header.get("routine"), header.get("settings")
        own = routine.get("id") if isinstance(routine, dict) else None
        known = self.library.routines.get(own) if isinstance(own, str) else None
        return {
            "journal": FORMAT,
            **{name: header[name] for name in KEPT_HEADER if name in header},
            "model": told_model(str(header.get("model", ""))),
            "routine": {"id": known.id, "name": known.name} if known else {"id": "own", "name": "a plan of their own"},
            "settings": told_settings(settings) if isinstance(settings, dict) else {},
            "left_out": "what is known of the person, device names, and all that was said about health",
        }

    def _entry(self, entry: JournalEntry, *, hide_heard: bool, hide_said: bool) -> JournalEntry:
        """An entry without what it says of the person.

        `hide_heard`: what is heard may be about health, and is left out. `hide_said`: the same of what we say.
        """
        match entry:
            case Took(at, event):
                kept = self._event(event, hide_heard=hide_heard)
                return LeftOut(at, SOMETHING_ANSWERED) if kept is None else Took(at, kept)
            case Answered(at, effect):
                answer = _effect(effect, hide=hide_said)
                return LeftOut(at, SOMETHING_SAID) if answer is None else Answered(at, answer)
            case Sounded(at, report) if report.cue.channel == "talk":
                return Sounded(at, replace(report, cue=replace(report.cue, text="", sound="")))
            case Troubled(at, text):
                known = TROUBLES.match(text)
                return Troubled(at, f"{known[0]} {MASKED}" if known else f"something else went wrong {MASKED}")
            case Judged(at, verdict):
                return Judged(at, self._verdict(verdict, hide_heard=hide_heard))
            case _:
                return entry

    def _event(self, event: Event, *, hide_heard: bool) -> Event | None:
        match event:
            case Heard() | Guess() | Unclear() | Pressed() if hide_heard:
                return None
            case Heard() if _about_health(event):
                return None
            case Heard(intent, _, words, evidence):
                return Heard(intent, (), self._masked(words, hide_heard=hide_heard), evidence)
            case Guess(heard):
                kept = self._event(heard, hide_heard=hide_heard)
                return Guess(kept) if isinstance(kept, Heard) else None
            case Unclear(words):
                return Unclear(self._masked(words, hide_heard=hide_heard))
            case _:
                return event

    def _verdict(self, verdict: Verdict, *, hide_heard: bool) -> Verdict:
        def mask(words: str) -> str:
            return self._masked(words, hide_heard=hide_heard)

        hypothesis, sure = verdict.hypothesis, verdict.confidences
        match hypothesis:
            case Partial(words) if hide_heard:
                hypothesis = Partial(mask(words))
            case Partial(words):
                listened_for = _listened(hypothesis.listened_for)
                hypothesis = replace(hypothesis, words=mask(words), at_s=0.0, listened_for=listened_for)
            case Final(_, confidences) if hide_heard:
                hypothesis, sure = Final((MASKED,), _least(confidences)), _least(sure)
            case Final(words):
                masked = tuple(mask(" ".join(words)).split())
                times = hypothesis.times if masked == words else ()
                listened_for = _listened(hypothesis.listened_for)
                hypothesis = replace(hypothesis, words=masked, times=times, begun_s=0.0, at_s=0.0)
                hypothesis = replace(hypothesis, distances={}, listened_for=listened_for, second=None)
            case _:
                hypothesis = replace(hypothesis, at_s=0.0)
        air = Air(verdict.air.cancelled) if hide_heard else replace(verdict.air, saying="")
        words = mask(verdict.words)
        return replace(verdict, words=words, hypothesis=hypothesis, air=air, events=(), confidences=sure)

    def _masked(self, words: str, *, hide_heard: bool) -> str:
        """Words of commands stay; those about health go, and those that only the person has taught."""
        if hide_heard:
            return MASKED if words else ""
        meant = self.grammar.meanings(words)
        if meant and not any(_about_health(Heard(meaning.intent, meaning.slots)) for meaning in meant):
            return words
        return _each(words, self._harmless().__contains__)

    def _harmless(self) -> frozenset[str]:
        names = self.grammar.commands.names
        commands = self._words(name for name in names if name not in HEALTH_INTENTS and name != "hurts")
        that_hurts = self._words(["hurts"]) - self._words(["area"])
        polite = {word for token in self.grammar.courtesies() for word in spoken(token).split()}
        return (commands - self._words(HEALTH_INTENTS)) | that_hurts | polite

    def _words(self, intents: Iterable[str]) -> frozenset[str]:
        phrases = self.grammar.phrases(intents)
        return frozenset(word for phrase in phrases for token in phrase for word in token.split("_"))


def _groups(entries: Iterable[JournalEntry]) -> Iterable[list[JournalEntry]]:
    """What the coach was given, with all that was written until it was given something more."""
    group: list[JournalEntry] = []
    for entry in entries:
        if isinstance(entry, Took) and group:
            yield group
            group = []
        group.append(entry)
    yield group


def _entered(entry: JournalEntry) -> str:
    match entry:
        case Answered(_, Keep(StateEntered(flow))):
            return flow
        case _:
            return ""


def _tells(entry: JournalEntry) -> bool:
    """Whether an entry shows that what it belongs to is about health."""
    match entry:
        case Took(_, Heard() as heard) | Took(_, Guess(heard)):
            return _about_health(heard)
        case Answered(_, Keep(record)):
            return _kept(record) is None
        case Answered(_, Say(_, lines)):
            return any(line.key.startswith(READ_OUT) for line in lines)
        case _:
            return False


def _about_health(heard: Heard) -> bool:
    return heard.intent in HEALTH_INTENTS or (heard.intent == "hurts" and bool(heard.slots))


def _effect(effect: Effect, *, hide: bool) -> Effect | None:
    match effect:
        case Say() if hide:
            return None
        case Say(number, lines):
            return Say(number, tuple(Line(line.key if _harmless(line) else MASKED) for line in lines))
        case Listen(intents):
            return Listen(_listened(intents) or frozenset())
        case UseVoice(name, kept=chosen):
            return UseVoice(told_voice(name), chosen)
        case Keep(record):
            kept = _kept(record)
            return None if kept is None else Keep(kept)
        case _:
            return effect


def _harmless(line: Line) -> bool:
    """Whether a sentence tells nothing of the person, in its own words or in those for somebody with a button."""
    return bool(HARMLESS_LINES.fullmatch(line.key.removesuffix(VARIANT)))


def _kept(record: Record) -> Record | None:
    """A record that tells nothing about health; None for every other."""
    match record:
        case StateEntered(flow, gate):
            return StateEntered(flow if flow in HARMLESS_FLOWS else HEALTH, gate)
        case ExerciseBegun(_, items, at):
            return ExerciseBegun("", items, at)
        case SetEnded(how="hurt") | SessionEnded("unwell"):
            return None
        case _:
            return record if isinstance(record, TELLS_NOTHING) else None


def _listened(intents: frozenset[str] | None) -> frozenset[str] | None:
    """A grammar; that a session is locked would be seen by what is listened for then."""
    return None if intents is None else intents - {"clear"}


def _each(words: str, harmless: Callable[[str], bool]) -> str:
    return " ".join(word if harmless(word) else MASKED for word in words.split())


def _least(confidences: tuple[float, ...]) -> tuple[float, ...]:
    """The lowest confidence alone: their number would tell how many words an answer has."""
    return (min(confidences),) if confidences else ()
