"""Our own voice in the microphone: subtracted, lined up, and never taken for somebody else's."""

import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.app import App
from assistant.audio.wav import read_wav
from assistant.hearing.echo.near_end import (
    HOP,
    OPEN_HOPS,
    STAYS_HOPS,
    Air,
    Gate,
    LinearCanceller,
    NearEnd,
    believable,
    level,
)
from assistant.hearing.echo.reference import LEAD_S, WATCHED, Reference
from assistant.hearing.listener import Listener
from assistant.places import NEAR_END
from assistant.settings import Settings
from assistant.words.events import Heard, SpeechBegan
from assistant.words.units import INPUT_RATE

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
def test_the_gate_opens_only_on_several_likely_hops_and_closes_by_itself(probabilities):
    gate = Gate(above=0.7)
    opened = [gate.take(probability) for probability in probabilities]
    if any(opened):
        first = opened.index(True)
        assert sum(probabilities[max(0, first - OPEN_HOPS + 1) : first + 1]) >= 0.7 * OPEN_HOPS - 1e-9
    assert not [gate.take(0.0) for _ in range(OPEN_HOPS + STAYS_HOPS)][-1]


OURS = "You can tell me to pause or to stop."


@pytest.mark.parametrize(
    ("words", "safety", "air", "believed"),
    [
        ("next", False, Air(over_us=False, gate=False, near=0.0, long=False, saying=""), True),
        ("next", False, Air(over_us=True, gate=True, near=0.9, long=True, saying="Say next."), True),
        ("next", False, Air(over_us=True, gate=True, near=0.9, long=False, saying="Lie down."), True),
        ("next", False, Air(over_us=True, gate=False, near=0.6, long=False, saying="Lie down."), True),
        ("next", False, Air(over_us=True, gate=False, near=0.6, long=True, saying="Say next."), False),
        ("next", False, Air(over_us=True, gate=False, near=0.5, long=True, saying="Lie down."), False),
        ("next", False, Air(over_us=True, gate=False, near=None, long=True, saying="Lie down."), False),
        ("stop", True, Air(over_us=True, gate=False, near=0.3, long=False, saying="Lie down."), True),
        ("stop", True, Air(over_us=True, gate=False, near=0.2, long=False, saying="Lie down."), False),
        ("stop", True, Air(over_us=True, gate=False, near=None, long=False, saying="Lie down."), True),
        ("please stop", True, Air(over_us=True, gate=False, near=0.6, long=False, saying="Lie down."), True),
        ("please stop", True, Air(over_us=True, gate=False, near=0.3, long=False, saying="Lie down."), False),
        ("please stop", True, Air(over_us=True, gate=False, near=None, long=False, saying="Lie down."), False),
        ("stop", True, Air(over_us=True, gate=False, near=0.6, long=True, saying=OURS), False),
        ("stop", True, Air(over_us=True, gate=True, near=0.9, long=True, saying=OURS), True),
        ("stop", True, Air(over_us=True, gate=True, near=0.9, long=False, saying=OURS), False),
    ],
)
def test_what_is_heard_while_we_speak_needs_a_reason_to_be_believed(words, safety, air, believed):
    assert believable(Heard("x", (), words), air, safety=safety) is believed


@pytest.mark.parametrize("gate", [False, True])
def test_a_report_over_our_own_voice_wants_the_open_gate(gate):
    report = Heard("symptom", (("quality", "giving_way"),), "giving way")
    assert (
        believable(report, Air(over_us=True, gate=gate, near=0.9, long=True, saying="Lie down."), safety=True) is gate
    )


@given(st.lists(st.integers(1, 700), min_size=1, max_size=40), st.integers(100, 2000))
def test_what_was_played_comes_out_in_order_however_it_is_cut(sizes, ahead):
    reference = Reference(INPUT_RATE)
    total = sum(sizes) + ahead
    sound = np.random.default_rng(1).standard_normal(total).astype(np.float32)
    reference.played(sound)
    taken = np.concatenate([reference.take(size) for size in sizes])
    np.testing.assert_array_equal(taken, sound[: len(taken)])


def test_a_late_block_keeps_its_place():
    reference = Reference(INPUT_RATE)
    sound = np.arange(1, 1001, dtype=np.float32)
    reference.played(sound[:300])
    first = reference.take(400)
    reference.played(sound[300:])
    second = reference.take(600)
    assert first[:300].tolist() == sound[:300].tolist()
    assert not first[300:].any()
    assert second.tolist() == sound[400:1000].tolist()


def test_after_running_dry_nothing_is_left_out():
    reference = Reference(INPUT_RATE)
    reference.take(400)
    reference.played(np.ones(300, np.float32), after_gap=True)
    assert reference.take(300).sum() == 300


def streams(ahead, lost, *, seconds=12, block=320, stalls=()):
    """A loudspeaker that is `ahead` samples before the air, and a microphone that loses `lost[block]` samples on the way.

    Returns, block by block, how many samples the reference comes before the microphone, and the reference.
    """
    reference = Reference(INPUT_RATE)
    sound = np.arange(1, seconds * INPUT_RATE + 1, dtype=np.float32)
    given, now, leads, queue = 0, 0, [], []
    for number in range(seconds * INPUT_RATE // block - 20):
        now += block
        reference.played(sound[given : now + ahead])
        given = now + ahead
        missing = lost.get(number, 0)
        queue.append(now - block + missing)
        now += missing
        while queue and number not in stalls:
            at = queue.pop(0)
            leads.append(float(np.median(reference.take(block, behind=bool(queue)) - sound[at : at + block])))
    return leads, reference


LEAD = LEAD_S * INPUT_RATE


def test_the_reference_comes_a_little_early():
    leads, reference = streams(1600, {})
    assert leads[0] == 0
    assert leads[-1] == LEAD
    assert reference.slips == 0
    assert reference.waits_s == pytest.approx(0.1 - LEAD_S)


@given(st.integers(160, 1600), st.integers(100, 300))
def test_sound_that_the_microphone_loses_is_noticed_and_left_out_here_too(lost, at):
    leads, reference = streams(1600, {at: lost})
    assert leads[at - 1] == LEAD
    assert leads[at] == LEAD - lost
    assert leads[at + 3 * WATCHED] == LEAD
    assert reference.slips == 2  # it was noticed, and it was put right


def test_a_thread_that_is_late_is_no_slip():
    leads, reference = streams(1600, {}, stalls={*range(100, 110), *range(200, 225)})
    assert leads[-1] == LEAD
    assert reference.slips == 0


def run(listener, heard, played):
    after = np.zeros(2 * INPUT_RATE, np.float32)
    both = hops(np.concatenate([heard, after]), np.concatenate([played, after]))
    return [one for mic, ours in both for one in listener.accept(mic, ours)]


def over(narration, folder, words, at_s=8.0, softer=1.0):
    said = spoken(folder, words, "en-us+f2")
    said *= np.float32(softer * 0.2 / max(1e-6, np.abs(said).max()))
    heard = room(narration, 0.5)
    at = int(at_s * INPUT_RATE)
    heard[at : at + len(said)] += said
    return heard


def test_a_command_over_our_own_sentence_is_heard_and_makes_us_give_way(app, narration, tmp_path):
    listener = Listener(app.recogniser(), "cancel", NearEnd(dict(np.load(NEAR_END))), lambda: "Rest your arms")
    listener.recogniser.listen_for({"stop", "next", "hurts", "repeat"})
    found = run(listener, over(narration, tmp_path, "that hurts"), narration)
    assert any(isinstance(one, SpeechBegan) for one in found)
    assert {one.intent for one in found if isinstance(one, Heard)} == {"hurts"}


def test_our_own_sentences_alone_do_nothing(app, narration):
    listener = Listener(app.recogniser(), "cancel", NearEnd(dict(np.load(NEAR_END))), lambda: SENTENCE)
    assert run(listener, room(narration, 0.5), narration) == []


def test_half_duplex_hears_nothing_while_we_speak_and_everything_after(app, narration, tmp_path):
    played = np.concatenate([narration, np.zeros(4 * INPUT_RATE, np.float32)])
    seconds = len(narration) / INPUT_RATE
    for at, wanted in ((8.0, []), (seconds + 1.5, ["next"])):
        listener = Listener(app.recogniser(), "half")
        found = run(listener, over(played, tmp_path, "next", at), played)
        assert [one.intent for one in found if isinstance(one, Heard)] == wanted


def test_where_the_hardware_cancels_the_microphone_is_taken_as_it_is(app, tmp_path):
    listener = Listener(app.recogniser(), "hardware")
    said = np.concatenate([np.zeros(8000, np.float32), spoken(tmp_path, "next"), np.zeros(8000, np.float32)])
    found = run(listener, said, np.full_like(said, 0.1))
    assert [one.intent for one in found if isinstance(one, Heard)] == ["next"]


@pytest.mark.parametrize("at_s", [None, 8.0])
def test_what_acts_alone_waits_for_silence_and_is_only_theirs(at_s, app, narration, tmp_path):
    played = narration.copy()
    played[int(8.5 * INPUT_RATE) :] = 0
    heard = room(played, 0.5) if at_s is None else over(played, tmp_path, "finish", at_s)
    listener = Listener(app.recogniser(), "cancel", NearEnd(dict(np.load(NEAR_END))), lambda: SENTENCE)
    listener.recogniser.listen_for({"stop", "next", "finish"})
    found = [one.intent for one in run(listener, heard, played) if isinstance(one, Heard)]
    assert found == ([] if at_s is None else ["finish"])
