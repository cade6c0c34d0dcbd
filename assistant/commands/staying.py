"""What `limber stay` does in the world: it rests with the devices open, holds sessions, and reminds."""

import argparse
import logging
import signal
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from assistant.commands import session
from assistant.commands.attached import Attached
from assistant.commands.reminding import call_texts, called_to
from assistant.commands.showing import sentence, warn
from assistant.commands.standby_ear import StandbyEar
from assistant.commands.standby_voice import StandbyVoice
from assistant.commands.taking_over import STAYS
from assistant.commands.wishes import as_asked
from assistant.content.load import load_library
from assistant.history.store import Store
from assistant.interrupts import LEND, StoppedError
from assistant.logs import noted
from assistant.narration.phrasing import FULL, Phrasing
from assistant.running.alone import MICROPHONE, BusyError, Claim
from assistant.running.kept import Devices, KeptDevices
from assistant.running.links import Links
from assistant.running.liveness import Liveness
from assistant.running.memory import give_back_memory
from assistant.running.notifying import Notifier
from assistant.running.programs import Start
from assistant.running.pulse import CALLS_S, ELSEWHERE_S, PREPARES_S, Pulse
from assistant.running.reminders import Call, Calls, Reminders
from assistant.running.resident import Resident
from assistant.running.resting import Rest
from assistant.running.standby import ANSWERED, State
from assistant.settings import Settings
from assistant.words.arrivals import Leaving, Lend
from assistant.words.effects import Line, UseVoice, line
from assistant.words.errors import DeviceError, LimberError
from assistant.words.events import Heard, Preferred
from assistant.words.units import Frames

log = logging.getLogger(__name__)


class Home:
    """The world of a `Resident`. Only the thread that runs the resident may call it, `leave` apart."""

    def __init__(
        self,
        asked: argparse.Namespace,
        settings: Settings,
        store: Store,
        calls: Callable[[], Calls],
        believed: Callable[[], bool],
    ) -> None:
        """`asked`: the session that begins when nothing else is wanted. `believed`: whether the clock can be."""
        self._asked, self.voice, self._store = asked, StandbyVoice(settings), store
        self._kept: KeptDevices | None = None
        self._library = load_library(language=settings.language)
        self._phrasing, self._say = Phrasing(self._library, {}), self._library.language.reader("terminal")
        self._reminders, self._complained = Reminders(calls, self._call, believed=believed), set[str]()
        self._rest: Rest | None = None
        self._ear = StandbyEar(
            settings, lambda ago_s: self._rest.mouth.saying(ago_s) if self._rest else "", self.voice.breaks_off
        )
        self._links: Links | None = None  # of the session under way
        self._leaves = self._elsewhere = self._by_turns = self._aside = False
        self.resident: Resident | None = None
        self._claim, self._pulse, self._start = Claim(MICROPHONE, STAYS), Pulse(), Start()
        self.liveness = Liveness(Notifier(), self.heard, self.played, self._pulse)
        self.attached = Attached()

    def listen(self, kept: KeptDevices) -> None:
        """Listen for the wake phrase from now on, on these devices. Raises `LimberError` where that cannot be done."""
        self._ear.listener()
        self._kept = kept

    def watched_by(self, manager: Notifier) -> None:
        """Who starts the program anew when it is deaf or hangs; nobody, unless this is called before all else."""
        self.liveness = Liveness(manager, self.heard, self.played, self._pulse)

    @property
    def kept(self) -> KeptDevices | None:
        """The devices that are open all the time; None where it is not listened for the wake phrase."""
        return self._kept

    def played(self) -> Frames | None:
        """Frames that the loudspeaker has taken since we began; None while it is not ours."""
        return None if self._elsewhere or self._aside or self._kept is None else Frames(self._kept.played)

    def heard(self) -> Frames | None:
        """Frames that were listened to since we began; None while the microphone is closed on purpose, or not ours."""
        listens = self._links is not None or self.resident is None or self.resident.standby.listens
        away = self._elsewhere or self._aside or self._by_turns or not listens
        return None if away or self._kept is None or self._kept.changes_hands else Frames(self._kept.heard)

    @property
    def resting(self) -> bool:
        """Whether the devices are open, where they are to be, and sound flows."""
        return self._kept is None or (self._rest is not None and not self._kept.lost)

    def goes_on(self) -> None:
        """The thread that decides has not stopped."""
        self._pulse.beat()
        self.attached.goes_on(self.resident)

    def rest(self, *, listening: bool) -> None:
        """Open the devices, and listen for the wake phrase. Raises `DeviceError`."""
        if self.resting or self.resident is None or self._kept is None or self.voice.breaks_off():
            return
        if self._rest:
            self.rise(anew=True)
        self._aside = not self._claim.take()
        if self._aside:
            self.liveness.waits("Another Limber has the microphone. I wait until it is done.")
            return
        self._pulse.beat(PREPARES_S)
        try:
            self._rest = self._ear.rest(self._kept, self.voice.anew(), self.resident.inbox, listening=listening)
            if self.voice.breaks_off():
                self.rise()
                return
        except DeviceError as error:
            self.liveness.waits(f"{sentence(error)}. I wait for it.")
            raise
        self.attached.rests(listening=listening)
        self.attend("resting")
        self.liveness.rests("It listens for its name." if listening else "Its microphone is closed, as was wished.")
        self._pulse.beat()

    def rise(self, *, anew: bool = False) -> None:
        """Let go of the devices; `anew`: close them as well."""
        rest, self._rest = self._rest, None
        self.voice.render(quiet=False)
        if rest:
            rest.end()
        self._ear.forget()  # its memory is a session's now, and what it knows of the person may change
        if anew and self._kept:
            self._kept.close()

    def lend(self) -> None:
        """Close the devices for another Limber, until it is done with them."""
        self._aside = True
        self.rise(anew=True)
        self.voice.lending.clear()
        self._claim.give()

    def lend_soon(self) -> None:
        """Step aside as soon as that is possible, and end a session under way; any thread may call it."""
        if self._links:
            self._links.interrupts.asked, self._links.interrupts.number = True, LEND
        elif self.resident and not (self._elsewhere or self._by_turns):
            self.voice.lending.set()
            self.resident.inbox.put(Lend())

    def attend(self, state: State) -> None:
        """Listen for what can be said in this state; while nobody speaks, the voice renders what it lacks."""
        if self._rest and self.resident and self.resident.standby.listens:
            self._rest.listen_for(self._ear.intents(state))
        self.voice.render(quiet=self._rest is not None and state not in ANSWERED)

    def tell(self, said: Line, *, last: bool = False) -> None:
        """Say and show a line; `last`: somebody leaves, and these are the last words. Raises `DeviceError`."""
        if last:
            self.voice.leaving.clear()
        self.voice.tell(self._texts(said), self._rest.mouth if self._rest else None, self._pulse.beat)

    def _texts(self, said: Line) -> Sequence[str]:
        """The sentences of a line, or of what is said in its place where there is a button."""
        return self._phrasing.say(self.attached.as_said(said, self._library.phrases), FULL)

    def sound(self, name: str) -> None:
        """Sound a short tone, unless they are off. Raises `DeviceError`."""
        if self._rest and self.voice.settings.standby_tones:
            self._rest.mouth.chime(name)

    def use_voice(self, wanted: UseVoice) -> None:
        """Have a voice say its sample, or speak with it from now on and say so. Raises `LimberError`."""
        if self._rest and wanted.kept:
            self.tell(self.voice.keep(self._rest.mouth, wanted.name))
        elif self._rest:
            self.voice.sample(self._rest.mouth, self._texts, wanted.name)

    def hold(self, wanted: tuple[Heard, ...]) -> bool:
        """Sessions until somebody leaves them for good; returns whether the program is to end too, or to begin anew."""
        with self.attached.refusing():
            asked, events = as_asked(self._asked, self.voice.settings, self._store.person(), wanted)
        return self._hold(asked, events)

    def remind(self) -> bool:
        """Look whether somebody is to be reminded; returns whether the program is to end after a session."""
        self._leaves = False
        self._reminders.look()
        return self._leaves

    def leave(self, number: int = signal.SIGINT) -> None:
        """End for good, and a session under way with its goodbye; any thread may call it. `number`: the signal.

        Raises `StoppedError` in the middle of what does not look into an inbox, such as a call.
        """
        anew = number == signal.SIGTERM and self.liveness.deaf
        self.liveness.leaves()
        self.voice.leaving.set()
        if self._elsewhere or self._by_turns:
            raise StoppedError(number)
        if self._links:
            self._links.interrupts.asked = True
        if self.resident:
            self.resident.inbox.put(Leaving(signal.Signals(number).name, anew))

    def prefer(self, wish: Preferred) -> None:
        """Speak otherwise from now on. Raises `LimberError`."""
        self.attached.prefers(wish)

    def give_back(self) -> None:
        """Give the memory of a session back to the machine."""
        give_back_memory()

    def answer_plan(self, *, accepted: bool | None) -> Line | None:
        """Keep the plan that was offered, or not; returns what is said of it."""
        return self.attached.answers_plan(accepted=accepted)

    def show_hearing(self, *, hears: bool) -> None:
        """Show whether the microphone gives any sound."""
        self.attached.rests(listening=hears, deaf=not hears)

    def complain(self, trouble: DeviceError) -> None:
        """Show and say which device is missing."""
        self.attached.rests(listening=False, deaf=True)
        warn(self._say("waiting", trouble=sentence(trouble)))
        self.voice.complain(trouble)

    def _hold(self, asked: argparse.Namespace, events: tuple[Heard, ...]) -> bool:
        while True:
            self._pulse.beat(PREPARES_S)
            self._links = self.attached.links(self._pulse)
            try:
                with self.attached.pressing_into(self._links):
                    go_on_with = session.hold(asked, self.voice.settings, self._links, self._lent(), events)
                interrupts = self._links.interrupts
                lends = interrupts.asked and interrupts.number == LEND
            finally:
                self._links = None
                self.voice.look_again()
                self.attached.rest_presses()
            if lends:
                self.lend()
            if interrupts.asked or go_on_with is None:
                return (interrupts.asked and not lends) or (self.liveness.managed and self._start.leads_elsewhere)
            if self._kept:
                self._kept.close()  # what comes between opens them for itself
            self._elsewhere = True
            self._pulse.beat(ELSEWHERE_S)
            try:
                session.between(go_on_with, self.voice.settings)
            finally:
                self._elsewhere = False
            asked, events = self._asked, ()

    def _call(self, kind: Call, now: datetime) -> bool:
        """Call somebody, and hold the session they come to; returns whether they could be called."""
        if self.resident and not self.resident.standby.listens:
            if kind == "session":  # a microphone that somebody wants closed stays closed
                self.attached.reminds(kind, now)
                self.tell(line("standby_reminder", time=f"{now:%H:%M}"))
            return True
        self.attached.reminds(kind, now)
        texts = call_texts(kind, now, self._store, self._texts)
        try:
            self.rise()
            if asked := self._called_to(kind, texts):
                self._leaves = self._hold(asked, ())
                self.give_back()
        except BusyError as error:
            log.info("nobody is called: %s", error)
        except DeviceError as error:
            if str(error) not in self._complained:
                self._complained.add(str(error))
                warn(self._say("called_later", trouble=sentence(error).rstrip(".") + "."))
                self.voice.complain(error)
            return False
        except LimberError as error:
            warn(str(error))
        except Exception as error:  # noqa: BLE001 (the next reminder must come all the same)
            warn(noted(log, "this call has failed", error))
        finally:
            self.attached.rest_presses()
        self._complained.clear()
        return True

    def _called_to(self, kind: Call, texts: Mapping[str, Sequence[str]]) -> argparse.Namespace | None:
        self._by_turns = True
        self._pulse.beat(CALLS_S)
        try:
            with self.attached.calling(kind) as beside:
                return called_to(self._asked, self.voice.look_again(), kind, texts, self._lent(), beside)
        finally:
            self._by_turns = False

    def _lent(self) -> Devices | None:
        return self._kept.lent if self._kept else None
