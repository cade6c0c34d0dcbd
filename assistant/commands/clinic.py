"""A speaker's side of a clinic's hub: finished sessions go out, and plans come in, over the house's connection.

Messages come in paho's thread and only wait there. The main thread takes them while no session is under way: it alone
has the history, and a plan is never offered in the midst of a session.
"""

import logging
import queue
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from assistant.app import PLANS, App, library_with
from assistant.coach.length import minutes, session_s
from assistant.commands.showing import warn
from assistant.files import there
from assistant.history.store import Store
from assistant.house.broker import Alongside
from assistant.hub.messages import About, HubTopics, OfferedPlan, Stored, read_message, written
from assistant.hub.offers import Offers
from assistant.hub.waiting import Unconfirmed, forget_confirmed
from assistant.logs import WarnedOnce
from assistant.page.doors import RefusedError
from assistant.page.shelf import Shelf
from assistant.places import hub_file, plans_folder
from assistant.running.standby import Standby
from assistant.words.arrivals import Arrival, PlanOffered
from assistant.words.effects import Line, line
from assistant.words.errors import ContentError, LimberError

AT_A_TIME = 20
"""Sessions that are sent before the hub has confirmed any."""
AGAIN_S = 600.0
"""Seconds after which what was not confirmed is sent again. Lowered, a hub that is away costs more messages."""
CAME_MOST = 50
"""Messages that may wait for the main thread; more are passed over, and sent again by the hub."""
FILES_MOST = 100
"""Plans of one name that may be kept."""
DRAFT = f"offered{PLANS[0]}"
"""What a plan that came is called while it is looked at."""

log = logging.getLogger(__name__)
Send = Callable[[str, str], bool]
"""Sends a text to a topic; returns whether there is a connection."""


class Clinic:
    """What a hub may have of this speaker, and what came from it."""

    def __init__(self, app: App, store: Store) -> None:
        """Raises `LimberError` where it cannot be written down what the hub has."""
        house, self._language = app.settings.house, app.settings.language
        self._topics, self._name, self._health = HubTopics(house.slug), house.name, house.send_health
        self._waiting = Unconfirmed(store, hub_file(), lambda: datetime.now().astimezone(), health=house.send_health)
        self._offers = Offers(self._look, self._known)
        self._came: queue.Queue[tuple[str, bytes]] = queue.Queue(CAME_MOST)
        self._device, self._due, self._sent_at = self._waiting.device, False, float("-inf")
        self._complain = WarnedOnce(log)
        self.send: Send = lambda _topic, _text: False
        self.keep: Send = lambda _topic, _text: False
        """The same; the broker is to keep it."""

    def beside(self) -> Alongside:
        """What the connection to the broker has to know."""
        return Alongside(self._about, self._topics.to_speaker, self._joined, self._take)

    def goes_on(self, standby: Standby, post: Callable[[Arrival], None]) -> None:
        """No session is under way: take what came, send what waits, and offer a plan. It returns at once."""
        try:
            self._take_all()
            if self._due or time.monotonic() - self._sent_at >= AGAIN_S:
                self._send_waiting()
        except LimberError as error:
            self._complain(str(error))
        if standby.state == "resting" and (offered := self._offers.due(time.monotonic())):
            post(offered)

    def session_over(self) -> None:
        """There may be another session to be sent."""
        self._due = True

    def answer(self, *, accepted: bool | None) -> Line | None:
        """The person has answered the offer, or not (None); returns what is said of it."""
        waits = self._offers.first
        if accepted and waits:
            try:
                self._keep_plan(waits.text)
            except LimberError as error:
                log.warning("a plan could not be kept: %s", error)
                return line("plan_not_kept")
        if answer := self._offers.answer(accepted=accepted):
            self.send(self._topics.answer, written(answer))
        return None if accepted is None else line("plan_kept" if accepted else "plan_refused")

    def _about(self) -> Mapping[str, str]:
        return {self._topics.about: written(About(self._device, self._name, self._health))}

    def _joined(self) -> None:
        self._due = True

    def _take(self, topic: str, payload: bytes) -> None:
        try:
            self._came.put_nowait((self._topics.kind(topic), payload))
        except queue.Full:
            log.warning("the hub sends too much at a time; some of it is passed over")

    def _take_all(self) -> None:
        confirmed: list[str] = []
        while not self._came.empty():
            kind, payload = self._came.get()
            try:
                if kind == "stored":
                    confirmed += read_message(payload, Stored).sessions
                elif kind == "plan":
                    answer = self._offers.receive(read_message(payload, OfferedPlan), time.monotonic())
                    self.send(self._topics.answer, written(answer))
                    break  # to read a plan takes long enough
                elif kind == "wants":
                    self._due = True
            except LimberError as error:
                self._complain(f"what came from the hub is passed over: {error}")
        if confirmed:
            self._waiting.confirm(confirmed)
            self._due = True  # there may be more than are sent at a time

    def _send_waiting(self) -> None:
        self._due, self._sent_at = False, time.monotonic()
        if self._device != (device := self._waiting.device):
            self._device = device  # the history was deleted
            self.keep(*next(iter(self._about().items())))
        for session in self._waiting.sessions(AT_A_TIME):
            self.send(self._topics.session, written(session))

    def _look(self, text: str) -> PlanOffered:
        """What is said of a plan, which is read as strictly as by `limber check`. Raises `LimberError`."""
        try:
            library, routine = library_with(str(plans_folder() / DRAFT), self._language, unsaved=text)
        except ContentError as error:
            first = error.mistakes[0]
            raise LimberError(f"line {first.line}: {first.message}") from error
        author = routine.prescribed.head.author
        return PlanOffered(routine.name, author, len(routine.items), minutes(session_s(library, routine)))

    def _known(self, text: str) -> bool:
        shelf = Shelf(plans_folder(), PLANS)
        return any(shelf.read(name)[0] == text for name in shelf.names())

    def _keep_plan(self, text: str) -> None:
        """Keep it as a file of its own, beside whatever is there. Raises `LimberError`."""
        _, routine = library_with(str(plans_folder() / DRAFT), self._language, unsaved=text)
        shelf = Shelf(plans_folder(), PLANS)
        names = (f"{routine.id}{'' if number == 1 else f'-{number}'}{PLANS[0]}" for number in range(1, FILES_MOST))
        for name in names:
            if not there(shelf.path(name)):
                shelf.write(name, text, "")
                return
        raise RefusedError(f"there are {FILES_MOST} plans of the name '{routine.id}'")


def clinic_of(app: App, store: Store) -> Clinic | None:
    """The speaker's side of a hub where one is allowed; None where not, or where that cannot be written down."""
    try:
        if app.settings.house.hub:
            return Clinic(app, store)
        forget_confirmed(hub_file())
    except LimberError as error:
        warn(str(error))
    return None


def closed_to_hubs(slug: str) -> Alongside:
    """Of a speaker that no hub may see: the broker is to forget that one might."""
    return Alongside(lambda: {HubTopics(slug).about: ""})
