"""The hub's page: the speakers, whose they are, and the plans that were sent to them.

GET  /speakers           the page
GET  /speakers/now       how they are
POST /speakers/belongs   whose a speaker is from now on
POST /speakers/send      a plan for a speaker
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.hub.collected import Collected
from assistant.hub.hub import Hub
from assistant.page.doors import Door, Inquiry, RefusedError, Reply
from assistant.page.shelf import Shelf
from assistant.page.shell import Shell
from assistant.words.errors import LimberError

NOBODY: Mapping[str, Any] = {"patient": "", "sessions": 0, "last": "", "plans": []}
HERE = "/speakers"


class HubDesk:
    """Its doors."""

    def __init__(  # all that the page is about
        self, hub: Hub, collected: Collected, shelf: Shelf, shell: Shell, check: Callable[[str], None]
    ) -> None:
        """`check` raises `LimberError` where a text is no plan."""
        self._hub, self._collected, self._shelf, self._shell, self._check = hub, collected, shelf, shell, check

    def doors(self) -> Sequence[Door]:
        """Their addresses."""
        return (
            Door("/", lambda _asked: Reply("", to=HERE, status=307), page=True),
            Door(HERE, lambda _asked: Reply(self._shell.page("speakers", HERE)), page=True),
            Door(f"{HERE}/now", lambda _asked: Reply(self._speakers())),
            Door(f"{HERE}/belongs", self._belongs, "POST"),
            Door(f"{HERE}/send", self._send, "POST"),
        )

    def _speakers(self) -> Mapping[str, Any]:
        try:
            rows, trouble = self._collected.overview(), self._hub.trouble
        except LimberError as error:
            rows, trouble = {}, str(error)
        shown = [
            {
                "slug": each.slug, "name": each.about.name, "online": each.online, "health": each.about.health,
                "state": each.state if each.online else {}, **NOBODY, **rows.get(each.about.device, {}),
            }
            for each in self._hub.seen()
        ]  # fmt: skip
        return {"trouble": trouble, "speakers": shown, "plans": self._shelf.names()}

    def _belongs(self, asked: Inquiry) -> Reply:
        match asked.data:
            case {"speaker": str(slug), "patient": str(patient)}:
                self._hub.belongs(slug, patient.strip() or None)
                return Reply({"trouble": ""})
        raise RefusedError("send an object with a speaker and a patient")

    def _send(self, asked: Inquiry) -> Reply:
        match asked.data:
            case {"speaker": str(slug), "plan": str(name)}:
                text, _ = self._shelf.read(name)
                self._check(text)
                self._hub.send_plan(slug, name, text)
                return Reply({"trouble": ""})
        raise RefusedError("send an object with a speaker and a plan")
