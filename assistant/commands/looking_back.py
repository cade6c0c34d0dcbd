"""What was done and said, on the page: the report as it stands now, and the journals as conversations."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from assistant.commands.progress import in_sentences
from assistant.content.load import load_library
from assistant.history.report import as_page
from assistant.history.report_page import STYLE
from assistant.history.unkept import Unkept
from assistant.page.doors import Door, RefusedError, Reply
from assistant.page.shell import Shell
from assistant.running.entries import read_journal
from assistant.running.journals import journals, journals_folder
from assistant.running.readable import Retold, retold, title
from assistant.settings import Settings
from assistant.words.errors import LimberError


class LookingBack:
    """The doors behind which the past is. All of it is only read."""

    def __init__(self, settings: Settings, shell: Shell, under_way: Callable[[], bool]) -> None:
        """`under_way`: whether a session is, whose journal cannot be whole yet."""
        self._settings, self._shell, self._under_way = settings, shell, under_way

    def doors(self) -> Sequence[Door]:
        """Their addresses."""
        return (
            Door("/progress", lambda _inquiry: self._report(), page=True),
            Door("/talks", lambda _inquiry: self._talk(""), page=True),
            Door("/talks/{name}", lambda inquiry: self._talk(inquiry.name), page=True),
        )

    def _report(self) -> Reply:
        """The report, and above it how answers about health are changed."""
        library = load_library(language=self._settings.language)
        with Unkept() as store:
            past = store.past()
            if store.unread:
                raise RefusedError(store.why, 500)
        day = past.day_at(datetime.now().astimezone())
        health = escape(self._shell.words("health_changed"))
        before = f"<header>{self._shell.nav('/progress')}\n<p>{health}</p></header>\n"
        return Reply(as_page(library, past, in_sentences(library, past, day), day, before), styles=(STYLE,))

    def _talk(self, name: str) -> Reply:
        """The newest conversation or the one of this name, and links to all."""
        found = {path.stem: path for path in journals(journals_folder())}
        if name and name not in found:
            raise RefusedError("there is no such conversation any more", 404)
        chosen = name or next(iter(found), "")
        links = "".join(
            f'<li><a href="/talks/{escape(stem)}"{" aria-current=true" if stem == chosen else ""}>'
            f"{escape(_when(stem))}</a></li>"
            for stem in found
        )
        newest = chosen == next(iter(found), "") and self._under_way()
        shown = (
            self._conversation(found[chosen], going_on=newest)
            if chosen
            else f"<p>{escape(self._shell.words('talks_none'))}</p>"
        )
        return Reply(self._shell.page("talks", "/talks", links=links, shown=shown))

    def _conversation(self, path: Path, *, going_on: bool) -> str:
        words = self._shell.words
        names = {each.id: each.name for each in load_library(language=self._settings.language).exercises.values()}
        try:
            written = read_journal(path)
        except LimberError as error:
            return f"<p>{escape(str(error))}</p>"
        told = list(retold(written, names))
        missed = [each for each in told if each.who == "missed"]
        why = f'<ol class="talk">{_lines(missed)}</ol>' if missed else f"<p>{escape(words('talks_all_obeyed'))}</p>"
        trouble = words("talks_under_way") if going_on else written.trouble.removeprefix(f"{path}: ")
        trouble = f"<p>{escape(trouble)}</p>" if trouble else ""
        return (
            f"<p>{escape(title(written))}</p>\n{trouble}<h2>{escape(words('talks_missed'))}</h2>\n{why}\n"
            f'<h2>{escape(words("talks_whole"))}</h2>\n<ol class="talk">{_lines(told)}</ol>'
        )


def _lines(told: Iterable[Retold]) -> str:
    return "".join(
        f'<li class="{each.who}"><span class="clock">{escape(each.clock)}</span> {escape(each.text)}</li>\n'
        for each in told
    )


def _when(stem: str) -> str:
    """A journal's name as a day and a time, such as "2026-03-02 18:30"."""
    day, clock = stem[:10], stem[11:17]
    return f"{day} {clock[:2]}:{clock[2:4]}" if clock.isdecimal() else stem
