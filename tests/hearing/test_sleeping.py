"""A decoder that sleeps while nothing sounds hears what one hears that decodes everything."""

import numpy as np
import pytest

from assistant.app import App
from assistant.coach.person import Person, cleared
from assistant.hearing.decoding.sleeping import LEAD_S, SleepingDecoder
from assistant.hearing.recogniser import BLOCK_S
from assistant.running.performance import Notes
from assistant.running.rehearsal import NOISE, READY, RehearsedPerson, microphone_track, parse_line, rehearse
from assistant.running.transcript import Transcript
from assistant.settings import Settings
from assistant.words.units import INPUT_RATE
from assistant.words.verdicts import Final

REHEARSALS = {
    "commands": ("office_micro", ["8 three", "20 in a chair", "33 what's next", "45 ready", "60 ouch", "70 my right knee"], 80, False),
    "first_session": ("floor_only_gentle", ["12 no", "20 no", "29 yes", "38.5 no", "47 I don't know", "56 no"], 75, True),
    "by_themselves": ("floor_only_gentle", ["9 zero", "14 ready"], 110, False),
}  # fmt: skip
"""routine, what is said, seconds that are rehearsed, whether it is a first session"""


@pytest.fixture(scope="module")
def app():
    return App.open(Settings(model="limber-en"))


@pytest.fixture(scope="module")
def user(app):
    voice = app.user_voice()
    yield voice
    voice.close()


def rehearsed(app, user, folder, rehearsal, *, sleeps):
    """What happened, and what was decided of every utterance with words."""
    routine, lines, most_s, first = REHEARSALS[rehearsal]
    library = app.library()
    person = RehearsedPerson(microphone_track([parse_line(line) for line in lines], user), user.clip(READY))
    transcript, verdicts = Transcript(), []
    known = Person() if first else cleared(library.screening)
    parts = app.parts(library, library.routines[routine], known, notes=Notes(transcript))
    make = app.rehearsing_listener if sleeps else app.plain_listener
    try:
        rehearse(parts, make(verdicts.append), person, folder, most_s)
    finally:
        parts.voice.close()
    return transcript.entries, [(verdict.reason, verdict.words) for verdict in verdicts if verdict.words]


@pytest.mark.parametrize("rehearsal", REHEARSALS)
def test_sleeping_changes_nothing_in_a_rehearsal(app, user, tmp_path, rehearsal):
    everything = rehearsed(app, user, tmp_path, rehearsal, sleeps=False)
    assert sum(entry["kind"] == "heard" for entry in everything[0]) >= 2
    assert rehearsed(app, user, tmp_path, rehearsal, sleeps=True) == everything


def heard(recogniser, sound):
    """The words of every utterance, and when they were said, in seconds of the sound."""
    step = round(BLOCK_S * INPUT_RATE)
    hypotheses = [recogniser.accept(sound[start : start + step]) for start in range(0, len(sound), step)]
    finals = [each for each in (*hypotheses, *recogniser.flush()) if isinstance(each, Final) and each.words]
    return [(final.words, [round(final.begun_s + start, 2) for start, _ in final.times]) for final in finals]


@pytest.mark.parametrize("seed", range(3))
def test_words_after_any_quiet_are_heard_at_their_time(app, user, seed):
    chance = np.random.default_rng(seed)
    parts, at = [], 0
    for words in chance.permutation(["next", "stop", "that hurts", "go back", "how long", "easier", "pause", "ready"]):
        quiet = round(float(chance.choice([0.9, 1.3, 2.5, 7, 12])) * INPUT_RATE)
        parts += [np.zeros(quiet, np.float32), user.clip(str(words))]
        at += quiet
    sound = np.concatenate([*parts, np.zeros(INPUT_RATE, np.float32)])
    sound += chance.standard_normal(len(sound)).astype(np.float32) * np.float32(NOISE)
    awake, sleeping = (heard(app.recogniser(sleeps=sleeps), sound) for sleeps in (False, True))
    assert [words for words, _ in sleeping] == [words for words, _ in awake]
    for (_, ours), (_, theirs) in zip(sleeping, awake, strict=True):
        assert ours == pytest.approx(theirs, abs=0.1)


class Counted:
    """A decoder that hears nothing, and counts what it is given."""

    def __init__(self):
        self.given = []

    def AcceptWaveform(self, data):  # noqa: N802
        self.given.append(data)
        return False

    def PartialResult(self):  # noqa: N802
        return '{"partial": ""}'

    def Result(self):  # noqa: N802
        return '{"text": ""}'

    FinalResult = Result


def test_only_what_sounds_is_decoded_with_the_moment_around_it():
    inner = Counted()
    decoder = SleepingDecoder(lambda: inner)
    block = round(BLOCK_S * INPUT_RATE)
    sound = np.zeros(60 * INPUT_RATE, "<i2")
    sound[30 * INPUT_RATE : 31 * INPUT_RATE] = 3000
    for start in range(0, len(sound), block):
        decoder.AcceptWaveform(sound[start : start + block].tobytes())
    given = np.frombuffer(b"".join(inner.given), "<i2")
    assert np.count_nonzero(given) == INPUT_RATE
    assert 1 + 2 * LEAD_S - 0.2 <= len(given) / INPUT_RATE <= 1 + 2 * LEAD_S + 0.2


def test_a_decoder_that_is_never_needed_is_never_made():
    decoder = SleepingDecoder(lambda: pytest.fail("there was nothing to decode"))
    ended = [decoder.AcceptWaveform(bytes(2 * INPUT_RATE // 10)) for _ in range(120)]
    assert ended.count(True) == 2  # utterances without words end as they would have
    assert decoder.PartialResult() == '{"partial": ""}'
    assert decoder.FinalResult() == '{"text": ""}'
