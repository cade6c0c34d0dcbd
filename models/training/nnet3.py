"""Write the network's weights as `final.mdl`, as Kaldi's nnet3 does, and the folder of a Vosk model around it.

Kaldi's binary format, as far as it is needed here:

* A token is ASCII text and a space.
* An int32 is a byte 4 and four bytes. A float is a byte 4 and four bytes. A double is a byte 8 and eight bytes.
* A vector is the token "FV", its size, and its values as raw floats.
* A matrix in 8 bits is the token "CM", then the least value and the range as raw floats, and the numbers of rows and
  columns as raw integers. Then come four marks for each column: its least value, lower quartile, upper quartile and
  greatest value, each as a place in the range, out of 65535. Then comes one byte for each element, column by column.
  The bytes 0, 64, 192 and 255 mean the four marks, and the bytes between them mean values between the marks.
"""

import math
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assistant.hearing.decoding.graph import PHONE_IDS, TRANSITIONS, base_of
from assistant.hearing.decoding.network import PLACES, Member

MFCC = """\
--sample-frequency=16000
--use-energy=false
--num-mel-bins=40
--num-ceps=40
--low-freq=20
--high-freq=7600
--allow-downsample=true
--allow-upsample=true
--dither=0
"""
"""How Kaldi computes the features: 40 cepstra, every 10 ms, of 40 mel bands from 20 to 7600 Hz. The networks were
trained on them, so a change asks for a new training. No dither is added, so that the same sound gives the same words;
`HISS` in hearing/decoding/network.py stands in for it."""
DECODING = """\
--min-active=200
--max-active=3000
--beam=13
--lattice-beam=2.0
--acoustic-scale=1.0
--frame-subsampling-factor=3
--frames-per-chunk=12
--endpoint.silence-phones=1:2
--endpoint.rule2.min-trailing-silence=0.4
--endpoint.rule3.min-trailing-silence=0.6
--endpoint.rule4.min-trailing-silence=0.9
"""
"""How Vosk decodes. These settings decide when every command acts and how much it costs to compute.

* `beam`, in nats: a hypothesis that is worse than the best one by more is dropped. Raised above 13, decoding takes
  longer and hears hardly more; lowered, the right words are dropped before their end.
* `max-active` and `min-active`: so many states are kept at most and at least, whatever the beam says. They bound the
  computing in noise.
* `lattice-beam`, in nats: the same for the alternatives that confidences are computed from.
* `frame-subsampling-factor`: the networks judge every third frame of 10 ms. `frames-per-chunk`: 12 frames, 0.12 s, are
  computed at a time. Raised, "stop" comes later.
* `endpoint`: an utterance ends after so many seconds of silence, and every command but a safety word acts at its end.
  Rule 2 (0.4 s) counts when the words make a whole sentence with near certainty, rule 3 (0.6 s) when with less, and
  rule 4 (0.9 s) in any case. Raised, every command acts later; lowered, phrases are cut at a pause between words. The
  silence is that of phones 1 and 2, which are silence and noise.
"""


def _token(text: str) -> bytes:
    """A token."""
    return text.encode() + b" "


def _int(value: int) -> bytes:
    """An int32."""
    return b"\x04" + struct.pack("<i", value)


def _float(value: float) -> bytes:
    """A float of 32 bits."""
    return b"\x04" + struct.pack("<f", value)


def _double(value: float) -> bytes:
    """A float of 64 bits."""
    return b"\x08" + struct.pack("<d", value)


def _ints(values: Sequence[int]) -> bytes:
    """A vector of integers."""
    return b"\x04" + struct.pack("<i", len(values)) + np.asarray(values, "<i4").tobytes()


def _vector(values: ArrayLike) -> bytes:
    """A vector of floats."""
    array = np.asarray(values, "<f4")
    return _token("FV") + _int(len(array)) + array.tobytes()


def _matrix(values: NDArray[np.floating]) -> bytes:
    """A matrix in 8 bits."""
    least, span = float(values.min()), float(np.ptp(values))
    marks = np.rint((np.quantile(values, (0, 0.25, 0.75, 1), axis=0) - least) / span * 65535)
    marks = np.maximum(marks, marks[:1] + np.arange(4)[:, None])  # each beyond the one before
    header = _token("CM") + struct.pack("<ffii", least, span, *values.shape) + bytes(marks.T.astype("<u2").tobytes())
    places = (values - least) / span * 65535
    columns = [np.interp(column, mark, PLACES) for column, mark in zip(places.T, marks.T, strict=True)]
    return header + bytes(np.rint(columns).astype("u1").tobytes())


def _transition_model() -> bytes:
    """Which outputs and transitions the phones have. All phones share one topology."""
    ids = sorted(PHONE_IDS.values())
    out = _token("<TransitionModel>") + _token("<Topology>")
    out += _ints(ids) + _ints([-1] + [0] * len(ids))
    out += _int(-1) + _int(1)  # -1: the first frame and the later ones have outputs of their own; one topology
    out += _int(2) + _int(0) + _int(1) + _int(2) + _int(0) + _float(0.5) + _int(1) + _float(0.5)
    out += _int(-1) + _int(-1) + _int(0)
    out += _token("</Topology>") + _token("<Tuples>") + _int(len(ids))
    for phone in ids:
        base = base_of(phone)
        out += _int(phone) + _int(0) + _int(2 * base) + _int(2 * base + 1)
    out += _token("</Tuples>") + _token("<LogProbs>") + _vector([0.0] + [math.log(0.5)] * TRANSITIONS)
    return out + _token("</LogProbs>") + _token("</TransitionModel>")


def _affine(weight: NDArray[np.floating], bias: NDArray[np.floating]) -> bytes:
    """A component that is an affine map."""
    body = _token("<LinearParams>") + _matrix(weight) + _token("<BiasParams>") + _vector(bias)
    return _token("<FixedAffineComponent>") + body + _token("</FixedAffineComponent>")


def _relu(width: int) -> bytes:
    """A component that is a ReLU. Its statistics are left empty, since they are only used in Kaldi's own training."""
    empty = _vector([])
    return (
        _token("<RectifiedLinearComponent>") + _token("<Dim>") + _int(width)
        + _token("<ValueAvg>") + empty + _token("<DerivAvg>") + empty + _token("<Count>") + _double(0)
        + _token("<OderivRms>") + empty + _token("<OderivCount>") + _double(0)
        + _token("<NumDimsSelfRepaired>") + _double(0) + _token("<NumDimsProcessed>") + _double(0)
        + _token("</RectifiedLinearComponent>")
    )  # fmt: skip


def _no_op(width: int) -> bytes:
    """A component that passes its input on. It gives a sum a name."""
    return (
        _token("<NoOpComponent>") + _token("<Dim>") + _int(width) + _token("<BackpropScale>") + _float(1.0)
        + _token("</NoOpComponent>")
    )  # fmt: skip


def _nnet(network: Member) -> bytes:
    """The network."""
    lines = ["input-node name=input dim=40"]
    parts: list[tuple[str, bytes]] = []

    def add(name: str, source: str, component: bytes) -> str:
        lines.append(f"component-node name={name} component={name} input={source}")
        parts.append((name, component))
        return name

    layers, output = network
    before = "input"
    for number, (offsets, weight, bias, residual, narrow) in enumerate(layers):
        shifted = ", ".join(before if shift == 0 else f"Offset({before}, {shift})" for shift in offsets)
        name, joined = f"m0.l{number}", f"Append({shifted})"
        if narrow is not None:
            joined = add(f"{name}.narrow", joined, _affine(narrow, np.zeros(len(narrow))))
        affine = add(f"{name}.affine", joined, _affine(weight, bias))
        relu = add(f"{name}.relu", affine, _relu(len(bias)))
        before = add(f"{name}.sum", f"Sum({before}, {relu})", _no_op(len(bias))) if residual else relu
    judged = add("m0.output", before, _affine(*output))
    lines.append(f"output-node name=output input={judged} objective=linear")
    out = _token("<Nnet3>") + b"\n" + "\n".join(lines).encode() + b"\n\n" + _token("<NumComponents>") + _int(len(parts))
    for name, component in parts:
        out += _token("<ComponentName>") + _token(name) + component
    out += _token("</Nnet3>") + _token("<LeftContext>") + _int(0) + _token("<RightContext>") + _int(0)
    return out + _token("<Priors>") + _vector([])


def write_model(folder: Path, network: Member) -> None:
    """Write `am/final.mdl` and `conf/` into `folder`.

    No decoding graph is written. It is compiled from a vocabulary when the model is used.
    """
    (folder / "am").mkdir(parents=True, exist_ok=True)
    (folder / "conf").mkdir(exist_ok=True)
    (folder / "am/final.mdl").write_bytes(b"\0B" + _transition_model() + _nnet(network))
    (folder / "conf/mfcc.conf").write_text(MFCC)
    (folder / "conf/model.conf").write_text(DECODING)
