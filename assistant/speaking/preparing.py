"""Rendering all that a voice can say ahead of time: on every core, at low priority, and from where it was left."""

import logging
import os
import queue
import threading
from collections.abc import Generator, Sequence
from functools import partial

from assistant.speaking.engines import synthesiser
from assistant.speaking.profile import VoiceProfile
from assistant.speaking.renderings import Renderings
from assistant.speaking.synthesiser import Synthesiser
from assistant.words.errors import LimberError, VoiceError

BROKEN_MOST = 20
"""So many sentences in a row of which no sound comes are not the fault of the sentences, and end it."""

log = logging.getLogger(__name__)


def prepared(
    profile: VoiceProfile, store: Renderings, texts: Sequence[str]
) -> Generator[tuple[str, float], None, None]:
    """Render what a store lacks; (sentence, its seconds of sound) as each is kept, 0 where no sound of it came.

    Whoever leaves it ends it, and what is kept stays. Raises `LimberError` where nothing more can be rendered or kept.
    """
    work, broken = _Work(profile, store, texts), 0
    try:
        for _ in texts:
            text, done = work.done.get()
            broken = broken + 1 if isinstance(done, LimberError) else 0
            if isinstance(done, LimberError) and (not isinstance(done, VoiceError) or broken >= BROKEN_MOST):
                raise done
            if isinstance(done, LimberError):
                log.warning("not rendered: %s", done)
            yield text, done if isinstance(done, float) else 0.0
    finally:
        work.close()


class Meanwhile:
    """Renders what a store lacks while nothing else is done: one sentence after the other, from where it was left."""

    def __init__(self, profile: VoiceProfile, store: Renderings, texts: Sequence[str]) -> None:
        self._profile, self._store = profile, store
        self._texts = iter(texts)
        self._at: str | None = None
        """The sentence that is being rendered, or was when it was stopped; None: the next one is to be looked for."""
        self._engine = synthesiser(profile)
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self.over = False
        """Whether nothing is left to render, or something prevents it."""

    def go_on(self) -> None:
        """Begin, or go on; nothing happens where it is under way or over."""
        if not self.over and self._thread is None:
            self._stopped.clear()
            self._thread = threading.Thread(target=self._run, name="meanwhile", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop at once; the sentence under way is rendered anew when it goes on."""
        if self._thread:
            self._stopped.set()
            self._engine.close()
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        try:
            while not self._stopped.is_set():
                if self._at is None or self._store.has(self._at):
                    self._at = next(self._texts, None)
                if self._at is None:
                    self.over = True
                    return
                if not self._store.has(self._at):
                    self._store.keep(self._at, partial(self._engine.render, self._at, self._profile.rate))
        except (LimberError, ValueError, OSError) as error:
            if not self._stopped.is_set():
                self.over = True
                log.warning("nothing more is rendered in standby for '%s': %s", self._profile.name, error)
        finally:
            self._engine.close()


class _Work:
    """A thread for each core, each with an engine of its own."""

    def __init__(self, profile: VoiceProfile, store: Renderings, texts: Sequence[str]) -> None:
        self._profile, self._store, self._ended = profile, store, False
        self._waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        for text in texts:
            self._waiting.put(text)
        self.done: queue.SimpleQueue[tuple[str, float | LimberError]] = queue.SimpleQueue()
        self._engines = [synthesiser(profile) for _ in range(min(len(texts), os.cpu_count() or 1))]
        self._threads = [threading.Thread(target=self._render, args=(each,), daemon=True) for each in self._engines]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """End all of them."""
        self._ended = True
        for engine in self._engines:
            engine.close()
        for thread in self._threads:
            thread.join(timeout=2)

    def _render(self, engine: Synthesiser) -> None:
        while not self._ended:
            try:
                text = self._waiting.get_nowait()
            except queue.Empty:
                break
            self.done.put((text, self._kept(engine, text)))
        engine.close()

    def _kept(self, engine: Synthesiser, text: str) -> float | LimberError:
        try:
            return self._store.keep(text, partial(engine.render, text, self._profile.rate))
        except ValueError as error:
            return VoiceError(f"the voice '{self._profile.name}' made no sound of '{text}': {error}")
        except LimberError as error:
            return error
