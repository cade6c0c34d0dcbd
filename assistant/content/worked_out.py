"""What follows from something that never changes, worked out only once."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Found = TypeVar("Found")


class WorkedOut:
    """What was asked for so far, by key."""

    def __init__(self) -> None:
        self._found: dict[Hashable, object] = {}

    def once(self, key: Hashable, work_out: Callable[[], Found]) -> Found:
        """What was asked for, worked out only if nobody has asked for it by this key."""
        if key not in self._found:
            self._found[key] = work_out()
        return cast("Found", self._found[key])
