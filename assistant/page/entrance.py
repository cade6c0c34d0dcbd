"""The page on which a browser in the network is let in. It shows nothing of the person."""

from collections.abc import Callable, Sequence
from html import escape

from assistant.page.doors import Door, Inquiry, RefusedError, Reply
from assistant.page.pairing import Pairing
from assistant.page.shell import Shell


class Entrance:
    """Its doors. `announce` says a code aloud, or only shows it where it is not `aloud`."""

    def __init__(self, pairing: Pairing, announce: Callable[[str], None], shell: Shell, *, aloud: bool = True) -> None:
        self._pairing, self._announce, self._shell = pairing, announce, shell
        self._how = "pair" if aloud else "pair_shown"

    def doors(self) -> Sequence[Door]:
        """Its addresses."""
        return (
            Door("/pair", lambda _inquiry: Reply(self._page()), letting_in=True),
            Door("/pair/new", self._new, "POST", quick=True, letting_in=True),
            Door("/pair/code", self._code, "POST", quick=True, letting_in=True),
        )

    def _page(self) -> str:
        words = self._shell.words
        shown = {name: escape(words(f"{self._how}_{name}")) for name in ("about", "ask")}
        return self._shell.page("pair", "/pair", {"said": words(f"{self._how}_said")}, **shown)

    def _new(self, _inquiry: Inquiry) -> Reply:
        self._announce(self._pairing.new())
        return Reply({"trouble": ""})

    def _code(self, inquiry: Inquiry) -> Reply:
        match inquiry.data:
            case {"code": str(code)}:
                self._pairing.check(code.replace(" ", ""))
                return Reply({"trouble": ""}, pairs=True)
        raise RefusedError("send an object with a code")
