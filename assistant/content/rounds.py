"""An exercise that comes more than once in a session: which time it is tells one from the other."""

from collections.abc import Iterable, Mapping

Time = tuple[str, int]
"""An exercise, and which time it comes, counted from 0."""


def numbered(exercises: Iterable[str]) -> tuple[Time, ...]:
    """Each exercise with the number of times that it came before."""
    seen: dict[str, int] = {}
    times: list[Time] = []
    for name in exercises:
        seen[name] = seen.get(name, -1) + 1
        times.append((name, seen[name]))
    return tuple(times)


def carried(known: Mapping[Time, int], before: Iterable[str], after: Iterable[str]) -> Mapping[Time, int]:
    """What was known of exercises, for those that have come in their places."""
    places = zip(numbered(before), numbered(after), strict=True)
    return {new: known[old] for old, new in places if old in known}
