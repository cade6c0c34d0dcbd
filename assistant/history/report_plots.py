"""The plots of the report: drawn with axes, dates and units, and read aloud in one label each.

They are small and stand side by side, or below each other on a phone, so that letters stay readable everywhere. The
time axis always spans some weeks, so that one week, or one session, does not fill it.
"""

import html
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from assistant.content.model import Library
from assistant.history.overview import scores, weeks
from assistant.history.past import WEEK, Past
from assistant.languages.language import Reader

WIDTH, HEIGHT = 340, 210
"""Units of a picture; about as many pixels on a phone. Raising them makes letters smaller."""
LEFT, RIGHT, TOP, BOTTOM = 38, 14, 44, 28
"""The same for what stands around the axes: numbers, half a date, title and legend, and dates."""
LETTERS = 12
"""The size of letters, in the same units."""
LEAST_WEEKS = 8
"""Weeks that the time axis spans at least. Raising it makes the bars of a short history thinner."""
BAR_SHARE = 0.7
"""How much of its week a bar fills."""
LABELS = 3
"""Dates below the axis. More would touch each other."""
PAIN_MOST = 10
"""The end of the scale of pain, so that pictures of different people can be compared."""
TICKS = 5
"""Steps of the axis of minutes, at most."""


class Axes:
    """Where a day and a value are in the picture."""

    def __init__(self, first: date, last: date, top: float) -> None:
        self.first = first - timedelta(days=first.weekday())
        self.weeks = max(LEAST_WEEKS, (last - self.first).days // 7 + 1)
        self.top = top

    def x(self, day: date) -> float:
        """From the left."""
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / (7 * self.weeks)

    def y(self, value: float) -> float:
        """From above."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top

    def drawn(self, step: float) -> str:
        """The lines, the numbers beside them, and the dates below."""
        parts = []
        for number in range(round(self.top / step) + 1):
            y = self.y(number * step)
            parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" class="{"line" if number else "axis"}"/>')
            parts.append(_text(LEFT - 5, y + 4, f"{number * step:g}", "end"))
        for number in range(LABELS):
            day = self.first + number * ((self.weeks - 1) // (LABELS - 1)) * WEEK
            x = self.x(day)
            parts.append(f'<path d="M{x:.1f} {HEIGHT - BOTTOM}v4" class="axis"/>')
            parts.append(_text(x, HEIGHT - BOTTOM + 17, str(day), "middle"))
        return "".join(parts)


def plots(library: Library, past: Past) -> list[str]:
    """Minutes of each week, and pain before and after each session; none of what was never said."""
    say = library.language.reader("report")
    return [picture for picture in (_minutes(past, say), _pain(past, say)) if picture]


def _minutes(past: Past, say: Reader) -> str:
    every = weeks(past)
    minutes = [round(week.minutes) for week in every]
    if not any(minutes):
        return ""
    step = _step(max(minutes))
    axes = Axes(every[0].monday, every[-1].monday, step * -(-max(minutes) // step))
    wide = axes.x(axes.first + WEEK) - axes.x(axes.first)
    bars = "".join(
        f'<rect x="{axes.x(week.monday) + wide * (1 - BAR_SHARE) / 2:.1f}" y="{axes.y(value):.1f}" '
        f'width="{wide * BAR_SHARE:.1f}" height="{axes.y(0) - axes.y(value):.1f}" class="bar"/>'
        for week, value in zip(every, minutes, strict=True)
        if value
    )
    title = say("minutes_each_week")
    read = say(
        "minutes_read", title=title, number=len(every), first=every[0].monday, least=min(minutes), most=max(minutes)
    )
    legend = _text(LEFT, 34, say("plot_minutes"), "start")
    return _picture(title, read, legend + axes.drawn(step) + bars)


def _pain(past: Past, say: Reader) -> str:
    before, after = scores(past.practised), scores(past.practised, "after")
    days = [day for day, _ in (*before, *after)]
    if not days:
        return ""
    axes, title = Axes(min(days), max(days), PAIN_MOST), say("pain_each_session")
    course = " ".join(f"{axes.x(day):.1f},{axes.y(score):.1f}" for day, score in before)
    marks = f'<polyline points="{course}" class="course"/>' if before else ""
    marks += "".join(_dot(axes.x(day), axes.y(score)) for day, score in before)
    marks += "".join(_ring(axes.x(day), axes.y(score)) for day, score in after)
    legend = _dot(LEFT + 4, 30) + _text(LEFT + 13, 34, say("plot_before"), "start")
    legend += _ring(WIDTH / 2, 30) + _text(WIDTH / 2 + 9, 34, say("plot_after"), "start")
    told = [title, say("days_read", first=min(days), last=max(days))]
    told += [say("before_read", **_course(before))] if before else []
    told += [say("after_read", **_course(after))] if after else []
    return _picture(title, " ".join(told), legend + axes.drawn(2) + marks)


def _course(said: Sequence[tuple[date, int]]) -> dict[str, int]:
    values = [score for _, score in said]
    return {"first": values[0], "last": values[-1], "most": max(values)}


def _step(most: float) -> int:
    """A round number of minutes between the lines of an axis that reaches so far."""
    return next(step for step in _round_numbers() if most / step <= TICKS)


def _round_numbers() -> Iterable[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" class="dot"/>'


def _ring(x: float, y: float) -> str:
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" class="ring"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(text)}</text>'


def _picture(title: str, read: str, drawn: str) -> str:
    head = f'<text x="0" y="14" class="title">{html.escape(title)}</text>'
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" font-size="{LETTERS}" role="img" aria-label="{html.escape(read)}">'
        f"{head}{drawn}</svg>"
    )
