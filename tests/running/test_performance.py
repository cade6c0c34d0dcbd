"""What an observer sees is all there is: given to another coach, it gives the same session."""

import numpy as np

from assistant.app import App
from assistant.coach.person import cleared
from assistant.running.performance import Notes, Performance
from assistant.settings import Settings
from assistant.words.events import Begin, Heard, SpeechBegan, Unclear
from assistant.words.units import OUTPUT_RATE
from tests.support.drive import library

BLOCK = OUTPUT_RATE // 20
SAID = [
    (3, Heard("number", (("number", "1"),))), (20, Heard("next")), (31, SpeechBegan()), (32, Unclear("mumble")), (70, Heard("pause")),
    (75, Heard("resume")), (90, Heard("hurts", (("area", "neck"),))), (100, Heard("number", (("number", "2"),))), (130, Heard("finish")),
]  # fmt: skip


class Witness:
    """Writes down all that it sees."""

    def __init__(self):
        self.given, self.answered, self.sounds = [], [], []

    def event(self, at, event):
        self.given.append((at, event))

    def effect(self, at, effect):
        self.answered.append((at, effect))

    def sound(self, at, report):
        self.sounds.append((at, report.kind, report.cue.text))


def parts(*observers):
    known = cleared(library().screening)
    return App.open(Settings()).parts(
        library(), library().routines["office_micro"], known, notes=Notes(observers=observers)
    )


def perform(made):
    def submit(cue, epoch):
        made.mixer.add(cue, np.zeros(round(0.05 * len(cue.text) * OUTPUT_RATE), np.float32), epoch)

    performance, waiting = Performance(made, submit=submit), list(SAID)
    performance.take(Begin())
    while not performance.over:
        made.mixer.render(BLOCK)
        while waiting and waiting[0][0] <= performance.now:
            performance.take(waiting.pop(0)[1])
        performance.wake()
    return performance


def test_what_an_observer_saw_gives_the_same_answers_again():
    first, second = Witness(), Witness()
    perform(parts(first, second))
    assert (first.given, first.answered, first.sounds) == (second.given, second.answered, second.sounds)
    assert {event for _, event in SAID} <= {event for _, event in first.given}
    coach = parts().coach
    again = [
        (at, effect)
        for at, event in first.given
        for effect in (coach.advance(at) if event is None else coach.handle(event, at))
    ]
    assert again == first.answered


def test_an_observer_hears_what_the_transcript_says():
    witness = Witness()
    performance = perform(parts(witness))
    said = [entry["text"] for entry in performance.transcript.entries if entry["kind"] == "said"]
    assert said == [text for _, kind, text in witness.sounds if kind == "began" and text in set(said)]
    assert len(said) > 10
