"""A Vosk model on disk, with the vocabulary compiled in when the model is ours.

Our own model keeps its acoustics and its dictionary; the graph is written for the vocabulary in use and kept in the
cache under a name made of both, so a changed commands.yaml costs a fraction of a second once.
"""

import gzip
import hashlib
import shutil
import subprocess
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from assistant.files import absent, passing_folder, there, told
from assistant.hearing.decoding.cached import WHOLE, made
from assistant.hearing.decoding.graph import Costs, compile_grammar, compile_graph
from assistant.hearing.decoding.lexicon import (
    Phones,
    Pronunciations,
    from_ipa,
    pronounce,
    read_lexicon,
    read_phonotactics,
)
from assistant.hearing.decoding.published import words_of
from assistant.hearing.decoding.sentences import SentenceGraph
from assistant.paths import real
from assistant.words.errors import LimberError

OWN_LANGUAGE = "en"
"""The language that our own models understand: their dictionary is English."""
GRAPH_VERSION = 9
"""To be raised when the graph of the same vocabulary changes."""

UNKNOWN_COST = 1.5
"""The mean cost, in nats, of a phone of `[unk]` in a vocabulary of commands.

Raised, more of other people's talk is taken for commands; lowered, more commands are rejected.
"""
UNKNOWN_COST_LONG = 4.0
"""The mean cost, in nats, of a phone of `[unk]` in a vocabulary of sentences.

It is higher because talk is seldom taken for a whole sentence. Raised, talk is taken for sentences; lowered, sentences
that are spoken unclearly are rejected.
"""
UNKNOWN_COST_SECOND = 1.2
"""The mean cost, in nats, of a phone of `[unk]` in a second pass over an utterance.

Raised, more of other people's talk is taken for commands; lowered, more commands in quiet have to be said again.
"""
SILENCE_COST_SECOND = 0.5
"""The cost, in nats, of a frame of silence (30 ms) in a second pass over an utterance.

In real silence the network prefers silence by one to two nats a frame, and in talk that is taken for silence it speaks
against it by about as much. Raised, more commands in quiet have to be said again; lowered, talk beside a command is
taken for silence, and the command for one that stands alone.
"""
PATIENCE = {f"--endpoint.rule{rule}.min-trailing-silence": s for rule, s in ((2, 1.0), (3, 1.2), (4, 1.5))}
"""Vosk's options for the seconds of silence that end a sentence, in a vocabulary of sentences.

People stop to think between the parts of a long sentence. Raised, they wait longer for an answer; lowered, sentences
are cut in two.
"""


def is_own(model: Path) -> bool:
    """Whether a model carries a dictionary, so that its graph is ours to write."""
    return there(model / "lexicon.txt.gz")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a graph is compiled of."""

    tokens: tuple[str, ...]
    late: tuple[str, ...]
    """Tokens reported only when they have been said in whole."""
    sentences: SentenceGraph
    """What they make in one utterance."""
    long: bool = False
    """Whether the phrases are whole sentences, which are harder to mistake for something else."""
    second: bool = False
    """Whether it is for a second pass, in which talk must not be taken for silence."""
    further: tuple[tuple[str, tuple[Phones, ...]], ...] = ()
    """Tokens with pronunciations beside those of the dictionary, which need not know their words."""


def prepare(model: Path, vocabulary: Vocabulary, cache: Path) -> Path:
    """The folder to load: `model` itself, or our own model with a graph of the vocabulary.

    Raises `LimberError` when the model is not there or a word cannot be pronounced.
    """
    require_model(model)
    if not is_own(model):
        return model
    acoustics = (model / "am/final.mdl").stat()
    costs = (UNKNOWN_COST, UNKNOWN_COST_LONG, UNKNOWN_COST_SECOND, SILENCE_COST_SECOND)
    conf = (model / "conf/model.conf").read_bytes()
    stamp = (acoustics.st_size, acoustics.st_mtime_ns, conf, _further_lines(model), costs, GRAPH_VERSION, vocabulary)
    folder = cache / "graphs" / hashlib.sha256(repr((str(model.resolve()), stamp)).encode()).hexdigest()[:24]
    return made(folder, lambda draft: _write(model, vocabulary, draft))


def with_grammar(folder: Path, sentences: SentenceGraph, again: Callable[[], Path]) -> Path:
    """A folder that `prepare` made, with other sentences: everything is shared but the grammar.

    What is in the cache may be deleted at any time: then `again` makes the folder once more. Raises OSError.
    """
    try:
        return _with_grammar(folder, sentences)
    except OSError:
        return _with_grammar(again(), sentences)


def _with_grammar(folder: Path, sentences: SentenceGraph) -> Path:
    mine = folder.with_name(
        f"{folder.name}-{hashlib.sha256(repr((GRAPH_VERSION, sentences)).encode()).hexdigest()[:16]}"
    )
    return made(mine, lambda draft: _write_grammar(folder, sentences, draft))


def _write_grammar(folder: Path, sentences: SentenceGraph, draft: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ("Gr.fst", WHOLE):
            target = draft / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(path.resolve())
    words = (folder / "graph/words.txt").read_text(encoding="utf-8").splitlines()
    ids = {word: int(number) for word, number in (line.rsplit(" ", 1) for line in words)}
    (draft / "graph/Gr.fst").write_bytes(compile_grammar(sentences.arcs, ids))


def forget_graphs(cache: Path) -> None:
    """Delete every graph in the cache: the words in them may be those of a person's own. Raises `FileError`."""
    graphs = cache / "graphs"
    if not absent(graphs):
        with told(graphs, "this cannot be deleted"):
            gone = passing_folder(real(graphs).parent)
            real(graphs).rename(gone / graphs.name)  # at once: another program may be making a graph in it
            shutil.rmtree(gone)


def unknown_words(model: Path, words: Iterable[str]) -> list[str]:
    """Words a model cannot hear: with our own, what nobody knows how to pronounce; with another, what it lacks.

    Nothing is said of a model whose words cannot be read; what it lacks is known when it is loaded.
    Raises `LimberError` when the model is not there.
    """
    require_model(model)
    if not is_own(model):
        known = words_of(model)
        return sorted({*words}.difference(known)) if known else []
    wanted, unknown = {*words}, []
    for word in sorted(wanted - _lexicon(model, wanted).keys()):
        try:
            guess([word])
        except LimberError:
            unknown.append(word)
    return unknown


def require_model(model: Path) -> None:
    """Raises `LimberError` where no model is."""
    if not there(model / "am/final.mdl") and not there(model / "final.mdl"):
        raise LimberError(f"there is no Vosk model in {model}")


def pronunciations_of(model: Path, tokens: Iterable[str], more: Pronunciations) -> dict[str, tuple[Phones, ...]]:
    """The pronunciations of each token: our dictionary's or espeak-ng's, and `more`, which will do by itself.

    Raises `LimberError` when a word cannot be pronounced.
    """
    wanted = {token: [word for word in token.split("_") if word] for token in tokens}
    lexicon = _lexicon(model, {word for words in wanted.values() for word in words})
    unknown = {word for token, words in wanted.items() if token not in more for word in words} - lexicon.keys()
    lexicon |= guess(sorted(unknown))
    found = {}
    for token, words in wanted.items():
        own = pronounce(token, lexicon) if all(word in lexicon for word in words) else ()
        found[token] = tuple(dict.fromkeys((*own, *more.get(token, ()))))
    return found


def _lexicon(model: Path, words: Container[str]) -> dict[str, tuple[Phones, ...]]:
    """What the dictionary knows of these words."""
    with gzip.open(model / "lexicon.txt.gz", "rt", encoding="utf-8") as lines:
        return read_lexicon(chain(lines, _further_lines(model)), words)


def _further_lines(model: Path) -> list[str]:
    """Lines of a dictionary beside the large one."""
    file = model / "ways.txt"
    return file.read_text(encoding="utf-8").splitlines() if there(file) else []


def _write(model: Path, vocabulary: Vocabulary, draft: Path) -> None:
    graph = compile_graph(
        pronunciations_of(model, vocabulary.tokens, dict(vocabulary.further)),
        late=frozenset(vocabulary.late),
        sentences=vocabulary.sentences.arcs,
        costs=_costs(vocabulary, model),
    )
    for name in ("am", "conf"):
        shutil.copytree(model / name, draft / name, copy_function=_link)
    if vocabulary.long:
        conf = draft / "conf/model.conf"
        kept = [line for line in conf.read_text().splitlines() if not line.startswith(tuple(PATIENCE))]
        conf.unlink()
        conf.write_text("".join(f"{line}\n" for line in (*kept, *(f"{key}={s}" for key, s in PATIENCE.items()))))
    for name, content in graph.files.items():
        (draft / "graph" / name).parent.mkdir(parents=True, exist_ok=True)
        (draft / "graph" / name).write_bytes(content)


def _costs(vocabulary: Vocabulary, model: Path) -> Costs:
    """What a vocabulary's graph is compiled with."""
    follow = read_phonotactics((model / "phonotactics.txt").read_text(encoding="utf-8").splitlines())
    if vocabulary.second:
        return Costs(UNKNOWN_COST_SECOND, SILENCE_COST_SECOND, follow)
    return Costs(UNKNOWN_COST_LONG if vocabulary.long else UNKNOWN_COST, follow=follow)


def _link(source: str, target: str) -> None:
    Path(target).symlink_to(Path(source).resolve())


def guess(words: list[str]) -> dict[str, tuple[Phones, ...]]:
    """How espeak-ng would say words the dictionary lacks. Raises `LimberError` naming what it cannot say."""
    if not words:
        return {}
    line = ["espeak-ng", "-q", "--ipa", "-v", "en-us"]
    found: dict[str, tuple[Phones, ...]] = {}
    for word in words:
        try:
            said = subprocess.run([*line, "--", word], capture_output=True, text=True, check=True, timeout=10).stdout
        except (OSError, subprocess.SubprocessError):
            said = ""
        phones = from_ipa(said)
        if not phones:
            raise LimberError(f"I do not know how '{word}' is pronounced; write it as it sounds")
        found[word] = (phones,)
    return found
