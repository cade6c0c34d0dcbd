"""Vosk's result of an utterance, word by word."""

import json

from assistant.hearing.decoding.grammar import spoken

Said = tuple[tuple[str, ...], tuple[float, ...], tuple[tuple[float, float], ...]]
"""Words, how sure each is (0 to 1), and the (start, end) of each in seconds. They belong together by place."""


def said(result: str, begun_s: float) -> Said:
    """What Vosk's JSON says; `begun_s` is when the utterance began, in seconds of the decoder's sound.

    A token of several words gives each of them its confidence and its time.
    """
    words: list[str] = []
    confidences: list[float] = []
    times: list[tuple[float, float]] = []
    for entry in json.loads(result).get("result", []):
        parts = spoken(entry["word"]).split()
        words += parts
        confidences += [float(entry["conf"])] * len(parts)
        times += [(entry["start"] - begun_s, entry["end"] - begun_s)] * len(parts)
    return tuple(words), tuple(confidences), tuple(times)
