"""The page on which a browser in the network is let in. It shows nothing of the person."""

from collections.abc import Callable, Sequence

from assistant.page.doors import Door, Inquiry, RefusedError, Reply
from assistant.page.pairing import Pairing
from assistant.page.shell import Shell


class Entrance:
    """Its doors. `announce` says a code aloud."""

    def __init__(self, pairing: Pairing, announce: Callable[[str], None], shell: Shell) -> None:
        self._pairing, self._announce, self._shell = pairing, announce, shell

    def doors(self) -> Sequence[Door]:
        """Its addresses."""
        return (
            Door("/pair", lambda _inquiry: Reply(self._shell.page("pair", "/pair")), letting_in=True),
            Door("/pair/new", self._new, "POST", quick=True, letting_in=True),
            Door("/pair/code", self._code, "POST", quick=True, letting_in=True),
        )

    def _new(self, _inquiry: Inquiry) -> Reply:
        self._announce(self._pairing.new())
        return Reply({"trouble": ""})

    def _code(self, inquiry: Inquiry) -> Reply:
        match inquiry.data:
            case {"code": str(code)}:
                self._pairing.check(code.replace(" ", ""))
                return Reply({"trouble": ""}, pairs=True)
        raise RefusedError("send an object with a code")
