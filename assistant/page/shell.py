"""What is around each page: its head, the links to the other pages, and the words of its script."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Template
from typing import Any

from assistant.files import read_bytes, there
from assistant.languages.language import Reader
from assistant.page.doors import KINDS, Door, Reply
from assistant.places import PACKAGE

STATIC = PACKAGE / "page" / "static"
"""Where the pages, their styles and their scripts lie."""
PAGES = {
    "/": "live",
    "/plans": "plans",
    "/progress": "progress",
    "/talks": "talks",
    "/voices": "voices",
    "/settings": "settings",
}
"""address -> the key of its name, of all pages of a speaker in the order of their links"""
NAMES = {"/speakers": "speakers", **PAGES}
"""The same, with the page that only a clinic's hub has."""


def static_doors(names: Sequence[str]) -> list[Door]:
    """The addresses of styles and scripts, which hold nothing of the person."""

    def answers(name: str) -> Door:
        kind = KINDS[name.rpartition(".")[2]]
        return Door(f"/{name}", lambda _asked: Reply(read_bytes(STATIC / name), kind), letting_in=True)

    return [answers(name) for name in names]


@dataclass(frozen=True, slots=True)
class Shell:
    """What is around each page."""

    words: Reader
    """The words of desk.yaml."""
    there: Collection[str] = tuple(PAGES)
    """The addresses of the pages that there are."""

    def page(self, name: str, here: str, data: Mapping[str, Any] | None = None, **shown: str) -> str:
        """The page of static/NAME.html at an address. `shown` is HTML, and `data` is for its script."""
        words, text = self.words, read_bytes(STATIC / f"{name}.html").decode()
        texts = {key.replace(".", "_"): escape(value) for key, value in words.language.texts[words.file].items()}
        main = Template(text).substitute(texts, **shown)
        given = json.dumps({"words": words.language.texts[words.file], **(data or {})}).replace("<", "\\u003c")
        shell = Template(read_bytes(STATIC / "shell.html").decode())
        title = escape(words(NAMES.get(here, "pair_title")))
        scripts = "".join(f'<script src="/{script}" defer></script>\n' for script in ("desk.js", f"{name}.js"))
        has_script = there(STATIC / f"{name}.js")
        return shell.substitute(
            texts, lang=words.language.code, nav=self.nav(here), main=main, heading=title, data=given,
            scripts=scripts if has_script else "",
        )  # fmt: skip

    def live(self, words: Reader) -> str:
        """The live page, in the words of page.yaml."""
        text = read_bytes(STATIC / "page.html").decode()
        shown = {key: escape(value) for key, value in words.language.texts[words.file].items()}
        return Template(text).substitute(shown, lang=words.language.code, nav=self.nav("/"))

    def nav(self, here: str) -> str:
        """The links to the pages; none where there is only one."""
        links = {link: key for link, key in NAMES.items() if link in self.there}
        if len(links) < 2 or here not in links:
            return ""
        items = "".join(
            f'<li><a href="{link}"{" aria-current=page" if link == here else ""}>{escape(self.words(key))}</a></li>'
            for link, key in links.items()
        )
        return f'<nav aria-label="{escape(self.words("pages"))}"><ul>{items}</ul></nav>'
