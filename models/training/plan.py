"""The plan of the training: what happens after how many passes, how fast the networks learn, and where results are
kept.

A pass goes once through one augmented copy of all clips. Three networks are trained, and the model is their weighted
mean. The first is small for the first `GROWS_AT` passes, and then it grows. After `SNAPSHOT_AT` passes a snapshot of it
is kept, which becomes the second network as it is. The first goes on to the end. The third begins as the snapshot,
narrowed and given a longer memory, and is trained in `NARROW_PASSES` passes of its own.

The three err in different places, above all where none is sure. That is why their mean is better than each.
"""

GROWS_AT = 40
"""Passes after which the small network grows into the large one. A pass of the small one takes less time."""
SNAPSHOT_AT = 54
"""Passes after which a snapshot of the large network is kept.

The learning rate rises again there. So the first network goes on to become another one than the snapshot, and the mean
of both is worth more. Raised, the snapshot is better, and less time is left for the two to grow apart.
"""
NARROW_PASSES = 24
"""Passes of the third network. It uses the augmented copies from `SNAPSHOT_AT` on."""
FROZEN_NORM_PASSES = 8
"""The last passes of a network, in which its batch norms stand still at means over very many clips. The clips of a
batch have one length, so a batch's own means differ from those of other batches. Nobody computes them for a clip that
is heard alone."""
FEWEST_PASSES = SNAPSHOT_AT + FROZEN_NORM_PASSES + 1
"""Passes that the first network needs at least for all three networks to come out."""

LEARNING_RATES = {0: 2.5e-3, GROWS_AT: 1.5e-3, SNAPSHOT_AT: 1.5e-3}
"""The highest learning rate of each stage. A stage begins after the number of passes that is its key."""
WARM_UP = 0.3
"""Passes at the start of each stage in which the rate climbs to its highest. A longer climb disturbs less of what was
learnt before."""
RATE_LEFT = 0.02
"""The share of the highest rate that is left at the end of a stage."""
FRAMES_PER_STEP = 2600
"""Output frames (of 30 ms) in one step, of all training processes together. More frames make steadier steps and fewer
of them in a pass."""

SIDE_WEIGHT = 0.12
"""The weight of the second head's criterion beside LF-MMI. It is a regulariser: more of it holds the network closer to
what the first pass taught it."""
OUTPUT_PENALTY = 3e-4
"""The weight of the squared outputs in the loss. It keeps the scores small."""

CHALLENGED = 0.25
"""The share of steps in which the pronunciation of every clip is compared with another one."""
ALL_CHALLENGED_PASSES = 3
"""The first passes of a network that is trained further, in which that happens in every step. Such a network knows the
phones, but nothing has been found out about the pronunciations of these clips yet."""

NORM_BATCHES = 90
"""Batches over which the last means of the batch norms are computed."""
NORM_CLIPS = 64
"""Clips, of middling length, from which a network that is read from a model file gets its batch norms. A model file
does not hold them."""

FIRST_NETWORK = "wide"
"""The name of the first network's files in the work folder: a checkpoint (`.pt`) and a learning curve (`.jsonl`)."""
SNAPSHOT = "kept"
"""The name of the snapshot's file in the work folder."""
THIRD_NETWORK = "memory"
"""The name of the third network's files in the work folder."""


def learning_rate(done: float, passes: int) -> float:
    """The learning rate after `done` of `passes` passes, of which a part may be a pass's fraction."""
    begun = max(start for start in LEARNING_RATES if start <= done)
    end = min((start for start in LEARNING_RATES if start > done), default=passes)
    climbed: float = min(1.0, (done - begun) / WARM_UP)
    fallen: float = RATE_LEFT ** ((done - begun) / (end - begun))
    return LEARNING_RATES[begun] * climbed * fallen
