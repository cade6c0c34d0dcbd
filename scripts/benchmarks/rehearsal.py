"""Measure how fast a rehearsal runs, how soon its first word sounds, and how much memory it takes."""

import subprocess
import sys
import time

from assistant.app import USER_VOICE
from assistant.coach.person import cleared
from assistant.content.load import load_library
from assistant.running.rehearsal import READY, RehearsedPerson, SpokenLine, microphone_track, rehearse
from assistant.words.units import INPUT_RATE
from benchmarks.shared import app, most_mb, scratch

LINES = (SpokenLine(90, "ready"), SpokenLine(150, "how long"), SpokenLine(200, "next"), SpokenLine(400, "easier"))
"""What the person says, with the seconds at which they say it."""
FIRST_WORD = """
import time; begun = time.monotonic()
from assistant.app import library_with
from assistant.coach.person import Person
from assistant.running.performance import Performance
from assistant.words.events import Begin
from benchmarks.shared import app
shared = app()
parts = shared.parts(*library_with("floor_only_gentle"), Person())
listener = shared.plain_listener()
first = []


def submit(cue, epoch):
    if cue.channel == "chime" or not first:
        performance.add(cue, epoch)
    if cue.channel == "talk":
        first.append(cue)


performance = Performance(parts, submit=submit)
performance.take(Begin())
while not any(entry["kind"] == "said" for entry in performance.transcript.entries):
    performance.mixer.render(480); performance.wake()
print(time.monotonic() - begun)
performance.voice.close()
"""


def main() -> None:
    """Rehearse two routines, each in a process of its own so that its memory can be told, and start five times."""
    if sys.argv[1:]:
        session(sys.argv[1])
        return
    for name in ("floor_only_gentle", "morning_nine"):
        subprocess.run([sys.executable, "-m", "benchmarks.rehearsal", name], check=True)
    starts = [first_word() for _ in range(5)]
    print(f"start of the program to the first sample of speech: {sorted(starts)[2]:.2f} s (median of 5, warm cache)")


def session(name: str) -> None:
    """Rehearse a routine and print its speed and its memory."""
    shared = app()
    library = load_library()
    user = shared.voice(USER_VOICE, INPUT_RATE)
    person = RehearsedPerson(microphone_track(LINES, user), user.clip(READY))
    user.close()
    parts = shared.parts(library, library.routines[name], cleared(library.screening))
    listener = shared.rehearsing_listener()
    begun, used = time.monotonic(), time.process_time()
    length = rehearse(parts, listener, person, scratch())
    took, used = time.monotonic() - begun, time.process_time() - used
    parts.voice.close()
    speed = f"{length / 60:.1f} minutes in {took:.1f} s, {length / took:.0f} times real time"
    speed += f" ({length / used:.0f} times by the processor's time, which other programs do not change)"
    print(f"{name}: {speed}, {most_mb():.0f} MB at most")


def first_word() -> float:
    """Seconds that a new process needs from its start to the first word of a session, with the start of Python."""
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", FIRST_WORD], capture_output=True, text=True, check=True)
    inside = float(done.stdout.strip().splitlines()[-1])
    return max(inside, 0.0) + min(0.1, time.monotonic() - begun - inside)


if __name__ == "__main__":
    main()
