"""Measure how exactly a hold of sixty seconds is counted through five pauses, beside a loop that says and sleeps."""

import subprocess
import sys

import numpy as np

from assistant.audio.mixer import CueReport
from assistant.coach.person import cleared
from assistant.running.performance import Notes, Performance
from assistant.speaking.clips import ATTACK
from assistant.words.effects import Count, Effect
from assistant.words.events import Begin, Event, Heard
from assistant.words.samples import Samples
from assistant.words.units import OUTPUT_RATE, Seconds
from benchmarks.shared import BLOCK, app, long_hold

PAUSES = (7.3, 7.9, 20.2, 33.51, 51.9)
"""Seconds into the count at which somebody says pause.

None lies within 0.1 s of a beat: the word of that beat would be cut off and could not be measured.
"""
WAIT_S = 2.345
"""Seconds until the person says resume."""
WINDOW = round(0.045 * OUTPUT_RATE)
"""Frames around a beat in which its attack is looked for."""


def main() -> None:
    """Measure and print."""
    sound, beats = count_aloud()
    errors = np.array([1000 * (attack_near(sound, at) - at) / OUTPUT_RATE for at in beats])
    print(f"numbers counted in {len(PAUSES)} times paused 60 s hold: {len(beats)}")
    print(f"attack against its beat, ms: median {np.median(errors):.3f}, worst {np.abs(errors).max():.3f}")
    print(f"within 1 ms: {np.mean(np.abs(errors) <= 1):.1%}")
    drift = naive()
    late = ", ".join(f"after {number} {drift[number - 1]:.0f}" for number in (10, 30, 60))
    print(f"naive loop (pyttsx3.say + sleep(1)), ms late: {late}")
    print("(the naive loop ran without a player, so the time its words sound is not even in it)")


def count_aloud() -> tuple[Samples, list[int]]:
    """The sound of a session, and the frame at which each number should begin."""
    library, routine = long_hold(60)
    counts = Counts()
    performance = Performance(
        app().parts(library, routine, cleared(library.screening), notes=Notes(observers=[counts]))
    )
    performance.take(Begin())
    for _ in range(3):  # no word on pain, no greeting, no description
        performance.take(Heard("start"))
    blocks: list[Samples] = []
    pauses, wait = list(PAUSES), 0.0
    beats: list[int] = []
    while performance.coach.states[0] == "work":
        if performance.coach.states[1] == "paused":
            if performance.now >= wait:
                performance.take(Heard("resume"))
        elif pauses and elapsed_s(performance) >= pauses[0]:
            pauses.pop(0)
            heard = performance.now
            performance.take(Heard("pause"))
            beats += due(counts.ordered, heard)
            wait = heard + WAIT_S
        blocks.append(performance.mixer.render(BLOCK))
        performance.wake()
    beats += due(counts.ordered, performance.now)
    performance.voice.close()
    return np.concatenate(blocks), beats


def elapsed_s(performance: Performance) -> float:
    """Seconds that were counted so far, without the pauses."""
    count = performance.coach.view(performance.now).count
    return count.elapsed_s if count else 0.0


class Counts:
    """Keeps every count that the coach asks for."""

    def __init__(self) -> None:
        """Begin with none."""
        self.ordered: list[Count] = []

    def event(self, _at: Seconds, _event: Event | None) -> None:
        """Of no interest."""

    def effect(self, _at: Seconds, effect: Effect) -> None:
        """Keep the effect if it is a count."""
        if isinstance(effect, Count):
            self.ordered.append(effect)

    def sound(self, _at: Seconds, _report: CueReport) -> None:
        """Of no interest."""

    def trouble(self, _at: Seconds, _text: str) -> None:
        """Of no interest."""


def due(counts: list[Count], now: float) -> list[int]:
    """The frames at which the numbers of the last count up to `now` should begin."""
    last = counts[-1]
    found = [last.origin + tick.at for tick in last.ticks if tick.key == "number"]
    return [round(at * OUTPUT_RATE) for at in found if at < now - 0.05]


def attack_near(sound: Samples, at: int) -> int:
    """The frame of the attack nearest to a beat.

    An attack is where the level first passes a certain share of the word's peak.
    """
    peak = np.abs(sound[at : at + round(0.4 * OUTPUT_RATE)]).max()
    near = np.abs(sound[at - WINDOW : at + WINDOW])
    quiet = near < ATTACK * peak * 0.999
    silence = np.flatnonzero(quiet[:WINDOW])
    start = silence[-1] + 1 if len(silence) else 0
    return int(at - WINDOW + start)


NAIVE = """
import time, pyttsx3
engine = pyttsx3.init("espeak")
begun = time.monotonic()
for number in range(1, 61):
    print(1000 * (time.monotonic() - begun - (number - 1)), "late")
    engine.say(str(number))
    engine.runAndWait()
    time.sleep(1)
"""


def naive() -> list[float]:
    """How late each of sixty numbers is, in ms, when a loop says a number and then sleeps for a second."""
    done = subprocess.run([sys.executable, "-c", NAIVE], capture_output=True, text=True, check=True)
    return [float(line.split()[0]) for line in done.stdout.splitlines() if line.endswith(" late")]


if __name__ == "__main__":
    main()
