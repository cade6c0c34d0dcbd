"""Vosk, made safe: samples in, intents out.

Vosk drops words it does not know with only a log line, and aborts the process when its grammar changes in the middle
of an utterance. Here every word is checked before a grammar is used, and a change waits for the end of what is being
said.
"""

import json
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import vosk
from numpy.typing import NDArray

from assistant.hearing.deciding.decide import Decider, Final
from assistant.hearing.decoding.grammar import UNKNOWN, Grammar, spoken
from assistant.hearing.decoding.loudness import Loudness
from assistant.hearing.decoding.model import Vocabulary, is_own, prepare, with_grammar
from assistant.hearing.decoding.network import FULL_SCALE, HISS, Judge
from assistant.hearing.echo.near_end import HOP, HOP_S
from assistant.hearing.enrolling.examples import difference, example
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.words.errors import LimberError
from assistant.words.events import Guess, Heard, Unclear
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

vosk.SetLogLevel(-1)

BLOCK_S = 0.06
"""What is fed at a time; half of what the built-in model judges at once."""
LONG_TOKENS = 4
"""Phrases of more tokens than this on average are sentences."""
MODELS_KEPT = 3
"""Grammars kept loaded, as many as an exercise goes through; each takes 45 MB with the built-in model."""
COMPARED = 3 * INPUT_RATE
"""Samples of an utterance, its last ones, that are compared with examples."""
TAIL_S = 0.3
RECENT_BYTES = 2 * round(1.2 * INPUT_RATE)
"""What a changed grammar is given again."""
LATELY_S = 10.0
"""So long it is remembered who sounded."""
OURS = 0.15
"""A word in which somebody else is less probable than this, on average, is our own."""


class Recogniser:
    """One ear: one model, one vocabulary, the grammar of the moment."""

    def __init__(self, model: Path, grammar: Grammar, cache: Path, voice: OwnVoice | None = None) -> None:
        """`voice` is what is known of the speaker's own. Raises `LimberError` when the model cannot be loaded or lacks
        a word.
        """
        self.grammar = grammar
        own = is_own(model)
        late = {phrase[-1] for phrase in grammar.phrases(grammar.early)}
        sentences = grammar.mean_tokens > LONG_TOKENS
        voice = voice or OwnVoice()
        vocabulary = Vocabulary(
            tuple(sorted(grammar.tokens)),
            tuple(sorted(late)),
            grammar.network(),
            long=sentences,
            ways=tuple((token, ways) for token, ways in sorted(voice.ways.items()) if token in grammar.tokens),
        )
        folder = prepare(model, vocabulary, cache)
        try:
            loaded = vosk.Model(str(folder))
        except Exception as error:
            raise LimberError(f"the speech model in {model} cannot be loaded: {error}") from error
        self._folder = folder if own else None
        """Where our own model is prepared; None with a model that takes its grammar as a list of phrases."""
        self._models: OrderedDict[frozenset[str] | None, vosk.Model] = OrderedDict({None: loaded})
        self._check_words(loaded, whole=own)
        self._decider = Decider(grammar, long=sentences)
        self._recogniser = self._make(None)
        self._pending: frozenset[str] | None = None
        self._switching = False
        self._current: frozenset[str] | None = None
        self.heard_s = 0.0
        """Seconds of sound taken in."""
        self._speaking = False
        self._loudness = Loudness()
        known = [(token, grammar.meaning(spoken(token)), takes) for token, takes in voice.examples.items()]
        self._examples = {token: (meaning.intent, takes) for token, meaning, takes in known if meaning and takes}
        self._judge = Judge(model) if own and self._examples else None
        self._sound = np.zeros(0, np.float32)
        """The end of the utterance under way, where it is to be compared with examples."""
        self._hissed = 0
        self._recent = b""
        self._theirs: deque[float] = deque(maxlen=round(LATELY_S / HOP_S))
        """How probable somebody else was in each hop that Vosk was given, up to the last."""
        self._fed_s = self._begun_s = 0.0
        """Seconds Vosk was given since its grammar was changed, and how many of them before the utterance under way."""

    @property
    def speaking(self) -> bool:
        """Whether words are being heard just now."""
        return self._speaking

    @property
    def acted(self) -> bool:
        """Whether a part of the utterance under way has been acted on."""
        return self._decider.acted

    @property
    def waiting(self) -> Heard | None:
        """What has been said and will be obeyed unless something follows it."""
        return self._decider.waiting

    def forget(self) -> None:
        """What was heard last, and is obeyed or remembered as talk, was not the user."""
        self._decider.forget()

    def listen_for(self, intents: Iterable[str] | None) -> None:
        """Change the grammar to these intents (None: all), now or after the utterance under way."""
        wanted = None if intents is None else frozenset(intents)
        if wanted == self._current:
            self._switching = False
            return
        self._pending, self._switching = wanted, True
        if not self._speaking:
            self._switch_between_words()

    def accept(self, block: Samples, theirs: Sequence[float] = ()) -> list[Heard | Guess | Unclear]:
        """Take in mono samples at 16 kHz, within -1 to 1; best in blocks of `BLOCK_S`.

        `theirs` is how probable it is in each hop of it that somebody but us sounds; certain where it is not given.
        """
        self._loudness.take(block)
        self._theirs += theirs or [1.0] * round(len(block) / HOP)
        data = (np.clip(block, -1, 1) * FULL_SCALE + self._hiss(len(block))).astype("<i2").tobytes()
        self.heard_s += len(block) / INPUT_RATE
        self._recent = (self._recent + data)[-RECENT_BYTES:]
        if self._judge:
            self._sound = np.concatenate([self._sound, block])[-COMPARED:]
        if self._feed(data):
            return self._finish(self._recogniser.Result())
        words = self._words(json.loads(self._recogniser.PartialResult())["partial"])
        self._speaking = bool(words)
        level = self._loudness
        found: list[Heard | Guess | Unclear] = list(
            self._decider.partial(words, self.heard_s, quiet=level.fallen, span_s=level.span_s)
        )
        if not self._speaking and self._switching:
            self._switch_between_words()
        return found

    def restart(self, sound: Samples, theirs: Sequence[float] = ()) -> list[Heard | Guess | Unclear]:
        """Leave what is being heard and take in this instead; see `accept`."""
        self._decider.forget()
        self._recogniser.FinalResult()
        self._loudness, self._speaking, self._begun_s = Loudness(), False, self._fed_s
        self._sound = self._sound[:0]
        step = round(BLOCK_S * INPUT_RATE)
        return [
            one
            for start in range(0, len(sound), step)
            for one in self.accept(sound[start : start + step], theirs[start // HOP : (start + step) // HOP])
        ]

    def hear(self, sound: Samples) -> list[tuple[float, Heard | Guess | Unclear]]:
        """Take in a whole recording; what was decided in it, and when, in seconds from its beginning."""
        begun, step = self.heard_s, round(BLOCK_S * INPUT_RATE)
        found: list[tuple[float, Heard | Guess | Unclear]] = []
        for start in range(0, len(sound), step):
            found += [(self.heard_s - begun, one) for one in self.accept(sound[start : start + step])]
        return found + [(len(sound) / INPUT_RATE, one) for one in self.flush()]

    def flush(self) -> list[Heard | Guess | Unclear]:
        """The end of the sound: what is left in it. A little silence is added for the model to look ahead into."""
        found = self.accept(np.zeros(round(TAIL_S * INPUT_RATE), np.float32))
        return found + self._finish(self._recogniser.FinalResult()) + self._decider.settle()

    def _feed(self, data: bytes) -> bool:
        """Give Vosk samples; returns whether an utterance has ended."""
        self._fed_s += len(data) / 2 / INPUT_RATE
        return bool(self._recogniser.AcceptWaveform(data))

    def _hiss(self, count: int) -> NDArray[np.float64]:
        """The faint noise a model expects of a microphone, the same each time."""
        start, self._hissed = self._hissed, (self._hissed + count) % len(HISS)
        return np.take(HISS, np.arange(start, start + count), mode="wrap")

    def _finish(self, result: str) -> list[Heard | Guess | Unclear]:
        self._speaking = False
        words: list[str] = []
        confidences: list[float] = []
        times: list[tuple[float, float]] = []
        entries = json.loads(result).get("result", [])
        spans = [(entry["start"] - self._begun_s, entry["end"] - self._begun_s) for entry in entries]
        uncovered = self._loudness.outside_s(sorted(set(spans)))
        for entry, span in zip(entries, spans, strict=True):
            if self._is_ours(entry["start"], entry["end"]):
                continue
            parts = self._words(entry["word"]).split()
            words += parts
            confidences += [float(entry["conf"])] * len(parts)
            times += [span] * len(parts)
        begun = self.heard_s - (self._fed_s - self._begun_s)
        self._loudness, self._recent, self._begun_s = Loudness(), b"", self._fed_s
        final = Final(tuple(words), tuple(confidences), tuple(times), uncovered, begun, self._likes())
        self._sound = self._sound[:0]
        found = self._decider.final(final)
        if self._switching:
            self._switch()
        return found

    def _is_ours(self, start: float, end: float) -> bool:
        """Whether we alone sounded in a part of what Vosk was given, in its seconds."""
        first, last = (len(self._theirs) - round((self._fed_s - at) / HOP_S) for at in (start, end))
        theirs = list(self._theirs)[max(0, first) : max(0, last)]
        return bool(theirs) and sum(theirs) / len(theirs) < OURS

    def _likes(self) -> dict[str, float]:
        """How far the utterance is from each example of what can be said now; not asked once it was acted on."""
        if not self._judge or self.acted or not (sound := example(self._judge.phones(self._sound))):
            return {}
        return {
            token: min(difference(sound, one) for one in takes)
            for token, (intent, takes) in self._examples.items()
            if self._current is None or intent in self._current
        }

    def _switch(self) -> None:
        self._current, self._switching = self._pending, False
        self._recogniser.FinalResult()
        self._recogniser = self._make(self._current)
        self._fed_s = self._begun_s = 0.0

    def _switch_between_words(self) -> None:
        """Change the grammar while nobody seems to speak; the beginning of a word may be in what was heard last."""
        self._switch()
        self._feed(self._recent)
        self._begun_s = self._fed_s - self._loudness.heard_s

    def _make(self, intents: frozenset[str] | None) -> vosk.KaldiRecognizer:
        if self._folder:
            recogniser = vosk.KaldiRecognizer(self._exact(self._folder, intents), float(INPUT_RATE))
        else:
            phrases = (*self.grammar.phrases(intents), *self.grammar.decoys())
            texts = [spoken(" ".join(phrase)) for phrase in phrases]
            recogniser = vosk.KaldiRecognizer(self._models[None], float(INPUT_RATE), json.dumps([*texts, UNKNOWN]))
        recogniser.SetWords(True)
        return recogniser

    def _exact(self, folder: Path, intents: frozenset[str] | None) -> vosk.Model:
        """Our own model with a grammar that holds these phrases and no mixture of them; the last few are kept."""
        if intents not in self._models:
            if len(self._models) >= MODELS_KEPT:
                self._models.popitem(last=False)  # before the next is loaded, so that there are never more
            self._models[intents] = vosk.Model(str(with_grammar(folder, self.grammar.network(intents))))
        self._models.move_to_end(intents)
        return self._models[intents]

    def _check_words(self, model: vosk.Model, *, whole: bool) -> None:
        tokens = self.grammar.tokens
        words = tokens if whole else {word for token in tokens for word in token.split("_")}
        missing = sorted(word for word in words if model.vosk_model_find_word(word) < 0)
        if missing:
            raise LimberError(f"the speech model does not know: {', '.join(map(spoken, missing))}")

    @staticmethod
    def _words(text: str) -> str:
        return spoken(text)
