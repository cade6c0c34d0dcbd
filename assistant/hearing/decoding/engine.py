"""Vosk, read in when it is first needed: it brings a library for the network along, and most commands hear nothing.

Vosk computes with an OpenBLAS of its own, which does not know processors that came after it. On those it uses only what
every processor since 2004 can do, and decoding takes two fifths longer. So it is told what the processor can do.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

from assistant.files import read_text
from assistant.hearing.decoding.sleeping import Decoder
from assistant.printed import printed_into_log
from assistant.words.errors import LimberError
from assistant.words.units import INPUT_RATE

CORE = "OPENBLAS_CORETYPE"
"""The environment variable that tells OpenBLAS, as it is read in, which processor this is."""
CORES = (("SkylakeX", "avx512f avx512cd avx512bw avx512dq avx512vl"), ("Haswell", "avx2 fma"))
"""What OpenBLAS calls a kind of processor, and what one must be able to do to be taken for it; the fastest first."""
CPU = Path("/proc/cpuinfo")
log = logging.getLogger(__name__)

UNUSABLE = "the speech model in {model} cannot be loaded; its files are damaged or do not belong together"


class AcousticModel(Protocol):
    """A model that is loaded, with one grammar."""

    def vosk_model_find_word(self, word: str) -> int:
        """The word's number; -1 for one that the model does not know."""


def loaded(folder: Path, model: Path) -> AcousticModel:
    """The model in a folder, which was prepared of `model`. Raises `LimberError` when it cannot be loaded."""
    vosk = _vosk()
    with _quietly(model):
        return cast("AcousticModel", vosk.Model(str(folder)))


def decoder(acoustic: AcousticModel, model: Path, phrases: str = "") -> Decoder:
    """A decoder at the beginning of its sound, which tells when each word was said.

    `model` is where `acoustic` came from. `phrases`: a list of them in JSON, to be heard in the place of the model's
    own grammar. Raises `LimberError`.
    """
    vosk = _vosk()
    with _quietly(model):
        made = vosk.KaldiRecognizer(acoustic, float(INPUT_RATE), *([phrases] if phrases else []))
    made.SetWords(True)
    return cast("Decoder", made)


def core(can: str) -> str:
    """What OpenBLAS calls a processor, by what the system says that it can do; empty where OpenBLAS knows best."""
    flags = {flag for line in can.splitlines() if line.startswith("flags") for flag in line.split()}
    return next((name for name, needed in CORES if flags.issuperset(needed.split())), "")


@cache
def _vosk() -> Any:
    wanted = "" if CORE in os.environ else core(_can())
    if wanted:
        os.environ[CORE] = wanted
    try:
        import vosk
    except (ImportError, OSError) as error:
        raise LimberError(f"the speech recogniser Vosk cannot be loaded: {error}") from error
    finally:
        if wanted:
            del os.environ[CORE]  # what is read in later knows better
    vosk.SetLogLevel(-2)  # errors alone; at -1 it also warns, such as of a word that a sound ends in
    return vosk


@contextmanager
def _quietly(model: Path) -> Iterator[None]:
    """While the block runs, what Vosk prints goes into the log, and what it raises becomes a `LimberError`."""
    try:
        with printed_into_log(logging.WARNING):
            yield
    except Exception as error:  # Vosk raises nothing more particular
        log.warning("%s: %s", model, error)
        raise LimberError(UNUSABLE.format(model=model)) from error


def _can() -> str:
    try:
        return read_text(CPU)
    except LimberError:
        return ""
