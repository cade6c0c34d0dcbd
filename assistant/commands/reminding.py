"""Somebody is called to a session or a break: twice, and nobody is called out of a session."""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from assistant.app import App
from assistant.audio.devices import find_device, look_anew
from assistant.coach.coach import TROUBLE
from assistant.commands.attached import Beside
from assistant.commands.heeding import Heed, InTroubleError
from assistant.commands.speaking import say_and_show
from assistant.content.needed import SITTING_BREAK
from assistant.content.wish import Wish
from assistant.hearing.enrolling.voice_file import own_voice_anyhow
from assistant.history.planned import reminded
from assistant.history.store import Store
from assistant.running.alone import alone
from assistant.running.kept import Devices
from assistant.running.reminders import Call
from assistant.running.turns import Turns
from assistant.settings import Settings
from assistant.words.effects import Line, line
from assistant.words.events import Heard, Pressed, PressKind

READY, NOT_NOW = frozenset({"start", "yes", "resume"}), frozenset({"no", "next", "stop", "finish"})
"""Intents with which somebody who is called says that they come, or that they do not."""
SAYS: Mapping[PressKind, str] = {"short": "yes", "long": "no", "very_long": "no"}
"""What a press answers a call with."""
CALLED_AGAIN_S = 20.0
"""Seconds until somebody who did not answer is called a second and last time."""


def called_to(  # noqa: PLR0913 (who is called, to what, how, and by which ways they answer)
    asked: argparse.Namespace,
    settings: Settings,
    kind: Call,
    texts: Mapping[str, Sequence[str]],
    devices: Devices | None = None,
    beside: Beside | None = None,
) -> argparse.Namespace | None:
    """Call somebody, twice; returns what session they come to, None when they do not.

    `devices` are those that are open already. Raises `BusyError` when a session is under way, and `DeviceError`.
    """
    with alone():
        pass
    if devices is None:
        _look_for_devices(settings)  # before anything is loaded: a reminder that waits for one looks every few seconds
    app = App.open(settings, own_voice=own_voice_anyhow(), devices=devices)
    beside = beside or Beside()
    with app.turns(READY | NOT_NOW | TROUBLE) as turns:
        turns.said = beside.said
        try:
            if not _answered(turns, texts[f"call_{kind}"], Heed(turns, app.library()), beside) & READY:
                say_and_show(turns, texts["call_later"])
                return None
        except InTroubleError:
            return None
    if kind == "break":
        return argparse.Namespace(**{**vars(asked), **asdict(Wish()), "routine": SITTING_BREAK})
    return asked


def call_texts(
    kind: Call, now: datetime, store: Store, say: Callable[[Line], Sequence[str]]
) -> Mapping[str, Sequence[str]]:
    """What is said to call somebody, by the keys of its lines; before a session, also what their plan asks for."""
    texts = {key: say(line(key, time=f"{now:%H:%M}")) for key in (f"call_{kind}", "call_later")}
    if kind == "session":
        planned = [text for told in reminded(store.past(), now.date()) for text in say(told)]
        texts["call_session"] = [*planned, *texts["call_session"]]
    return texts


def _look_for_devices(settings: Settings) -> None:
    """Raises `DeviceError` where the loudspeaker or the microphone is not there now."""
    look_anew()
    find_device("output", settings.speaker)
    find_device("input", settings.microphone)


def _answered(turns: Turns, texts: Sequence[str], heed: Heed, beside: Beside) -> set[str]:
    """The intents somebody answered a call with; none when they did not answer. `heed` is told what else they said."""
    by_hand = _ByHand(beside)
    for again in (True, False):
        for text in texts:
            if not by_hand.came():
                say_and_show(turns, [text])
        until = time.monotonic() + (CALLED_AGAIN_S if again else 0.0)
        while True:
            take = None if by_hand.came() else turns.take(given_up=by_hand.came)
            spoken = take.heard if take else ()
            for heard in spoken:
                beside.heard(heard)
            pressed = by_hand.taken()
            heed((*spoken, *pressed))
            answers = [heard.intent for heard in pressed if heard.intent in READY | NOT_NOW]
            said = {*answers[-1:]} or {heard.intent for heard in spoken}
            if said & (READY | NOT_NOW):
                return said
            if time.monotonic() >= until:
                break
    return set()


@dataclass
class _ByHand:
    """What is answered with a button or on the page; of several answers the last counts."""

    beside: Beside
    _pressed: list[Heard] = field(default_factory=list)

    def came(self) -> bool:
        """Whether anything did that was not taken yet."""
        while not self.beside.presses.empty():
            event = self.beside.presses.get()
            if isinstance(event, Pressed) and event.press in SAYS:
                self._pressed.append(Heard(SAYS[event.press]))
            elif isinstance(event, Heard):
                self._pressed.append(event)
                self.beside.heard(event)
        return bool(self._pressed)

    def taken(self) -> Sequence[Heard]:
        """All that did since it was taken last."""
        self.came()
        pressed, self._pressed = self._pressed, []
        return pressed
