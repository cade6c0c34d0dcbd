"""What a Limber that stays has besides its sound: the person's buttons, the light, the page and the house."""

import queue
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from assistant.coach.button import VARIANT
from assistant.commands.housing import HouseInUse, heeding_house, watching_house
from assistant.commands.paging import Pages, pressed_on, watching
from assistant.commands.showing import sentence
from assistant.running.handling import pressing_into
from assistant.running.hands import Hands, Post
from assistant.running.lamps import Light
from assistant.running.links import Links
from assistant.running.performance import Watcher
from assistant.running.pulse import Pulse
from assistant.running.reminders import Call
from assistant.running.resident import Resident
from assistant.words.arrivals import Arrival
from assistant.words.effects import Line
from assistant.words.errors import LimberError
from assistant.words.events import Event, Heard, Preferred


@dataclass(frozen=True, slots=True)
class Beside:
    """What there is beside the voice while somebody is called."""

    presses: "queue.SimpleQueue[Event]" = field(default_factory=queue.SimpleQueue)
    """What is pressed, with a button or on the page."""
    said: Callable[[str], None] = lambda _text: None
    """Is told each sentence when it begins, and nothing when it has ended."""
    heard: Callable[[Heard], None] = lambda _heard: None
    """Is told all that is answered."""


@dataclass
class Attached:
    """Each may be missing; then nothing is done."""

    hands: Hands | None = None
    light: Light | None = None
    page: Pages | None = None
    house: HouseInUse | None = None
    resting: Callable[[Arrival], None] | None = None
    """Where presses go while no session is under way."""
    speaks: Callable[[], bool] = lambda: False
    """Whether something could be said then."""

    def links(self, pulse: Pulse) -> Links:
        """Those of a session that is shown by the light, on the page and to the house."""
        watchers: tuple[Watcher, ...] = (*watching(self.page), *watching_house(self.house))
        return Links(light=self.light, watchers=watchers, calls_help=self.house is not None, pulse=pulse)

    @contextmanager
    def pressing_into(self, links: Links) -> Iterator[None]:
        """While this lasts, presses of the buttons, on the page and of the house go into the inbox of a session."""
        with pressing_into(links, self.hands), pressed_on(self.page, links), heeding_house(self.house, links):
            yield

    def begin_from_afar(self) -> None:
        """A press on the page begins a session, as a press of the button does; so may the house, and a code is said."""
        post = self.resting
        if self.page and post:
            self.page.resting, self.page.speaks = post, self.speaks
        if self.house and post:
            self.house.post = post

    def rest_presses(self) -> None:
        """Let presses go where they go while no session is under way."""
        if self.resting:
            self.presses_into(self.resting)

    def presses_into(self, post: Post) -> None:
        """Let presses go there from now on."""
        if self.hands:
            self.hands.post_to(post)

    @contextmanager
    def calling(self, kind: Call) -> Iterator[Beside]:
        """While this lasts, somebody is called: presses are answers, and the page shows the call."""
        page, answers = self.page, Beside()
        self.presses_into(answers.presses.put)
        if page is None:
            yield answers
            return
        with page.calling(kind, answers.presses):
            yield replace(answers, said=page.says, heard=page.watching.answered)

    def as_said(self, said: Line, phrases: Container[str]) -> Line:
        """The line, or what is said in its place while there is a button."""
        variant = f"{said.key}{VARIANT}"
        there = self.hands is not None and self.hands.there
        return replace(said, key=variant) if there and variant in phrases else said

    def rests(self, *, listening: bool, deaf: bool = False) -> None:
        """Show that no session is under way, and whether it is listened. `deaf`: a device is missing or silent."""
        if self.light:
            self.light.stand(listening=listening, deaf=deaf)
        if self.house:
            self.house.watch.hears(deaf=deaf)

    def goes_on(self, resident: Resident | None) -> None:
        """Tell the house how standby stands."""
        if self.house and resident:
            self.house.stands(resident.standby)

    def prefers(self, wish: Preferred) -> None:
        """Speak otherwise from now on, as the house wants. Raises `LimberError`."""
        if self.house:
            self.house.prefers(wish)

    def answers_plan(self, *, accepted: bool | None) -> Line | None:
        """The offer of a plan was answered, or not (None); returns what is said of it."""
        return self.house.answers_plan(accepted=accepted) if self.house else None

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Tell whoever pressed for it on the page why a session cannot be had."""
        try:
            yield
        except LimberError as error:
            if self.page:
                self.page.tell(sentence(error))
            raise

    def reminds(self, kind: Call, now: datetime) -> None:
        """Tell the house, and whoever looks at the page later, that it is time."""
        if self.page:
            self.page.reminded(kind, now)
        if self.house:
            self.house.watch.reminds(kind)
