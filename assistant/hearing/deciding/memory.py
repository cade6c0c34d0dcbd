"""What a decision needs to know of what came before it: one frozen record, handed from one decision to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.hearing.decoding.grammar import Meaning
from assistant.hearing.echo.near_end import HOP_S, REVERBERATION_S
from assistant.words.events import Heard
from assistant.words.verdicts import Air, Final, Hypothesis, Partial, Reason

TALK_S = 1.0
"""Seconds of words that are no phrase after which somebody counts as talking.

A word that is tried twice and not understood is shorter. Raised, commands that the recogniser finds in the midst of
talk are obeyed more often; lowered, a person who was not understood has to be surer the next time.
"""
TALK_GAP_S = 1.2
"""The longest pause, in seconds, between two utterances of the same talk.

People pause for about a second between sentences. Raised, a command given soon after talk has to be surer; lowered,
the sentences of one talk are taken for separate tries.
"""
ALONE_S = 1.2
"""Seconds of silence after which a command that acts alone ("finish", "start over") is obeyed.

It is as long as the pauses in talk, so that such a word inside a sentence is not obeyed. Raised, it is obeyed later;
lowered, a sentence that has such a word before a pause ends the session.
"""
ONSET_S = 1.0
"""Seconds from the first sound of an utterance within which the recogniser is sure to report a word.

If our own voice sounded so shortly before the first word was reported, the utterance may have begun while we spoke.
Raised, more of what is said just after us is judged by the stricter rules for speech over our own voice.
"""
REMEMBERED_S = 10.0
"""Seconds for which it is remembered how probable it was that somebody else sounded.

Nearly every utterance is shorter. Raised, it costs memory; lowered, the first words of long utterances always count as
somebody else's.
"""
OURS = 0.15
"""A word was said by us if somebody else sounded in it with a lower probability than this, on average.

A person who speaks over us brings about far more. Raised, more words of ours are left out, and with them words
that somebody said softly.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A safety phrase that partial hypotheses end in."""

    meaning: Meaning
    since_s: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """A command that is obeyed if nothing more is said until a time."""

    heard: Heard
    until_s: float
    confidences: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered from one decision to the next."""

    candidate: Candidate | None = None
    """The safety phrase that may soon be obeyed."""
    acted: tuple[Meaning, ...] = ()
    """The safety phrases that were obeyed early, from partial hypotheses, in the utterance under way."""
    refused: str = ""
    """The words of a partial hypothesis that lasted too long for them. It has been told, so it is not told again."""
    ours: Mapping[str, Reason] = field(default_factory=dict)
    """The words of each partial hypothesis of the utterance under way that was refused as our own voice, and why.

    The same words are not decided again while the recogniser keeps reporting words; other words are.
    """
    waiting: Waiting | None = None
    talk_s: float = 0.0
    """Seconds of words that were no phrase, in the talk so far."""
    talk_until_s: float = float("-inf")
    """When the last utterance with words ended."""
    refused_until: Mapping[str, float] = field(default_factory=dict)
    """Intent -> until when it is believed, if it is said again, because it was refused.

    One empty name stands for all that act early.
    """
    speaking: bool = False
    """Whether the last hypothesis was partial and had words."""
    over_us: bool = False
    """Whether our own voice sounded during the utterance under way, or just before it."""
    theirs: tuple[float, ...] = ()
    """How probable it was that somebody else sounded: one probability for each 10 ms that the recogniser was given, of
    the last `REMEMBERED_S` seconds."""

    def after(self, hypothesis: Hypothesis, air: Air) -> "Memory":
        """The same with what a new hypothesis and its air add; nothing is decided yet."""
        theirs = (self.theirs + air.theirs)[-round(REMEMBERED_S / HOP_S) :] if air.theirs else self.theirs
        match hypothesis:
            case Partial() | Final():
                speaking = isinstance(hypothesis, Partial) and bool(hypothesis.words)
                return replace(self, theirs=theirs, over_us=self._is_over_us(air), speaking=speaking)
        return replace(self, theirs=theirs)

    def _is_over_us(self, air: Air) -> bool:
        if not self.speaking:
            return air.ours_s is not None and air.ours_s < ONSET_S
        return self.over_us or (air.ours_s is not None and air.ours_s < REVERBERATION_S)

    def with_refused(self, kinds: frozenset[str], until_s: float) -> "Memory":
        """The same after commands were refused that are believed until a time."""
        return replace(self, refused_until={**self.refused_until, **dict.fromkeys(kinds, until_s)})

    def was_refused(self, kind: str, at_s: float) -> bool:
        """Whether a command was refused a moment ago, and may be believed now."""
        return at_s < self.refused_until.get(kind, float("-inf"))

    def without_talk(self) -> "Memory":
        """What was heard last was nobody's talk, and what waits is not obeyed."""
        return replace(self, talk_s=0.0, waiting=None)

    def without_utterance(self) -> "Memory":
        """The utterance under way is over; what is heard next belongs to another one."""
        return replace(self, candidate=None, acted=(), refused="", ours={})

    def is_amid_talk(self, final: Final) -> bool:
        """Whether somebody was talking just before an utterance."""
        return bool(final.times) and not self._begins_anew(final) and self.talk_s > TALK_S

    def is_after_talk(self, final: Final) -> bool:
        """Whether anything was said just before an utterance that was no phrase, however short it was."""
        return bool(final.times) and not self._begins_anew(final) and self.talk_s > 0

    def with_talk(self, final: Final, *, is_phrase: bool) -> "Memory":
        """The same at the end of an utterance. What is no phrase adds to the talk: its words and what sounded beside
        them.
        """
        if not final.times:
            return self
        talk_s = 0.0 if self._begins_anew(final) else self.talk_s
        if not is_phrase:
            talk_s += final.uncovered_s + sum(end - start for start, end in set(final.times))
        return replace(self, talk_s=talk_s, talk_until_s=final.begun_s + final.times[-1][1])

    def _begins_anew(self, final: Final) -> bool:
        return final.begun_s + final.times[0][0] - self.talk_until_s >= TALK_GAP_S

    def is_ours(self, final: Final, start_s: float, end_s: float) -> bool:
        """Whether nobody but us sounded in a part of an utterance, given in seconds from its beginning."""
        first, last = (
            len(self.theirs) - round((final.at_s - final.begun_s - moment_s) / HOP_S) for moment_s in (start_s, end_s)
        )
        theirs = self.theirs[max(0, first) : max(0, last)]
        return bool(theirs) and sum(theirs) / len(theirs) < OURS
