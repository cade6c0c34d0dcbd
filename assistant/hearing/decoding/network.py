"""The built-in model's networks in numpy: they tell which phone sounds when, which Vosk does not.

`models/training/nnet3.py` writes what is read here, and says how a matrix is kept in 8 bits.
"""

import re
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.hearing.decoding.features import cepstra, power, windows
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

PLACES = (0, 64, 192, 255)
"""How Kaldi keeps a matrix in 8 bits: of each column four values are kept exactly, and a number of 0 to 255 says where
between them a weight lies. These are the numbers that stand for the four values."""
CONTEXT_S = 0.3
"""Seconds of quiet before and after a sound, for the networks to look into.

Raised, a comparison costs more computing; lowered, the first and last phones are judged less well.
"""
HISS = np.random.default_rng(5).standard_normal(INPUT_RATE)
"""(INPUT_RATE,) samples of noise whose standard deviation is one step of 16 bits.

A model expects such noise of a microphone, and perfect silence looks like nothing it knows. Kaldi's own noise would be
another one in every run. Raised, soft voices drown in it.
"""
FULL_SCALE = 32767
"""The largest 16-bit sample: what the models take for 1."""

Floats = NDArray[np.float32]
AffineMap = tuple[Floats, Floats]
"""Weights and bias."""


class Layer(NamedTuple):
    """Inputs joined from several offsets (in frames of 10 ms), perhaps narrowed, then an affine map and a ReLU."""

    offsets: tuple[int, ...]
    weights: Floats
    bias: Floats
    residual: bool
    """Whether what comes out is added to what came in."""
    narrow: Floats | None = None
    """A linear map to fewer numbers, before the affine one."""


Member = tuple[Sequence[Layer], AffineMap]
"""A network's layers and its output layer."""


class PhoneNetwork:
    """The model's networks, all together: which phone sounds when."""

    def __init__(self, model: Path) -> None:
        """Raises `LimberError` when the model is not one of ours."""
        try:
            self._members = read_members(model / "am/final.mdl")
        except (OSError, ValueError) as error:
            raise LimberError(f"{model}: this is no model that examples can be compared with: {error}") from error

    def phones(self, sound: Samples) -> Floats:
        """(frames of 30 ms, phones) likelihoods that add up to one, in the order of `BASE_PHONES`.

        There are `CONTEXT_S` of quiet more at each end than in the sound, which is at 16 kHz, within -1 to 1.
        """
        heard = np.pad(np.clip(sound, -1, 1) * FULL_SCALE, round(CONTEXT_S * INPUT_RATE))
        frames = cepstra(power(windows(heard + np.resize(HISS, len(heard)))))
        scores = np.sum([_scores(member, frames) for member in self._members], axis=0)
        each = np.exp(scores - np.max(scores, axis=1, keepdims=True)).reshape(len(scores), -1, 2).sum(axis=2)
        return np.asarray(each / each.sum(axis=1, keepdims=True), np.float32)


def _scores(member: Member, frames: Floats) -> Floats:
    """What a network puts out every 30 ms."""
    layers, (weights, bias) = member
    every = 1
    for number, layer in enumerate(layers):
        step = 3 if number == 1 else 1  # the first layer joins neighbours, the second leaves every third
        here = np.arange(0, len(frames), step)
        joined = np.hstack([frames[np.clip(here + shift // every, 0, len(frames) - 1)] for shift in layer.offsets])
        if layer.narrow is not None:
            joined = joined @ layer.narrow.T
        out = np.maximum(joined @ layer.weights.T + layer.bias, 0)
        frames = frames + out if layer.residual else out
        every *= step
    return np.asarray(frames @ weights.T + bias, np.float32)


def read_members(file: Path) -> list[Member]:
    """The networks in a model's file; what they put out adds up.

    Raises ValueError when training did not write the file, and OSError.
    """
    data = file.read_bytes()
    members: list[Member] = []
    layers: list[Layer] = []
    narrow: Floats | None = None
    for found in re.finditer(
        rb"<ComponentName> (m\d+\.(?:l\d+\.(?:narrow|affine)|output)) <FixedAffineComponent> ", data
    ):
        weights, bias = _read_affine(data, found.end())
        name = found[1].decode()
        if name.endswith(".narrow"):
            narrow = weights
        elif name.endswith(".output"):
            members.append((layers, (weights, bias)))
            layers = []
        else:
            residual = f"name={name.replace('affine', 'sum')} ".encode() in data
            joins = name if narrow is None else name.replace("affine", "narrow")
            layers.append(Layer(_offsets(data, joins), weights, bias, residual, narrow))
            narrow = None
    if not members:
        raise ValueError(f"{file} was not written by write_model")
    return members


def _read_affine(data: bytes, at: int) -> AffineMap:
    """Weights and bias of the affine component that begins at `at`."""
    weights = _read_matrix(data, at + len("<LinearParams> "))
    at = data.index(b"<BiasParams> FV ", at) + len("<BiasParams> FV ")
    (count,) = struct.unpack_from("<i", data, at + 1)
    return weights, np.frombuffer(data, "<f4", count, at + 5)


def _offsets(data: bytes, layer: str) -> tuple[int, ...]:
    """Of the inputs that a layer joins, as the network's description at the head of the file has it."""
    (joined,) = re.findall(rf"name={layer} component=\S+ input=Append\((.*)\)\n".encode(), data)
    return tuple(int(shift or 0) for shift, _ in re.findall(rb"Offset\([\w.]+, (-?\d+)\)|([\w.]+)", joined))


def _read_matrix(data: bytes, at: int) -> NDArray[np.float32]:
    """The matrix whose token begins at `at`."""
    token, at = data[at : at + 3], at + 3
    if token != b"CM ":
        raise ValueError("this model's weights were not written in 8 bits by write_model")
    least, span, rows, columns = struct.unpack_from("<ffii", data, at)
    marks = np.frombuffer(data, "<u2", 4 * columns, at + 16).reshape(columns, 4)
    places = np.frombuffer(data, "u1", rows * columns, at + 16 + 8 * columns).reshape(columns, rows)
    values = [np.interp(column, PLACES, mark) for column, mark in zip(places, marks, strict=True)]
    return np.asarray(least + span / 65535 * np.array(values).T, np.float32)
