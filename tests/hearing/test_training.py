"""Training computes what the program computes, its criterion is exact, and a small training learns.

These tests need PyTorch, which comes with the `train` extra. Without it they are skipped.
"""

import itertools
import json
import math

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.hearing.decoding import features, network
from assistant.places import BUILT_IN_MODEL
from training import clips

torch = pytest.importorskip("torch", reason="PyTorch comes with the train extra")

from training import augment, train  # noqa: E402
from training.cepstra import Cepstra, samples_for  # noqa: E402
from training.mmi import PHONES, SILENT, Bigram, Chains, denominator, numerator  # noqa: E402
from training.net import ONE, Net, folded, padded  # noqa: E402
from training.teacher import Teacher  # noqa: E402

A, B, C = (2, False), (7, False), (30, False)
PAUSE = (0, True)
CHAINS = ((PAUSE, A, B, PAUSE), (PAUSE, C, PAUSE), SILENT, (A, PAUSE, B))
BIGRAM = Bigram(CHAINS)
seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=5)
@given(seeds, st.floats(1, 10_000))
def test_features_are_those_of_the_program(seed, loudness):
    chance = np.random.default_rng(seed)
    sounds = (chance.standard_normal((2, samples_for(20))) * loudness).astype(np.float32)
    cepstra = Cepstra("cpu", np.array([0.9, 1.1]))
    powers = cepstra.power(torch.tensor(sounds))
    for sound, plain in zip(sounds, cepstra.of(powers).numpy(), strict=True):
        assert np.allclose(plain, features.cepstra(features.power(features.windows(sound))), atol=1e-3)
    warped = cepstra.of(powers, torch.tensor([2, 0])).numpy()
    filters = features.mel_filters(1.1)
    assert np.allclose(warped[0], features.cepstra(features.power(features.windows(sounds[0])), filters), atol=1e-3)


def paths(chain, frames):
    """Every way through a chain in so many frames: the place in the chain and whether it is new, for each frame."""

    def onward(place):
        yield place, False
        if place + 1 < len(chain):
            yield place + 1, True
            if chain[place + 1][1] and place + 2 < len(chain) and not chain[place + 2][1]:
                yield place + 2, True

    ends = {len(chain) - 1} | ({len(chain) - 2} if chain[-1][1] else set())
    begin = [0] + ([1] if chain[0][1] and len(chain) > 1 else [])
    ways = [[(place, True)] for place in begin]
    for _ in range(frames - 1):
        ways = [[*way, step] for way in ways for step in onward(way[-1][0])]
    return [way for way in ways if way[-1][0] in ends]


def likelihood(way, chain, scores):
    """The logarithm of the likelihood of one way."""
    follow, first = BIGRAM.follow.numpy(), BIGRAM.first.numpy()
    total, before = 0.0, None
    for frame, (place, new) in enumerate(way):
        phone = chain[place][0]
        if new:
            total += math.log(first[phone] if before is None else follow[before, phone])
        total += scores[frame, 2 * phone + (not new)]
        before = phone
    return total


@settings(max_examples=8)
@given(seeds, st.integers(3, 6))
def test_the_numerator_counts_every_way_through_what_was_said(seed, frames):
    scores = np.random.default_rng(seed).standard_normal((len(CHAINS), frames, 2 * PHONES)) * 3
    found = numerator(torch.tensor(scores, dtype=torch.float32), Chains.of(CHAINS), BIGRAM)
    for clip, chain in enumerate(CHAINS):
        ways = paths(chain, frames)
        each = np.array([likelihood(way, chain, scores[clip]) for way in ways])
        total = np.logaddexp.reduce(each)
        assert float(found.total[clip]) == pytest.approx(total, abs=1e-3)
        expected = np.zeros((frames, 2 * PHONES))
        for way, share in zip(ways, np.exp(each - total), strict=True):
            for frame, (place, new) in enumerate(way):
                expected[frame, 2 * chain[place][0] + (not new)] += share
        assert np.allclose(found.outputs[clip].numpy(), expected, atol=1e-4)


@settings(max_examples=5)
@given(seeds)
def test_the_denominator_counts_every_sequence_of_phones(seed):
    frames = 3
    scores = np.random.default_rng(seed).standard_normal((1, frames, 2 * PHONES)) * 3
    found = denominator(torch.tensor(scores, dtype=torch.float32), BIGRAM)
    follow, first = np.log(BIGRAM.follow.numpy()), np.log(BIGRAM.first.numpy())
    totals = []
    for entered in itertools.product((True, False), repeat=frames - 1):
        state = first + scores[0, 0, ::2]
        for frame, new in enumerate(entered, 1):
            if new:
                state = np.logaddexp.reduce(state[:, None] + follow, axis=0) + scores[0, frame, ::2]
            else:
                state = state + scores[0, frame, 1::2]
        totals.append(np.logaddexp.reduce(state))
    assert float(found.total[0]) == pytest.approx(np.logaddexp.reduce(totals), abs=1e-3)
    assert np.allclose(found.outputs.sum(-1).numpy(), 1, atol=1e-4)


def test_two_chains_are_joined_by_one_silence():
    first, second = (PAUSE, A, PAUSE), (PAUSE, B, C, PAUSE)
    joined = Chains.of([first, second]).joined(Chains.of([second, first]))
    assert joined.sizes.tolist() == [6, 6]
    assert joined.phones[0, :6].tolist() == [0, 2, 0, 7, 30, 0]
    assert joined.phones[1, :6].tolist() == [0, 7, 30, 0, 2, 0]
    assert joined.optional[1, :6].tolist() == [True, False, False, True, False, True]


def test_the_teacher_judges_as_the_program_does():
    members = network.read_members(BUILT_IN_MODEL / "am/final.mdl")
    frames = np.random.default_rng(1).standard_normal((2, 60, 40)).astype(np.float32) * 10
    judged = Teacher(members, "cpu").judge(torch.tensor(frames)).numpy()
    for clip, scores in zip(frames, judged, strict=True):
        assert np.allclose(scores, sum(network._scores(member, clip) for member in members), atol=1e-3)


def test_a_network_that_is_written_judges_as_it_did_in_training():
    torch.manual_seed(3)
    net = Net(ONE)
    for part in net.modules():
        if isinstance(part, torch.nn.BatchNorm1d):
            part.running_mean.uniform_(-0.1, 0.1)
            part.running_var.uniform_(0.5, 2)
    net.eval()
    frames = np.random.default_rng(2).standard_normal((1, 30, 40)).astype(np.float32)
    frames = np.concatenate([np.repeat(frames[:, :1], 240, 1), frames, np.repeat(frames[:, -1:], 30, 1)], 1)
    with torch.no_grad():
        scores = net(padded(torch.tensor(frames), ONE))[0].numpy()
    assert np.allclose(scores, network._scores(folded(net), frames[0]), atol=1e-3)


@pytest.fixture
def material(tmp_path):
    """Two voices that say nothing but tones, and one that says something unknown; noise, grunts and a room."""
    chance = np.random.default_rng(4)
    time = np.arange(9600) / clips.RATE
    tones = [np.sin(2 * np.pi * hertz * time) * 8000 + chance.standard_normal(9600) * 50 for hertz in (300, 500, 900)]
    texts = ("stop", "go", "")
    spoken = zip(("speech_commands", "synthetic", clips.UNTRANSCRIBED), texts, tones, strict=True)
    clips.write(
        tmp_path / "clips",
        [clips.Recording(source, "somebody", text, "train", tone.astype(np.int16)) for source, text, tone in spoken],
    )
    chains = [[(PAUSE, A, B, PAUSE), (PAUSE, A, PAUSE)], [(PAUSE, C, PAUSE)], []]
    (tmp_path / "chains.json").write_text(json.dumps(chains))
    for name in ("household_hum.opus", "events/knock.opus", "grunts/groan.opus", "rooms/hall.flac"):
        file = tmp_path / "noise" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        form = {"format": "OGG", "subtype": "OPUS"} if file.suffix == ".opus" else {}
        soundfile.write(str(file), chance.standard_normal(clips.RATE) * 0.1, clips.RATE, **form)
    return tmp_path


def test_a_small_training_learns_and_goes_on_from_its_checkpoint(material, monkeypatch):
    monkeypatch.setattr(augment, "TRAINING_PIECES", 1)
    monkeypatch.setattr(augment, "COLOURED", 1)
    monkeypatch.setattr(train, "TOLD_EVERY", 4)
    monkeypatch.setattr(train, "NORM_BATCHES", 2)
    training = train.Training(material, material / "noise", BUILT_IN_MODEL)
    member = training.run(16, frames=160)
    curve = [json.loads(line) for line in (material / "curve.jsonl").read_text().splitlines()]
    assert [line["step"] for line in curve] == [4, 8, 12, 16]
    assert curve[3]["taught"] < 0.9 * curve[0]["taught"]
    again = train.Training(material, material / "noise", BUILT_IN_MODEL)
    back = again.run(16, frames=160)
    assert again.done == 16
    for layer, same in zip(member[0], back[0], strict=True):
        assert np.array_equal(layer.weights, same.weights)
