"""Measure the time from the last sample of a spoken safety word to the first silent sample of our output."""

from pathlib import Path

import numpy as np

from assistant.app import App
from assistant.coach.person import cleared
from assistant.content.load import load_library
from assistant.hearing.listener import Listener
from assistant.places import cache_folder
from assistant.running.rehearsal import RehearsedPerson, rehearse
from assistant.speaking.profile import VoiceProfile
from assistant.speaking.voice import Voice
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE
from benchmarks.shared import app, scratch

PHRASES = ("stop", "pause", "that hurts")
VOICES = ("en-gb-scotland+m3", "en-gb-scotland+f3", "en-gb-scotland+croak", "en-us+m3", "en-us+f3")
TIMES = (14.0, 27.3, 41.9)
"""Seconds of the session at which a safety word begins. All of them are within narration."""
SILENT = 1e-4
"""A sample below this counts as silent, where full scale is 1."""
QUIET_S = 0.1
"""Seconds of silence after which the output counts as silent."""


def main() -> None:
    """Measure every phrase by every voice at every time, and print."""
    shared = app()
    listener = shared.plain_listener()
    delays: dict[str, list[float]] = {phrase: [] for phrase in PHRASES}
    missed = 0
    for name in VOICES:
        voice = Voice(VoiceProfile(name, "espeak", name, 140, 50), cache_folder() / "speech", INPUT_RATE)
        for phrase in PHRASES:
            clip = voice.clip(phrase)
            for at in TIMES:
                listener.flush()
                found = delay(shared, listener, clip, at)
                if found is None:
                    missed += 1
                else:
                    delays[phrase].append(found)
        voice.close()
    every = [seconds for found_for in delays.values() for seconds in found_for]
    print(f"{len(every) + missed} commands over narration, {len(VOICES)} voices; missed: {missed}")
    for phrase, each in [*delays.items(), ("all", every)]:
        print(f"{phrase:>11}: median {1000 * np.median(each):4.0f} ms, p95 {1000 * np.percentile(each, 95):4.0f} ms")


def delay(shared: App, listener: Listener, clip: Samples, at: float) -> float | None:
    """Seconds from the end of the clip, which begins `at` seconds into the session, to silence.

    It is negative when the word was understood before its end, and None when it was missed.
    """
    folder = scratch()
    library = load_library()
    parts = shared.parts(library, library.routines["floor_only_gentle"], cleared(library.screening))
    track = np.zeros(round(at * INPUT_RATE) + len(clip), np.float32)
    track[-len(clip) :] = clip
    end = len(track) / INPUT_RATE
    person = RehearsedPerson(track, np.zeros(0, np.float32))
    rehearse(parts, listener, person, folder, most_s=end + 2)
    parts.voice.close()
    sound = read(folder / "session.flac")
    acted = next(
        (entry for entry in parts.notes.transcript.entries if entry["kind"] == "heard" and entry["intent"]), None
    )
    if acted is None:
        return None
    quiet = np.abs(sound) < SILENT
    start = round((end - len(clip) / INPUT_RATE) * OUTPUT_RATE)
    heard = round(float(str(acted["t"])) * OUTPUT_RATE)
    window = round(QUIET_S * OUTPUT_RATE)
    for frame in range(max(start, heard), len(sound) - window, 48):
        if quiet[frame : frame + window].all():
            return frame / OUTPUT_RATE - end
    return None


def read(path: Path) -> Samples:
    """The samples of a written session."""
    import soundfile

    sound, _ = soundfile.read(path, dtype="float32")
    return np.asarray(sound, np.float32)


if __name__ == "__main__":
    main()
