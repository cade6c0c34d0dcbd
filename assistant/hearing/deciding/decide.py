"""The one decision about what was heard: a hypothesis, the air and what is remembered in, a verdict out.

`decide` is a pure function: the same arguments give the same verdict. It decides in this order.

* A partial hypothesis is obeyed when it has ended in a safety phrase for a moment ("stop" may not wait for the end of
  the utterance). A partial hypothesis without words obeys what waited to be alone; one with words drops it.
* A final hypothesis loses the words in which only our own voice sounded. What is left means something if it is made of
  whole phrases end to end, which are confident enough (`rules`), or if it is like an example that the person gave
  (`likeness`). More confidence is asked for amid talk (`memory`). All that is in `utterance`. In quiet, a second pass
  over the same sound must hear the same (`doubt`).
* Whatever follows from either is told to the coach only if somebody else than us said it (`speaker`).

Vosk joins phrases by word pairs, so what it hears may be a mixture of phrases; that is why whole phrases are asked for.
"""

from collections.abc import Callable
from dataclasses import replace

from assistant.hearing.deciding.doubt import confirmed, heard_in, needs_confirming, refused, said_again
from assistant.hearing.deciding.early import outlasts, safety_phrase, stable
from assistant.hearing.deciding.memory import ALONE_S, Memory, Waiting
from assistant.hearing.deciding.rules import Rules
from assistant.hearing.deciding.speaker import objection
from assistant.hearing.deciding.utterance import Event, Utterance
from assistant.words.events import Heard, Unclear
from assistant.words.verdicts import Air, Ended, Final, Hypothesis, Partial, Reason, Restarted, Verdict

Decision = tuple[Verdict | None, Memory]
"""A verdict and what is to be remembered. A hypothesis that leads to nothing yet has no verdict."""


def decide(hypothesis: Hypothesis, air: Air, memory: Memory, rules: Rules) -> Decision:
    """What a hypothesis means, who said it, and what follows."""
    memory = memory.after(hypothesis, air)
    match hypothesis:
        case Partial():
            verdict, memory = _partial(hypothesis, air, memory, rules)
        case Final():
            verdict, memory = _final(hypothesis, air, memory, rules)
        case Ended():
            verdict, memory = _obey_waiting(hypothesis, air, memory)
        case Restarted():
            return _not_alone(hypothesis, air, memory), memory.without_talk().without_utterance()
    return verdict, replace(memory, refused_until={}) if verdict and verdict.obeyed else memory


def _partial(partial: Partial, air: Air, memory: Memory, rules: Rules) -> Decision:
    if not partial.words:
        memory = replace(memory, candidate=None, ours={})
        due = memory.waiting is not None and partial.at_s >= memory.waiting.until_s
        return _obey_waiting(partial, air, memory) if due else (None, memory)
    dropped = _not_alone(partial, air, memory)
    memory = replace(memory, waiting=None)
    words = partial.words.split()
    found = safety_phrase(words, rules)
    acted = found is not None and found.intent in {meaning.intent for meaning in memory.acted}
    if found is None or acted or partial.words in memory.ours:
        return dropped, replace(memory, candidate=None)
    if outlasts(partial):
        memory = replace(memory, candidate=None)
        if dropped or partial.words == memory.refused:
            return dropped, memory
        return Verdict(Reason.TOO_LONG, partial.words, partial, air), replace(memory, refused=partial.words)
    obeyed, memory = stable(partial, found, memory, rules)
    if not obeyed:
        return dropped, memory
    heard = Heard(found.intent, found.slots, partial.words, len(words))
    verdict, memory = _unless_ours(Verdict(Reason.OBEYED, partial.words, partial, air, (heard,)), memory, rules)
    if verdict.obeyed:
        return verdict, replace(memory, acted=(*memory.acted, found))
    return verdict, replace(memory, candidate=None, ours={**memory.ours, partial.words: verdict.reason})


def _obey_waiting(hypothesis: Partial | Ended, air: Air, memory: Memory) -> Decision:
    if (waiting := memory.waiting) is None:
        return None, memory
    verdict = Verdict(Reason.OBEYED, waiting.heard.words, hypothesis, air, (waiting.heard,), waiting.confidences)
    return verdict, replace(memory, waiting=None)


def _not_alone(hypothesis: Hypothesis, air: Air, memory: Memory) -> Verdict | None:
    if (waiting := memory.waiting) is None:
        return None
    return Verdict(Reason.NOT_ALONE, waiting.heard.words, hypothesis, air, (), waiting.confidences)


def _final(final: Final, air: Air, before: Memory, rules: Rules) -> Decision:
    theirs = _without_ours(final, before)
    utterance = Utterance(theirs, before, rules)
    memory = before.with_talk(theirs, is_phrase=bool(rules.grammar.parts(" ".join(theirs.words))))
    memory = memory.without_utterance()
    if (said := " ".join(final.words)) in before.ours:
        if before.ours[said] is Reason.NOBODY_NEAR and (found := safety_phrase(final.words, rules)):
            memory = refused([Heard(found.intent, found.slots, said)], final.at_s, memory, rules)
        return Verdict(Reason.ALREADY_ACTED, utterance.words, final, air, (), theirs.confidences), memory
    reason, words, events = utterance.meant()
    if reason is Reason.SILENCE and final.words:
        reason = Reason.SAID_BY_US
    asked = heard_in(events)
    if final.second and asked and not confirmed(asked, final, final.second, rules):
        memory = refused(asked, final.at_s, memory, rules)
        reason, events = Reason.NOT_AGAIN, (Unclear(words),)
    verdict = Verdict(reason, words, final, air, events, theirs.confidences)
    match events:
        case [*_, Heard() as heard] if theirs.times and rules.grammar.spec(heard.intent).act == "alone":
            return _wait(verdict, heard, theirs, memory, rules)
    return _unless_ours(verdict, memory, rules)


def _without_ours(final: Final, memory: Memory) -> Final:
    """A final hypothesis without the words in which nobody but us sounded."""
    if not final.times:
        return final
    entries = zip(final.words, final.confidences, final.times, strict=True)
    kept = [entry for entry in entries if not memory.is_ours(final, *entry[2])]
    return replace(
        final,
        words=tuple(word for word, _, _ in kept),
        confidences=tuple(confidence for _, confidence, _ in kept),
        times=tuple(span for _, _, span in kept),
    )


def _wait(verdict: Verdict, heard: Heard, final: Final, memory: Memory, rules: Rules) -> Decision:
    """Let a command wait to be alone, if somebody else than us said it."""
    reason = _objection(heard, verdict, memory, rules)
    if reason:
        return replace(verdict, reason=reason, events=()), memory.without_talk()
    waiting = Waiting(heard, final.begun_s + final.times[-1][1] + ALONE_S, verdict.confidences)
    return replace(verdict, reason=Reason.WAITING, events=()), replace(memory, waiting=waiting)


def _unless_ours(verdict: Verdict, memory: Memory, rules: Rules) -> tuple[Verdict, Memory]:
    """A verdict without the events that were our own doing."""
    reasons = [_objection(event, verdict, memory, rules) for event in verdict.events]
    kept = tuple(event for event, reason in zip(verdict.events, reasons, strict=True) if reason is None)
    if kept or not verdict.events:
        return replace(verdict, events=kept), memory
    told = verdict.reason if isinstance(verdict.events[-1], Unclear) else reasons[-1] or verdict.reason
    if told is Reason.NOBODY_NEAR and isinstance(verdict.hypothesis, Final):
        memory = refused(verdict.events, verdict.at_s, memory, rules)
    return replace(verdict, reason=told, events=()), memory.without_talk()


def _objection(event: Event, verdict: Verdict, memory: Memory, rules: Rules) -> Reason | None:
    """What speaks against an event. That nobody seems near does not, where a safety command is said a second time."""
    match event:
        case Heard(intent):
            safety, taught = rules.grammar.acts_early(intent), rules.is_taught(event)
            found = objection(event, verdict.air, over_us=memory.over_us, safety=safety, taught=taught)
            again = safety and said_again([event], verdict.at_s, memory, rules)
            return None if again and found is Reason.NOBODY_NEAR else found
        case _:
            return objection(event, verdict.air, over_us=memory.over_us, safety=False)


class Decider:
    """Decides for one stream of one vocabulary: it only remembers, and tells each verdict to `on_verdict`."""

    def __init__(
        self,
        rules: Rules,
        on_verdict: Callable[[Verdict], None] | None = None,
        second_pass: Callable[[Final], Final | None] = lambda _: None,
    ) -> None:
        """`second_pass` gives what it makes of the utterance that ended last, if there is a second pass."""
        self._rules, self._on_verdict, self._second_pass = rules, on_verdict, second_pass
        self.memory = Memory()

    def hear(self, hypothesis: Hypothesis, air: Air) -> Verdict | None:
        """Decide about the next hypothesis."""
        before = self.memory
        verdict, self.memory = decide(hypothesis, air, before, self._rules)
        if isinstance(hypothesis, Final) and needs_confirming(verdict, before, self.memory, self._rules):
            both = replace(hypothesis, second=self._second_pass(hypothesis))
            verdict, self.memory = decide(both, air, before, self._rules)
        if verdict and self._on_verdict:
            self._on_verdict(verdict)
        return verdict

    def forget(self) -> None:
        """Forget all that came before: what comes next has nothing to do with it."""
        self.memory = Memory()
