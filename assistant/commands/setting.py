"""The settings on the page: read, checked and written as the file that a person would write."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from assistant.app import library_with
from assistant.content.fields import bounded
from assistant.content.load import load_language, load_library
from assistant.content.writing import Plain, plain, rewritten
from assistant.files import absent
from assistant.page.doors import Door, Inquiry, RefusedError, Reply
from assistant.page.shelf import Shelf
from assistant.page.shell import Shell
from assistant.places import settings_file
from assistant.running.voices import voice_names
from assistant.settings import ECHO, Settings, read_settings, voice_file
from assistant.speaking.profile import load_profile
from assistant.words.errors import ContentError, LimberError

BODY_MOST = 50_000
"""Bytes of settings that are sent."""
FORM_MOST = 1_000
"""Values of a file that a form shows."""
ORDER = tuple(each.name for each in fields(Settings))


class Setting:
    """The doors behind which the settings are."""

    def __init__(self, settings: Settings, shell: Shell) -> None:
        """`settings` are those in force; what is saved is in force from the next start."""
        self._settings, self._shell = settings, shell
        self._shelf = Shelf(settings_file().parent, (settings_file().name,))

    def doors(self) -> Sequence[Door]:
        """Their addresses."""
        return (
            Door("/settings", lambda _inquiry: Reply(self._page()), page=True),
            Door("/settings/check", self._check, "POST", BODY_MOST),
            Door("/settings/file", self._save, "PUT", BODY_MOST),
        )

    def _page(self) -> str:
        library, name = load_library(language=self._settings.language), settings_file().name
        text, tag = ("", "") if absent(settings_file()) else self._shelf.read(name)
        otherwise = Settings()
        data = {
            "file": {**self._checked(text), "tag": tag},
            "routines": [(each.id, each.name) for each in library.routines.values()],
            "voices": [(each, each) for each in sorted(voice_names(self._settings.voice))],
            "echo": [(each, self._shell.words(f"settings_echo.{each}")) for each in ECHO],
            "otherwise": {name: _shown(getattr(otherwise, name)) for name in ORDER},
        }
        return self._shell.page("settings", "/settings", data)

    def _check(self, inquiry: Inquiry) -> Reply:
        return Reply(self._checked(_sent(inquiry.data)))

    def _save(self, inquiry: Inquiry) -> Reply:
        if not inquiry.tag and not inquiry.new:
            raise RefusedError("say which version was opened", 428)
        found = self._checked(_sent(inquiry.data))
        if found["mistakes"]:
            raise RefusedError("nothing was saved, because the settings have mistakes", 422, found)
        tag = self._shelf.write(settings_file().name, found["text"], inquiry.tag)
        return Reply({**found, "tag": tag}, tag=tag)

    def _checked(self, text: str) -> dict[str, Any]:
        """What a text sets, and what is wrong with it, each mistake at its field."""
        node = bounded(text, FORM_MOST)
        try:
            values: Plain = plain(node) if node else {} if not text.strip() else None
        except ValueError:
            values = None
        shown = values if isinstance(values, dict) else None
        return {"text": text, "values": shown, "mistakes": self._mistakes(text)}

    def _mistakes(self, text: str) -> list[dict[str, Any]]:
        try:
            settings = read_settings(text, settings_file().name)
        except ContentError as error:
            return [{"path": each.path, "line": each.line, "message": each.message} for each in error.mistakes]
        found = []
        for field, look in (
            ("language", lambda: load_language(settings.language)),
            ("voice", lambda: load_profile(voice_file(settings.voice))),
            ("routine", lambda: library_with(settings.routine, settings.language)),
        ):
            try:
                look()
            except LimberError as error:
                found.append({"path": (field,), "line": 1, "message": str(error)})
        return found


def _sent(data: Any) -> str:
    """The text that was sent, with the values of the form. Raises `RefusedError`."""
    match data:
        case {"text": str(text)}:
            values = data.get("values")
            if values is None:
                return text
            if isinstance(values, dict):
                try:
                    return rewritten(text if bounded(text) else "", values, ORDER) if values or text.strip() else text
                except (ValueError, TypeError):
                    return rewritten("", values, ORDER)
    raise RefusedError("send an object with a text, and perhaps values")


def _shown(value: object) -> str:
    """What holds where nothing is set."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else ""
