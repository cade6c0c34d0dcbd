"""How somebody is doing, for the terminal and as one page for a physiotherapist."""

import html
from collections.abc import Sequence
from datetime import date

from assistant.content.model import Library
from assistant.history.overview import weeks
from assistant.history.past import Past
from assistant.history.planned import plan_followed
from assistant.history.report_tables import Cell, tables
from assistant.languages.language import Reader

BAR = 24
"""Characters of the longest bar in the terminal, so that date, bar and number fit a narrow window. Raising it shows
smaller differences, and makes lines longer."""
WIDTH = 640
"""Units of the picture's width; the page scales it to the window. Raising it makes bars flatter and letters smaller."""
HEIGHT = 160
"""The same of its height. Raising it makes bars taller."""
STEP = 20
"""The same of the strip above the bars, in which the highest value is written. Raising it leaves the bars less room."""
PAIN_MOST = 10
"""Points at the top of the picture of pain: the end of the scale, so that pictures of different people can be
compared."""
MADE_BY = '<meta name="generator" content="Limber">'
"""Stands in every report, so that one is known as such when a later one is to take its place."""
STYLE = """
body { font: 1.1rem/1.5 system-ui, sans-serif; color: #111; background: #fff }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #767676 }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
.wide { overflow-x: auto }
svg { width: 100%; height: auto } figure { margin: 1rem 0 }
@media print { body { margin: 0; max-width: none } h2 { break-after: avoid } table, figure { break-inside: avoid } }
"""


def as_text(library: Library, past: Past, sentences: Sequence[str]) -> str:
    """For the terminal: sentences, tables, and the minutes of each week as a bar."""
    parts = [*sentences, *_about_plan(library, past)]
    for caption, columns, rows in tables(library, past):
        if rows:
            parts += ["", caption, *_text_table(columns, rows)]
    every = weeks(past)
    most = max((week.minutes for week in every), default=0)
    if most:
        parts += ["", library.language.text("report", "minutes_a_week")]
        parts += [
            f"{week.monday}  {'#' * round(BAR * week.minutes / most):{BAR}}  {week.minutes:.0f}" for week in every
        ]
    return "\n".join(parts)


def as_page(library: Library, past: Past, sentences: Sequence[str], day: date) -> str:
    """One page of HTML that needs nothing else: readable by eye, by screen reader, and on paper."""
    say = library.language.reader("report")
    every = weeks(past)
    pain, minutes = [week.pain for week in every], [round(week.minutes) for week in every]
    parts = [
        f"<p>{html.escape(sentence)}</p>" for sentence in (*sentences, *_about_plan(library, past))
    ] + [
        _bars(say, say("minutes_each_week"), minutes, max(minutes, default=0)),
        _bars(say, say("pain_each_week"), pain, PAIN_MOST),
        *(_table(*table) for table in tables(library, past)),
    ]  # fmt: skip
    return (
        f'<!doctype html>\n<html lang="{library.language.code}">\n<head>\n<meta charset="utf-8">\n'
        f'{MADE_BY}\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(say('title', day=day))}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{html.escape(say('heading', day=day))}</h1>\n<p>{html.escape(say('written_by'))}</p>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def _about_plan(library: Library, past: Past) -> list[str]:
    """Which plan was followed last, by whom, since when, and what it says of itself."""
    followed = plan_followed(past)
    if followed is None:
        return []
    say, (first, last, plan) = library.language.reader("report"), followed
    told = [say("plan_followed", name=plan.name, first=first, last=last)]
    told += [say("plan_author", author=plan.author)] if plan.author else []
    told += [say("plan_date", date=plan.date)] if plan.date else []
    if plan.days_a_week:
        told.append(say("plan_often", number=plan.days_a_week, times=plan.times_a_day))
    told += [say("plan_usual", score=plan.usual_pain)] if plan.usual_pain is not None else []
    told += [say("plan_note", note=plan.note)] if plan.note else []
    return [" ".join(told)]


def _shown(value: Cell) -> str:
    if value is None:
        return "-"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _text_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    cells = [list(columns), *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(columns))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    if not rows:
        return ""
    numbers = [all(isinstance(row[at], int | float | None) for row in rows) for at in range(len(columns))]
    kinds = [' class="number"' if number else "" for number in numbers]
    name = caption.lower().replace(" ", "-")
    head = "".join(
        f'<th scope="col"{kind}>{html.escape(column)}</th>' for column, kind in zip(columns, kinds, strict=True)
    )
    cells = [
        [f"<td{kind}>{html.escape(_shown(cell))}</td>" for cell, kind in zip(row, kinds, strict=True)] for row in rows
    ]
    body = "".join(f"<tr>{''.join(row)}</tr>\n" for row in cells)
    return (
        f'<h2 id="{name}">{html.escape(caption)}</h2>\n'
        f'<div class="wide" tabindex="0" role="region" aria-labelledby="{name}">\n<table aria-labelledby="{name}">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>"
    )


def _bars(say: Reader, title: str, values: Sequence[float | None], top: float) -> str:
    """A bar for each week, as high as the picture at `top`; the picture says what it shows, a table has the numbers."""
    known = [value for value in values if value is not None]
    if not known or not top:
        return ""
    wide = WIDTH / len(values)
    shapes = "".join(
        f'<rect x="{at * wide + 1:.1f}" y="{STEP + (HEIGHT - STEP) * (1 - value / top):.1f}" '
        f'width="{max(1.0, wide - 2):.1f}" height="{(HEIGHT - STEP) * value / top:.1f}" fill="#1f5fa8"/>'
        for at, value in enumerate(values)
        if value is not None
    )
    said = say("bars", title=title, first=f"{known[0]:.3g}", last=f"{known[-1]:.3g}", most=f"{max(known):.3g}")
    return (
        f'<figure>\n<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(said)}">'
        f'<text x="0" y="14" font-size="14">{top:.3g}</text>{shapes}</svg>\n'
        f"<figcaption>{html.escape(said)}</figcaption>\n</figure>"
    )
