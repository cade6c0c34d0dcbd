"""Vosk's decoders for one vocabulary: the model is loaded and checked once, and a decoder made for each grammar.

Vosk drops words it does not know with only a log line, so every word is checked before a grammar is used.

Our own model, and most published ones, know a word for what is no word of the grammar, and so can reject it. With a
model that knows none, everything that is said becomes a phrase of the grammar. Decoys from its own vocabulary make up
for some of that here, and more confidence is asked for in `deciding/rules.py`.
"""

import json
import logging
from collections import OrderedDict
from functools import partial
from pathlib import Path

from assistant.hearing.decoding.engine import AcousticModel, decoder, loaded
from assistant.hearing.decoding.grammar import UNKNOWN, Grammar, spoken
from assistant.hearing.decoding.lexicon import Phones, Pronunciations
from assistant.hearing.decoding.model import Vocabulary, is_own, prepare, with_grammar
from assistant.hearing.decoding.published import decoys_for, words_of
from assistant.hearing.decoding.second_pass import SecondPass
from assistant.hearing.decoding.sleeping import Decoder
from assistant.words.errors import LimberError

MODELS_KEPT = 3
"""The number of grammars that are kept loaded.

An exercise goes through as many, and each takes 45 MB with the built-in model. Raised, it takes more memory; lowered,
grammars are loaded again within an exercise, which takes time in which nothing is decoded.
"""

MISSING_NAMED = 8
"""The number of unknown words that are named at the most: a model of another language knows none of them.

`limber check` names them all. Raised, the message becomes longer than can be read aloud.
"""

log = logging.getLogger(__name__)

Intents = frozenset[str] | None
"""What is listened for; None for all intents."""


class Decoders:
    """Makes decoders of one model for one vocabulary."""

    def __init__(self, model: Path, grammar: Grammar, cache: Path, pronunciations: Pronunciations) -> None:
        """`pronunciations` are further ones, of the person's own. Raises `LimberError` when the model cannot be loaded
        or lacks a word.
        """
        self._model, self._grammar = model, grammar
        self._cache, self._pronunciations = cache, pronunciations
        own = is_own(model)
        late = {phrase[-1] for phrase in grammar.early_phrases()}
        vocabulary = Vocabulary(
            tuple(sorted(grammar.tokens)),
            tuple(sorted(late)),
            grammar.sentence_graph(),
            long=grammar.sentences,
            further=_further(pronunciations, grammar.tokens),
        )
        self._prepare = partial(prepare, model, vocabulary, cache)
        folder = self._prepare()
        whole = loaded(folder, model)
        self._folder = folder if own else None
        """Where our own model is prepared; None with a model that takes its grammar as a list of phrases."""
        self._models: OrderedDict[Intents, AcousticModel] = OrderedDict({None: whole})
        self._check_words(whole, model, whole=own)
        self.rejects = own or whole.vosk_model_find_word(UNKNOWN) >= 0
        """Whether the model knows a word for what is no word of the grammar."""
        self._fillers = () if own else self._fillers_of(model)
        """Phrases beside the vocabulary's, in a grammar that is a list of phrases."""

    def make(self, intents: Intents) -> Decoder:
        """A decoder with the grammar of these intents, at the beginning of its sound."""
        if self._folder:
            return decoder(self._exact(self._folder, intents), self._model)
        phrases = [spoken(" ".join(phrase)) for phrase in self._grammar.phrases(intents)]
        # Vosk does not read "\u" in JSON: words in other letters than ASCII's would be unknown to it
        beside = map(spoken, dict.fromkeys((*self._grammar.courtesies(), *self._grammar.hesitations())))
        listed = json.dumps([*phrases, *beside, *self._fillers], ensure_ascii=False)
        return decoder(self._models[None], self._model, listed)

    def second_pass(self, intents: frozenset[str]) -> SecondPass | None:
        """A second pass that hears these intents; None for no intents, and with a model whose graph is not ours.

        Raises `LimberError` when the model cannot be prepared.
        """
        if not self._folder or not intents:
            return None
        sentences = self._grammar.sentence_graph(intents)
        tokens = frozenset(token for _, token, _, _ in sentences.arcs) - {"", UNKNOWN}
        further = _further(self._pronunciations, tokens)
        vocabulary = Vocabulary(tuple(sorted(tokens)), (), sentences, further=further, second=True)
        model = loaded(prepare(self._model, vocabulary, self._cache), self._model)
        return SecondPass(lambda: decoder(model, self._model), intents)

    def _exact(self, folder: Path, intents: Intents) -> AcousticModel:
        """Our own model with a grammar that holds these phrases and no mixture of them; the last few are kept."""
        if intents not in self._models:
            if len(self._models) >= MODELS_KEPT:
                self._models.popitem(last=False)  # before the next is loaded, so that there are never more
            sentences = self._grammar.sentence_graph(intents)
            self._models[intents] = loaded(with_grammar(folder, sentences, self._prepare), self._model)
        self._models.move_to_end(intents)
        return self._models[intents]

    def _fillers_of(self, model: Path) -> tuple[str, ...]:
        """What catches that which is no command: the vocabulary's decoys and, in place of `[unk]`, further ones."""
        listed = tuple(spoken(token) for (token,) in self._grammar.decoys())
        if self.rejects:
            return (*listed, UNKNOWN)
        further = decoys_for(self._grammar.words, words_of(model))
        log.warning(
            "the speech model in %s has no word for what it does not know, so it cannot reject; "
            "%d decoys are added, and commands must be surer",
            model, len(further),
        )  # fmt: skip
        return (*listed, *further)

    def _check_words(self, model: AcousticModel, folder: Path, *, whole: bool) -> None:
        tokens = self._grammar.tokens
        words = tokens if whole else self._grammar.words
        missing = sorted(word for word in words if model.vosk_model_find_word(word) < 0)
        if missing:
            unknown = ", ".join(map(spoken, missing[:MISSING_NAMED]))
            if len(missing) > MISSING_NAMED:
                unknown += f" and {len(missing) - MISSING_NAMED} more words"
            raise LimberError(
                f"the speech model does not know: {unknown}; the model is {folder}, the words are in "
                f"{self._grammar.commands.file}"
            )


def _further(pronunciations: Pronunciations, tokens: frozenset[str]) -> tuple[tuple[str, tuple[Phones, ...]], ...]:
    """The person's own pronunciations of these tokens, in their order."""
    return tuple((token, each) for token, each in sorted(pronunciations.items()) if token in tokens)
