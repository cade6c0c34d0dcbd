"""What a published Vosk model knows: its words; and words to stand in for rejection where it cannot reject.

Vosk looks words up in `graph/words.txt` or, where a small model has no such file, in the table of symbols within its
grammar, `graph/Gr.fst`. Both are read here without loading the model.
"""

import struct
import unicodedata
from collections.abc import Collection, Sequence
from itertools import islice
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from assistant.files import opened, read_text, there, told

DECOYS = 60
"""The number of words that are added to the grammar of a model that cannot reject.

They catch what is no command; docs/add-a-language.md has what was measured. Raised, less talk is taken for commands,
and more commands are taken for decoys.
"""
ALIKE = 0.3
"""The share of letters, 0 to 1, from which on two words are too much alike for one to be the decoy of the other.

Raised, decoys resemble commands, and more commands are taken for decoys; lowered, decoys sound like nothing that is
ever said in place of a command.
"""
_SYMBOLS = struct.pack("<i", 0x7EB2FB74)
"""What a table of symbols begins with, in a file of OpenFst."""


def words_of(model: Path) -> tuple[str, ...]:
    """Every word of a published model, in the order of its numbers; empty where it has no table. Raises `FileError`."""
    for folder in (model / "graph", model):
        if there(folder / "words.txt"):
            lines = read_text(folder / "words.txt").splitlines()
            return tuple(line.split()[0] for line in lines if line.strip())
        if there(folder / "Gr.fst"):
            with told(folder / "Gr.fst", "this cannot be read"), opened(folder / "Gr.fst") as file:
                return _symbols(file.read())
    return ()


def _symbols(data: bytes) -> tuple[str, ...]:
    """The words in a grammar's table of symbols: its name, two numbers, and then each word with its number."""
    try:
        at = data.index(_SYMBOLS) + len(_SYMBOLS)
        at += 4 + struct.unpack_from("<i", data, at)[0]
        (count,) = struct.unpack_from("<q", data, at + 8)
        at += 16
        words = []
        for _ in range(count):
            (length,) = struct.unpack_from("<i", data, at)
            words.append(data[at + 4 : at + 4 + length].decode())
            at += 4 + length + 8
    except (ValueError, struct.error):
        return ()
    return tuple(words)


def decoys_for(commands: Collection[str], words: Sequence[str]) -> tuple[str, ...]:
    """Some of a model's words that resemble none of the commands' words: always the same ones, from the whole alphabet.

    They are written in the commands' script, and are as long as the longer ones of the commands: what is shorter fits
    into anything, so commands are taken for it.
    """
    letters = {word: _letters(word) for word in commands}
    if not letters:
        return ()
    lengths = sorted(map(len, letters.values()))
    least, most = lengths[len(lengths) // 2], lengths[-1]
    scripts = {_script(letter) for spelt in letters.values() for letter in spelt}
    fitting = [word for word in sorted(words) if word.isalpha() and word == word.lower()]
    fitting = [word for word in fitting if least <= len(_letters(word)) <= most]
    step = max(1, len(fitting) // (2 * DECOYS))
    spread = (word for start in range(step) for word in fitting[start::step])
    return tuple(
        islice(
            (
                word
                for word in spread
                if {_script(letter) for letter in _letters(word)} <= scripts
                and all(Levenshtein.normalized_similarity(_letters(word), spelt) < ALIKE for spelt in letters.values())
            ),
            DECOYS,
        )
    )


def _letters(word: str) -> str:
    """A word in single letters: a Korean syllable is two or three, a letter with an accent is two."""
    return unicodedata.normalize("NFD", word)


def _script(letter: str) -> str:
    """What a letter's name in Unicode begins with, such as LATIN or HANGUL."""
    return unicodedata.name(letter, "").partition(" ")[0]
