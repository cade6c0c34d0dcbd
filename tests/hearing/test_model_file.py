"""The acoustic model's file as training writes it, and reads it to go on from it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.settings import MODELS
from training.nnet3 import read_model, write_model


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32 - 1), width=st.integers(2, 40), spread=st.floats(0.01, 10))
def test_weights_come_back_within_a_step_of_eight_bits(tmp_path_factory, seed, width, spread):
    chance = np.random.default_rng(seed)
    layers = [
        (offsets, chance.standard_normal((width, size)) * spread, chance.standard_normal(width), residual)
        for offsets, size, residual in (((-1, 0, 1), 120, False), ((-3, 0), 2 * width, True))
    ]
    output = chance.standard_normal((6, width)), chance.standard_normal(6)
    folder = tmp_path_factory.mktemp("model")
    write_model(folder, layers, output)
    found = read_model(folder / "am/final.mdl")
    assert len(found) == 3
    for (weights, bias), (back, bias_back) in zip(
        [*((weights, bias) for _, weights, bias, _ in layers), output], found, strict=True
    ):
        step = np.ptp(weights, axis=0) / 128 + 4 * np.ptp(weights) / 65535
        assert (np.abs(weights - back) <= step).all()
        assert np.array_equal(bias.astype(np.float32), bias_back)


def test_the_built_in_model_can_be_taken_up_again():
    layers = read_model(MODELS / "limber-en/am/final.mdl")
    widths = {len(bias) for _, bias in layers[:-1]}
    assert len(widths) == 1
    assert all(weights.shape[1] % widths.copy().pop() == 0 for weights, _ in layers[1:])
