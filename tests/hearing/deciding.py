"""A stream of hypotheses for tests of the decision, with the clean air of a silent room unless it is given."""

from dataclasses import dataclass, field

from assistant.hearing.deciding.decide import decide
from assistant.hearing.deciding.memory import Memory
from assistant.hearing.deciding.rules import Rules
from assistant.words.events import Heard
from assistant.words.verdicts import Air, Ended, Final, Partial, Restarted, Verdict
from tests.support.drive import grammar

BLOCK = 0.06


def heard_intents(events):
    return [event.intent for event in events if isinstance(event, Heard)]


@dataclass
class Stream:
    """What is decided of one hypothesis after the other."""

    sentences: bool = False
    air: Air = field(default_factory=Air)
    memory: Memory = field(default_factory=Memory)
    verdicts: list[Verdict] = field(default_factory=list)

    def take_in(self, hypothesis):
        """The events that follow."""
        verdict, self.memory = decide(hypothesis, self.air, self.memory, Rules(grammar(), self.sentences))
        if verdict is None:
            return []
        self.verdicts.append(verdict)
        return list(verdict.events)

    def partial(self, words, now_s, *, quiet, span_s=0.0):
        return self.take_in(Partial(words, now_s, quiet, span_s))

    def final(self, words, confidences, times=(), **rest):
        return self.take_in(Final(words, confidences, times, **rest))

    def restart(self):
        return self.take_in(Restarted())

    def end(self):
        return self.take_in(Ended())
