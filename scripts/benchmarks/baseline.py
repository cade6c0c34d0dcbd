"""PocketSphinx with its own model and the same phrases, on the same clips, where it is installed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from assistant.hearing.decoding.grammar import Grammar, spoken
from assistant.words.units import INPUT_RATE
from training.clips import TEST_COLLECTION


def rows(
    grammar: Grammar, clips: Sequence[Any], states: Mapping[str, str], state: Callable[[str], frozenset[str]]
) -> Iterator[tuple[str, list[tuple[bool, Any]]]]:
    """(name, [(right, clip)]) of each comparison; none without the package."""
    try:
        import pocketsphinx
    except ImportError:
        return
    for which in (TEST_COLLECTION, "speech_commands"):
        words = [one for one in clips if one.collection == which and one.text in states]
        for name in ("in the state's grammar", "in all phrases"):
            decoders: dict[frozenset[str] | None, Any] = {}
            results = []
            for one in words:
                intents = state(states[one.text]) if "state" in name else None
                if intents not in decoders:
                    decoders[intents] = _decoder(pocketsphinx, grammar, intents)
                results.append((_hear(decoders[intents], one.sound) == one.text, one))
            yield f"PocketSphinx, {which}: {name}", results


def _decoder(pocketsphinx: Any, grammar: Grammar, intents: frozenset[str] | None) -> Any:
    decoder = pocketsphinx.Decoder(samprate=float(INPUT_RATE), loglevel="FATAL")
    texts = [spoken(" ".join(one)) for one in (*grammar.phrases(intents), *grammar.decoys())]
    known = [text for text in texts if all(decoder.lookup_word(word) for word in text.split())]
    decoder.add_jsgf_string("said", f"#JSGF V1.0; grammar said; public <said> = {' | '.join(known)};")
    decoder.activate_search("said")
    return decoder


def _hear(decoder: Any, sound: np.ndarray) -> str:
    quiet = np.zeros(round(0.33 * INPUT_RATE), np.float32)
    peak = max(1e-6, float(np.abs(sound).max()))
    samples = np.concatenate([quiet, sound * (0.3 / peak), quiet])
    decoder.start_utt()
    decoder.process_raw((samples * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return found.hypstr if found else ""
