"""The acoustic model's file as training writes it, and reads it to go on from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.settings import MODELS
from training.nnet3 import read_model, write_model


@settings(max_examples=20)
@given(
    shares=st.lists(st.floats(0.1, 1.0), min_size=1, max_size=3),
    seed=st.integers(0, 2**32 - 1),
    width=st.integers(2, 40),
    spread=st.floats(0.01, 10),
)
def test_weights_come_back_within_a_step_of_eight_bits(tmp_path_factory, shares, seed, width, spread):
    chance = np.random.default_rng(seed)
    members = [
        (
            [
                (offsets, chance.standard_normal((width, size)) * spread, chance.standard_normal(width), residual)
                for offsets, size, residual in (((-1, 0, 1), 120, False), ((-3, 0), 2 * width, True))
            ],
            (chance.standard_normal((6, width)), chance.standard_normal(6)),
        )
        for _ in shares
    ]
    folder = tmp_path_factory.mktemp("model")
    write_model(folder, members, shares)
    found = read_model(folder / "am/final.mdl", shares)
    assert [len(layers) for layers in found] == [3] * len(shares)
    for (layers, output), back in zip(members, found, strict=True):
        written = [*((weights, bias) for _, weights, bias, _ in layers), output]
        for (weights, bias), (weights_back, bias_back) in zip(written, back, strict=True):
            step = np.ptp(weights, axis=0) / 128 + 4 * np.ptp(weights) / 65535
            assert (np.abs(weights - weights_back) <= step).all()
            assert np.allclose(bias, bias_back, rtol=1e-6)
        exact = zip(written[:-1], back[:-1], strict=True)  # only the output layer is scaled by its share, and back
        assert all(np.array_equal(bias.astype(np.float32), again) for (_, bias), (_, again) in exact)


def test_a_file_that_was_not_written_here_is_refused(tmp_path):
    file = tmp_path / "final.mdl"
    file.write_bytes(b"\0B<TransitionModel> ")
    with pytest.raises(ValueError, match=r"final\.mdl was not written by write_model"):
        read_model(file, [1.0])


def test_the_built_in_model_can_be_taken_up_again():
    members = read_model(MODELS / "limber-en/am/final.mdl", (0.65, 0.35))
    for layers in members:
        widths = {len(bias) for _, bias in layers[:-1]}
        assert len(widths) == 1
        assert all(weights.shape[1] % widths.copy().pop() == 0 for weights, _ in layers[1:])
