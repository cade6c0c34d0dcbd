"""The acoustic model's file as training writes it, and as the program reads it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.hearing.decoding.network import Layer, read_members
from assistant.places import BUILT_IN_MODEL
from training.nnet3 import write_model


@settings(max_examples=20)
@given(seed=st.integers(0, 2**32 - 1), width=st.integers(4, 40), spread=st.floats(0.01, 10))
def test_weights_come_back_within_a_step_of_eight_bits(tmp_path_factory, seed, width, spread):
    chance = np.random.default_rng(seed)

    def some(*shape):
        return chance.standard_normal(shape) * spread

    layers = [
        Layer((-1, 0, 1), some(width, 120), some(width), residual=False),
        Layer((-3, 0), some(width, 2 * width), some(width), residual=True),
        Layer((-9, 0), some(width, 3), some(width), residual=True, narrow=some(3, 2 * width)),
    ]
    output = some(6, width), some(6)
    folder = tmp_path_factory.mktemp("model")
    write_model(folder, (layers, output))
    ((layers_back, output_back),) = read_members(folder / "am/final.mdl")
    for layer, back in zip(layers, layers_back, strict=True):
        assert (back.offsets, back.residual) == (layer.offsets, layer.residual)
        assert_close(layer.weights, back.weights)
        assert (layer.narrow is None) == (back.narrow is None)
        if layer.narrow is not None:
            assert_close(layer.narrow, back.narrow)
        assert np.array_equal(layer.bias.astype(np.float32), back.bias)
    assert_close(output[0], output_back[0])
    assert np.allclose(output[1], output_back[1], rtol=1e-6)


def assert_close(weights, back):
    step = np.ptp(weights, axis=0) / 128 + 4 * np.ptp(weights) / 65535
    assert (np.abs(weights - back) <= step).all()


def test_a_file_that_was_not_written_here_is_refused(tmp_path):
    file = tmp_path / "final.mdl"
    file.write_bytes(b"\0B<TransitionModel> ")
    with pytest.raises(ValueError, match=r"final\.mdl was not written by write_model"):
        read_members(file)


def test_the_built_in_model_can_be_a_teacher():
    for layers, output in read_members(BUILT_IN_MODEL / "am/final.mdl"):
        before = 40
        for layer in layers:
            joins = layer.weights if layer.narrow is None else layer.narrow
            assert joins.shape[1] == len(layer.offsets) * before
            before = len(layer.bias)
        assert output[0].shape[1] == before


def test_the_built_in_models_settings_are_those_training_writes(tmp_path):
    write_model(tmp_path, read_members(BUILT_IN_MODEL / "am/final.mdl")[0])
    for file in (tmp_path / "conf").iterdir():
        assert file.read_text() == (BUILT_IN_MODEL / "conf" / file.name).read_text()
