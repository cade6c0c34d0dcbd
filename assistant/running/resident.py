"""The loop of `limber stay`: it waits for the wake phrase, a press or a reminder, and a session ends where it began.

Everything comes through one inbox, and only the thread that runs the loop carries anything out. What goes wrong is told
and noted, and the loop goes on: somebody who cannot see relies on its being there.
"""

import logging
import queue
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol

from assistant.coach.keeping_up import KeepingUp
from assistant.interrupts import StoppedError
from assistant.logs import noted
from assistant.running.links import RETRY_S
from assistant.running.standby import AnswerPlan, Deed, Hold, Prefer, SetMicrophone, Sound, Standby, State, Tell
from assistant.words.arrivals import Arrival, Leaving, Lend
from assistant.words.effects import Line, UseVoice, line
from assistant.words.errors import DeviceError, LimberError
from assistant.words.events import Back, FellBehind, Heard, Lost, Muted, Preferred
from assistant.words.units import Seconds

LOOK_S = 10.0
"""Seconds between two looks at the reminders; one comes so late at most."""
STEP_S = 0.5
"""Seconds after which the time is looked at where nothing comes. Raised, the eight seconds of attention last longer."""
TELL_AGAIN_S = 3600.0
"""Seconds after which the same trouble is told again; each time twice as many.

Raised, whoever comes later waits longer for it.
"""
TELL_MOST_S = 24 * 3600.0
"""The same at the most. Lowered, somebody who sleeps beside a microphone that is unplugged is woken more often."""
BACK_AFTER_S = 5.0
"""Seconds after which it is said that the microphone gives sound again, if nothing was understood meanwhile.

That sound is often somebody who calls, and whom we must not speak over. Lowered, long calls are spoken over.
"""

log = logging.getLogger(__name__)


class World(Protocol):
    """What the loop can do in the world."""

    @property
    def resting(self) -> bool:
        """Whether the devices are open, and it is listened for the wake phrase."""

    def goes_on(self) -> None:
        """The loop goes on; whoever watches it may know."""

    def rest(self, *, listening: bool) -> None:
        """Open the devices, unless they are lent; the microphone only for `listening`. Raises `DeviceError`."""

    def rise(self, *, anew: bool = False) -> None:
        """Rest no more, so that others have the devices; `anew`: they are closed, to be opened anew."""

    def lend(self) -> None:
        """Rest no more, and close the devices, for as long as another Limber wants them."""

    def attend(self, state: State) -> None:
        """Listen for what can be said in this state of standby."""

    def tell(self, said: Line, *, last: bool = False) -> None:
        """Say it, unless somebody leaves; `last`: the words said to them. Raises `DeviceError`."""

    def sound(self, name: str) -> None:
        """Sound a short tone. Raises `DeviceError`."""

    def use_voice(self, wanted: UseVoice) -> None:
        """Have a voice say its sample, or speak with it from now on and say so. Raises `LimberError`."""

    def hold(self, wanted: tuple[Heard, ...]) -> bool:
        """A session to its end; returns whether the program is to end with it. Raises `LimberError`."""

    def remind(self) -> bool:
        """Remind somebody if it is time to, for which it rises; returns whether the program is to end."""

    def give_back(self) -> None:
        """Give back the memory that a session took."""

    def prefer(self, wish: Preferred) -> None:
        """Speak otherwise from now on. Raises `LimberError`."""

    def answer_plan(self, *, accepted: bool | None) -> Line | None:
        """Keep the plan that was offered, or not; returns what is said of it. None: nobody answered."""

    def show_hearing(self, *, hears: bool) -> None:
        """Show whether the microphone, to which is listened, gives any sound."""

    def complain(self, trouble: DeviceError) -> None:
        """Show and, where a loudspeaker works, say which device is missing."""


def _now() -> datetime:
    return datetime.now(UTC)


class Resident:
    """Runs until somebody wants it to leave."""

    def __init__(
        self,
        world: World,
        standby: Standby,
        greetings: Iterable[Line] = (),
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """`greetings` are said once the devices are open. `clock` is monotonic, in seconds; `now` is of the world."""
        self.inbox: queue.SimpleQueue[Arrival] = queue.SimpleQueue()
        self.standby = standby
        self._world, self._clock, self._now = world, clock, now
        self._looked_at = self._tried_at = float("-inf")
        self._complained: dict[str, tuple[float, float]] = {}
        """What was told of a device, when, and after how many seconds it is told again."""
        self._muted = False
        """Whether it was told that the microphone gives nothing at all."""
        self._back_at: float | None = None
        """Since when it gives sound again, until that is told."""
        self._keeping_up = KeepingUp()
        self._greetings = tuple(greetings)
        self.left = False

    def run(self) -> None:
        """For ever, or until it is to leave."""
        try:
            while not self.left:
                self.turn(STEP_S)
        except StoppedError as stopped:
            if not self.left:  # in what looks into no inbox, such as a call; later, somebody insists
                with suppress(DeviceError):
                    self._leave(Leaving(f"by a signal, code {stopped.code}"))
        finally:
            self._world.rise(anew=True)

    def turn(self, patience_s: float) -> None:
        """Wait for the next thing for so many seconds, and do what follows."""
        try:
            self._world.goes_on()
            self._rest()
            arrival = self._next(patience_s)
            if isinstance(arrival, Leaving):
                self._leave(arrival)
                return
            if isinstance(arrival, Lend):
                self._lend()
                return
            at, now = Seconds(self._clock()), self._now()
            deeds = self.standby.take(arrival, at, now) if arrival else self.standby.pass_time(at, now)
            self._device(arrival)
            self._tell_that_it_hears(at)
            for deed in deeds:
                self._do(deed)
            self._world.attend(self.standby.state)
            due = self._clock() - self._looked_at >= LOOK_S
            if due and not self.left and self._world.resting and self.standby.reminds:
                self._looked_at = self._clock()
                self.left = self._world.remind()
        except DeviceError as error:
            self._trouble(error)
        except LimberError as error:
            log.warning("%s", error)
        except Exception as error:  # noqa: BLE001 (whatever it was, somebody relies on its going on)
            noted(log, "in standby", error)

    def _rest(self) -> None:
        """Open what is to be open; where that fails, it is tried again a little later."""
        if self._world.resting or self._clock() - self._tried_at < RETRY_S:
            return
        self._tried_at = self._clock()
        self._world.rest(listening=self.standby.listens)
        if not self._world.resting:
            return
        self._complained.clear()
        greetings, self._greetings = self._greetings, ()
        for greeting in greetings:
            self._world.tell(greeting)

    def _next(self, patience_s: float) -> Arrival | None:
        try:
            return self.inbox.get(timeout=patience_s)
        except queue.Empty:
            return None

    def _do(self, deed: Deed) -> None:
        match deed:
            case Tell(said):
                self._world.tell(said)
                self.standby.attend(Seconds(self._clock()))
            case AnswerPlan(accepted):
                if answer := self._world.answer_plan(accepted=accepted):
                    self._world.tell(answer)
            case Sound(name):
                self._world.sound(name)
                self.standby.attend(Seconds(self._clock()))
            case UseVoice():
                self._world.attend(self.standby.state)
                try:
                    self._world.use_voice(deed)
                finally:
                    self.standby.attend(Seconds(self._clock()))
            case SetMicrophone():
                self._world.rise(anew=not self.standby.listens)
                self._world.rest(listening=self.standby.listens)
            case Hold(wanted):
                self._hold(wanted)
            case Prefer(wish):
                self._world.prefer(wish)

    def _hold(self, wanted: tuple[Heard, ...]) -> None:
        """A session, from which it comes back whatever happens in it."""
        self._muted, self._back_at = False, None
        self._world.rise()
        try:
            self.left = self._world.hold(wanted)
        except DeviceError:
            raise
        except LimberError as error:
            log.warning("the session could not be held: %s", error)
            self._apologise()
        except Exception as error:  # noqa: BLE001 (the next session must be possible all the same)
            noted(log, "the session has failed", error)
            self._apologise()
        finally:
            self._world.give_back()
            self._forget_what_came()
            self._looked_at = self._clock()

    def _apologise(self) -> None:
        self._world.rest(listening=True)
        self._world.tell(line("standby_failed"))

    def _forget_what_came(self) -> None:
        """What came while a session was under way is past, but the wish that it ends."""
        while not self.inbox.empty():
            arrival = self.inbox.get()
            if isinstance(arrival, Leaving):
                self.left = True
            elif isinstance(arrival, Lend):
                self._lend()

    def _device(self, arrival: Arrival | None) -> None:
        """A device that was lost or gives nothing is told of, and opened anew; so is hearing that falls behind."""
        match arrival:
            case Lost(device) if self._world.resting:  # otherwise that was told, and the devices are closed already
                raise DeviceError(f"the {device} is lost", "speaker" if device == "speaker" else "microphone")
            case Muted():
                self._back_at = None
                if self._may_tell("muted"):
                    self._muted = True
                    self._world.show_hearing(hears=False)
                    self._world.tell(line("mic_muted_now"))
            case Back():
                self._back_at = self._clock() if self._muted else None
                self._world.show_hearing(hears=True)
            case Heard():
                self._muted, self._back_at = False, None  # that it was heard is plain from the answer
            case FellBehind() if self._keeping_up.persists(Seconds(self._clock())):
                self._keeping_up = KeepingUp()
                if self._may_tell("behind"):
                    self._world.tell(line("falls_behind"))

    def _tell_that_it_hears(self, at: Seconds) -> None:
        """Say that the microphone gives sound again, once nobody can be speaking any more."""
        if self._back_at is not None and at - self._back_at >= BACK_AFTER_S:
            self._muted, self._back_at = False, None
            self._world.tell(line("standby_back"))

    def _may_tell(self, key: str) -> bool:
        """Whether it is time to tell of a trouble; it is taken to be told then."""
        at, pause_s = self._complained.get(key, (float("-inf"), TELL_AGAIN_S / 2))
        if self._clock() - at < pause_s:
            return False
        self._complained[key] = (self._clock(), min(2 * pause_s, TELL_MOST_S))
        return True

    def _trouble(self, error: DeviceError) -> None:
        """Close the devices, to be opened anew, and tell of it."""
        self._world.rise(anew=True)
        self.standby.unheard()
        self._tried_at = self._clock()
        if self._may_tell(f"{error.device} {error.busy}" if error.device else str(error)):
            log.warning("in standby: %s", error)
            self._world.complain(error)

    def _lend(self) -> None:
        """Step aside; whoever wants the devices has taken them when it is tried again."""
        self._world.lend()
        self._tried_at = self._clock()

    def _leave(self, leaving: Leaving) -> None:
        log.info("leaving standby: %s", leaving.reason)
        self.left = True
        self._world.tell(line("standby_anew" if leaving.anew else "standby_leaving"), last=True)
