"""Where each word of a recording lies, found by its transcript (forced alignment) with the built-in model's network."""

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.hearing.decoding.graph import BASE_PHONES, SILENCE
from assistant.hearing.decoding.lexicon import Phones
from assistant.hearing.decoding.network import CONTEXT_S, PhoneNetwork
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

FRAME_S = 0.03
"""Seconds from one judgement of the network to the next."""
QUIET = BASE_PHONES.index(SILENCE)
LEAST = 1e-5
"""The likelihood that every phone has at the least. Raised, a badly spoken phone is passed over more easily."""


def spans(
    network: PhoneNetwork, sound: Samples, words: Sequence[str], lexicon: Mapping[str, Sequence[Phones]]
) -> list[tuple[int, int]]:
    """The first sample of each word and the one after its last. `sound` is at 16 kHz, within -1 to 1.

    Each word is taken as its first pronunciation, with or without a pause after it. Raises KeyError when the lexicon
    lacks a word, and ValueError when the recording is shorter than its phones.
    """
    phones, owners = [QUIET], [-1]
    for number, word in enumerate(words):
        spoken = [BASE_PHONES.index(phone) for phone in lexicon[word][0]]
        phones += [*spoken, QUIET]
        owners += [*[number] * len(spoken), -1]
    path = _best_path(np.log(np.maximum(network.phones(sound), LEAST))[:, phones], np.array(phones) == QUIET)
    inside = [np.flatnonzero(np.array(owners)[path] == number) for number in range(len(words))]
    return [(_sample(frames[0], sound), _sample(frames[-1] + 1, sound)) for frames in inside]


def _sample(frame: int, sound: Samples) -> int:
    return min(max(round((frame * FRAME_S - CONTEXT_S) * INPUT_RATE), 0), len(sound))


def _best_path(scores: np.ndarray, pause: np.ndarray) -> np.ndarray:
    """The state of each frame on the likeliest way from the first to the last state (Viterbi).

    `scores` is (frames, states) in nats, `pause` (states,) says which may be passed over.
    """
    frames, states = scores.shape
    best = np.full(states, -np.inf)
    best[:2] = scores[0, :2]
    came = np.zeros((frames, states), np.int64)
    for frame in range(1, frames):
        ways = np.full((3, states), -np.inf)  # stay, come from the state before, pass over a pause
        ways[0], ways[1, 1:] = best, best[:-1]
        ways[2, 2:] = np.where(pause[1:-1], best[:-2], -np.inf)
        came[frame] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[frame]
    if not np.isfinite(best[-2:]).any():
        raise ValueError("the recording is shorter than its phones")
    path = [states - 1 - int(best[-2] > best[-1])]
    for frame in range(frames - 1, 0, -1):
        path.append(path[-1] - int(came[frame, path[-1]]))
    return np.array(path[::-1])
