"""How somebody is doing, for the terminal and as one page for a physiotherapist: one sheet first, details behind."""

import html
from collections.abc import Sequence
from datetime import date

from assistant.content.model import Library
from assistant.history.overview import weeks
from assistant.history.past import Past
from assistant.history.report_glance import Fact, facts, pain_table, too_few, warnings
from assistant.history.report_page import STYLE, data_table, fact_table, in_html, shown
from assistant.history.report_plots import plots
from assistant.history.report_tables import Cell, tables

BAR = 24
"""Characters of the longest bar in the terminal, so that date, bar and number fit a narrow window. Raising it shows
smaller differences, and makes lines longer."""
MADE_BY = '<meta name="generator" content="Limber">'
"""Stands in every report, so that one is known as such when a later one is to take its place."""


def as_text(library: Library, past: Past, sentences: Sequence[str], day: date) -> str:
    """For the terminal: sentences, the first sheet, tables, and the minutes of each week as a bar."""
    say = library.language.reader("report")
    parts = [*sentences, "", say("glance_heading"), *_text_facts(facts(library, past, day))]
    parts += ["", say("glance_warnings"), *_text_facts(warnings(library, past))]
    for caption, columns, rows in (pain_table(library, past), *tables(library, past)):
        if rows:
            parts += ["", caption, *_text_table(columns, rows)]
    every = weeks(past)
    most = max((week.minutes for week in every), default=0)
    if most:
        parts += ["", say("minutes_a_week")]
        parts += [
            f"{week.monday}  {'#' * round(BAR * week.minutes / most):{BAR}}  {week.minutes:.0f}" for week in every
        ]
    return "\n".join(parts)


def as_page(library: Library, past: Past, sentences: Sequence[str], day: date, before: str = "") -> str:
    """One page of HTML that needs nothing else: readable by eye, by screen reader, and on paper.

    `before`: HTML that stands above it, and is not printed.
    """
    say = library.language.reader("report")
    few = too_few(library, past)
    sheet = [
        f"<h1>{in_html(say('heading', day=day))}</h1>\n<p>{html.escape(say('written_by'))}</p>",
        _heading("glance", say("glance_heading")),
        fact_table("glance", facts(library, past, day), blank=0),
        _heading("warnings", say("glance_warnings")),
        fact_table("warnings", warnings(library, past)),
        data_table(pain_table(library, past)),
        f"<p>{in_html(few)}</p>" if few else "",
        f'<div class="plots">\n{drawn}\n</div>' if (drawn := "\n".join(plots(library, past))) else "",
        _heading("words", say("glance_words")),
        f"<p>{in_html(' '.join(sentences))}</p>",
    ]
    details = [data_table(table) for table in tables(library, past)]
    return (
        f'<!doctype html>\n<html lang="{library.language.code}">\n<head>\n<meta charset="utf-8">\n'
        f'{MADE_BY}\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(say('title', day=day))}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{before}<main>\n"
        f'<section class="sheet">\n{_joined(sheet)}\n</section>\n'
        + (f'<section class="details">\n{_joined(details)}\n</section>\n' if any(details) else "")
        + "</main>\n</body>\n</html>\n"
    )


def _joined(parts: Sequence[str]) -> str:
    return "\n".join(filter(None, parts))


def _heading(name: str, text: str) -> str:
    return f'<h2 id="{name}">{html.escape(text)}</h2>'


def _text_facts(found: Sequence[Fact]) -> list[str]:
    return [f"{about}: {' '.join(sentences)}" for about, sentences in found]


def _text_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    cells = [list(columns), *([shown(cell) for cell in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(columns))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
