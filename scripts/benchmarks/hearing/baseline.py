"""Other recognisers on the same clips, as far as they are there: PocketSphinx, Whisper, and Vosk's published model."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from assistant.app import App
from assistant.hearing.decoding.grammar import Grammar, spoken
from assistant.hearing.decoding.model import is_own
from assistant.languages.language import Language
from assistant.settings import Settings, model_folder
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.recordings import Clip
from benchmarks.table import Row, row_of
from benchmarks.tested import STATES, TestedListener
from benchmarks.understanding import plain, whisper
from training.clips import TEST_COLLECTION

COLLECTIONS = (TEST_COLLECTION, "speech_commands")


def side_by_side(tested: TestedListener, clips: Sequence[Clip], language: Language) -> list[Row]:
    """Command words heard right by the other recognisers."""
    rows = [*pocketsphinx_rows(tested, clips), *whisper_rows(clips, language)]
    fetched = model_folder(Settings())
    if is_own(fetched):
        return rows
    theirs = TestedListener(App.open(Settings(model=str(fetched))))
    for collection in COLLECTIONS:
        words = _words(clips, collection)
        right = theirs.results(words, lambda clip: theirs.state(STATES[clip.text]))
        rows.append(row_of(f"{fetched.name}, {collection}: in the state's grammar", right))
        rows.append(
            row_of(f"{fetched.name}, {collection}: in all phrases", theirs.results(words, lambda _: None)),
        )
    return rows


def _words(clips: Sequence[Clip], collection: str) -> list[Clip]:
    """The command words of a collection."""
    return [clip for clip in clips if clip.collection == collection and clip.text in STATES]


def pocketsphinx_rows(tested: TestedListener, clips: Sequence[Clip]) -> Iterator[Row]:
    """The rows of PocketSphinx with its own model. There are none where it is not installed."""
    try:
        import pocketsphinx
    except ImportError:
        return
    for collection in COLLECTIONS:
        for name in ("in the state's grammar", "in all phrases"):
            decoders: dict[frozenset[str] | None, Any] = {}
            results = []
            for clip in _words(clips, collection):
                intents = tested.state(STATES[clip.text]) if "state" in name else None
                if intents not in decoders:
                    decoders[intents] = _decoder(pocketsphinx, tested.grammar, intents)
                results.append((_hear(decoders[intents], clip.sound) == clip.text, clip.speaker))
            yield row_of(f"PocketSphinx, {collection}: {name}", results)


def whisper_rows(clips: Sequence[Clip], language: Language) -> Iterator[Row]:
    """The rows of Whisper's base model, which writes down whatever it hears. None where it is not installed."""
    try:
        hear = whisper()
    except ImportError:
        return
    for collection in COLLECTIONS:
        results = (
            (plain(hear(clip.sound), language) == plain(clip.text, language), clip.speaker)
            for clip in _words(clips, collection)
        )
        yield row_of(f"Whisper base, a general recogniser of 145 MB, {collection}: whatever is said", results)


def _decoder(pocketsphinx: Any, grammar: Grammar, intents: frozenset[str] | None) -> Any:
    """PocketSphinx with our phrases and decoys, as far as it knows their words."""
    decoder = pocketsphinx.Decoder(samprate=float(INPUT_RATE), loglevel="FATAL")
    texts = [spoken(" ".join(phrase)) for phrase in (*grammar.phrases(intents), *grammar.decoys())]
    known = [text for text in texts if all(decoder.lookup_word(word) for word in text.split())]
    decoder.add_jsgf_string("said", f"#JSGF V1.0; grammar said; public <said> = {' | '.join(known)};")
    decoder.activate_search("said")
    return decoder


def _hear(decoder: Any, sound: Samples) -> str:
    """What PocketSphinx hears in a sound, with quiet around it and at the same level as ours."""
    quiet = np.zeros(round(0.33 * INPUT_RATE), np.float32)
    peak = max(1e-6, float(np.abs(sound).max()))
    samples = np.concatenate([quiet, sound * (0.3 / peak), quiet])
    decoder.start_utt()
    decoder.process_raw((samples * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return found.hypstr if found else ""
