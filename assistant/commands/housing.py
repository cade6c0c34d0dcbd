"""The house while `limber stay` runs: put together, and taken away again."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial

from assistant.app import App
from assistant.coach.person import remember
from assistant.coach.preferences import RATE
from assistant.commands.clinic import clinic_of, closed_to_hubs
from assistant.commands.showing import warn
from assistant.content.calling import CALLED
from assistant.history.overview import weeks
from assistant.history.store import Store
from assistant.house.broker import Broker
from assistant.house.discovery import Topics, document
from assistant.house.orders import Choose, Offered, Order, order
from assistant.house.outbox import Outbox
from assistant.house.rates import Rate
from assistant.house.status import Portrait
from assistant.house.watching import HouseWatch
from assistant.running.links import Links
from assistant.running.standby import Standby
from assistant.settings import Settings, voice_file
from assistant.speaking.profile import VoiceProfile, load_profile
from assistant.words.arrivals import Arrival
from assistant.words.effects import Line
from assistant.words.errors import LimberError
from assistant.words.events import AT_HOUSE, Heard, Preferred
from assistant.words.records import PreferenceSet

REFUSES_S = 60.0
"""Seconds between two lines in the log about orders that are none. Lowered, a house that goes wild fills the card."""

log = logging.getLogger(__name__)


class HouseInUse:
    """The house, and where its orders go. Its orders come in a thread of paho's; all else is the main thread's."""

    def __init__(self, app: App, store: Store) -> None:
        """Raises `LimberError` where the package is missing, or the password cannot be read."""
        settings, library = app.settings.house, app.library()
        words, profile = app.language.reader("house"), load_profile(voice_file(app.settings.voice))
        self._store = store
        self._links: Links | None = None
        """Of the session under way."""
        self._offered = offered(app, profile)
        self._topics, self._rate, self._refused_at = Topics(settings.slug), Rate(), float("-inf")
        self._chosen, self._looked_on = "", date.min
        self.post: Callable[[Arrival], None] = lambda _: None
        """Where orders go while no session is under way."""
        outbox = Outbox()
        portrait = Portrait(library, words, profile.paced, settings.send_health)
        self.watch = HouseWatch(outbox, portrait, lambda: datetime.now().astimezone())
        self.watch.chooses(words("usual"))
        self._speaks()
        told = document(settings.name, self._topics, words, self._offered, health=settings.send_health)
        self._clinic = clinic_of(app, store)
        self._broker = Broker(
            settings,
            self._topics,
            outbox,
            told,
            lambda status: status.shown(words, health=settings.send_health),
            self._take,
            self._clinic.beside() if self._clinic else closed_to_hubs(settings.slug),
        )
        if self._clinic:
            self._clinic.send, self._clinic.keep = self._broker.send, partial(self._broker.send, keep=True)

    def start(self) -> None:
        """Connect, now or as soon as that is possible."""
        self._broker.start()

    def close(self) -> None:
        """Say goodbye, and end."""
        self._broker.close()

    def stands(self, standby: Standby) -> None:
        """Tell how standby stands and, once a day and after each session, what was done."""
        self.watch.stands(standby)
        if self._clinic:
            self._clinic.goes_on(standby, self.post)
        today = datetime.now().astimezone().date()
        if today != self._looked_on:
            self._looked_on = today
            past = self._store.past()
            monday = today - timedelta(days=today.weekday())
            minutes = sum(week.minutes for week in weeks(past) if week.monday == monday)
            self.watch.remembers(minutes, past.sessions[-1].begun if past.sessions else None)
            self._speaks()

    def answers_plan(self, *, accepted: bool | None) -> Line | None:
        """The person has answered the offer of a plan, or not (None); returns what is said of it."""
        return self._clinic.answer(accepted=accepted) if self._clinic else None

    def prefers(self, wish: Preferred) -> None:
        """Keep how we are to speak from now on. Raises `LimberError`."""
        self._store.keep_person(remember(self._store.person(), PreferenceSet(wish.name, wish.value)))
        self._speaks()

    @contextmanager
    def heeded_by(self, links: Links) -> Iterator[None]:
        """While this lasts, orders go into the inbox of a session."""
        self._links = links
        try:
            yield
        finally:
            self._links = None
            self.watch.leave()
            self._looked_on = date.min
            if self._clinic:
                self._clinic.session_over()

    def _speaks(self) -> None:
        wanted = self._store.person().preferences
        self.watch.speaks(wanted.get("volume", 1.0), wanted.get("rate", 1.0))

    def _take(self, key: str, payload: bytes) -> None:
        """An order, or what is none."""
        now = time.monotonic()
        try:
            wanted = order(key, payload, self._offered)
        except LimberError as error:
            if now - self._refused_at >= REFUSES_S:
                self._refused_at = now
                log.warning("the house: %s", error)
            return
        if self._rate.lets(wanted, now):
            self._heed(wanted)

    def _heed(self, wanted: Order) -> None:
        links = self._links
        if isinstance(wanted, Choose):
            self._chosen = wanted.routine
            names = {routine: name for name, routine in self._offered.routines.items()}
            self.watch.chooses(names[wanted.routine])
        elif links is not None:
            if isinstance(wanted, Heard | Preferred):
                links.inbox.put(wanted)
        elif not isinstance(wanted, Heard):
            self.post(wanted)
        elif wanted.intent == "start":
            pick = Heard(f"{CALLED}pick", (("routine", self._chosen),), AT_HOUSE)
            self.post(pick if self._chosen else Heard(f"{CALLED}start", (), AT_HOUSE))


def offered(app: App, profile: VoiceProfile) -> Offered:
    """What the house can choose and set."""
    library = app.library()
    routines = {library.routines[name].name: name for name in app.commands.slots["routine"] if name in library.routines}
    usual = {app.language.reader("house")("usual"): ""}
    return Offered(usual | routines, profile.rate, (profile.paced(RATE[0]), profile.paced(RATE[1])))


@contextmanager
def house_in_use(settings: Settings, store: Store) -> Iterator[HouseInUse | None]:
    """The house that is set, while this lasts; None where none is, or its package or its password cannot be had."""
    if not settings.house.host:
        yield None
        return
    try:
        house = HouseInUse(App.open(settings), store)
    except LimberError as error:
        warn(str(error))
        yield None
        return
    house.start()
    try:
        yield house
    finally:
        house.close()


def watching_house(house: HouseInUse | None) -> tuple[HouseWatch, ...]:
    """What tells the house of a session; nothing where there is no house."""
    return (house.watch,) if house else ()


@contextmanager
def heeding_house(house: HouseInUse | None, links: Links) -> Iterator[None]:
    """While this lasts, orders of the house go into the inbox of a session."""
    if house is None:
        yield
        return
    with house.heeded_by(links):
        yield
