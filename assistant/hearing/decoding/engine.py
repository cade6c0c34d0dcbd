"""Vosk, read in when it is first needed: it brings a library for the network along, and most commands hear nothing."""

from pathlib import Path
from typing import Protocol, cast

from assistant.hearing.decoding.sleeping import Decoder
from assistant.words.units import INPUT_RATE


class AcousticModel(Protocol):
    """A model that is loaded, with one grammar."""

    def vosk_model_find_word(self, word: str) -> int:
        """The word's number; -1 for one that the model does not know."""


def loaded(folder: Path) -> AcousticModel:
    """The model in a folder. Raises an `Exception` of Vosk's when it cannot be loaded."""
    import vosk

    vosk.SetLogLevel(-1)
    return cast("AcousticModel", vosk.Model(str(folder)))


def decoder(model: AcousticModel, phrases: str = "") -> Decoder:
    """A decoder at the beginning of its sound, which tells when each word was said.

    `phrases`: a list of them in JSON, to be heard in the place of the model's own grammar.
    """
    import vosk

    made = vosk.KaldiRecognizer(model, float(INPUT_RATE), *([phrases] if phrases else []))
    made.SetWords(True)
    return cast("Decoder", made)
