"""Our own voice in the microphone: subtracted, lined up, and never taken for somebody else's."""

import itertools
import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import App
from assistant.audio.wav import read_wav
from assistant.hearing.deciding.speaker import NEAR_LEAST_S, objection
from assistant.hearing.echo.barge_in import AGAIN_S, LONG_SPEECH_S, BargeIn
from assistant.hearing.echo.linear import LinearCanceller
from assistant.hearing.echo.near_end import (
    DETECT_HOPS,
    HOP,
    HOP_S,
    STAYS_HOPS,
    Detector,
    NearEnd,
    level,
)
from assistant.hearing.listener import Listener
from assistant.places import NEAR_END
from assistant.settings import Settings
from assistant.words.events import Heard, SpeechBegan
from assistant.words.units import INPUT_RATE
from assistant.words.verdicts import Air, Reason

SENTENCE = (
    "Lie on your back. Bend both knees and plant your feet. Rest your arms at your sides. Let the small of your back "
    "sink into the mat. Breathe in through the nose. Let the ribs fall as you breathe out. Keep your neck long. "
)


@pytest.fixture(scope="module")
def app():
    return App.open(Settings())


def spoken(folder, text, voice="en-gb"):
    out = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-w", str(out), text], check=True)
    return read_wav(out, INPUT_RATE)


def room(played, gain=1.0, delay=900):
    chance = np.random.default_rng(3)
    tail = chance.standard_normal(2400) * np.exp(-np.arange(2400) / 500) * 0.04
    tail[0] = 1
    echo = np.convolve(played, tail * gain)[: len(played)]
    quiet = chance.standard_normal(len(played)) * 3e-4
    return (np.concatenate([np.zeros(delay), echo])[: len(played)] + quiet).astype(np.float32)


@pytest.fixture(scope="module")
def narration(tmp_path_factory):
    return spoken(tmp_path_factory.mktemp("voice"), SENTENCE) * np.float32(0.5)


def hops(*signals):
    length = min(map(len, signals)) // HOP * HOP
    return (tuple(signal[at : at + HOP] for signal in signals) for at in range(0, length, HOP))


def test_most_of_the_echo_is_subtracted_once_the_room_is_known(narration):
    heard, canceller = room(narration), LinearCanceller()
    left = np.concatenate([canceller.process(mic, ours)[0] for mic, ours in hops(heard, narration)])
    late = slice(6 * INPUT_RATE, len(left))
    assert level(heard[late]) - level(left[late]) > 15


def test_without_an_echo_the_microphone_comes_through_untouched(narration):
    canceller = LinearCanceller()
    silence = np.zeros_like(narration)
    left = np.concatenate([canceller.process(mic, ours)[0] for mic, ours in hops(narration, silence)])
    np.testing.assert_allclose(left, narration[: len(left)], atol=1e-6)


def test_a_path_that_changes_is_learnt_anew(narration):
    canceller, twice = LinearCanceller(), np.concatenate([narration, narration])
    heard = np.concatenate([room(narration), room(narration, delay=1400)])
    left = np.concatenate([canceller.process(mic, ours)[0] for mic, ours in hops(heard, twice)])
    late = slice(len(narration) + 7 * INPUT_RATE, len(left))
    assert level(heard[late]) - level(left[late]) > 12


@given(st.lists(st.floats(0, 1), max_size=120))
def test_somebody_is_detected_only_on_several_likely_hops_and_not_for_ever(probabilities):
    detector = Detector(above=0.7)
    detected = [detector.detects(probability) for probability in probabilities]
    if any(detected):
        first = detected.index(True)
        assert sum(probabilities[max(0, first - DETECT_HOPS + 1) : first + 1]) >= 0.7 * DETECT_HOPS - 1e-9
    assert not [detector.detects(0.0) for _ in range(DETECT_HOPS + STAYS_HOPS)][-1]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=1500))
def test_that_somebody_speaks_is_told_at_once_and_again_but_not_for_ever(hops):
    barge_in, told = BargeIn(), []
    for number, (detected, speaking) in enumerate(hops):
        if barge_in.is_due(number * HOP_S, detected=detected, speaking=speaking):
            told.append(number * HOP_S)
    detected_at = [number * HOP_S for number, (detected, _) in enumerate(hops) if detected]
    assert told[:1] == detected_at[:1]
    assert all(after - before >= AGAIN_S - 1e-9 for before, after in itertools.pairwise(told))
    assert all(any(0 <= at - first < LONG_SPEECH_S for first in detected_at) for at in told)


OURS = "You can tell me to pause or to stop."


def air(*, detected, near, long, saying):
    """The air while our own voice is subtracted; `near` None: a slip has just been noticed."""
    return Air(
        cancelled=True,
        detected_s=0.5 if detected else None,
        near=near or 0.0,
        near_s=NEAR_LEAST_S if long else 0.0,
        room="slipped" if near is None else "known",
        saying=saying,
    )


@pytest.mark.parametrize(
    ("words", "safety", "over_us", "air", "believed"),
    [
        ("next", False, False, air(detected=False, near=0.0, long=False, saying=""), True),
        ("next", False, True, air(detected=True, near=0.9, long=True, saying="Say next."), True),
        ("next", False, True, air(detected=True, near=0.9, long=False, saying="Lie down."), True),
        ("next", False, True, air(detected=False, near=0.6, long=False, saying="Lie down."), True),
        ("next", False, True, air(detected=False, near=0.6, long=True, saying="Say next."), False),
        ("next", False, True, air(detected=False, near=0.5, long=True, saying="Lie down."), False),
        ("next", False, True, air(detected=False, near=None, long=True, saying="Lie down."), False),
        ("stop", True, True, air(detected=False, near=0.3, long=False, saying="Lie down."), True),
        ("stop", True, True, air(detected=False, near=0.2, long=False, saying="Lie down."), False),
        ("stop", True, True, air(detected=False, near=None, long=False, saying="Lie down."), True),
        ("please stop", True, True, air(detected=False, near=0.6, long=False, saying="Lie down."), True),
        ("please stop", True, True, air(detected=False, near=0.3, long=False, saying="Lie down."), False),
        ("please stop", True, True, air(detected=False, near=None, long=False, saying="Lie down."), False),
        ("stop", True, True, air(detected=False, near=0.6, long=True, saying=OURS), False),
        ("stop", True, True, air(detected=True, near=0.9, long=True, saying=OURS), True),
        ("stop", True, True, air(detected=True, near=0.9, long=False, saying=OURS), False),
    ],
)
def test_what_is_heard_while_we_speak_needs_a_reason_to_be_believed(words, safety, over_us, air, believed):
    assert (objection(Heard("x", (), words), air, over_us=over_us, safety=safety) is None) is believed


@pytest.mark.parametrize("detected", [False, True])
def test_a_report_over_our_own_voice_wants_somebody_detected(detected):
    report = Heard("symptom", (("quality", "giving_way"),), "giving way")
    while_we_speak = air(detected=detected, near=0.9, long=True, saying="Lie down.")
    assert objection(report, while_we_speak, over_us=True, safety=True) is (
        None if detected else Reason.NOBODY_DETECTED
    )


def run(listener, heard, played):
    after = np.zeros(2 * INPUT_RATE, np.float32)
    both = hops(np.concatenate([heard, after]), np.concatenate([played, after]))
    return [event for mic, ours in both for event in listener.accept(mic, ours)]


def over(narration, folder, words, at_s=8.0, softer=1.0):
    said = spoken(folder, words, "en-us+f2")
    said *= np.float32(softer * 0.2 / max(1e-6, np.abs(said).max()))
    heard = room(narration, 0.5)
    at = int(at_s * INPUT_RATE)
    heard[at : at + len(said)] += said
    return heard


def test_a_command_over_our_own_sentence_is_heard_and_makes_us_give_way(app, narration, tmp_path):
    verdicts, intents = [], frozenset({"stop", "next", "hurts", "repeat"})
    near_end = NearEnd(dict(np.load(NEAR_END)))
    listener = Listener(app.recogniser(), "cancel", near_end, lambda _ago_s: "Rest your arms", verdicts.append)
    listener.listen_for(intents)
    found = run(listener, over(narration, tmp_path, "that hurts"), narration)
    (obeyed,) = [verdict for verdict in verdicts if verdict.obeyed]
    assert (obeyed.reason, obeyed.words, obeyed.hypothesis.listened_for) == (Reason.OBEYED, "that hurts", intents)
    assert [event for verdict in verdicts for event in verdict.events] == [
        event for event in found if not isinstance(event, SpeechBegan)
    ]
    assert any(isinstance(event, SpeechBegan) for event in found)
    assert {event.intent for event in found if isinstance(event, Heard)} == {"hurts"}


def test_our_own_sentences_alone_do_nothing(app, narration):
    verdicts = []
    near_end = NearEnd(dict(np.load(NEAR_END)))
    listener = Listener(app.recogniser(), "cancel", near_end, lambda _ago_s: SENTENCE, verdicts.append)
    assert run(listener, room(narration, 0.5), narration) == []
    assert {verdict.reason for verdict in verdicts} & {Reason.SAID_BY_US, Reason.NOBODY_DETECTED, Reason.NOT_A_PHRASE}


def test_half_duplex_hears_nothing_while_we_speak_and_everything_after(app, narration, tmp_path):
    played = np.concatenate([narration, np.zeros(4 * INPUT_RATE, np.float32)])
    seconds = len(narration) / INPUT_RATE
    for at, wanted in ((8.0, []), (seconds + 1.5, ["next"])):
        listener = Listener(app.recogniser(), "half")
        found = run(listener, over(played, tmp_path, "next", at), played)
        assert [event.intent for event in found if isinstance(event, Heard)] == wanted


def test_where_the_hardware_cancels_the_microphone_is_taken_as_it_is(app, tmp_path):
    listener = Listener(app.recogniser(), "hardware")
    said = np.concatenate([np.zeros(8000, np.float32), spoken(tmp_path, "next"), np.zeros(8000, np.float32)])
    found = run(listener, said, np.full_like(said, 0.1))
    assert [event.intent for event in found if isinstance(event, Heard)] == ["next"]


@pytest.mark.parametrize("at_s", [None, 8.0])
def test_what_acts_alone_waits_for_silence_and_is_only_theirs(at_s, app, narration, tmp_path):
    played = narration.copy()
    played[int(8.5 * INPUT_RATE) :] = 0
    heard = room(played, 0.5) if at_s is None else over(played, tmp_path, "finish", at_s)
    listener = Listener(app.recogniser(), "cancel", NearEnd(dict(np.load(NEAR_END))), lambda _ago_s: SENTENCE)
    listener.listen_for({"stop", "next", "finish"})
    found = [event.intent for event in run(listener, heard, played) if isinstance(event, Heard)]
    assert found == ([] if at_s is None else ["finish"])
