"""Named deadlines on a time that can be frozen."""

from assistant.words.units import Seconds


class Timeline:
    """Deadlines by name; freezing it moves them all by as long as it lasts."""

    def __init__(self) -> None:
        self._due: dict[str, Seconds] = {}
        self._frozen_at: Seconds | None = None

    @property
    def frozen(self) -> bool:
        """Whether time stands still."""
        return self._frozen_at is not None

    @property
    def frozen_at(self) -> Seconds | None:
        """Since when time stands still; None while it goes on."""
        return self._frozen_at

    def set(self, name: str, due: float) -> None:
        """Set or move a deadline, in session time."""
        self._due[name] = Seconds(due)

    def extend(self, name: str, more: float) -> bool:
        """Move a deadline on; False when there is none of that name."""
        if name not in self._due:
            return False
        self._due[name] = Seconds(self._due[name] + more)
        return True

    def cancel(self, *names: str) -> None:
        """Forget deadlines; names that are not set are passed over. No name: all of them."""
        for name in names or list(self._due):
            self._due.pop(name, None)

    def due(self, name: str) -> Seconds | None:
        """When a deadline falls due."""
        return self._due.get(name)

    def next(self) -> tuple[Seconds, str] | None:
        """The earliest deadline, or None when there is none or time stands still."""
        if self.frozen or not self._due:
            return None
        return min((due, name) for name, due in self._due.items())

    def freeze(self, now: Seconds) -> None:
        """Let time stand still from `now`."""
        if self._frozen_at is None:
            self._frozen_at = now

    def thaw(self, now: Seconds) -> None:
        """Let time go on; every deadline moves by the time it stood still."""
        if self._frozen_at is None:
            return
        gone = now - self._frozen_at
        self._due = {name: Seconds(due + gone) for name, due in self._due.items()}
        self._frozen_at = None
