"""The loss of a training step.

In the first pass the network only learns to find the phones at all. Its loss is the numerator over softmax outputs,
which is the hidden-Markov form of CTC. In every later pass the loss is LF-MMI. The first criterion is then kept on the
network's second head as a regulariser.
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from training import plan
from training.mmi import FLOOR, Bigram, Chain, denominator, numerator
from training.net import Net

HALF = torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()  # noqa: SLF001
"""Whether this CPU computes in 16 bits (bfloat16), which is faster. PyTorch has no public way to ask."""


class Batch(NamedTuple):
    """What a step is computed from."""

    features: Tensor
    """(clips, frames, 40), as `AugmentedCopy.batch` gives them."""
    lengths: Tensor
    """How many output frames of each clip count."""
    chains: Sequence[Chain]
    """What is said in each clip."""


def loss_and_scores(net: Net, batch: Batch, bigram: Bigram, *, first_pass: bool) -> tuple[Tensor, Tensor]:
    """The loss to minimise, and the scores of the main head (clips, frames, outputs).

    A clip that is too short for its chain counts for nothing.
    """
    features, lengths, chains = batch
    with torch.autocast(features.device.type, torch.bfloat16, enabled=HALF or features.device.type == "cuda"):
        main, side = net(features)
    main, side = main.float(), side.float()
    total = lengths.sum()
    head = functional.log_softmax(main if first_pass else side, dim=-1)
    plain = numerator(head, lengths, chains, bigram)
    possible = plain > FLOOR / 2
    loss = -plain[possible].sum() / total * (1.0 if first_pass else plan.SIDE_WEIGHT)
    if not first_pass:
        gain = numerator(main, lengths, chains, bigram) - denominator(main, lengths, bigram)
        mask = (torch.arange(main.shape[1], device=main.device) < lengths[:, None])[..., None]
        penalty = plan.OUTPUT_PENALTY / 2 * (main**2 * mask).sum() / total
        loss = loss - gain[possible].sum() / total + penalty
    return loss, main
