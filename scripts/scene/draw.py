"""The minute as an SVG: three rows of time, each with the coach's sound above and the person's below."""

import textwrap
from collections.abc import Iterator
from html import escape

import numpy as np

from scene.minute import RATE, Mark, Minute, Samples

WIDTH, LEFT, RIGHT = 900, 74, 12
"""Of the picture and its margins, in pixels."""
ROWS = 3
TOP, ROW_HEIGHT = 8, 186
COACH_Y, PERSON_Y, CLOCK_Y = 86, 150, 180
"""Within a row: the middle of the coach's sound, the middle of the person's, and the line of the clock."""
COACH_HALF, PERSON_HALF = 17, 13
"""Half the height of a full-scale sound."""
COLUMN = 2.0
"""Pixels from one point of a sound's outline to the next."""
CHARACTER, LINE = 6.8, 13
"""How wide a letter and how high a line of the small text is, in pixels."""
YOUR_CHARACTER = 8.7
"""How wide a letter of what the person says is, in pixels."""
TICK_S = 5
SHORT_CUES = ("in", "out", "half")
ONWARD = "the count goes on where it was"

TITLE = "One minute of a session"
DESCRIPTION = (
    "Time runs from left to right in three rows of about twenty seconds. Limber says to say ready, and the person says "
    "'ready'. Limber counts from one to nine, a number every second. The person says 'that hurts'. The count stops. "
    "Limber says how to come out of it, then asks where it hurts, and hears 'my right knee'. It asks how strong it is, "
    "and hears 'three'. It asks for a smaller movement, leads back into the position, and waits for 'ready'. Then it "
    "counts on from ten."
)
STYLE = """
  .paper { fill: #ffffff } text { fill: #1f2328; font: 11.5px system-ui, "Segoe UI", Helvetica, Arial, sans-serif }
  .coach { fill: #0969da } .person { fill: #bc4c00 } .rule { stroke: #d8dee4 } .quiet { fill: #59636e }
  .count { font-weight: 600; font-size: 13px; text-anchor: middle } .cue { font-style: italic; text-anchor: middle }
  .you { font-weight: 600; font-size: 14px; } .lane { font-weight: 600; font-size: 12.5px }
  .hush { stroke: #bc4c00; stroke-width: 1.5; stroke-dasharray: 4 3 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } text { fill: #e6edf3 } .coach { fill: #58a6ff } .person { fill: #f0883e }
    .rule { stroke: #30363d } .quiet { fill: #9198a1 } .hush { stroke: #f0883e }
  }
"""


def drawing(minute: Minute) -> str:
    """The whole picture."""
    height = 2 * TOP + ROWS * ROW_HEIGHT
    span = minute.length_s / ROWS
    rows = [line for number in range(ROWS) for line in _Row(minute, number, span).lines()]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        f'<title id="t">{escape(TITLE)}</title>',
        f'<desc id="d">{escape(DESCRIPTION)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="8"/>',
        *rows,
        "</svg>",
        "",
    ])  # fmt: skip


class _Row:
    """One row: the part of the minute from `start_s` to `end_s`."""

    def __init__(self, minute: Minute, number: int, span_s: float) -> None:
        self.minute, self.start_s, self.end_s = minute, number * span_s, (number + 1) * span_s
        self.top = TOP + number * ROW_HEIGHT
        self.scale = (WIDTH - LEFT - RIGHT) / span_s

    def lines(self) -> Iterator[str]:
        yield from self._clock()
        yield self._text(12, COACH_Y + 4, "Limber", "lane coach")
        yield self._text(12, PERSON_Y + 4, "You", "lane person")
        yield self._outline(self.minute.coach, COACH_Y, COACH_HALF, "coach")
        yield self._outline(self.minute.person, PERSON_Y, PERSON_HALF, "person")
        yield from self._sentences()
        yield from self._counts()
        yield from self._heard()

    def _x(self, at_s: float) -> float:
        return LEFT + (at_s - self.start_s) * self.scale

    def _here(self, *kinds: str) -> list[Mark]:
        return [mark for mark in self.minute.of(*kinds) if self.start_s <= mark.at < self.end_s]

    def _text(self, x: float, y: float, words: str, classes: str = "") -> str:
        named = f' class="{classes}"' if classes else ""
        return f'<text x="{x:.1f}" y="{self.top + y:.1f}"{named}>{escape(words)}</text>'

    def _clock(self) -> Iterator[str]:
        y = self.top + CLOCK_Y
        yield f'<line class="rule" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y - 11}" y2="{y - 11}"/>'
        first = -(-int(self.start_s * 10) // (10 * TICK_S)) * TICK_S
        for at in range(first, int(self.end_s) + 1, TICK_S):
            yield f'<line class="rule" x1="{self._x(at):.1f}" x2="{self._x(at):.1f}" y1="{y - 11}" y2="{y - 6}"/>'
            yield self._text(self._x(at) - 10, CLOCK_Y + 7, f"{at // 60}:{at % 60:02d}", "quiet")

    def _outline(self, sound: Samples, middle: float, half: float, name: str) -> str:
        """A sound's outline as one shape: the loudest sample of each column, above and below the middle."""
        part = sound[round(self.start_s * RATE) : round(self.end_s * RATE)]
        loudest = np.max(np.abs(sound))
        columns = np.array_split(np.abs(part), round((WIDTH - LEFT - RIGHT) / COLUMN))
        heights = [max(0.4, half * float(np.max(column) / loudest)) for column in columns]
        y = self.top + middle
        points = [(LEFT + COLUMN * at, y - high) for at, high in enumerate(heights)]
        points += [(LEFT + COLUMN * at, y + heights[at]) for at in reversed(range(len(heights)))]
        return f'<path class="{name}" d="M{" ".join(f"{x:.0f},{y:.1f}" for x, y in points)}Z"/>'

    def _sentences(self) -> Iterator[str]:
        """Each sentence over its sound, as wide as the time until the next thing that is said or counted."""
        voiced = self.minute.of("said", "count")
        for mark in self._here("said"):
            until = next((other.at for other in voiced if other.at > mark.at), self.minute.length_s)
            room = min(self._x(min(until, self.end_s)), WIDTH - RIGHT) - self._x(mark.at) - 3
            cut = any(mark.at < other.at < until and other.text == mark.text for other in self.minute.of("cut"))
            words = f"{' '.join(mark.text.split()[:2])} …" if cut else mark.text
            wrapped = textwrap.wrap(words, max(7, int(room / CHARACTER)), break_long_words=False)
            lowest = COACH_Y - COACH_HALF - 6
            for number, text in enumerate(reversed(wrapped)):
                yield self._text(self._x(mark.at), lowest - LINE * number, text)

    def _counts(self) -> Iterator[str]:
        """Each number over its sound; the short cues between them a line higher."""
        numbers = {word: str(number) for number, word in enumerate(NUMBERS, start=1)}
        hurt = next((mark.at for mark in self.minute.of("heard") if mark.intent == "hurts"), self.minute.length_s)
        onward = next((mark for mark in self.minute.of("count") if mark.at > hurt), None)
        for mark in self._here("count"):
            cue = mark.text in SHORT_CUES
            y = COACH_Y - COACH_HALF - (22 if cue else 6)
            if mark is onward:
                x = min(self._x(mark.at) - 4, WIDTH - RIGHT - len(ONWARD) * CHARACTER)
                yield self._text(x, COACH_Y + 34, ONWARD, "quiet")
            yield self._text(
                self._x(mark.at + 0.2), y, numbers.get(mark.text, mark.text), "cue quiet" if cue else "count"
            )

    def _heard(self) -> Iterator[str]:
        """What the person says, beside its sound, and the moment the count stops for it."""
        for mark in self._here("heard"):
            begun, ended = self.minute.spoken(mark)
            words = f"“{mark.text}”"
            wide = len(words) * YOUR_CHARACTER
            x = self._x(ended) + 6 if self._x(ended) + wide < WIDTH - RIGHT else self._x(begun) - 6 - wide
            yield f'<rect class="paper" x="{x:.1f}" y="{self.top + PERSON_Y - 9}" width="{wide:.1f}" height="18"/>'
            yield self._text(x + 2, PERSON_Y + 5, words, "you person")
            if mark.intent == "hurts":
                x, y = self._x(mark.at), self.top + COACH_Y
                yield f'<line class="hush" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 62}" y2="{y + 44}"/>'
                yield self._text(x + 8, COACH_Y + 40, f"silent {mark.at - ended:.1f} s after your last sound", "quiet")


NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
