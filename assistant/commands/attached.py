"""What a Limber that stays has besides its sound: the person's buttons, the light and the page."""

import queue
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from assistant.coach.button import VARIANT
from assistant.commands.paging import Pages, pressed_on, watching
from assistant.running.handling import pressing_into
from assistant.running.hands import Hands, Post
from assistant.running.lamps import Light
from assistant.running.links import Links
from assistant.running.pulse import Pulse
from assistant.words.arrivals import Arrival, Wanted
from assistant.words.effects import Line
from assistant.words.events import HasButton, Pressed


@dataclass
class Attached:
    """Each may be missing; then nothing is done."""

    hands: Hands | None = None
    light: Light | None = None
    page: Pages | None = None
    resting: Callable[[Arrival], None] | None = None
    """Where presses go while no session is under way."""

    def links(self, pulse: Pulse) -> Links:
        """Those of a session that is shown by the light and on the page."""
        return Links(light=self.light, page=watching(self.page), pulse=pulse)

    @contextmanager
    def pressing_into(self, links: Links) -> Iterator[None]:
        """While this lasts, presses of the buttons and on the page go into the inbox of a session."""
        with pressing_into(links, self.hands), pressed_on(self.page, links):
            yield

    def begin_by_page(self) -> None:
        """A press on the page begins a session, as a press of the button does."""
        if self.page and self.resting:
            post = self.resting
            self.page.begin = lambda heard: post(Wanted(heard))

    def rest_presses(self) -> None:
        """Let presses go where they go while no session is under way."""
        if self.resting:
            self.presses_into(self.resting)

    def presses_into(self, post: Post) -> None:
        """Let presses go there from now on."""
        if self.hands:
            self.hands.post_to(post)

    def presses(self) -> "queue.SimpleQueue[Pressed | HasButton]":
        """A queue into which presses go from now on."""
        found: queue.SimpleQueue[Pressed | HasButton] = queue.SimpleQueue()
        self.presses_into(found.put)
        return found

    def as_said(self, said: Line, phrases: Container[str]) -> Line:
        """The line, or what is said in its place while there is a button."""
        variant = f"{said.key}{VARIANT}"
        there = self.hands is not None and self.hands.there
        return replace(said, key=variant) if there and variant in phrases else said

    def rests(self, *, listening: bool, deaf: bool = False) -> None:
        """Show that no session is under way, and whether it is listened. `deaf`: a device is missing or silent."""
        if self.light:
            self.light.stand(listening=listening, deaf=deaf)
