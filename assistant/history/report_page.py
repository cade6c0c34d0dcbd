"""How the report looks: its style, and its tables in HTML."""

import html
import re
from collections.abc import Sequence
from datetime import date

from assistant.history.report_glance import Fact
from assistant.history.report_tables import Cell, Row, Table

STYLE = """
:root { --line: #767676; --blue: #1f5fa8; --orange: #a34700 }
* { box-sizing: border-box }
body { font: 1rem/1.45 system-ui, sans-serif; color: #111; background: #fff; max-width: 60rem; margin: 1.5rem auto;
  padding: 0 1rem; overflow-wrap: break-word }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .3rem }
h2 { font-size: 1.15rem; line-height: 1.25; margin: 1.4rem 0 .3rem }
p { margin: .3rem 0 }
table { border-collapse: collapse; width: 100%; margin: .3rem 0 }
th, td { text-align: left; vertical-align: top; padding: .25em 1em .25em 0; border-bottom: 1px solid var(--line) }
.facts th { width: 10em } .facts p { margin: 0 }
.number { text-align: right; font-variant-numeric: tabular-nums }
.date { white-space: nowrap; font-variant-numeric: tabular-nums }
.data { font-size: .9em } .data thead th { vertical-align: bottom }
.blank::after { content: ""; display: inline-block; width: min(14rem, 50%); margin-left: .4rem;
  border-bottom: 1px solid #111 }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: 1rem;
  margin: 1rem 0 }
svg { width: 100%; max-width: 30rem; height: auto; fill: #111 } .title { font-weight: 600; font-size: 13px }
.line { stroke: #ccc } .axis { stroke: #111 } .bar { fill: var(--blue) }
.course { stroke: var(--blue); fill: none; opacity: .5 } .dot { fill: var(--blue) }
.ring { fill: none; stroke: var(--orange); stroke-width: 1.5 }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: 0; list-style: none } nav a { color: inherit }
nav a[aria-current] { font-weight: 700 }
@media screen and (max-width: 52rem) {
  .data, .data tbody, .data tr, .facts, .facts tbody, .facts tr, .facts th, .facts td { display: block; width: auto }
  .data thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  .data tr, .facts tr { padding: .4rem 0; border-bottom: 1px solid var(--line) }
  .data th, .data td, .facts th, .facts td { border: 0; padding: .1rem 0 }
  .data tbody th { display: block } .data thead th { display: inline }
  .data td { display: flex; justify-content: space-between; gap: 1rem; text-align: right }
  .data td::before { content: attr(data-column); text-align: left; color: #444 }
  .data td::before { content: attr(data-column) / "" }
  .data td.none { display: none }
}
@media print {
  header { display: none }
  @page { size: A4; margin: 13mm }
  body { font-size: 9.5pt; margin: 0; padding: 0; max-width: none }
  h1 { font-size: 15pt } h2 { font-size: 11.5pt; margin-top: 9pt; break-after: avoid }
  .sheet { break-after: page } .details h2:first-child { margin-top: 0 }
  tr, svg { break-inside: avoid } .plots { margin: 6pt 0; grid-template-columns: 1fr 1fr }
}
"""


DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
"""A date such as 2026-01-05. It is not broken into two lines."""


def shown(value: Cell) -> str:
    """What stands in a cell."""
    if value is None:
        return "-"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def fact_table(name: str, facts: Sequence[Fact], blank: int | None = None) -> str:
    """Facts as a table of two columns; after the first sentence of the fact `blank` there is a line to write on."""
    rows = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{html.escape(about)}</th>'
        f'<td role="cell">{_paragraphs(sentences, blank=at == blank)}</td></tr>\n'
        for at, (about, sentences) in enumerate(facts)
    )
    body = f'<tbody role="rowgroup">\n{rows}</tbody>'
    return f'<table class="facts" role="table" aria-labelledby="{name}">\n{body}\n</table>'


def in_html(text: str) -> str:
    """A text as it stands on the page; no date in it is broken at the end of a line."""
    return DATE.sub(r'<span class="date">\g<0></span>', html.escape(text))


def _paragraphs(sentences: Sequence[str], *, blank: bool) -> str:
    kinds = [_class("blank" if blank and not number else "") for number in range(len(sentences))]
    return "".join(f"<p{kind}>{in_html(text)}</p>" for kind, text in zip(kinds, sentences, strict=True))


def data_table(table: Table) -> str:
    """A table with its heading, a row header in each row, and the column's name in each cell for narrow windows."""
    caption, columns, rows = table
    if not rows:
        return ""
    kinds = [_kind([row[at] for row in rows]) for at in range(len(columns))]
    name = caption.lower().replace(" ", "-")
    head = "".join(
        f'<th scope="col" role="columnheader"{_class(kind)}>{html.escape(column)}</th>'
        for column, kind in zip(columns, kinds, strict=True)
    )
    body = "".join(f'<tr role="row">{_cells(columns, kinds, row)}</tr>\n' for row in rows)
    return (
        f'<h2 id="{name}">{html.escape(caption)}</h2>\n'
        f'<table class="data" role="table" aria-labelledby="{name}">\n<thead role="rowgroup"><tr role="row">{head}</tr>'
        f'</thead>\n<tbody role="rowgroup">\n{body}</tbody>\n</table>'
    )


def _cells(columns: Sequence[str], kinds: Sequence[str], row: Row) -> str:
    first = f'<th scope="row" role="rowheader"{_class(kinds[0])}>{html.escape(shown(row[0]))}</th>'
    return first + "".join(
        f'<td role="cell"{_class(kind, "" if cell not in (None, "") else "none")} data-column="{html.escape(column)}">'
        f"<span>{html.escape(shown(cell))}</span></td>"
        for column, kind, cell in zip(columns[1:], kinds[1:], row[1:], strict=True)
    )


def _kind(cells: Sequence[Cell]) -> str:
    if all(isinstance(cell, int | float | None) or _is_change(cell) for cell in cells):
        return "number"
    return "date" if all(isinstance(cell, date | None) for cell in cells) else ""


def _is_change(cell: Cell) -> bool:
    """Whether a text is a change of a score, such as "-1.5"."""
    return isinstance(cell, str) and cell.lstrip("+-").replace(".", "", 1).isdecimal()


def _class(*names: str) -> str:
    chosen = " ".join(filter(None, names))
    return f' class="{chosen}"' if chosen else ""
