"""The way of the samples: microphone, our own voice taken out, recogniser, decision, events.

Nothing is decided here but when the recogniser begins anew: when somebody begins to speak over us, it leaves what it
was hearing, which was our own voice, and is given the sound since their first word.
"""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from assistant.hearing.deciding.decide import Decider
from assistant.hearing.deciding.rules import Rules
from assistant.hearing.decoding.quiet import surrounded
from assistant.hearing.echo.barge_in import BargeIn
from assistant.hearing.echo.near_end import HOP, HOP_S, NearEnd
from assistant.hearing.echo.separator import Hop, Saying, Separator, silent
from assistant.hearing.recogniser import BLOCK_S, END_SILENCE_S, Recogniser
from assistant.words.events import Guess, Heard, HearsBetween, SpeechBegan, Unclear
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from assistant.words.verdicts import EchoHandling, Hypothesis, Partial, Verdict

BLOCK_HOPS = round(BLOCK_S / HOP_S)
"""Hops that the recogniser is given at a time."""

Event = Heard | Guess | Unclear | SpeechBegan | HearsBetween


class Listener:
    """Feeds one recogniser, from a microphone or from a file. Only one thread may call it.

    Made with the recogniser alone, it takes the sound as it is, as fits recordings without our own voice in them.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        handling: EchoHandling = "hardware",
        near_end: NearEnd | None = None,
        saying: Saying = silent,
        on_verdict: Callable[[Verdict], None] | None = None,
    ) -> None:
        """`saying` gives the words we were saying; "cancel" without `near_end` becomes half duplex, and that is told.
        `on_verdict` is told every verdict, by the thread that calls `accept`. Raises ImportError, see `Canceller`.
        """
        self.recogniser, self._handling, self._missing = recogniser, handling, near_end is None
        self._separator = Separator("half" if handling == "cancel" and not near_end else handling, near_end, saying)
        self._barge_in = BargeIn()
        rules = Rules.of(recogniser.grammar, rejects=recogniser.rejects, confirmable=recogniser.confirmable)
        self._decider = Decider(rules, on_verdict, recogniser.second_pass)
        self._heard = self._played = np.zeros(0, np.float32)
        self._ready: list[Hop] = []
        """What the recogniser was not given yet."""
        self._behind_s = 0.0
        """Seconds since what is being heard was said."""
        self._losing = False
        """Whether what came last was given up."""

    def listen_for(self, intents: Iterable[str] | None) -> None:
        """Change the grammar to these intents (None: all), now or after the utterance under way."""
        self.recogniser.listen_for(intents)

    def slipped(self) -> None:
        """The microphone and what was played have moved against each other."""
        self._separator.slipped()

    def accept(self, heard: Samples, played: Samples | None = None, *, behind_s: float = 0.0) -> list[Event]:
        """The next samples of the microphone and of what was played meanwhile, as many of each; mono at 16 kHz.

        Without `played` nothing was played. `behind_s`: how long ago they came, in seconds.
        """
        self._behind_s, self._losing = behind_s, False
        found: list[Event] = []
        for mic, ours in self._hops(heard, np.zeros_like(heard) if played is None else played):
            found += self._take_in(self._separator.process(mic, ours))
        return found

    def pass_over(self, heard: Samples, played: Samples, *, lost: bool) -> list[Event]:
        """The next samples, which are not heard because it is too late; `lost`: there may be words in them.

        An utterance in which words were lost is left.
        """
        found: list[Event] = []
        if lost and not self._losing:
            self._ready = []
            found = self._decide(self.recogniser.restart(), ())
        self._losing = lost
        for mic, ours in self._hops(heard, played):
            self._separator.pass_over(mic, ours, lost=lost)
        return found

    def _hops(self, heard: Samples, played: Samples) -> Iterator[tuple[Samples, Samples]]:
        """Each whole hop of what there is now; the rest waits."""
        self._heard = np.concatenate([self._heard, heard])
        self._played = np.concatenate([self._played, played])
        while len(self._heard) >= HOP:
            hop = self._heard[:HOP], self._played[:HOP]
            self._heard, self._played = self._heard[HOP:], self._played[HOP:]
            yield hop

    def flush(self) -> list[Event]:
        """The end of the sound: what is left in it."""
        rest = [*self._ready, Hop(self._heard)] if len(self._heard) else self._ready
        self._heard = self._played = np.zeros(0, np.float32)
        self._ready = []
        found = self._recognise(rest) if rest else []
        last, *others = self.recogniser.flush(compare=not self._decider.memory.acted)
        found += self._decide(last, (1.0,) * round(END_SILENCE_S / HOP_S))
        for hypothesis in others:
            found += self._decide(hypothesis, ())
        return found

    def hear(self, sound: Samples) -> list[tuple[float, Heard | Guess | Unclear]]:
        """A whole recording: what was decided in it, and when, in seconds from its beginning.

        It is given quiet of its own kind where it is cut too tight.
        """
        self.forget()
        whole, before_s = surrounded(sound)
        begun_s, step, length_s = self.recogniser.heard_s + before_s, HOP * BLOCK_HOPS, len(sound) / INPUT_RATE
        found: list[tuple[float, Event]] = []
        for start in range(0, len(whole), step):
            events = self.accept(whole[start : start + step])
            found += [(self.recogniser.heard_s - begun_s, event) for event in events]
        found += [(length_s, event) for event in self.flush()]
        return [
            (min(at_s, length_s), event) for at_s, event in found if not isinstance(event, SpeechBegan | HearsBetween)
        ]

    def forget(self) -> None:
        """What was heard before has nothing to do with what comes: it was no talk, and nothing of it waits."""
        self._decider.forget()

    def _take_in(self, hop: Hop) -> list[Event]:
        """A hop; what follows from it, and from the block that it completes."""
        found: list[Event] = []
        if hop.begins and not self._decider.memory.acted:
            self._ready = []
            found = self._begin_anew()
        else:
            self._ready.append(hop)
        told: list[Event] = []
        if self._separator.handling == "half" and self._handling == "cancel":
            self._handling = "half"  # it is told once, even if an echo is found again
            told.append(HearsBetween("missing" if self._missing else "late"))
        if self._separator.handling == "cancel" and self._barge_in.is_due(
            self._separator.now_s, detected=hop.detected, speaking=self.recogniser.speaking
        ):
            told.append(SpeechBegan())
        if len(self._ready) < BLOCK_HOPS:
            return told + found
        block, self._ready = self._ready, []
        return told + self._recognise(block)

    def _begin_anew(self) -> list[Event]:
        """Leave what was heard before somebody began to speak over us: it is what the canceller leaves of us."""
        found = self._decide(self.recogniser.restart(), ())
        hops = self._separator.since_onset()
        for start in range(0, len(hops), BLOCK_HOPS):
            found += self._recognise(hops[start : start + BLOCK_HOPS])
        return found

    def _recognise(self, hops: list[Hop]) -> list[Event]:
        """What follows from the next block."""
        sound = np.concatenate([hop.sound for hop in hops])
        hypothesis = self.recogniser.accept(sound, compare=not self._decider.memory.acted)
        return self._decide(hypothesis, tuple(hop.theirs for hop in hops))

    def _decide(self, hypothesis: Hypothesis, theirs: tuple[float, ...]) -> list[Event]:
        with_words = not isinstance(hypothesis, Partial) or bool(hypothesis.words)
        air = self._separator.air(theirs, with_words=with_words, behind_s=self._behind_s)
        verdict = self._decider.hear(hypothesis, air)
        if verdict is None:
            return []
        if verdict.obeyed:
            self._separator.want_new_detection()
        return list(verdict.events)
