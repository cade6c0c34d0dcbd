"""Measure how long somebody new is talked to before they move: the questions, the welcome, and the first exercise.

They answer a second and a half after each question, and say "ready" four seconds after each step on the way down.
"""

from assistant.coach.person import Person
from assistant.content.load import load_library
from assistant.running.performance import Performance
from assistant.words.cues import Cue
from assistant.words.events import Begin, Heard
from benchmarks.shared import app

ANSWER_S, STEP_S = 1.5, 4.0
"""Seconds after a question, and after a step, until the person says something."""
YES = frozenset({"floor", "chair", "bed", "wall"})
"""Questions that they answer with yes; all others with no."""
ROUTINES = ("floor_only_gentle", "morning_nine", "three_stretches")
BLOCK_S = 0.05


class FirstSession:
    """Somebody's first session of a routine, up to its first count."""

    def __init__(self, name: str) -> None:
        shared, library = app(), load_library()
        self.parts = shared.parts(library, library.routines[name], Person())
        self.talk_s = 0.0
        self.performance = Performance(self.parts, submit=self._submit)
        self._silent_at = 0.0

    def _submit(self, cue: Cue, epoch: int) -> None:
        self.performance.add(cue, epoch)
        if cue.channel == "talk":
            length = (len(self.parts.voice.clip(cue.text)) + cue.gap) / self.parts.mixer.rate
            self.talk_s += length
            self._silent_at = max(self._silent_at, self.performance.now) + length

    def run(self) -> float:
        """Seconds of session time up to the first count."""
        performance = self.performance
        performance.take(Begin())
        while (flow := self.parts.coach.states[0]) != "work":
            self.parts.mixer.render(round(BLOCK_S * self.parts.mixer.rate))
            performance.wake()
            if performance.now > self._silent_at + (STEP_S if flow in ("travel", "ready") else ANSWER_S):
                self._say(flow)
        self.parts.voice.close()
        return performance.now

    def _say(self, flow: str) -> None:
        asked = self.parts.coach.view().asked
        if flow == "screen" and asked:
            question = str(dict(asked.lines[0].slots)["question"])
            self.performance.take(Heard("yes" if question in YES else "no"))
        elif flow == "before":
            self.performance.take(Heard("number", (("number", "2"),)))
        elif flow in ("travel", "ready"):
            self.performance.take(Heard("start"))


def main() -> None:
    """Print a row for each routine."""
    print("| routine | from the first word to the first counted breath | of it talk |")
    print("|---|---|---|")
    for name in ROUTINES:
        session = FirstSession(name)
        moving_s = session.run()
        print(f"| {name} | {moving_s:.0f} s | {session.talk_s:.0f} s |")


if __name__ == "__main__":
    main()
